"""Forms of what comes from a source: the source's value beside the present one, a way back, and a reason for each change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from questions.editing import corrections
from questions.editing.review import review
from questions.loading import compose_set
from questions.loading.corrections import Values, shown, values_of
from questions.models import Correction, Document, Inquiry
from questions.models.editing import label_of

from .base import DerivedAdmin, EditorAdmin, EditorForm, follow

NEEDS_REASON = "Schrijf bij «Waarom» waarom u dit verbetert."
BACK = "back"  # the name of the boxes "terug naar de bron"; their values are ids of corrections


class PlainText(forms.CharField):
    """A text whose line ends are those of the archive: a browser sends "\\r\\n" for each."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.to_python(initial), self.to_python(data))


def text_field(field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """The form field of a column: texts in a box that grows with them."""
    if not isinstance(field, models.TextField):
        return field.formfield(**kwargs)
    return PlainText(
        label=capfirst(field.verbose_name), required=not field.blank, help_text=field.help_text,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 90, "class": "vLargeTextField grows"}),
    )  # fmt: skip


class CorrectionForm(EditorForm):
    """The form of a set or a document; `source` holds what its sources say."""

    source: Values = {}
    handle = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if (self.handle, name) in self.source:
                said = format_html(
                    '<span class="source-value">Volgens de bron: {}</span>', shown(name, self.source[self.handle, name])
                )
                field.help_text = format_html("{} {}", field.help_text, said) if field.help_text else said

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        changed = set(self.changed_data) - {"reason", "version"}
        data: Any = self.data
        if (changed or data.getlist(BACK)) and not self.cleaned_data.get("reason", "").strip():
            self.add_error("reason", NEEDS_REASON)
        return cleaned


EMPTIED = "«{row}» leeg laten kan niet: de naam wordt dan opnieuw gezocht. Kies wie het wel is, of verbeter de naam."


class PartFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """Rows of a set or document: a change asks for the reason of the form around it; new ones go at the end."""

    source: Values = {}
    is_needed = False  # a set has at least one of these
    handle = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.made: list[Any] = []
        self.moved: list[Any] = []

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, pattern in PLACES.get(self.model, {}).items():
            place = pattern.format(row=form.instance, name=self._name_of(form.instance))
            value = self.source.get((self.handle, place))
            if name in form.fields and value is not None and value != getattr(form.instance, name):
                form.fields[name].help_text = format_html('<span class="source-value">Volgens de bron: {}</span>', value or "–")

    @cached_property
    def _answers(self) -> list[str]:
        """The names of the answers in the values of the source, where they stand in its order."""
        return [n.split("/")[1] for h, n in self.source if h == self.handle and n.startswith("answers/") and n.endswith("/text")]

    def _name_of(self, row: Any) -> str:
        position = getattr(row, "position", None)
        return self._answers[position] if position is not None and position < len(self._answers) else ""

    def clean(self) -> None:
        super().clean()
        if self.has_changed() and not self.data.get("reason", "").strip():
            raise forms.ValidationError(NEEDS_REASON)
        if self.is_needed and self.initial_form_count() and not [f for f in self.forms if self._stays(f)]:
            raise forms.ValidationError("Er moet ten minste één overblijven.")
        for form in self.forms:
            self._find_person_again(form)
            self._put_last(form)

    def _stays(self, form: Any) -> bool:
        return bool(form.cleaned_data) and not form.cleaned_data.get("DELETE")

    def _put_last(self, form: Any) -> None:
        """Who signs on behalf of another stands in a row of its own; a row that goes there stands at its end."""
        if "on_behalf" in form.changed_data and form.instance.pk:
            group = form.instance.on_behalf
            taken = [other.instance.position for other in self.forms if other.instance.pk and other.initial["on_behalf"] == group]
            taken += [row.position for row in self.moved if row.on_behalf == group]
            form.instance.position = max(taken, default=-1) + 1
            self.moved.append(form.instance)

    def _find_person_again(self, form: Any) -> None:
        """Who typed another name without choosing a person means whoever has that name; a name alone always means somebody."""
        for person in ("member", "minister"):
            names = {"name", "party_name", "role", "portfolio"} & set(form.changed_data)
            if person in form.changed_data and not names and self._stays(form) and form.cleaned_data.get(person) is None:
                raise forms.ValidationError(EMPTIED.format(row=form.instance))
            if names and person in form.fields and person not in form.changed_data:
                form.cleaned_data[person] = None
                setattr(form.instance, person, None)

    def save_new(self, form: Any, commit: bool = True) -> Any:
        row = form.instance
        if hasattr(row, "position"):
            rows: Any = [*self.get_queryset(), *self.made]
            group = getattr(row, "on_behalf", None)
            taken = [other.position for other in rows if getattr(other, "on_behalf", None) == group]
            row.position = max(taken, default=-1) + 1
            self.made.append(row)
        return super().save_new(form, commit)


