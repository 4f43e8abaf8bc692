"""What the sources have: publications that are wanted, absent or gone, and how far the lists were read."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from questions.models import HarvestCursor, RemoteDocument
from questions.vocabulary.kinds import RemoteState

from .base import DerivedAdmin


@admin.register(RemoteDocument)
class RemoteDocumentAdmin(DerivedAdmin):
    """The queue: which text comes when, and why one did not come."""

    list_display = ("identifier", "published_on", "state", "attempts", "next_try_at", "reason")
    list_filter = ("state", "journal", "session_year")
    search_fields = ("identifier__iexact",)
    actions = ("try_now",)
    fields = readonly_fields = (
        "identifier", "journal", "session_year", "published_on", "formats", "state", "stamp", "fetched_stamp",
        "attempts", "next_try_at", "reason", "first_seen_at", "record",
    )  # fmt: skip

    @admin.action(description="Nu proberen", permissions=["change"])
    def try_now(self, request: HttpRequest, chosen: QuerySet[RemoteDocument]) -> None:
        """Puts the texts in front: the next harvest asks for them."""
        count = chosen.update(state=RemoteState.WANTED, next_try_at=timezone.now(), attempts=0, reason="")
        messages.success(request, f"{count} publicaties worden bij de volgende keer ophalen gevraagd.")


@admin.register(HarvestCursor)
class HarvestCursorAdmin(DerivedAdmin):
    list_display = ("scope", "day", "last_ok_at", "newest_on", "total", "problem")
    search_fields = ("scope",)
    fields = readonly_fields = ("scope", "day", "last_ok_at", "newest_on", "total", "problem")
