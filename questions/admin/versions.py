"""Two who edit at once: a form knows what was shown in it, and what somebody else saved meanwhile is not overwritten."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils import timezone

from questions.models import Inquiry

HANGING = ("offices", "memberships", "portfolios", "succession_to")  # rows that a form shows and another page can change
OWN_FIELDS = ("reason", "version")


def version_of(row: Model) -> str:
    """Changes with every save in the admin, and for a set with every ingest that changes it."""
    if row.pk is None:
        return "0"
    last = _log_of(row).order_by("-pk").values_list("pk", flat=True).first() or 0
    inquiry_id = row.pk if isinstance(row, Inquiry) else getattr(row, "inquiry_id", 0)
    changed = Inquiry.objects.filter(pk=inquiry_id or 0).values_list("updated_at", flat=True).first()
    hanging = [list(getattr(row, name).order_by("pk").values_list()) for name in HANGING if hasattr(row, name)]
    digest = hashlib.sha256(repr(hanging).encode()).hexdigest()[:12] if hanging else ""
    return f"{last}-{changed.timestamp() if changed else 0}-{digest}"


def _log_of(row: Model) -> QuerySet[LogEntry]:
    return LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk))


def changes_since(row: Model, version: str) -> str:
    """Who changed what since a version, in words."""
    seen = version.split("-")[0]
    entries = _log_of(row).filter(pk__gt=int(seen) if seen.isdecimal() else 0).select_related("user")
    said = [f"{entry.user} om {timezone.localtime(entry.action_time):%H:%M}: {entry.get_change_message()}" for entry in entries]
    return " ".join(said) or "door het inlezen van nieuwe documenten."


def seen_in(form: forms.BaseForm, formsets: Iterable[Any]) -> str:
    """What a page shows in its fields, for when it comes back: JSON of names to lists of values."""
    rows = (row for formset in formsets for row in formset.initial_forms)
    return json.dumps({bound.html_name: _as_posted(bound) for shown in (form, *rows) for bound in _typed(shown)})


def brought_up_to_date(posted: QueryDict, form: forms.BaseForm, formsets: Iterable[Any]) -> QueryDict:
    """What was posted, in which each field that was left as it was shown has its present value.

    `form` and `formsets` are those of the row as it is now. A row that came or went meanwhile is left to the validation of
    the form.
    """
    seen, data = _seen(posted), posted.copy()
    places = [(bound, bound.html_name) for bound in _typed(form)]
    for formset in formsets:
        places += _places(formset, posted)
    for bound, name in places:
        if seen.get(name) == [value.replace("\r\n", "\n") for value in posted.getlist(name)]:
            data.setlist(name, _as_posted(bound))
    return data


def _seen(posted: QueryDict) -> dict[str, Any]:
    try:
        found = json.loads(posted.get("seen") or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _typed(form: forms.BaseForm) -> Iterator[BoundField]:
    """The fields that someone fills in."""
    return (bound for bound in form if not bound.is_hidden and bound.name not in (*OWN_FIELDS, "DELETE"))


def _places(formset: Any, posted: QueryDict) -> Iterator[tuple[BoundField, str]]:
    """The fields of rows that are there, and under which name each was posted: rows may stand in another order by now."""
    key = formset.model._meta.pk.name
    rows = {str(row.instance.pk): row for row in formset.initial_forms}
    for index in range(len(rows)):
        prefix = formset.add_prefix(index)
        row = rows.get(posted.get(f"{prefix}-{key}", ""))
        yield from ((bound, f"{prefix}-{bound.name}") for bound in (_typed(row) if row else ()))


def _as_posted(bound: BoundField) -> list[str]:
    """What a browser posts for a field that nobody touched."""
    value = bound.initial
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return ["on"] if value else []
    shown = bound.field.widget.format_value(bound.field.prepare_value(value))
    values = shown if isinstance(shown, (list, tuple)) else [shown]
    return ["" if one is None else str(one).replace("\r\n", "\n") for one in values]
