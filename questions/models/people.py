"""Who asks and who answers: members and parties, ministers and their offices, ministries and lineage."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from questions.vocabulary import lengths
from questions.vocabulary.kinds import Role
from questions.vocabulary.names import name_key

from .addresses import Slugged
from .choices import choices


def plausible_day(day: dt.date) -> None:
    """Raises ValidationError for a day that must be a slip: there were no ministries before 1798."""
    if not 1798 <= day.year <= dt.date.today().year + 10:
        raise ValidationError("Dit jaartal kan niet kloppen.")


def valid_period(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
        name=name,
        violation_error_message="De dag bij «tot» ligt voor die bij «van».",
    )


class NamedQuerySet(models.QuerySet[Any]):
    """People and bodies that documents name."""

    def shown(self) -> NamedQuerySet:
        """Those who are named in a set that is in view."""
        return self.filter(self._in_view())

    def public(self) -> NamedQuerySet:
        """Without those who are only known from sets that were taken from view: a name would tell what is
        not to be told.
        """
        out_of_view = Q()
        for rows, name, _ in self._naming(in_view=False):
            out_of_view |= Q(pk__in=rows.values(name))
        return self.exclude(~self.model.listed_without_sets() & out_of_view & ~self._in_view())

    def set_counts(self) -> Counter[int]:
        """How many sets in view name each of them, by id; as many as their pages list."""
        first, *others = [
            rows.values_list(name, inquiry).distinct() for rows, name, inquiry in self._naming(in_view=True)
        ]
        return Counter(pk for pk, _ in first.union(*others))

    def _in_view(self) -> Q:
        found = Q()
        for rows, name, _ in self._naming(in_view=True):
            found |= Q(Exists(rows.filter(**{name: OuterRef("pk")})))
        return found

    def _naming(self, *, in_view: bool) -> Iterator[tuple[models.QuerySet[Any], str, str]]:
        """The rows of sets that name somebody, by each way; the column that does, and the path to the set."""
        for path in self.model.SETS:
            relation, inquiry = path.split("__", 1)
            way: Any = self.model._meta.get_field(relation)
            where = {f"{way.field.name}__isnull": False, f"{inquiry}__hidden_on__isnull": in_view}
            yield way.related_model._default_manager.filter(**where).order_by(), way.field.name, inquiry


class Ministry(Slugged):
    """A ministry under one name; what it became is another row, joined by `MinistrySuccession`."""

    SETS = ("addressed__inquiry", "signed__document__inquiry")  # the ways from a row to the sets that name it

    name = models.CharField("naam", max_length=lengths.MAX_NAME_CHARS, unique=True)
    abbreviation = models.CharField("afkorting", max_length=20, blank=True)
    successors: models.ManyToManyField[Ministry, MinistrySuccession] = models.ManyToManyField(
        "self",
        through="MinistrySuccession",
        symmetrical=False,
        related_name="predecessors",
        verbose_name="opvolgers",
    )

    objects = NamedQuerySet.as_manager()

    @staticmethod
    def listed_without_sets() -> Q:
        """Who is known without any set; here everybody."""
        return Q(pk__isnull=False)

    class Meta:
        verbose_name = "ministerie"
        verbose_name_plural = "ministeries"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("ministry", args=[self.slug])


class MinistrySuccession(models.Model):
    """On a day, (a part of) one ministry went on as another."""

    predecessor = models.ForeignKey(
        Ministry, models.CASCADE, related_name="succession_to", verbose_name="voorganger"
    )
    successor = models.ForeignKey(
        Ministry, models.CASCADE, related_name="succession_from", verbose_name="opvolger"
    )
    on = models.DateField("per", validators=[plausible_day])

    class Meta:
        verbose_name = "opvolging"
        verbose_name_plural = "opvolgingen"
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor", "on"], name="succession_unique"),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="succession_not_to_itself",
                violation_error_message="Een ministerie volgt zichzelf niet op.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor} ({self.on})"


class Portfolio(models.Model):
    """A name that is printed after "Minister van/voor", and the ministry that it belonged to in a period."""

    name = models.CharField("portefeuille", max_length=lengths.MAX_PORTFOLIO_CHARS)
    ministry = models.ForeignKey(
        Ministry, models.PROTECT, related_name="portfolios", verbose_name="ministerie"
    )
    since = models.DateField("van", null=True, blank=True, validators=[plausible_day])
    until = models.DateField("tot", null=True, blank=True, validators=[plausible_day])

    class Meta:
        verbose_name = "portefeuille"
        verbose_name_plural = "portefeuilles"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["name", "since"], name="portfolio_unique", nulls_distinct=False),
            valid_period("portfolio_period"),
        ]

    def __str__(self) -> str:
        return self.name


class Cabinet(Slugged):
    """A cabinet, from the day of its oath to that of the next."""

    name = models.CharField("naam", max_length=100, unique=True)
    since = models.DateField("van", validators=[plausible_day])
    until = models.DateField("tot", null=True, blank=True, validators=[plausible_day])

    class Meta:
        verbose_name = "kabinet"
        verbose_name_plural = "kabinetten"
        ordering = ["-since"]
        constraints = [valid_period("cabinet_period")]

    def __str__(self) -> str:
        return self.name


class Person(Slugged):
    """What ministers and members have in common."""

    SETS: tuple[str, ...] = ()

    name = models.CharField(
        "naam", max_length=lengths.MAX_NAME_CHARS, help_text="Voor- en achternaam, zoals op de pagina."
    )
    surname = models.CharField(
        "achternaam",
        max_length=lengths.MAX_SURNAME_CHARS,
        help_text="Zoals gedrukt in een document: «Van der Wal-Zeggelink».",
    )
    surname_key = models.CharField(max_length=lengths.MAX_SURNAME_CHARS, db_index=True, editable=False)
    initials = models.CharField("voorletters", max_length=lengths.MAX_INITIALS_CHARS, blank=True)
    is_confirmed = models.BooleanField(
        "bevestigd",
        default=True,
        help_text="Niet bevestigd: door het inlezen gemaakt uit een naam die nergens bij paste.",
    )

    objects = NamedQuerySet.as_manager()

    @staticmethod
    def listed_without_sets() -> Q:
        return Q(is_confirmed=True)

    class Meta:
        abstract = True
        ordering = ["surname_key", "initials"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.surname_key = name_key(self.surname)
        super().save(*args, **kwargs)


class Minister(Person):
    """A person who is or was minister, staatssecretaris or minister-president."""

    SETS = ("addressed__inquiry", "signed__document__inquiry")

    class Meta(Person.Meta):
        verbose_name = "bewindspersoon"
        verbose_name_plural = "bewindspersonen"

    def get_absolute_url(self) -> str:
        return reverse("minister", args=[self.slug])


class Office(models.Model):
    """What a minister was, and when."""

    minister = models.ForeignKey(
        Minister, models.CASCADE, related_name="offices", verbose_name="bewindspersoon"
    )
    role = models.CharField("functie", max_length=20, choices=choices(Role))
    portfolio = models.CharField("portefeuille", max_length=lengths.MAX_PORTFOLIO_CHARS, blank=True)
    ministry = models.ForeignKey(
        Ministry, models.PROTECT, null=True, blank=True, related_name="offices", verbose_name="ministerie"
    )
    cabinet = models.ForeignKey(
        Cabinet, models.SET_NULL, null=True, blank=True, related_name="offices", verbose_name="kabinet"
    )
    since = models.DateField("van", null=True, blank=True, validators=[plausible_day])
    until = models.DateField("tot", null=True, blank=True, validators=[plausible_day])

    class Meta:
        verbose_name = "ambt"
        verbose_name_plural = "ambten"
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(
                fields=["minister", "role", "portfolio", "since"], name="office_unique", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="office_role"),
            valid_period("office_period"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.portfolio}".strip()


class Party(Slugged):
    """A party or group in parliament."""

    SETS = ("asked__inquiry",)

    name = models.CharField(
        "naam",
        max_length=lengths.MAX_PARTY_CHARS,
        unique=True,
        help_text="Zoals in de aanhef: «GroenLinks-PvdA».",
    )
    long_name = models.CharField("volledige naam", max_length=200, blank=True)
    aliases = models.JSONField("andere schrijfwijzen", default=list, blank=True)

    objects = NamedQuerySet.as_manager()

    @staticmethod
    def listed_without_sets() -> Q:
        return Q(Exists(Membership.objects.filter(party=OuterRef("pk"))))

    class Meta:
        verbose_name = "partij"
        verbose_name_plural = "partijen"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("party", args=[self.slug])


class Member(Person):
    """A member of the Tweede or Eerste Kamer."""

    SETS = ("asked__inquiry",)

    class Meta(Person.Meta):
        verbose_name = "Kamerlid"
        verbose_name_plural = "Kamerleden"

    def get_absolute_url(self) -> str:
        return reverse("member", args=[self.slug])


class Membership(models.Model):
    """A member's party in a period."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="memberships", verbose_name="Kamerlid")
    party = models.ForeignKey(Party, models.PROTECT, related_name="memberships", verbose_name="partij")
    since = models.DateField("van", null=True, blank=True, validators=[plausible_day])
    until = models.DateField("tot", null=True, blank=True, validators=[plausible_day])

    class Meta:
        verbose_name = "lidmaatschap"
        verbose_name_plural = "lidmaatschappen"
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "party", "since"], name="membership_unique", nulls_distinct=False
            ),
            valid_period("membership_period"),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.party}"
