"""What documents hold: questions, answers, footnotes, and references to other publications."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from questions.vocabulary import lengths
from questions.vocabulary.kinds import ReferenceKind

from .choices import translated_choices
from .documents import Document
from .inquiries import Inquiry


class Question(models.Model):
    """One question of a set; its text is that of the best source."""

    inquiry = models.ForeignKey(
        Inquiry, models.CASCADE, related_name="questions", verbose_name="vragenset", db_index=False
    )
    number = models.CharField(
        "nummer", max_length=lengths.MAX_QUESTION_NUMBER_CHARS, help_text="Een label: 1, 1a."
    )
    position = models.PositiveSmallIntegerField("volgorde")
    text = models.TextField("tekst", blank=True)
    document = models.ForeignKey(
        Document,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="question_texts",
        verbose_name="tekst uit document",
    )

    class Meta:
        verbose_name = "vraag"
        verbose_name_plural = "vragen"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "number"], name="question_number_unique"),
            models.CheckConstraint(condition=~Q(number=""), name="question_number_not_empty"),
        ]

    def __str__(self) -> str:
        return f"Vraag {self.number}"


def numbers_in(label: str) -> tuple[str, ...]:
    """The numbers of a label, each once: "2, 3, 5" → 2, 3, 5."""
    return tuple(dict.fromkeys(number.strip() for number in label.split(",") if number.strip()))


def label_of_numbers(numbers: Iterable[str]) -> str:
    """The numbers as one label, cut to what a label holds: 2, 3, 5 → "2, 3, 5"."""
    return ", ".join(numbers)[: lengths.MAX_ANSWER_LABEL_CHARS]


class Answer(models.Model):
    """One answer of a document, to one or more questions."""

    document = models.ForeignKey(
        Document, models.CASCADE, related_name="answers", verbose_name="document", db_index=False
    )
    position = models.PositiveSmallIntegerField("volgorde")
    label = models.CharField(
        "nummers",
        max_length=lengths.MAX_ANSWER_LABEL_CHARS,
        blank=True,
        help_text="De nummers zoals gelezen: 2, 3, 5.",
    )
    text = models.TextField("tekst", blank=True)
    questions = models.ManyToManyField(Question, related_name="answers", blank=True, verbose_name="vragen")

    class Meta:
        verbose_name = "antwoord"
        verbose_name_plural = "antwoorden"
        ordering = ["document_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="answer_position_unique")
        ]

    def __str__(self) -> str:
        return f"Antwoord {self.label}"

    @property
    def numbers(self) -> tuple[str, ...]:
        return numbers_in(self.label)


class Footnote(models.Model):
    """A footnote of a document; a text refers to it as `[^mark]`."""

    document = models.ForeignKey(
        Document, models.CASCADE, related_name="footnotes", verbose_name="document", db_index=False
    )
    position = models.PositiveSmallIntegerField("volgorde")
    mark = models.CharField("nummer", max_length=lengths.MAX_MARK_CHARS)
    text = models.TextField("tekst", blank=True)
    urls = ArrayField(models.TextField(), default=list, blank=True, verbose_name="webadressen")

    class Meta:
        verbose_name = "voetnoot"
        verbose_name_plural = "voetnoten"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["document", "mark"], name="footnote_mark_unique")]

    def __str__(self) -> str:
        return f"Voetnoot {self.mark}"


class Reference(models.Model):
    """A document that names another publication or set; the target is filled in when that is here."""

    document = models.ForeignKey(
        Document, models.CASCADE, related_name="references", verbose_name="document", db_index=False
    )
    kind = models.CharField("soort", max_length=10, choices=translated_choices(ReferenceKind))
    identifier = models.CharField("documentnummer", max_length=lengths.MAX_IDENTIFIER_CHARS)
    target = models.ForeignKey(
        Inquiry,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="referred_from",
        verbose_name="vragenset",
    )

    class Meta:
        verbose_name = "verwijzing"
        verbose_name_plural = "verwijzingen"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["document", "kind", "identifier"], name="reference_unique")
        ]
        indexes = [
            models.Index(Lower("identifier"), condition=Q(target__isnull=True), name="reference_unresolved")
        ]

    def __str__(self) -> str:
        return self.identifier
