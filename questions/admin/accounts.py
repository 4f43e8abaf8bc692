"""Accounts, and what was done with them: nobody's history goes with an account."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.http import HttpRequest

from .base import LargeTableAdmin, SeenAdmin

admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]
    """An account that is not used any more is made inactive: what its owner did keeps a name."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(LogEntry)
class LogEntryAdmin(SeenAdmin, LargeTableAdmin):
    """Who did what and when, in every table; also of rows that are gone."""

    list_display = ("action_time", "user", "content_type", "object_repr", "said")
    list_filter = ("action_flag",)
    list_select_related = ("user", "content_type")
    search_fields = ("object_repr", "user__username")

    @admin.display(description="wat")
    def said(self, entry: LogEntry) -> str:
        return entry.get_change_message()
