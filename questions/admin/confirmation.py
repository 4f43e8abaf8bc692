"""Pages that ask before something large is done: a form, what it would do, and a button that does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.safestring import SafeString

from questions.editing.undo_log import NotPossible, rows_about
from questions.models import EditorAction

from .base import change_address, follow, refusal, tell


class ReasonForm(forms.Form):
    """Asks why."""

    reason = forms.CharField(label="Waarom", widget=forms.Textarea(attrs={"rows": 3, "cols": 70}))


def ask(
    request: HttpRequest,
    model_admin: admin.ModelAdmin[Any],
    row: Any,
    *,
    title: str,
    text: str,
    button: str,
    form: forms.Form,
    act: Callable[[dict[str, Any]], EditorAction],
    preview: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
    goes_to: Callable[[], Any] | None = None,
) -> HttpResponse:
    """Shows the form; with a `preview` first what it would do; then does it, and leads to `goes_to` (or the
    row).

    The search follows.
    """
    if not model_admin.has_change_permission(request, row):
        raise PermissionDenied
    shown: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            if preview is None or "confirm" in request.POST:
                with transaction.atomic():
                    action = act(form.cleaned_data)
                    follow()
                    tell(request, f"{action.summary}. Reden: {action.reason}", *rows_about(action))
                messages.success(request, done(action))
                return redirect(change_address(goes_to() if goes_to else row))
            shown = preview(form.cleaned_data) | {"is_preview": True}
        except (NotPossible, IntegrityError) as problem:
            form.add_error(None, refusal(problem))
    context = model_admin.admin_site.each_context(request) | {
        "title": title, "text": text, "button": button, "form": form, "opts": model_admin.model._meta,
        "original": row,
        "media": model_admin.media + form.media, "asks_first": preview is not None,
    } | shown  # fmt: skip
    return render(request, "admin/questions/ask.html", context)


def ask_why(
    request: HttpRequest,
    model_admin: admin.ModelAdmin[Any],
    row: Any,
    act: Callable[[Any, Any, str], EditorAction],
    **words: str,
) -> HttpResponse:
    """Asks for a reason, and does to the row what needs nothing else; `words` are the title, text and
    button.
    """
    return ask(
        request, model_admin, row, title=words["title"], text=words["text"], button=words["button"],
        form=ReasonForm(request.POST or None),
        act=lambda data: act(row, request.user, data["reason"]),
    )  # fmt: skip


def done(action: EditorAction) -> SafeString:
    """What was done, with the way back."""
    return format_html('{}. <a href="{}">Ongedaan maken</a>', action.summary, change_address(action))
