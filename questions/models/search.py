"""What the search index has to take in: one row for each change of a set, written in the same transaction."""

from __future__ import annotations

from django.db import models
from django.db.models.expressions import RawSQL

NO_SET = 0  # the `inquiry_id` of a change that is in no set: of the name by which a person or body is listed


class SearchChange(models.Model):
    """A set that was made, changed or taken away.

    The number of its transaction says what an index has not seen yet.
    """

    inquiry_id = models.BigIntegerField("vragenset")
    transaction = models.BigIntegerField(
        "transactie", db_default=RawSQL("(pg_current_xact_id()::text::bigint)", []), db_index=True
    )

    class Meta:
        verbose_name = "wijziging voor het zoeken"
        verbose_name_plural = "wijzigingen voor het zoeken"

    def __str__(self) -> str:
        return f"vragenset {self.inquiry_id}"
