"""Within how many days questions must be answered: data, because the rules of order change."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q

from questions.vocabulary.kinds import Chamber

from .choices import choices


class ReplyTerms:
    """All reply terms, to ask many times."""

    def __init__(self, rows: list[ReplyTerm]) -> None:
        self._rows = sorted(rows, key=lambda row: row.since or dt.date.min, reverse=True)

    def on(self, chamber: str, day: dt.date) -> ReplyTerm | None:
        """The term that held for questions put on a day."""
        return next(
            (r for r in self._rows if r.chamber == chamber and (r.since is None or r.since <= day)), None
        )

    def due(self, chamber: str, submitted: dt.date, is_postponed: bool) -> dt.date | None:
        """The last day of the term; None where no rule is known. A notice of postponement makes it longer."""
        term = self.on(chamber, submitted)
        return (
            submitted + dt.timedelta(days=term.postponed_days if is_postponed else term.days)
            if term
            else None
        )


class ReplyTerm(models.Model):
    """The days for an answer, and those after a notice of postponement, for questions put from a day on."""

    chamber = models.CharField("Kamer", max_length=2, choices=choices(Chamber), default=Chamber.TK.value)
    since = models.DateField("van", null=True, blank=True, help_text="Leeg: zolang bekend.")
    days = models.PositiveSmallIntegerField("dagen")
    postponed_days = models.PositiveSmallIntegerField("dagen na uitstel")
    source = models.TextField("bron", blank=True)

    class Meta:
        verbose_name = "antwoordtermijn"
        verbose_name_plural = "antwoordtermijnen"
        ordering = ["chamber", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["chamber", "since"], name="reply_term_unique", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(postponed_days__gte=models.F("days")),
                name="reply_term_longer",
                violation_error_message="De termijn na uitstel kan niet korter zijn dan die zonder.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.days} dagen, na uitstel {self.postponed_days}"

    @classmethod
    def all_terms(cls) -> ReplyTerms:
        return ReplyTerms(list(cls.objects.all()))
