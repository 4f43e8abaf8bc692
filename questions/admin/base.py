"""What all admin pages share: lists that stay quick, and forms that keep who changed what and why, and lose
nobody's edit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from questions import search
from questions.editing.undo_log import NotPossible

from .concurrent_edits import OWN_FIELDS, brought_up_to_date, changes_since, seen_in, version_of

PER_PAGE = 50
EARLIEST_DAY = dt.date(1900, 1, 1)
MAX_HISTORY_VALUE_CHARS = 300
AS_SEEN = "Slaat u het nogmaals op, dan geldt wat u nu ziet."
ROWS_GONE = (
    "Er is een regel verdwenen waarin u schreef: neem over wat u wilt bewaren en open de pagina opnieuw."
)


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

    @admin.display(description="vragenset")
    def set_link(self, row: Any) -> SafeString | str:
        return change_link(row.inquiry)

    @admin.display(description="document")
    def document_link(self, row: Any) -> SafeString | str:
        return change_link(row.document)


class SeenAdmin(DerivedAdmin):
    """Rows that are looked at here and changed elsewhere."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class EditorForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form that asks why, and that notices when somebody else saved since it was opened."""

    reason = forms.CharField(
        label="Waarom", required=False, widget=forms.Textarea(attrs={"rows": 2, "cols": 90}),
        help_text="Komt in de geschiedenis.",
    )  # fmt: skip
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "version" in self.fields and not self.is_bound:  # not in a form that may only be looked at
            self.fields["version"].initial = version_of(self.instance)

    def clean(self) -> dict[str, Any] | None:
        seen, now = self.data.get("version"), version_of(self.instance)
        if self.instance.pk and seen and seen != now:
            data: Any = self.data
            self.data = data = data.copy()
            data["version"] = now
            gone = data.get("rows_gone")
            raise forms.ValidationError(
                "Niet opgeslagen, want intussen is dit gewijzigd: %(changes)s Wat u typte staat "
                "nog in het formulier, de "
                "andere velden zijn bijgewerkt. %(what_now)s",
                params={
                    "changes": changes_since(self.instance, seen),
                    "what_now": ROWS_GONE if gone else AS_SEEN,
                },
            )
        return super().clean()


class EditorAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """A form whose history says what was changed, from what to what, and why."""

    form = EditorForm
    list_per_page = PER_PAGE

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """One by one only: a table that was emptied with two clicks has no undo."""
        return {
            name: action for name, action in super().get_actions(request).items() if name != "delete_selected"
        }

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Two who save at once wait for each other: the second sees what the first did, and overwrites only
        what was typed.
        """
        found = super().get_object(request, object_id, from_field)
        if found is not None and request.method == "POST":
            self.model._default_manager.select_for_update().filter(pk=found.pk).first()
            found.refresh_from_db()
            if "seen" in request.POST and request.POST.get("version") != version_of(found):
                form = self.get_form(request, found, change=True)(instance=found)
                formsets = self._formsets_of(request, found)
                request.POST = brought_up_to_date(request.POST, form, formsets)  # type: ignore[assignment]
        return found

    def _formsets_of(self, request: HttpRequest, row: Any) -> Iterator[Any]:
        for formset, inline in self.get_formsets_with_inlines(request, row):
            yield formset(instance=row, queryset=inline.get_queryset(request))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """The page keeps what it shows, to tell later what was typed."""
        if context["original"] is not None and self.has_change_permission(request, context["original"]):
            formsets = [inline.formset for inline in context["inline_admin_formsets"]]
            context["seen"] = seen_in(context["adminform"].form, formsets)
        return super().render_change_form(request, context, *args, **kwargs)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """What the database refuses is said, and nothing of it is stored."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except (IntegrityError, NotPossible) as error:
            messages.error(request, f"Niet opgeslagen: {refusal(error)}")
            return redirect(request.path)

    def said_first(self, request: HttpRequest) -> list[str]:
        """What was asked for beside the fields."""
        return []

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        parts = ["toegevoegd"] if add else self.said_first(request) + _changed(form)
        for formset in formsets or ():
            name = formset.model._meta.verbose_name
            parts += [f"{name} «{row}» toegevoegd" for row in getattr(formset, "new_objects", ())]
            parts += [f"{name} «{row}» verwijderd" for row in getattr(formset, "deleted_objects", ())]
            changed = {row.pk for row, _ in getattr(formset, "changed_objects", ())}
            for inline in formset.forms:
                if inline.instance.pk in changed:
                    parts += [f"{name} «{inline.instance}», {part}" for part in _changed(inline)]
        reason = form.cleaned_data.get("reason")
        said = "; ".join(parts) or "opgeslagen zonder wijziging"
        return f"{said}. Reden: {reason}" if reason else f"{said}."


def refusal(error: Exception) -> str:
    """Why something was refused, in words."""
    if isinstance(error, NotPossible):
        return str(error)
    return (
        "dit botst met iets dat er al is, bijvoorbeeld een nummer dat een andere set of een ander "
        "document heeft."
    )


def follow() -> None:
    """The search takes in what was changed, once it is stored; if it fails it does so later, and nobody's
    form with it.
    """
    transaction.on_commit(search.follow, robust=True)


def tell(request: HttpRequest, message: str, *rows: Model) -> None:
    """Writes in the history of these rows what was done with them."""
    assert request.user.pk is not None
    for row in rows:
        LogEntry.objects.log_actions(request.user.pk, [row], CHANGE, message, single_object=True)


def valid_day(day: dt.date | None) -> dt.date | None:
    """Raises ValidationError for a day on which no question was put or answered."""
    if day and not EARLIEST_DAY <= day <= timezone.localdate() + dt.timedelta(days=1):
        raise forms.ValidationError("Kies een dag tussen 1900 en vandaag.")
    return day


def _changed(form: Any) -> list[str]:
    return [
        f"{(form.fields[name].label or name).lower()}: «{_value_said(form, name, form.initial.get(name))}» → "
        f"«{_value_said(form, name, form.cleaned_data.get(name))}»"
        for name in form.changed_data
        if name not in OWN_FIELDS and name in form.fields
    ]


def _value_said(form: Any, name: str, value: Any) -> str:
    """A value as a person reads it: of a choice from a table its name, not its number."""
    queryset = getattr(form.fields[name], "queryset", None)
    if queryset is not None and value is not None and not isinstance(value, Model):
        value = queryset.model._default_manager.filter(pk=value).first()
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, dt.date):
        return date_format(value, "j F Y")
    return Truncator(str(value if value not in (None, "") else "–")).chars(MAX_HISTORY_VALUE_CHARS)


def change_link(row: Model | None, text: str = "") -> SafeString | str:
    """A link to the admin page of a row."""
    if row is None:
        return "–"
    return format_html('<a href="{}">{}</a>', change_address(row), text or str(row))


def change_address(row: Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
