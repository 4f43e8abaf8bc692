"""What the official sources have, as far as this archive has asked: publications one by one, what the Chamber
says of people and cases, and how far the lists were read.
"""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KeyTransform
from django.utils import timezone

from questions.vocabulary import lengths
from questions.vocabulary.kinds import Category, RemoteSource, RemoteState

from .choices import choices
from .people import Member, Membership, Party


def source_field() -> models.CharField[str, str]:
    return models.CharField(
        "bron",
        max_length=12,
        choices=choices(RemoteSource),
        default=RemoteSource.PUBLICATIONS.value,
        db_default=RemoteSource.PUBLICATIONS.value,
    )


class HarvestCursor(models.Model):
    """How far a list of a source was read; moved in the transaction that stores what was read.

    A list of publications is a journal, or a session year of it; one of the Chamber is a category.
    """

    source = source_field()
    scope = models.CharField("lijst", max_length=lengths.MAX_SCOPE_CHARS)
    session_year = models.CharField("vergaderjaar", max_length=9, blank=True, default="", db_default="")
    day = models.DateField(
        "tot en met", null=True, blank=True, help_text="Wat de bron tot en met die dag wijzigde, is bekend."
    )
    token = models.BigIntegerField(
        "plaats in de lijst", null=True, blank=True, help_text="Na welke wijziging verder wordt gelezen."
    )
    moved_at = models.DateTimeField("laatst iets nieuws", null=True, blank=True)
    last_ok_at = models.DateTimeField("laatst gelukt", null=True, blank=True)
    newest_on = models.DateField("nieuwste publicatie", null=True, blank=True)
    total = models.PositiveIntegerField("aantal volgens de bron", null=True, blank=True)
    problem = models.TextField("melding", blank=True, default="", db_default="")

    class Meta:
        verbose_name = "stand van het ophalen"
        verbose_name_plural = "stand van het ophalen"
        ordering = ["source", "scope", "session_year"]
        constraints = [
            models.UniqueConstraint(fields=["source", "scope", "session_year"], name="harvest_cursor_unique"),
            models.CheckConstraint(
                condition=Q(source__in=[source.value for source in RemoteSource]),
                name="harvest_cursor_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.session_year}".strip()


class RemoteDocument(models.Model):
    """A publication as its source lists it. It is never deleted because the source says so: it is marked."""

    source = source_field()
    identifier = models.CharField("nummer", max_length=lengths.MAX_IDENTIFIER_CHARS)
    guid = models.UUIDField("id bij de Tweede Kamer", null=True, blank=True)
    printed = models.CharField(
        "nummer zoals de bron het schrijft",
        max_length=lengths.MAX_IDENTIFIER_CHARS,
        help_text="Staat in het adres.",
    )
    journal = models.CharField("publicatie", max_length=lengths.MAX_SCOPE_CHARS, blank=True)
    session_year = models.CharField("vergaderjaar", max_length=9, blank=True)
    published_on = models.DateField("gepubliceerd", null=True, blank=True)
    formats = models.JSONField("formaten", default=list, help_text="In welke vormen de bron haar heeft.")
    stamp = models.CharField(
        "stempel", max_length=lengths.MAX_STAMP_CHARS, help_text="Van de laatste wijziging."
    )
    record = models.TextField("beschrijving van de bron", blank=True)
    size = models.PositiveIntegerField("grootte in bytes volgens de bron", null=True, blank=True)
    state = models.CharField("toestand", max_length=10, choices=choices(RemoteState))
    fetched_stamp = models.CharField(
        "opgehaald stempel", max_length=lengths.MAX_STAMP_CHARS, blank=True, default="", db_default=""
    )
    attempts = models.PositiveSmallIntegerField("pogingen", default=0, db_default=0)
    next_try_at = models.DateTimeField("volgende poging", null=True, blank=True)
    reason = models.TextField("waarom", blank=True, default="", db_default="")
    first_seen_at = models.DateTimeField("eerst gezien", auto_now_add=True)

    class Meta:
        verbose_name = "publicatie bij de bron"
        verbose_name_plural = "publicaties bij de bron"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["identifier"], name="remote_document_identifier_unique"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in RemoteState]), name="remote_document_state"
            ),
            models.CheckConstraint(
                condition=~Q(state=RemoteState.WANTED.value) | Q(next_try_at__isnull=False),
                name="remote_document_wanted_has_next_try",
            ),
            models.CheckConstraint(
                condition=Q(source=RemoteSource.PUBLICATIONS.value)
                | Q(source=RemoteSource.CHAMBER.value, guid__isnull=False),
                name="remote_document_source",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="remote_document_queue"),
            models.Index(
                models.F("published_on").desc(nulls_last=True),
                models.F("id").desc(),
                condition=Q(state=RemoteState.WANTED.value),
                name="remote_document_newest_wanted",
            ),
        ]

    def __str__(self) -> str:
        return self.identifier

    def renew(self, stamp: str, wait: dt.timedelta = dt.timedelta()) -> None:
        """What changed at the source is fetched again, after a while; what came back is as it was."""
        is_same = self.fetched_stamp == stamp
        self.stamp, self.state = stamp, RemoteState.FETCHED if is_same else RemoteState.WANTED
        self.next_try_at = None if is_same else timezone.now() + wait
        self.attempts, self.reason = 0, ""


