"""What came in: the bytes as received, each run, and what needs a person."""

from __future__ import annotations

from textwrap import shorten

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from questions.vocabulary import lengths
from questions.vocabulary.kinds import ProblemKind, ProblemStatus, SourceStatus

from .choices import choices
from .documents import Document
from .inquiries import Inquiry


class Source(models.Model):
    """The bytes of one publication as received, kept under their hash, with the reading of the parser."""

    sha256 = models.CharField("SHA-256", max_length=64)
    name = models.CharField("bestandsnaam", max_length=lengths.MAX_FILE_NAME_CHARS)
    origin = models.TextField("herkomst", help_text="Pad of webadres waar het bestand vandaan kwam.")
    format = models.CharField("formaat", max_length=10, blank=True)
    size = models.PositiveIntegerField("grootte in bytes")
    file = models.CharField("bestand", max_length=200, help_text="Naam in de bestandsopslag.")
    metadata_file = models.CharField("metadatabestand", max_length=200, blank=True)
    received_at = models.DateTimeField("ontvangen", auto_now_add=True)
    status = models.CharField("toestand", max_length=10, choices=choices(SourceStatus))
    rank = models.PositiveSmallIntegerField(
        "rang", default=0, help_text="Welke bron wint waar twee hetzelfde document bevatten."
    )
    parsed = models.JSONField("lezing", null=True, blank=True)
    inquiry = models.ForeignKey(
        Inquiry, models.SET_NULL, null=True, blank=True, related_name="sources", verbose_name="vragenset"
    )
    document = models.ForeignKey(
        Document, models.SET_NULL, null=True, blank=True, related_name="sources", verbose_name="document"
    )

    class Meta:
        verbose_name = "bron"
        verbose_name_plural = "bronnen"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["sha256"], name="source_sha256_unique"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="source_sha256"),
            models.CheckConstraint(
                condition=Q(status=SourceStatus.FAILED.value, parsed__isnull=True)
                | Q(status=SourceStatus.LOADED.value, parsed__isnull=False),
                name="source_status",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class IngestRun(models.Model):
    """One run of the ingest command and its tally."""

    started_at = models.DateTimeField("begonnen", auto_now_add=True)
    finished_at = models.DateTimeField("klaar", null=True, blank=True)
    arguments = models.TextField("opdracht", blank=True)
    created = models.PositiveIntegerField("nieuw", default=0)
    updated = models.PositiveIntegerField("bijgewerkt", default=0)
    unchanged = models.PositiveIntegerField("ongewijzigd", default=0)
    warned = models.PositiveIntegerField("met waarschuwing", default=0)
    failed = models.PositiveIntegerField("mislukt", default=0)
    passed_over = models.PositiveIntegerField("overgeslagen bestanden", default=0, db_default=0)

    class Meta:
        verbose_name = "inleesronde"
        verbose_name_plural = "inleesrondes"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Inleesronde {self.pk} ({timezone.localtime(self.started_at):%d-%m-%Y %H:%M})"


class ReviewPosition(models.Model):
    """How far the review has come, in one row: sets changed by later transactions are still to be looked at.

    It is written with what the review found, so that a run that is killed leaves its work to the next one.
    """

    ONLY_ID = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY_ID)
    transaction = models.BigIntegerField("transactie")

    class Meta:
        verbose_name = "stand van het nakijken"
        verbose_name_plural = "stand van het nakijken"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="review_position_only_one")]

    def __str__(self) -> str:
        return f"nagekeken tot transactie {self.transaction}"


class IngestProblem(models.Model):
    """Something that a person should look at; the same cause is one row for ever."""

    kind = models.CharField("soort", max_length=20, choices=choices(ProblemKind))
    cause = models.CharField(
        "oorzaak", max_length=lengths.MAX_CAUSE_CHARS, help_text="Waaraan hetzelfde probleem wordt herkend."
    )
    message = models.TextField("melding")
    source = models.ForeignKey(
        Source, models.CASCADE, null=True, blank=True, related_name="problems", verbose_name="bron"
    )
    inquiry = models.ForeignKey(
        Inquiry, models.SET_NULL, null=True, blank=True, related_name="problems", verbose_name="vragenset"
    )
    status = models.CharField(
        "toestand", max_length=10, choices=choices(ProblemStatus), default=ProblemStatus.OPEN.value
    )
    note = models.TextField("opmerking", blank=True)
    correction = models.ForeignKey(
        "questions.Correction",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="problems",
        verbose_name="verbetering",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="besloten door",
    )
    decided_at = models.DateTimeField("besloten", null=True, blank=True)
    first_seen_at = models.DateTimeField("eerst gezien", auto_now_add=True)

    class Meta:
        verbose_name = "probleem"
        verbose_name_plural = "problemen"
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["kind", "cause"], name="problem_cause_unique")]
        indexes = [models.Index(fields=["status", "kind"], name="problem_queue")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {shorten(self.message, 80, placeholder=' …')}"

    def decide(self, status: str, editor: object, note: str = "") -> None:
        """An editor is done with it; dismissed, it does not come back for the same cause."""
        self.status, self.decided_at = status, timezone.now()
        self.decided_by = editor  # type: ignore[assignment]
        self.note = note or self.note
        self.save(update_fields=["status", "decided_by", "decided_at", "note"])
