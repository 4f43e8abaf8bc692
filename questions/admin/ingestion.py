"""Sources, runs and problems in the admin."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from questions.models import IngestProblem, IngestRun, Source

from .base import DerivedAdmin, change_link


@admin.register(Source)
class SourceAdmin(DerivedAdmin):
    list_display = ("name", "format", "status", "received_at", "set_link")
    list_filter = ("status", "format")
    list_select_related = ("inquiry",)
    search_fields = ("name", "sha256__exact")
    fields = readonly_fields = (
        "name", "origin", "format", "size", "sha256", "received_at", "status", "rank",
        "download", "set_link", "document", "reading",
    )  # fmt: skip

    def get_urls(self) -> list[URLPattern]:
        download = path("<int:pk>/bestand/", self.admin_site.admin_view(self.file), name="questions_source_file")
        return [download, *super().get_urls()]

    def file(self, request: HttpRequest, pk: int) -> FileResponse:
        """The bytes as received; always as a download, because they come from outside."""
        source = get_object_or_404(Source, pk=pk)
        if not default_storage.exists(source.file):
            raise Http404
        opened = default_storage.open(source.file)
        return FileResponse(opened, as_attachment=True, filename=source.name, content_type="application/octet-stream")

    @admin.display(description="bestand")
    def download(self, source: Source) -> SafeString:
        return format_html('<a href="{}">Download</a>', reverse("admin:questions_source_file", args=[source.pk]))

    @admin.display(description="vragenset")
    def set_link(self, source: Source) -> SafeString | str:
        return change_link(source.inquiry)

    @admin.display(description="lezing")
    def reading(self, source: Source) -> SafeString:
        text = json.dumps(source.parsed, ensure_ascii=False, indent=1) if source.parsed else "–"
        return format_html('<pre style="white-space: pre-wrap; max-height: 40rem; overflow: auto">{}</pre>', text)


@admin.register(IngestRun)
class IngestRunAdmin(DerivedAdmin):
    list_display = ("started_at", "finished_at", "created", "updated", "unchanged", "warned", "failed", "arguments")
    fields = readonly_fields = (
        "started_at", "finished_at", "arguments", "created", "updated", "unchanged", "warned", "failed",
    )  # fmt: skip


@admin.register(IngestProblem)
class IngestProblemAdmin(DerivedAdmin):
    list_display = ("message", "kind", "status", "source_link", "set_link", "first_seen_at")
    list_filter = ("status", "kind")
    list_select_related = ("source", "inquiry")
    search_fields = ("message", "source__name")
    fields = ("kind", "message", "source_link", "set_link", "first_seen_at", "status", "note")
    readonly_fields = ("kind", "message", "source_link", "set_link", "first_seen_at")
    actions = ("resolve", "dismiss")

    @admin.display(description="bron")
    def source_link(self, problem: IngestProblem) -> SafeString | str:
        return change_link(problem.source)

    @admin.display(description="vragenset")
    def set_link(self, problem: IngestProblem) -> SafeString | str:
        return change_link(problem.inquiry)

    @admin.action(description="Markeer als opgelost")
    def resolve(self, request: HttpRequest, chosen: QuerySet[IngestProblem]) -> None:
        self._mark(request, chosen, "resolved")

    @admin.action(description="Wijs af (komt voor dezelfde oorzaak niet terug)")
    def dismiss(self, request: HttpRequest, chosen: QuerySet[IngestProblem]) -> None:
        self._mark(request, chosen, "dismissed")

    def _mark(self, request: HttpRequest, chosen: QuerySet[Any], status: str) -> None:
        self.message_user(request, f"{chosen.update(status=status)} problemen bijgewerkt.")
