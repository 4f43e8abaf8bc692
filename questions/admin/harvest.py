"""What the sources have: publications that are wanted, absent or gone, and how far the lists were read."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from questions.models import HarvestCursor, RemoteDocument, RemoteEntity
from questions.vocabulary.kinds import RemoteState

from .base import DerivedAdmin


@admin.register(RemoteDocument)
class RemoteDocumentAdmin(DerivedAdmin):
    """The queue: which text comes when, and why one did not come."""

    list_display = ("identifier", "source", "published_on", "state", "attempts", "next_try_at", "reason")
    list_filter = ("state", "source", "journal", "session_year")
    search_fields = ("identifier__iexact",)
    actions = ("try_now",)
    fields = readonly_fields = (
        "identifier", "source", "journal", "session_year", "published_on", "formats", "state", "stamp",
        "fetched_stamp", "size", "attempts", "next_try_at", "reason", "first_seen_at", "record",
    )  # fmt: skip

    @admin.action(description="Nu proberen", permissions=["change"])
    def try_now(self, request: HttpRequest, chosen: QuerySet[RemoteDocument]) -> None:
        """Puts the texts in front: the next harvest asks for them."""
        count = chosen.update(state=RemoteState.WANTED, next_try_at=timezone.now(), attempts=0, reason="")
        messages.success(request, f"{count} publicaties worden bij de volgende keer ophalen gevraagd.")


@admin.register(HarvestCursor)
class HarvestCursorAdmin(DerivedAdmin):
    list_display = ("source", "scope", "session_year", "day", "last_ok_at", "total", "problem")
    list_filter = ("source",)
    search_fields = ("scope", "session_year")
    fields = readonly_fields = (
        "source", "scope", "session_year", "day", "token", "moved_at", "last_ok_at", "newest_on", "total",
        "problem",
    )  # fmt: skip


@admin.register(RemoteEntity)
class RemoteEntityAdmin(DerivedAdmin):
    """What the Chamber says of people, cases and papers, as it says it."""

    list_display = ("__str__", "category", "version", "is_deleted", "is_due", "seen_at")
    list_filter = ("category", "is_deleted", "is_due")
    search_fields = ("guid__iexact", "values__nummer__iexact", "values__achternaam__iexact")
    fields = readonly_fields = (
        "category", "guid", "version", "is_deleted", "is_due", "seen_at", "member", "party", "membership",
        "values", "links", "taken",
    )  # fmt: skip