class RemoteEntityQuerySet(models.QuerySet["RemoteEntity"]):
    def case(self, number: str) -> RemoteEntityQuerySet:
        """The case of a number; in the words of the index that finds it."""
        return self.filter(category=Category.CASE, values__nummer=number)


class RemoteEntity(models.Model):
    """A person, a party, a case or a paper as the data warehouse of the Chamber keeps it, in its latest
    version.

    `values` has its fields by name, `links` the entities that it refers to. What is due is still to be taken
    into the archive; `taken` is what was. A person, a party and a membership have their row here, which an
    editor may have changed.
    """

    category = models.CharField("soort", max_length=20)
    guid = models.UUIDField("id bij de Tweede Kamer")
    version = models.DateTimeField("bijgewerkt")
    is_deleted = models.BooleanField("verwijderd bij de bron", default=False, db_default=False)
    values = models.JSONField("gegevens", default=dict)
    links = ArrayField(models.UUIDField(), verbose_name="verwijst naar", default=list)
    is_due = models.BooleanField("nog te verwerken", default=False, db_default=False)
    taken = models.JSONField("verwerkt", null=True, blank=True)
    seen_at = models.DateTimeField("laatst gezien")
    member = models.ForeignKey(
        Member,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="chamber_entities",
        verbose_name="Kamerlid",
    )
    party = models.ForeignKey(
        Party, models.SET_NULL, null=True, blank=True, related_name="chamber_entities", verbose_name="partij"
    )
    membership = models.ForeignKey(
        Membership,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="chamber_entities",
        verbose_name="lidmaatschap",
    )

    objects = RemoteEntityQuerySet.as_manager()

    class Meta:
        verbose_name = "gegeven van de Tweede Kamer"
        verbose_name_plural = "gegevens van de Tweede Kamer"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["category", "guid"], name="remote_entity_unique"),
            models.CheckConstraint(
                condition=Q(category__in=[category.value for category in Category]),
                name="remote_entity_category",
            ),
        ]
        indexes = [
            GinIndex(fields=["links"], name="remote_entity_links", fastupdate=False),
            models.Index(fields=["category"], condition=Q(is_due=True), name="remote_entity_due"),
            models.Index(
                KeyTransform("nummer", "values"),
                condition=Q(category=Category.CASE.value),
                name="remote_entity_case_number",
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.category} {self.values.get('nummer') or self.values.get('documentNummer') or self.guid}"
        )
