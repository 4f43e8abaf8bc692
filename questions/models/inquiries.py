"""Sets of questions: by what they are known, who asked, and who was asked.

A foreign key that leads a unique constraint has no index of its own (`db_index=False`): that constraint
serves.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import MD5, Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from questions.vocabulary import lengths
from questions.vocabulary.kinds import Chamber, KeyKind, Role, Status

from .choices import choices, translated_choices
from .people import Member, Minister, Ministry, Party
from .search import SearchChange


def title_of(subject: str, opening: str, case_number: str | None) -> str:
    """What a set is called; see `Inquiry.title`."""
    if subject:
        return subject[0].upper() + subject[1:]
    return opening or (f"Kamervragen {case_number}" if case_number else "Kamervragen zonder onderwerp")


def status_of(is_answered: bool, is_postponed: bool, is_withdrawn: bool) -> Status:
    """How far a set is, as far as that does not depend on the day."""
    if is_withdrawn:
        return Status.WITHDRAWN
    if is_answered:
        return Status.ANSWERED
    return Status.POSTPONED if is_postponed else Status.OPEN


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    def shown(self) -> InquiryQuerySet:
        """The sets that editors did not take from view."""
        return self.filter(hidden_on__isnull=True)

    def by_session_year(self) -> models.QuerySet[Any, Any]:
        """Session years, newest first, each with its number of `sets`."""
        known = self.exclude(session_year=None).values("session_year")
        return known.annotate(sets=models.Count("id")).order_by("-session_year")

    def newest_first(self) -> InquiryQuerySet:
        return self.order_by(models.F("submitted_on").desc(nulls_last=True), "-id")


class Inquiry(models.Model):
    """One set of numbered questions, put on one day by one or more members (vragenset, zaak)."""

    key = models.CharField(
        "sleutel",
        max_length=lengths.MAX_KEY_CHARS,
        help_text="Het vaste deel van het adres: het vraagnummer, als dat bekend is.",
    )
    case_number = models.CharField(
        "vraagnummer", max_length=lengths.MAX_CASE_NUMBER_CHARS, null=True, blank=True
    )
    chamber = models.CharField(
        "Kamer", max_length=2, choices=translated_choices(Chamber), default=Chamber.TK.value
    )
    subject = models.TextField("onderwerp", blank=True)
    opening = models.CharField(
        "begin van de eerste vraag",
        max_length=200,
        blank=True,
        help_text="Titel van een set zonder onderwerp.",
    )
    submitted_on = models.DateField("ingezonden", null=True, blank=True)
    doubtful_submitted_on = models.DateField("ingezonden volgens de bron, kan niet", null=True, blank=True)
    session_year = models.CharField("vergaderjaar", max_length=9, null=True, blank=True)
    # Facts derived from the documents of the set; whether an answer is late is worked out when asked.
    is_answered = models.BooleanField("beantwoord", default=False)
    answered_on = models.DateField("beantwoord op", null=True, blank=True)
    is_postponed = models.BooleanField("uitgesteld", default=False)
    postponed_on = models.DateField("uitstel gemeld op", null=True, blank=True)
    is_withdrawn = models.BooleanField("ingetrokken", default=False)
    question_count = models.PositiveSmallIntegerField("aantal vragen", default=0)
    # What editors decide about the set as a whole.
    is_apart = models.BooleanField(
        "losgemaakt",
        db_default=False,
        default=False,
        help_text="Wordt niet vanzelf met een andere set samengevoegd.",
    )
    # What documents of this set print and another set has: a number that was mistyped, in small letters.
    disputed = ArrayField(
        models.CharField(max_length=lengths.MAX_KEY_CHARS),
        verbose_name="betwiste nummers",
        default=list,
        db_default=Value([], output_field=ArrayField(models.CharField(max_length=lengths.MAX_KEY_CHARS))),
        blank=True,
        editable=False,
    )
    hidden_on = models.DateTimeField("uit beeld genomen", null=True, blank=True)
    hidden_reason = models.TextField("reden", blank=True, default="", db_default="")
    created_at = models.DateTimeField("gemaakt", auto_now_add=True)
    updated_at = models.DateTimeField("gewijzigd", auto_now_add=True)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = "vragenset"
        verbose_name_plural = "vragensets"
        constraints = [
            models.UniqueConstraint(Lower("key"), name="inquiry_key_unique"),
            models.UniqueConstraint(fields=["case_number"], name="inquiry_case_number_unique"),
            models.CheckConstraint(
                condition=Q(chamber__in=tuple(chamber.value for chamber in Chamber)), name="inquiry_chamber"
            ),
            models.CheckConstraint(condition=~Q(key=""), name="inquiry_key_not_empty"),
            models.CheckConstraint(
                condition=Q(is_answered=True) | Q(answered_on__isnull=True), name="inquiry_answered"
            ),
            models.CheckConstraint(
                condition=Q(is_postponed=True) | Q(postponed_on__isnull=True), name="inquiry_postponed"
            ),
            models.CheckConstraint(
                condition=Q(hidden_on__isnull=True) | ~Q(hidden_reason=""), name="inquiry_hidden_with_reason"
            ),
        ]
        indexes = [
            models.Index(
                models.F("submitted_on").desc(nulls_last=True), models.F("id").desc(), name="inquiry_newest"
            ),
            models.Index(fields=["session_year", "submitted_on"], name="inquiry_session_year"),
            models.Index(fields=["answered_on"], name="inquiry_answered_on"),
            models.Index(MD5(Lower("subject")), name="inquiry_subject"),
            models.Index(fields=["hidden_on"], condition=Q(hidden_on__isnull=False), name="inquiry_hidden"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("inquiry", args=[self.key])

    def with_same_subject(self) -> InquiryQuerySet:
        """Other sets about the same: one subject put to several ministers, or asked again."""
        if not self.subject:
            return Inquiry.objects.none()
        named = (
            Inquiry.objects.shown()
            .annotate(same=MD5(Lower("subject")))
            .filter(same=MD5(Lower(models.Value(self.subject))))
        )
        return named.exclude(pk=self.pk).prefetch_related("askers").newest_first()

    def touch(self) -> None:
        """Notes that what this set says has changed, for readers and for the search."""
        SearchChange.objects.create(inquiry_id=self.pk)
        self.updated_at = timezone.now()
        self.save(update_fields=["updated_at", "question_count"])

    @property
    def title(self) -> str:
        """The subject with a capital; a set without one is called by how its first question begins, or by
        its number.
        """
        return title_of(self.subject, self.opening, self.case_number)

    @property
    def status(self) -> Status:
        return status_of(self.is_answered, self.is_postponed, self.is_withdrawn)

    def get_status_display(self) -> str:
        return gettext(self.status.label)

    @property
    def answer_days(self) -> int | None:
        """Days from submission to answer; None while either is unknown."""
        if self.submitted_on and self.answered_on:
            return (self.answered_on - self.submitted_on).days
        return None


class InquiryKey(models.Model):
    """By what a set is known: its case number, identifiers of its documents, former keys, and what it says.

    Documents find their set by these, and every `identifier`, `case` and `key` is an address that leads to
    it.
    """

    inquiry = models.ForeignKey(
        Inquiry, models.CASCADE, related_name="keys", verbose_name="vragenset", db_index=False
    )
    kind = models.CharField("soort", max_length=10, choices=choices(KeyKind))
    value = models.CharField("waarde", max_length=lengths.MAX_KEY_VALUE_CHARS, help_text="In kleine letters.")

    class Meta:
        verbose_name = "kenmerk"
        verbose_name_plural = "kenmerken"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "value"],
                condition=~Q(kind=KeyKind.CONTENT.value),
                name="inquiry_key_value_unique",
            ),
            models.UniqueConstraint(fields=["inquiry", "kind", "value"], name="inquiry_key_row_unique"),
        ]
        indexes = [models.Index(fields=["value"], name="inquiry_key_value")]

    def __str__(self) -> str:
        return self.value


class Asker(models.Model):
    """A member who put the questions, as printed, with the party on that day."""

    inquiry = models.ForeignKey(
        Inquiry, models.CASCADE, related_name="askers", verbose_name="vragenset", db_index=False
    )
    position = models.PositiveSmallIntegerField("volgorde")
    name = models.CharField("naam zoals gedrukt", max_length=lengths.MAX_PRINTED_NAME_CHARS)
    party_name = models.CharField("partij zoals gedrukt", max_length=lengths.MAX_PARTY_CHARS, blank=True)
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="asked", verbose_name="Kamerlid"
    )
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="asked", verbose_name="partij"
    )

    class Meta:
        verbose_name = "indiener"
        verbose_name_plural = "indieners"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["inquiry", "position"], name="asker_position_unique")]

    def __str__(self) -> str:
        return f"{self.name} ({self.party_name})" if self.party_name else self.name


class Addressee(models.Model):
    """An office to which the questions were put."""

    inquiry = models.ForeignKey(
        Inquiry, models.CASCADE, related_name="addressees", verbose_name="vragenset", db_index=False
    )
    position = models.PositiveSmallIntegerField("volgorde")
    role = models.CharField("functie", max_length=20, choices=choices(Role))
    portfolio = models.CharField(
        "portefeuille zoals gedrukt", max_length=lengths.MAX_PORTFOLIO_CHARS, blank=True
    )
    ministry = models.ForeignKey(
        Ministry, models.PROTECT, null=True, blank=True, related_name="addressed", verbose_name="ministerie"
    )
    minister = models.ForeignKey(
        Minister,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="addressed",
        verbose_name="bewindspersoon",
    )

    class Meta:
        verbose_name = "geadresseerde"
        verbose_name_plural = "geadresseerden"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "position"], name="addressee_position_unique"),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="addressee_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.portfolio}".strip()
