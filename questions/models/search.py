"""The words of a set, for the first search box; filled by `questions.search`."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from .documents import Inquiry


class SearchText(models.Model):
    """All that is said in one set, as PostgreSQL's Dutch text search sees it."""

    inquiry = models.OneToOneField(Inquiry, models.CASCADE, primary_key=True, related_name="search_text")
    vector = SearchVectorField()
    set_updated_at = models.DateTimeField(
        "stand van de set", help_text="Het tijdstip van wijziging dat de set had toen deze tekst werd gemaakt."
    )

    class Meta:
        verbose_name = "zoektekst"
        verbose_name_plural = "zoekteksten"
        indexes = [GinIndex(fields=["vector"], name="search_text_vector")]

    def __str__(self) -> str:
        return f"zoektekst van {self.inquiry_id}"