class CorrectedAdmin(EditorAdmin, DerivedAdmin):
    """What a form changes becomes corrections, which every later ingest respects."""

    form: Any = CorrectionForm

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.TextField):
            return text_field(db_field)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"source": _source_of(request, obj), "handle": _handle_of(obj)})

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        found = super().get_object(request, object_id, from_field)
        if found is not None:
            found.ticked = set(request.POST.getlist(BACK))  # for when the form comes back
        return found

    def corrections(self, row: Any) -> SafeString:
        """The corrections in force, each with a box to take it back."""
        found = [c for c in corrections.in_force(_inquiry_of(row)) if c.document == (row if isinstance(row, Document) else None)]
        rows = [described(c) | {"is_ticked": str(c.pk) in getattr(row, "ticked", ())} for c in found]
        return SafeString(render_to_string("admin/questions/_corrections.html", {"corrections": rows}))

    corrections.short_description = "verbeteringen"  # type: ignore[attr-defined]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Keeps the difference with the sources; the search follows."""
        super().save_related(request, form, formsets, change)
        inquiry = _inquiry_of(form.instance)
        back = {int(pk) for pk in request.POST.getlist(BACK) if pk.isdecimal()}
        corrections.record(inquiry, request.user, form.cleaned_data["reason"] or "–", back, _touched(form, formsets))
        review([inquiry.pk])
        follow()

    def said_first(self, request: HttpRequest) -> list[str]:
        back = Correction.objects.filter(pk__in=[pk for pk in request.POST.getlist(BACK) if pk.isdecimal()])
        return [f"«{label_of(correction.field)}» terug naar de bron" for correction in back]


def _touched(form: Any, formsets: Any) -> Callable[[tuple[str, str]], bool]:
    """Which places of the set the form touched: what nobody looked at is not made a correction."""
    fields = set(form.changed_data) | {NAMES[f.model] for f in formsets if f.model in NAMES and f.has_changed()}
    return lambda place: place[0] == form.handle and place[1].split("/")[0] in fields


class PartInline(admin.options.InlineModelAdmin):  # type: ignore[type-arg]
    """Rows of a set or a document within its form."""

    formset = PartFormSet
    extra = 0
    is_needed = False

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.TextField):
            return text_field(db_field)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        own = {"source": _source_of(request, obj), "handle": _handle_of(obj), "is_needed": self.is_needed}
        return type(formset.__name__, (formset,), own)


class FixedInline(PartInline):
    """Rows whose number the source decides: their texts can be corrected, none is made or taken away."""

    can_delete = False
    max_num = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


# Where the texts of a row stand among the values of the source, and under which name its rows stand there.
PLACES: dict[Any, dict[str, str]] = {}
NAMES: dict[Any, str] = {}


def _inquiry_of(row: Any) -> Inquiry:
    return row if isinstance(row, Inquiry) else row.inquiry


def _handle_of(row: Any) -> str:
    return row.handle if isinstance(row, Document) else ""


def _source_of(request: HttpRequest, row: Any) -> Values:
    """What the sources of the set say, read once a request; nothing for a set that has none."""
    if row is None:
        return {}
    if not hasattr(request, "_source_values"):
        try:
            request._source_values = values_of(compose_set(_inquiry_of(row)))  # type: ignore[attr-defined]
        except ValueError:
            request._source_values = {}  # type: ignore[attr-defined]
    found: Values = request._source_values  # type: ignore[attr-defined]
    return found


def described(correction: Correction) -> dict[str, Any]:
    """A correction in words."""
    return {
        "row": correction,
        "label": label_of(correction.field),
        "source": shown(correction.field, correction.source_value),
        "value": shown(correction.field, correction.new_value),
        "latest": shown(correction.field, correction.latest_value),
    }
