"""What the official sources have, as far as this archive has asked: publications one by one, and how far the
lists were read.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from questions.vocabulary import lengths
from questions.vocabulary.kinds import RemoteState

from .choices import choices


class HarvestCursor(models.Model):
    """How far a list of a source was read; moved in the transaction that stores what was read."""

    scope = models.CharField("lijst", max_length=lengths.MAX_SCOPE_CHARS)
    day = models.DateField(
        "tot en met", null=True, blank=True, help_text="Wat de bron tot en met die dag wijzigde, is bekend."
    )
    last_ok_at = models.DateTimeField("laatst gelukt", null=True, blank=True)
    newest_on = models.DateField("nieuwste publicatie", null=True, blank=True)
    total = models.PositiveIntegerField("aantal volgens de bron", null=True, blank=True)
    problem = models.TextField("melding", blank=True, default="", db_default="")

    class Meta:
        verbose_name = "stand van het ophalen"
        verbose_name_plural = "stand van het ophalen"
        ordering = ["scope"]
        constraints = [models.UniqueConstraint(fields=["scope"], name="harvest_cursor_scope_unique")]

    def __str__(self) -> str:
        return self.scope


class RemoteDocument(models.Model):
    """A publication as its source lists it. It is never deleted because the source says so: it is marked."""

    identifier = models.CharField("nummer", max_length=lengths.MAX_IDENTIFIER_CHARS)
    printed = models.CharField(
        "nummer zoals de bron het schrijft",
        max_length=lengths.MAX_IDENTIFIER_CHARS,
        help_text="Staat in het adres.",
    )
    journal = models.CharField("publicatie", max_length=lengths.MAX_SCOPE_CHARS)
    session_year = models.CharField("vergaderjaar", max_length=9, blank=True)
    published_on = models.DateField("gepubliceerd", null=True, blank=True)
    formats = models.JSONField("formaten", default=list, help_text="In welke vormen de bron haar heeft.")
    stamp = models.CharField(
        "stempel", max_length=lengths.MAX_STAMP_CHARS, help_text="Van de laatste wijziging."
    )
    record = models.TextField("beschrijving van de bron")
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
        ]
        indexes = [models.Index(fields=["state", "next_try_at"], name="remote_document_queue")]

    def __str__(self) -> str:
        return self.identifier
