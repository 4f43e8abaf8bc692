"""Two who edit at once: a form knows what was shown in it, and what somebody else saved meanwhile is not
overwritten.
"""

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

# Rows that a form shows and another page can change.
HANGING_RELATIONS = ("offices", "memberships", "portfolios", "succession_to")
# Fields that identify a row for ever; other ordered rows are identified by their position only.
LASTING_NAMES = ("number", "mark")
OWN_FIELDS = ("reason", "version")


def version_of(row: Model) -> str:
    """Changes with every save in the admin, with its own values and those of the rows that hang on it, and
    with the set.
    """
    if row.pk is None:
        return "0"
    last = _log_of(row).order_by("-pk").values_list("pk", flat=True).first() or 0
    inquiry_id = row.pk if isinstance(row, Inquiry) else getattr(row, "inquiry_id", 0)
    changed = Inquiry.objects.filter(pk=inquiry_id or 0).values_list("updated_at", flat=True).first()
    rows = [type(row)._default_manager.filter(pk=row.pk)]
    rows += [getattr(row, name).order_by("pk") for name in HANGING_RELATIONS if hasattr(row, name)]
    digest = hashlib.sha256(repr([list(part.values_list()) for part in rows]).encode()).hexdigest()[:12]
    return f"{last}-{changed.timestamp() if changed else 0}-{digest}"


def _log_of(row: Model) -> QuerySet[LogEntry]:
    return LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk))


def changes_since(row: Model, version: str) -> str:
    """Who changed what since a version, in words."""
    seen = version.split("-")[0][:18]
    entries = _log_of(row).filter(pk__gt=int(seen) if seen.isdecimal() else 0).select_related("user")
    said = [
        f"{entry.user} om {timezone.localtime(entry.action_time):%H:%M}: {entry.get_change_message()}"
        for entry in entries
    ]
    from_sources = isinstance(row, Inquiry) or hasattr(row, "inquiry_id")
    return " ".join(said) or (
        "door het inlezen van nieuwe documenten." if from_sources else "op een andere pagina."
    )


def seen_in(form: forms.BaseForm, formsets: Iterable[Any]) -> str:
    """What a page shows in its fields, for when it comes back: JSON of names to lists of values."""
    rows = (row for formset in formsets for row in formset.initial_forms)
    return json.dumps(
        {bound.html_name: _as_posted(bound) for shown in (form, *rows) for bound in _typed(shown)}
    )


def brought_up_to_date(posted: QueryDict, form: forms.BaseForm, formsets: Iterable[Any]) -> QueryDict:
    """What was posted, in which what was left as it was shown has its present value.

    `form` and `formsets` are those of the row as it is now. Of rows that are written anew with every change
    (askers, answers), an id may stand for another by now: those are taken over all together, or not at all.
    Where someone typed in rows that are not there any more, "rows_gone" is set.
    """
    seen, data = _seen(posted), posted.copy()
    data.pop("rows_gone", None)
    for bound in _typed(form):
        if _is_untouched(posted, seen, bound.html_name):
            data.setlist(bound.html_name, _as_posted(bound))
    for formset in formsets:
        if _nobody_typed(formset, posted, seen):
            _take_whole(formset, data)
        elif any(hasattr(formset.model, name) for name in LASTING_NAMES) or not hasattr(
            formset.model, "position"
        ):
            _take_rows(formset, posted, seen, data)
        present = {str(row.instance.pk) for row in formset.initial_forms}
        if any(data.get(name) not in present for name in _id_names(formset, data)):
            data["rows_gone"] = "1"
    return data


def _seen(posted: QueryDict) -> dict[str, Any]:
    try:
        found = json.loads(posted.get("seen") or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _typed(form: forms.BaseForm) -> Iterator[BoundField]:
    """The fields that someone fills in."""
    return (bound for bound in form if not bound.is_hidden and bound.name not in (*OWN_FIELDS, "DELETE"))


def _is_untouched(posted: QueryDict, seen: dict[str, Any], name: str) -> bool:
    return seen.get(name) == [value.replace("\r\n", "\n") for value in posted.getlist(name)]


def _count(formset: Any, posted: QueryDict, name: str) -> int:
    given = posted.get(f"{formset.prefix}-{name}", "")[:6]
    return min(int(given), formset.absolute_max) if given.isdecimal() else 0


def _id_names(formset: Any, posted: QueryDict) -> list[str]:
    """The names of the fields that say which row was shown where."""
    key = formset.model._meta.pk.name
    return [f"{formset.add_prefix(index)}-{key}" for index in range(_count(formset, posted, "INITIAL_FORMS"))]


def _nobody_typed(formset: Any, posted: QueryDict, seen: dict[str, Any]) -> bool:
    """Whether the rows came back as they were shown: none changed, added or ticked to go."""
    own = [name for name in posted if name.startswith(f"{formset.prefix}-")]
    is_longer = _count(formset, posted, "TOTAL_FORMS") > _count(formset, posted, "INITIAL_FORMS")
    shown = [name for name in seen if name.startswith(f"{formset.prefix}-")]
    return not (
        is_longer
        or any(name.endswith("-DELETE") for name in own)
        or any(not _is_untouched(posted, seen, name) for name in shown)
    )


def _take_whole(formset: Any, data: QueryDict) -> None:
    """The rows as they are now."""
    for name in [name for name in data if name.startswith(f"{formset.prefix}-")]:
        del data[name]
    for bound in formset.management_form:
        data[bound.html_name] = str(bound.value())
    for row in formset.initial_forms:
        for bound in row:
            if bound.name != "DELETE":
                data.setlist(bound.html_name, _as_posted(bound))


def _take_rows(formset: Any, posted: QueryDict, seen: dict[str, Any], data: QueryDict) -> None:
    """The untouched fields of rows that are there, which may stand in another order by now."""
    rows = {str(row.instance.pk): row for row in formset.initial_forms}
    for index, name in enumerate(_id_names(formset, posted)):
        row = rows.get(posted.get(name, ""))
        for bound in _typed(row) if row else ():
            place = f"{formset.add_prefix(index)}-{bound.name}"
            if _is_untouched(posted, seen, place):
                data.setlist(place, _as_posted(bound))


def _as_posted(bound: BoundField) -> list[str]:
    """What a browser posts for a field that nobody touched."""
    value = bound.initial
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return ["on"] if value else []
    shown = bound.field.widget.format_value(bound.field.prepare_value(value))
    values = shown if isinstance(shown, (list, tuple)) else [shown]
    return ["" if one is None else str(one).replace("\r\n", "\n") for one in values]
