"""What editors decided, in the admin: corrections, choices for names, and actions that can be undone."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from questions.editing import corrections, sets
from questions.editing.review import review
from questions.editing.undo_log import Create, Delete, Move, NotPossible, rows_about, steps_of
from questions.models import Correction, EditorAction, NameChoice
from questions.vocabulary.kinds import CorrectionStatus

from .base import EditorAdmin, SeenAdmin, change_address, change_link, follow, refusal, tell


@admin.register(Correction)
class CorrectionAdmin(SeenAdmin):
    list_display = ("label", "source", "value", "status", "set_link", "editor", "made_at")
    list_filter = ("status", "made_at")
    list_select_related = ("inquiry", "editor")
    search_fields = ("inquiry__case_number__exact", "inquiry__key__iexact", "reason")
    fields = readonly_fields = (
        "set_link", "document_link", "label", "source", "value", "latest", "reason", "editor", "made_at",
        "status", "ended_by",
        "ended_at",
    )  # fmt: skip
    change_form_template = "admin/questions/change_correction.html"

    @admin.display(description="veld")
    def label(self, correction: Correction) -> str:
        return correction.title

    @admin.display(description="volgens de bron toen")
    def source(self, correction: Correction) -> str:
        return correction.said(correction.source_value)

    @admin.display(description="verbeterd")
    def value(self, correction: Correction) -> str:
        return correction.said(correction.new_value)

    @admin.display(description="volgens de bron nu")
    def latest(self, correction: Correction) -> str:
        return (
            correction.said(correction.latest_value)
            if correction.status == CorrectionStatus.OUTDATED
            else "ongewijzigd"
        )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.decide))
        return [path("<int:pk>/besluit/", view, name="questions_correction_decide"), *super().get_urls()]

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """ "back" lets the source speak, "keep" holds the correction against what the source says now."""
        if not request.user.has_perm("questions.change_correction"):
            raise PermissionDenied
        correction = get_object_or_404(
            Correction, pk=pk, status__in=(CorrectionStatus.ACTIVE, CorrectionStatus.OUTDATED)
        )
        keeps = request.POST.get("decision") == "keep" and correction.status == CorrectionStatus.OUTDATED
        said = "De verbetering geldt weer." if keeps else "De waarde van de bron geldt weer."
        try:
            with transaction.atomic():
                (corrections.keep if keeps else corrections.take_back)(correction, request.user)
                tell(
                    request,
                    f"«{correction.title}»: {said}",
                    *filter(None, (correction.inquiry, correction.document)),
                )
                review([correction.inquiry_id])
        except (NotPossible, IntegrityError) as problem:
            messages.error(request, f"Dit kan niet: {refusal(problem)}")
            return redirect(change_address(correction))
        follow()
        messages.success(request, said)
        return redirect(change_address(correction))


@admin.register(EditorAction)
class EditorActionAdmin(SeenAdmin):
    list_display = ("summary", "kind", "editor", "made_at", "undone_at")
    list_filter = ("kind", "made_at")
    list_select_related = ("editor",)
    search_fields = ("summary", "reason")
    fields = readonly_fields = (
        "summary",
        "kind",
        "reason",
        "editor",
        "made_at",
        "rows",
        "undone_by",
        "undone_at",
    )
    change_form_template = "admin/questions/change_action.html"

    @admin.display(description="rijen")
    def rows(self, action: EditorAction) -> str:
        steps = steps_of(action)
        moved = sum(len(step.ids) for step in steps if isinstance(step, Move))
        made = sum(isinstance(step, Create) for step in steps)
        gone = sum(isinstance(step, Delete) for step in steps)
        return f"{moved} verplaatst, {made} gemaakt, {gone} weg"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.undo))
        return [path("<int:pk>/ongedaan/", view, name="questions_editoraction_undo"), *super().get_urls()]

    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("questions.change_editoraction"):
            raise PermissionDenied
        action = get_object_or_404(EditorAction, pk=pk)
        try:
            with transaction.atomic():
                undone = sets.undo(action, request.user)
                tell(request, f"Ongedaan gemaakt: {action.summary}", action, *rows_about(action))
        except (NotPossible, IntegrityError) as problem:
            messages.error(request, f"Dit kan niet: {refusal(problem)}")
        else:
            left = (
                f" {undone.skipped} rijen waren sindsdien gewijzigd en zijn zo gelaten."
                if undone.skipped
                else ""
            )
            messages.success(request, f"Ongedaan gemaakt.{left}")
            follow()
        return redirect(change_address(action))


@admin.register(NameChoice)
class NameChoiceAdmin(EditorAdmin):
    list_display = ("name", "detail", "kind", "target")
    list_filter = ("kind",)
    list_select_related = ("minister", "member", "party", "ministry")
    search_fields = ("name", "detail")
    autocomplete_fields = ("minister", "member", "party", "ministry")

    @admin.display(description="betekent")
    def target(self, choice: NameChoice) -> SafeString | str:
        return change_link(getattr(choice, choice.kind))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"kind": "member"} | {
            name: value for name, value in request.GET.items() if name in ("kind", "name", "detail")
        }
