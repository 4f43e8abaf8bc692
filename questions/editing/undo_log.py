"""Writes down what an action does to which rows, so that it can be undone.

The steps of an action are kept as JSON lists (`EditorAction.steps`); undoing goes through them backwards.
Rows that somebody else changed since are left as they are, and counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias

from django.apps import apps
from django.contrib.admin.utils import NestedObjects
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from questions.models import EditorAction, FormerSlug, Inquiry, SearchChange
from questions.vocabulary.kinds import ActionKind

STATEMENT_IDS = 5000  # ids in one statement
IN_THE_WAY = (
    "Dit kan niet meer ongedaan worden gemaakt: er is sindsdien iets op dezelfde plaats gekomen. "
    "Maak eerst de latere ingrepen ongedaan."
)


class NotPossible(ValueError):
    """What an editor asked for cannot be done; the message says why, in Dutch."""


@dataclass(frozen=True, slots=True)
class Undone:
    """How many rows came back, and how many had been changed by others since."""

    restored: int = 0
    skipped: int = 0

    def __add__(self, other: Undone) -> Undone:
        return Undone(self.restored + other.restored, self.skipped + other.skipped)


@dataclass(frozen=True, slots=True)
class _OnModel:
    """A step that concerns rows of one model; `label` names it, such as "questions.asker"."""

    label: str

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.label)


@dataclass(frozen=True, slots=True)
class Move(_OnModel):
    """Rows got another value in a column, all from the same `old` one."""

    word: ClassVar[str] = "move"
    column: str
    ids: Sequence[int]
    old: Any
    new: Any

    def as_json(self) -> list[Any]:
        return [self.word, self.label, self.column, list(self.ids), self.old, self.new]

    def undo(self) -> Undone:
        """Raises NotPossible where the rows went into a third one since, by a later action."""
        if self._is_gone():
            raise NotPossible(IN_THE_WAY)
        field: Any = self.model._meta.get_field(self.column.removesuffix("_id"))
        old = field.to_python(self.old)
        same = {f"{self.column}__isnull": True} if self.new is None else {self.column: self.new}
        restored = sum(
            self.model._default_manager.filter(pk__in=part, **same).update(**{self.column: old})
            for part in _parts(self.ids)
        )
        return Undone(restored, len(self.ids) - restored)

    def _is_gone(self) -> bool:
        field = self.model._meta.get_field(self.column.removesuffix("_id"))
        related = field.related_model if isinstance(field, models.ForeignKey) else None
        if related is None or self.new is None:
            return False
        return not related._default_manager.filter(pk=self.new).exists()


@dataclass(frozen=True, slots=True)
class Delete(_OnModel):
    """A row went away; `values` are those of its columns."""

    word: ClassVar[str] = "delete"
    values: dict[str, Any]

    @property
    def ids(self) -> Sequence[int]:
        return [self.values["id"]]

    def as_json(self) -> list[Any]:
        return [self.word, self.label, self.values]

    def undo(self) -> Undone:
        fields = self.model._meta.concrete_fields
        values = {field.attname: field.to_python(self.values[field.attname]) for field in fields}
        self.model._default_manager.bulk_create([self.model(**values)])
        return Undone(restored=1)


@dataclass(frozen=True, slots=True)
class Create(_OnModel):
    """A row was made; `heir` is the id of the one that takes over what has come to it since, if any does."""

    word: ClassVar[str] = "create"
    id: int
    heir: int | None

    @property
    def ids(self) -> Sequence[int]:
        return [self.id]

    def as_json(self) -> list[Any]:
        return [self.word, self.label, self.id, self.heir]

    def undo(self) -> Undone:
        if self.heir:
            self._leave_address(self.heir)
            for relation in self.model._meta.related_objects:
                if not relation.many_to_many:
                    name = relation.field.name
                    rows = relation.related_model._default_manager.filter(**{name: self.id})
                    rows.update(**{name: self.heir})
        return Undone(restored=min(self.model._default_manager.filter(pk=self.id).delete()[0], 1))

    def _leave_address(self, heir: int) -> None:
        """Who knew a person that goes away again by the address finds the one that takes over."""
        rows = self.model._default_manager.filter(pk__in=(self.id, heir))
        slugs = dict(rows.values_list("pk", "slug"))
        if self.id in slugs and heir in slugs:
            FormerSlug.objects.update_or_create(
                kind=self.model._meta.model_name, slug=slugs[self.id], defaults={"target": slugs[heir]}
            )


@dataclass(frozen=True, slots=True)
class About(_OnModel):
    """Rows whose history tells of the action; nothing happened to them here."""

    word: ClassVar[str] = "about"
    ids: Sequence[int]

    def as_json(self) -> list[Any]:
        return [self.word, self.label, list(self.ids)]

    def undo(self) -> Undone:
        return Undone()


Step: TypeAlias = Move | Delete | Create | About
STEP_OF_WORD: dict[str, type[Step]] = {step.word: step for step in (Move, Delete, Create, About)}


def steps_of(action: EditorAction) -> list[Step]:
    """What an action did, in order."""
    return [STEP_OF_WORD[word](*rest) for word, *rest in action.steps]


class UndoLog:
    """One action in the making; `close` keeps it."""

    def __init__(self, kind: ActionKind, editor: Any, reason: str) -> None:
        self.kind, self.editor, self.reason = kind, editor, reason
        self.steps: list[Step] = []

    def move(self, rows: models.QuerySet[Any], column: str, value: Any) -> int:
        """Gives the rows another value in a column; returns how many got it."""
        label, moved = rows.model._meta.label_lower, 0
        by_value: dict[str, tuple[Any, list[int]]] = {}
        for pk, old in rows.values_list("pk", column):
            by_value.setdefault(_json(old), (_plain(old), []))[1].append(pk)
        for old, ids in by_value.values():
            if old != _plain(value):
                self.steps.append(Move(label, column, ids, old, _plain(value)))
                moved += _set(rows.model, ids, column, value)
        return moved

    def delete(self, row: models.Model) -> None:
        """Takes a row away; what hangs on it must be gone or moved."""
        self.note_deleted(row)
        type(row)._default_manager.filter(pk=row.pk).delete()

    def delete_whole(self, inquiry: Inquiry) -> None:
        """Takes a set away with all its rows, those that hang lowest first."""
        inquiry = Inquiry.objects.get(pk=inquiry.pk)
        found = NestedObjects(using="default")
        found.collect([inquiry])
        rows = [row for model in reversed(list(found.data)) for row in found.data[model] if row != inquiry]
        for row in sorted(rows, key=_depth):
            if type(row)._default_manager.filter(pk=row.pk).exists():
                self.delete(row)
        self.delete(inquiry)

    def note_deleted(self, row: models.Model) -> None:
        """Keeps what a row was that went away, or that has just gone."""
        values = {field.attname: _plain(getattr(row, field.attname)) for field in row._meta.concrete_fields}
        self.steps.append(Delete(row._meta.label_lower, values))

    def create(self, row: models.Model, heir: models.Model | None = None) -> None:
        row.save(force_insert=True)
        self.steps.append(Create(row._meta.label_lower, row.pk, heir.pk if heir else None))

    def about(self, *rows: models.Model) -> None:
        """The history of these rows tells of the action."""
        self.steps += [About(row._meta.label_lower, [row.pk]) for row in rows]

    def note_moved(self, row: models.Model, column: str, old: Any, new: Any) -> None:
        """Keeps that a row got another value elsewhere."""
        self.steps.append(Move(row._meta.label_lower, column, [row.pk], _plain(old), _plain(new)))

    def close(self, summary: str) -> EditorAction:
        """Keeps the action, and tells the search which sets it touched."""
        touch(inquiries_of(self.steps))
        return EditorAction.objects.create(
            kind=self.kind,
            editor=self.editor,
            reason=self.reason,
            summary=summary,
            steps=[step.as_json() for step in self.steps],
        )


@transaction.atomic
def undo(action: EditorAction, editor: Any) -> Undone:
    """Takes every step of an action back; raises NotPossible when rows have come in the place of those that
    were.
    """
    action = EditorAction.objects.select_for_update().get(pk=action.pk)
    if action.undone_at:
        raise NotPossible("Deze ingreep is al ongedaan gemaakt.")
    if action.kind == ActionKind.MERGE and not rows_about(action):
        raise NotPossible(IN_THE_WAY)  # who was kept has been merged into a third since
    steps = steps_of(action)
    touched = inquiries_of(steps)
    undone = Undone()
    try:
        with transaction.atomic():
            for step in reversed(steps):
                undone += step.undo()
            # foreign keys are looked at here, not when it is too late to say so
            connection.check_constraints()
    except IntegrityError:
        raise NotPossible(IN_THE_WAY) from None
    touch(touched | inquiries_of(steps))
    action.undone_at, action.undone_by = timezone.now(), editor
    action.save(update_fields=["undone_at", "undone_by"])
    return undone


def _depth(row: Any) -> int:
    """Rows of documents and questions go before these, pairs of both first of all."""
    names = {field.name for field in row._meta.concrete_fields}
    if "answer" in names:
        return 0
    if "document" in names and "inquiry" not in names:
        return 1
    return 2 if "number" not in names else 3


def _set(model: type[models.Model], ids: Sequence[int], column: str, value: Any) -> int:
    return sum(model._default_manager.filter(pk__in=part).update(**{column: value}) for part in _parts(ids))


def _parts(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + STATEMENT_IDS] for start in range(0, len(ids), STATEMENT_IDS))


def _json(value: Any) -> str:
    return json.dumps(value, default=str)  # days and times in full, as `Field.to_python` reads them


def _plain(value: Any) -> Any:
    return json.loads(_json(value))


def inquiries_of(steps: Iterable[Step]) -> set[int]:
    """The sets whose rows these steps name, or that they name themselves."""
    found: set[int | None] = set()
    for step in steps:
        path = _path_to_inquiry(step.model)
        if path:
            for part in _parts(step.ids):
                rows = step.model._default_manager.filter(pk__in=part)
                found |= set(rows.values_list(path, flat=True))
        if isinstance(step, Move) and step.column == "inquiry_id":
            found |= {step.old, step.new}
    return {pk for pk in found if pk}


def rows_about(action: EditorAction) -> list[models.Model]:
    """The rows whose history tells of the action, as far as they are here."""
    told = [step for step in steps_of(action) if isinstance(step, About)]
    return [row for step in told for row in step.model._default_manager.filter(pk__in=step.ids)]


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
    SearchChange.objects.bulk_create([SearchChange(inquiry_id=pk) for pk in ids], batch_size=STATEMENT_IDS)
