"""Forms of what comes from a source: the source's value beside the present one, a way back, and a reason
for each change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
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
from questions.loading.corrections import Values, from_date, values_of
from questions.models import Answer, Correction, Document, Inquiry
from questions.vocabulary.places import NOTHING, Place, Value

from .base import DerivedAdmin, EditorAdmin, EditorForm, follow
from .concurrent_edits import OWN_FIELDS

NEEDS_REASON = "Schrijf bij «Waarom» waarom u dit verbetert."
SOURCE_SAYS = '<span class="source-value">Volgens de bron: {}</span>'
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
            place = Place(self.handle, name)
            if place in self.source:
                said = format_html(SOURCE_SAYS, place.said(self.source[place]))
                field.help_text = format_html("{} {}", field.help_text, said) if field.help_text else said

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        data: Any = self.data
        if (self._changed() or data.getlist(BACK)) and not self.cleaned_data.get("reason", "").strip():
            self.add_error("reason", NEEDS_REASON)
        return cleaned

    def _changed(self) -> set[str]:
        return set(self.changed_data) - set(OWN_FIELDS)

    def values(self) -> Values:
        """What was typed, by place."""
        return {Place(self.handle, name): _as_json(self.cleaned_data[name]) for name in self._changed()}


def _as_json(value: Any) -> Value:
    return from_date(value) if isinstance(value, dt.date) else value or ""


EMPTIED = (
    "«{row}» leeg laten kan niet: de naam wordt dan opnieuw gezocht. Kies wie het wel is, of verbeter "
    "de naam."
)


class PartFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """Rows of a set or document within its form: a change asks for the reason of the form around it."""

    source: Values = {}
    handle = ""

    def clean(self) -> None:
        super().clean()
        if self.has_changed() and not self.data.get("reason", "").strip():
            raise forms.ValidationError(NEEDS_REASON)

    def values(self) -> Values:
        """What was typed, by place."""
        raise NotImplementedError


class ListFormSet(PartFormSet):
    """Rows that can be added and taken away, such as who asked; all together they are one value."""

    is_needed = False  # a set has at least one of these
    list_name = ""  # of the value
    row_value: Callable[[Any], dict[str, Value]]

    def clean(self) -> None:
        super().clean()
        if self.is_needed and self.initial_form_count() and not [f for f in self.forms if self._stays(f)]:
            raise forms.ValidationError("Er moet ten minste één overblijven.")
        for form in self.forms:
            self._find_person_again(form)

    def _stays(self, form: Any) -> bool:
        return bool(form.cleaned_data) and not form.cleaned_data.get("DELETE")

    def _find_person_again(self, form: Any) -> None:
        """Another name without a chosen person means whoever has that name; a name alone always means
        somebody.
        """
        for person in ("member", "minister"):
            names = {"name", "party_name", "role", "portfolio"} & set(form.changed_data)
            is_emptied = person in form.changed_data and form.cleaned_data.get(person) is None
            if is_emptied and not names and self._stays(form):
                raise forms.ValidationError(EMPTIED.format(row=form.instance))
            if names and person in form.fields and person not in form.changed_data:
                form.cleaned_data[person] = None
                setattr(form.instance, person, None)

    def values(self) -> Values:
        """The rows in order; one that went to another group, or is new, comes last in it."""
        if not self.has_changed():
            return {}
        staying = [form for form in self.forms if self._stays(form)]
        staying.sort(key=lambda form: (form.instance.pk is None, "on_behalf" in form.changed_data))
        rows = [type(self).row_value(form.instance) for form in staying]
        rows.sort(key=lambda row: bool(row.get("on_behalf")))
        return {Place(self.handle, self.list_name): rows}


class TextFormSet(PartFormSet):
    """Rows whose number the source decides, such as answers; each of their texts is a value of its own."""

    part = ""  # under which the texts of the rows stand
    columns: Mapping[str, str] = {}  # names of form fields, and of the values

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, place in self._places(form.instance).items():
            value = self.source.get(place)
            if name in form.fields and value is not None and value != getattr(form.instance, name):
                form.fields[name].help_text = format_html(SOURCE_SAYS, value or NOTHING)

    def _places(self, row: Any) -> dict[str, Place]:
        label = self._label_of(row)
        return {name: Place(self.handle, value, self.part, label) for name, value in self.columns.items()}

    def _label_of(self, row: Any) -> str:
        """Which one it is: a number or a mark; an answer is found by its position among those of the
        source.
        """
        if not isinstance(row, Answer):
            return str(getattr(row, "number", None) or getattr(row, "mark", ""))
        position = row.position or 0
        return self._answer_names[position] if position < len(self._answer_names) else ""

    @cached_property
    def _answer_names(self) -> list[str]:
        own = [place for place in self.source if (place.document, place.part) == (self.handle, "answers")]
        return [place.label for place in own if place.name == "text"]

    def values(self) -> Values:
        return {
            place: form.cleaned_data[name]
            for form in self.forms
            for name, place in self._places(form.instance).items()
            if name in form.changed_data
        }


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
        found = [
            c
            for c in corrections.in_force(_inquiry_of(row))
            if c.document == (row if isinstance(row, Document) else None)
        ]
        rows = [described(c) | {"is_ticked": str(c.pk) in getattr(row, "ticked", ())} for c in found]
        return SafeString(render_to_string("admin/questions/_corrections.html", {"corrections": rows}))

    corrections.short_description = "verbeteringen"  # type: ignore[attr-defined]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing: what was typed becomes corrections, and these write the rows."""

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Nothing is written here either; the history asks which rows were added, changed and taken away."""
        formset.save(commit=False)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Keeps what differs from the sources, and writes the set; the search follows."""
        super().save_related(request, form, formsets, change)
        inquiry = _inquiry_of(form.instance)
        edits = form.values()
        for formset in formsets:
            edits |= formset.values() if isinstance(formset, PartFormSet) else {}
        back = {int(pk) for pk in request.POST.getlist(BACK) if pk.isdecimal()}
        corrections.record(inquiry, edits, request.user, form.cleaned_data["reason"] or NOTHING, back)
        review([inquiry.pk])
        follow()

    def said_first(self, request: HttpRequest) -> list[str]:
        back = Correction.objects.filter(pk__in=[pk for pk in request.POST.getlist(BACK) if pk.isdecimal()])
        return [f"«{correction.title}» terug naar de bron" for correction in back]


class PartInline(admin.options.InlineModelAdmin):  # type: ignore[type-arg]
    """Rows of a set or a document within its form."""

    formset: type[PartFormSet]
    formset_values: Mapping[str, Any] = {}  # attributes of the formset
    extra = 0

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.TextField):
            return text_field(db_field)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        own = {"source": _source_of(request, obj), "handle": _handle_of(obj), **self.formset_values}
        return type(formset.__name__, (formset,), own)


class ListInline(PartInline):
    """Rows that can be added and taken away."""

    formset = ListFormSet


class TextInline(PartInline):
    """Rows whose number the source decides: their texts can be corrected, none is made or taken away."""

    formset = TextFormSet
    can_delete = False
    max_num = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


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
        "label": correction.title,
        "source": correction.said(correction.source_value),
        "value": correction.said(correction.new_value),
        "latest": correction.said(correction.latest_value),
    }
