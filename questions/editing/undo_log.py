"""Writes down what an action does to which rows, so that it can be undone.

A step is one of
  ["move", model, column, [ids], old value, new value]
  ["delete", model, {column: value}]
  ["create", model, id, id of the row that takes over what has come to it since, or null]
  ["about", model, [ids]], the rows whose history tells of the action
and undoing goes through them backwards. Rows that somebody else changed since are left as they are, and counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from questions.models import EditorAction, FormerSlug, Inquiry, SearchChange

BATCH = 5000  # ids in one statement
LATER = (
    "Dit kan niet meer ongedaan worden gemaakt: er is sindsdien iets op dezelfde plaats gekomen. "
    "Maak eerst de latere ingrepen ongedaan."
)


class NotPossible(ValueError):
    """What an editor asked for cannot be done; the message says why, in Dutch."""


@dataclass(frozen=True, slots=True)
class Undone:
    """How many rows came back, and how many had been changed by others since."""

    restored: int
    skipped: int


class Journal:
    """One action in the making; `close` keeps it."""

    def __init__(self, kind: str, editor: Any, reason: str) -> None:
        self.kind, self.editor, self.reason = kind, editor, reason
        self.steps: list[Any] = []

    def move(self, rows: models.QuerySet[Any], column: str, value: Any) -> int:
        """Gives the rows another value in a column, each from the value that it had."""
        label, moved = rows.model._meta.label_lower, 0
        by_value: dict[str, tuple[Any, list[int]]] = {}
        for pk, old in rows.values_list("pk", column):
            by_value.setdefault(_json(old), (_plain(old), []))[1].append(pk)
        for old, ids in by_value.values():
            if old != _plain(value):
                self.steps.append(["move", label, column, ids, old, _plain(value)])
                moved += _set(rows.model, ids, column, value)
        return moved

    def delete(self, row: models.Model) -> None:
        """Takes a row away; what hangs on it must be gone or moved."""
        self.note_deleted(row)
        type(row)._default_manager.filter(pk=row.pk).delete()

    def note_deleted(self, row: models.Model) -> None:
        """Keeps what a row was that went away, or that has just gone."""
        values = {field.attname: _plain(getattr(row, field.attname)) for field in row._meta.concrete_fields}
        self.steps.append(["delete", row._meta.label_lower, values])

    def create(self, row: models.Model, heir: models.Model | None = None) -> None:
        row.save(force_insert=True)
        self.steps.append(["create", row._meta.label_lower, row.pk, heir.pk if heir else None])

    def about(self, *rows: models.Model) -> None:
        """The history of these rows tells of the action."""
        self.steps += [["about", row._meta.label_lower, [row.pk]] for row in rows]

    def note(self, step: Sequence[Any]) -> None:
        """Keeps a step that was taken elsewhere."""
        self.steps.append(list(step))

    def close(self, summary: str) -> EditorAction:
        """Keeps the action, and tells the search which sets it touched."""
        touch(inquiries_of(self.steps))
        return EditorAction.objects.create(
            kind=self.kind, editor=self.editor, reason=self.reason, summary=summary, steps=self.steps
        )


@transaction.atomic
def undo(action: EditorAction, editor: Any) -> Undone:
    """Takes every step of an action back; raises NotPossible when rows have come in the place of those that were."""
    action = EditorAction.objects.select_for_update().get(pk=action.pk)
    if action.undone_at:
        raise NotPossible("Deze ingreep is al ongedaan gemaakt.")
    if action.kind == "merge" and len(rows_about(action)) < 1:
        raise NotPossible(LATER)  # who was kept has been merged into a third since
    touched = inquiries_of(action.steps)
    restored = skipped = 0
    try:
        with transaction.atomic():
            for step in reversed(action.steps):
                done, left = _undo_step(step)
                restored, skipped = restored + done, skipped + left
            connection.check_constraints()  # foreign keys are looked at here, not when it is too late to say so
    except IntegrityError:
        raise NotPossible(LATER) from None
    touch(touched | inquiries_of(action.steps))
    action.undone_at, action.undone_by = timezone.now(), editor
    action.save(update_fields=["undone_at", "undone_by"])
    return Undone(restored, skipped)


def _undo_step(step: Sequence[Any]) -> tuple[int, int]:
    kind, model = step[0], apps.get_model(step[1])
    if kind == "about":
        return 0, 0
    if kind == "move":
        _, _, column, ids, old, new = step
        if _is_gone(model, column, new):
            raise NotPossible(LATER)
        restored = sum(
            _set_back(model._default_manager.filter(pk__in=part, **_same(column, new)), column, old) for part in _parts(ids)
        )
        return restored, len(ids) - restored
    if kind == "delete":
        values = {field.attname: field.to_python(step[2][field.attname]) for field in model._meta.concrete_fields}
        model._default_manager.bulk_create([model(**values)])
        return 1, 0
    _, _, pk, heir = step
    if heir:
        _leave_address(model, pk, heir)
        for relation in model._meta.related_objects:
            if not relation.many_to_many:
                relation.related_model._default_manager.filter(**{relation.field.name: pk}).update(**{relation.field.name: heir})
    return min(model._default_manager.filter(pk=pk).delete()[0], 1), 0


def _is_gone(model: type[models.Model], column: str, value: Any) -> bool:
    """Whether rows were given to another row that went away since: into a third, by a later action."""
    field = model._meta.get_field(column.removesuffix("_id"))
    related = field.related_model if isinstance(field, models.ForeignKey) else None
    return related is not None and value is not None and not related._default_manager.filter(pk=value).exists()


def _leave_address(model: type[models.Model], pk: int, heir: int) -> None:
    """Who knew a person that goes away again by the address finds the one that takes over."""
    slugs = dict(model._default_manager.filter(pk__in=(pk, heir)).values_list("pk", "slug"))
    if pk in slugs and heir in slugs:
        kind = model._meta.model_name
        FormerSlug.objects.update_or_create(kind=kind, slug=slugs[pk], defaults={"target": slugs[heir]})


def _same(column: str, value: Any) -> dict[str, Any]:
    return {f"{column}__isnull": True} if value is None else {column: value}


def _set(model: type[models.Model], ids: Sequence[int], column: str, value: Any) -> int:
    return sum(model._default_manager.filter(pk__in=part).update(**{column: value}) for part in _parts(ids))


def _set_back(rows: models.QuerySet[Any], column: str, value: Any) -> int:
    return rows.update(**{column: rows.model._meta.get_field(column.removesuffix("_id")).to_python(value)})


def _parts(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def _json(value: Any) -> str:
    return json.dumps(value, default=str)  # days and times in full, as `Field.to_python` reads them


def _plain(value: Any) -> Any:
    return json.loads(_json(value))


def inquiries_of(steps: Iterable[Sequence[Any]]) -> set[int]:
    """The sets whose rows these steps name, or that they name themselves."""
    found: set[int] = set()
    for step in steps:
        model = apps.get_model(step[1])
        ids = _ids_of(step)
        path = _path_to_inquiry(model)
        if path:
            for part in _parts(ids):
                found |= set(model._default_manager.filter(pk__in=part).values_list(path, flat=True))
        if step[0] == "move" and step[2] == "inquiry_id":
            found |= {pk for pk in step[4:6] if pk}
    return found - {None}


def _ids_of(step: Sequence[Any]) -> Sequence[int]:
    match step[0]:
        case "move":
            return list(step[3])
        case "create":
            return [step[2]]
        case "delete":
            return [step[2]["id"]]
    return list(step[2])


def rows_about(action: EditorAction) -> list[models.Model]:
    """The rows whose history tells of the action, as far as they are here."""
    found: list[models.Model] = []
    for step in action.steps:
        if step[0] == "about":
            found += apps.get_model(step[1])._default_manager.filter(pk__in=step[2])
    return found


def _path_to_inquiry(model: type[models.Model]) -> str:
    if model is Inquiry:
        return "pk"
    names = {field.name for field in model._meta.concrete_fields}
    return "inquiry_id" if "inquiry" in names else "document__inquiry_id" if "document" in names else ""


def touch(ids: Iterable[int]) -> None:
    """What these sets say has changed, for readers and for the search."""
    present = list(Inquiry.objects.filter(pk__in=list(ids)).values_list("pk", flat=True))
    for part in _parts(present):
        Inquiry.objects.filter(pk__in=part).update(updated_at=timezone.now())
    SearchChange.objects.bulk_create([SearchChange(inquiry_id=pk) for pk in ids], batch_size=BATCH)
