"""What all admin pages of large tables share."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

PER_PAGE = 50


class LargeTableAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Lists that stay quick: small pages, no second count, newest first by the primary key."""

    list_per_page = PER_PAGE
    show_full_result_count = False
    ordering = ("-pk",)


class DerivedAdmin(LargeTableAdmin):
    """Rows that the archive keeps itself: to be seen, not typed."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def change_link(row: Model | None, text: str = "") -> SafeString | str:
    """A link to the admin page of a row."""
    if row is None:
        return "–"
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    return format_html('<a href="{}">{}</a>', address, text or str(row))
