"""Merges two ministers, members, parties or ministries that are one, and splits one that is two."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db import models, transaction

from questions.models import (
    Addressee,
    Asker,
    EditorAction,
    FormerSlug,
    IngestProblem,
    Member,
    Membership,
    Minister,
    Ministry,
    MinistrySuccession,
    NameChoice,
    Office,
    Party,
    Portfolio,
    RemoteEntity,
    Signatory,
)
from questions.models.editing import choice_keys
from questions.vocabulary.kinds import ActionKind, ProblemKind, ProblemStatus
from questions.vocabulary.names import name_key, portfolio_key, surname_of

from .undo_log import NotPossible, UndoLog

Body = Minister | Member | Party | Ministry
# For each kind: the rows that name it by what was printed, with the column of that name and of what narrows
# it.
PRINTED: dict[type[models.Model], tuple[tuple[type[models.Model], str, str], ...]] = {
    Minister: ((Signatory, "name", "portfolio"),),
    Member: ((Asker, "name", "party_name"),),
    Party: ((Asker, "party_name", ""),),
    Ministry: ((Addressee, "portfolio", ""), (Signatory, "portfolio", "")),
}
# What else hangs on each kind.
HANGING: dict[type[models.Model], tuple[tuple[type[models.Model], str], ...]] = {
    Minister: ((Office, "minister"), (Addressee, "minister"), (NameChoice, "minister")),
    Member: ((Membership, "member"), (NameChoice, "member"), (RemoteEntity, "member")),
    Party: ((Membership, "party"), (NameChoice, "party"), (RemoteEntity, "party")),
    Ministry: (
        (Office, "ministry"),
        (Portfolio, "ministry"),
        (MinistrySuccession, "predecessor"),
        (MinistrySuccession, "successor"),
        (NameChoice, "ministry"),
    ),
}


@dataclass(frozen=True, slots=True)
class Printed:
    """A name as printed, what stands with it, and in how many places."""

    name: str
    detail: str
    count: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What merging would do: rows to move by what they are, names that will lead to the one kept, and what
    to look at.
    """

    counts: dict[str, int]
    names: list[Printed]
    cautions: list[str]


def kind_of(body: Body) -> str:
    return str(body._meta.model_name)


def printed(body: Body) -> list[Printed]:
    """How a person or body stands in the documents, most frequent first."""
    found: Counter[tuple[str, str]] = Counter()
    for model, name, detail in PRINTED[type(body)]:
        rows = model._default_manager.filter(**{kind_of(body): body}).exclude(**{name: ""}).order_by()
        columns = [name, detail] if detail else [name]
        for *values, count in rows.values_list(*columns).annotate(count=models.Count("pk")):
            found[values[0], values[1] if detail else ""] += count
    return [Printed(name, detail, count) for (name, detail), count in found.most_common()]


def preview(kept: Body, gone: Body) -> Preview:
    counts: Counter[str] = Counter()
    for model, column in _relations(gone):
        rows = model._default_manager.filter(**{column: gone}).count()
        if rows:
            counts[str(model._meta.verbose_name if rows == 1 else model._meta.verbose_name_plural)] += rows
    cautions = []
    people = (Minister, Member)
    is_better_known = isinstance(gone, people) and gone.is_confirmed
    if is_better_known and isinstance(kept, people) and not kept.is_confirmed:
        cautions.append(f"{gone} is bevestigd en {kept} niet. Misschien wilt u het andersom.")
    if isinstance(kept, Minister) and isinstance(gone, Minister):
        cautions += overlaps([*kept.offices.all(), *gone.offices.all()])
    return Preview(dict(counts), printed(gone), cautions)


def _relations(body: Body) -> list[tuple[type[models.Model], str]]:
    return [(model, kind_of(body)) for model, _, _ in PRINTED[type(body)]] + list(HANGING[type(body)])


@transaction.atomic
def merge(kept: Body, gone: Body, editor: Any, reason: str) -> EditorAction:
    """Makes `gone` part of `kept`: all rows, its names for later documents, and its address.

    Raises NotPossible.
    """
    if type(kept) is not type(gone) or kept.pk == gone.pk:
        raise NotPossible("Kies twee verschillende van dezelfde soort.")
    log = UndoLog(ActionKind.MERGE, editor, reason)
    names = [(row.name, row.detail) for row in printed(gone)] + _own_names(gone)
    for model, column in _relations(gone):
        _move(log, model, column, gone, kept)
    for name, detail in names:
        remember(log, kept, name, detail)
    _settle_names(log, gone)
    kind = kind_of(kept)
    log.move(FormerSlug.objects.filter(kind=kind, target=gone.slug), "target", kept.slug)
    for former in FormerSlug.objects.filter(kind=kind, slug=gone.slug):
        log.delete(former)
    log.about(kept, gone)
    summary = f"{gone} bij {kept} gevoegd ({kept._meta.verbose_name})"
    slug = gone.slug
    log.delete(gone)
    log.create(FormerSlug(kind=kind, slug=slug, target=kept.slug))
    return log.close(summary)


def _own_names(gone: Body) -> list[tuple[str, str]]:
    """By what later documents may call it, beside what was printed so far."""
    if isinstance(gone, Party):
        return [(name, "") for name in (gone.name, *gone.aliases)]
    if isinstance(gone, Ministry):
        return [(gone.name, "")]
    same = type(gone)._default_manager.filter(surname_key=gone.surname_key).exclude(pk=gone.pk)
    return [] if same.exists() else [(gone.surname, "")]


def _move(log: UndoLog, model: type[models.Model], column: str, gone: Body, kept: Body) -> None:
    """Moves rows one by one where two of them might become the same; such a one is taken away."""
    rows = model._default_manager.filter(**{column: gone})
    if model in (Asker, Addressee, Signatory):
        log.move(rows, f"{column}_id", kept.pk)
        return
    for row in rows:
        setattr(row, column, kept)
        if double := _double_of(row):
            setattr(row, column, gone)
            if isinstance(row, Membership):  # the Chamber's word of it goes along
                log.move(RemoteEntity.objects.filter(membership=row), "membership_id", double.pk)
            log.delete(row)
        else:
            log.move(model._default_manager.filter(pk=row.pk), f"{column}_id", kept.pk)


def _double_of(row: models.Model) -> models.Model | None:
    """The row that is the same; a ministry that succeeds itself is its own double."""
    if isinstance(row, MinistrySuccession):
        if row.predecessor_id == row.successor_id:
            return row
        fields: tuple[str, ...] = ("predecessor", "successor", "on")
    elif isinstance(row, Office):
        fields = ("minister", "role", "portfolio", "since")
    elif isinstance(row, Membership):
        fields = ("member", "party", "since")
    else:
        return None
    same = {name: getattr(row, name) for name in fields if getattr(row, name) is not None}
    empty = {f"{name}__isnull": True for name in fields if getattr(row, name) is None}
    return type(row)._default_manager.filter(**same, **empty).exclude(pk=row.pk).first()


def remember(log: UndoLog, body: Body, name: str, detail: str) -> None:
    """From now on the name means this one in every document; a choice that was there before is changed."""
    kind = kind_of(body)
    name_key_, detail_key = choice_keys(kind, name, detail)
    known = NameChoice.objects.filter(kind=kind, name_key=name_key_, detail_key=detail_key)
    if known.exists():
        log.move(known, f"{kind}_id", body.pk)
    else:
        log.create(NameChoice(kind=kind, name=name[:200], detail=detail[:200], **{kind: body}))


@transaction.atomic
def keep_names(body: Body, former: Body) -> None:
    """After a change of name: documents with the `former` one still mean this person or body.

    What an editor chose for a name before stays as it is.
    """
    kind = kind_of(body)
    names = (
        [(row.name, row.detail) for row in printed(body) if _is_named_so(row.name, former)]
        if _is_renamed(body, former)
        else []
    )
    for name, detail in [*names, *(_own_names(former) if names else [])]:
        name_key_, detail_key = choice_keys(kind, name, detail)
        values = {"name": name[:200], "detail": detail[:200], kind: body}
        NameChoice.objects.get_or_create(
            kind=kind, name_key=name_key_, detail_key=detail_key, defaults=values
        )


def _is_renamed(body: Body, former: Body) -> bool:
    """Whether loading would not find it any more by its former name."""
    if isinstance(body, (Minister, Member)) and isinstance(former, (Minister, Member)):
        return body.surname_key != former.surname_key
    return portfolio_key(body.name) != portfolio_key(former.name)


def _is_named_so(name: str, former: Body) -> bool:
    if isinstance(former, (Minister, Member)):
        return name_key(surname_of(name)[1]) == former.surname_key
    known = [former.name, *former.aliases] if isinstance(former, Party) else [former.name]
    return portfolio_key(name) in {portfolio_key(each) for each in known}


def _settle_names(log: UndoLog, gone: Body) -> None:
    """Whether the name is known is no longer a question."""
    if isinstance(gone, (Minister, Member)):
        kinds = (
            (ProblemKind.UNKNOWN_MINISTER,)
            if isinstance(gone, Minister)
            else (ProblemKind.UNKNOWN_MEMBER, ProblemKind.AMBIGUOUS)
        )
        asked = IngestProblem.objects.filter(
            kind__in=kinds, status=ProblemStatus.OPEN, cause__startswith=f"{gone.surname_key}|"
        )
        log.move(asked, "status", ProblemStatus.RESOLVED)


@transaction.atomic
def split(
    body: Body, name: str, names: Sequence[Printed], parts: Iterable[models.Model], editor: Any, reason: str
) -> EditorAction:
    """Makes a new person or body of those printed `names` and of `parts` (offices, memberships, portfolios)
    of a wrong one.

    Raises NotPossible when nothing or everything would go.
    """
    own = {(row.name, row.detail) for row in printed(body)}
    chosen = {(row.name, row.detail) for row in names}
    if not chosen or not chosen <= own:
        raise NotPossible("Kies ten minste één van de namen zoals gedrukt.")
    if chosen == own:
        raise NotPossible("Er moet ten minste één naam overblijven; wijzig anders de naam zelf.")
    log = UndoLog(ActionKind.SPLIT, editor, reason)
    new = _new_like(body, name)
    log.create(new, heir=body)
    kind = kind_of(body)
    for model, column, detail in PRINTED[type(body)]:
        for printed_name, printed_detail in sorted(chosen):
            where = {column: printed_name, kind: body} | ({detail: printed_detail} if detail else {})
            log.move(model._default_manager.filter(**where), f"{kind}_id", new.pk)
    for part in parts:
        log.move(type(part)._default_manager.filter(pk=part.pk, **{kind: body}), f"{kind}_id", new.pk)
    for printed_name, printed_detail in sorted(chosen):
        remember(log, new, printed_name, printed_detail)
    log.about(body, new)
    return log.close(f"{new} losgemaakt van {body} ({body._meta.verbose_name})")


def _new_like(body: Body, name: str) -> Body:
    if isinstance(body, (Minister, Member)):
        surname = name.rsplit(" ", 1)[-1] if not name_key(name).endswith(body.surname_key) else body.surname
        return type(body)(name=name, surname=surname)
    return type(body)(name=name)


def overlaps(offices: Iterable[Office]) -> list[str]:
    """Offices of one person that cannot both be right: the same role for the same portfolio at the same
    time.
    """
    dated = sorted((o for o in offices if o.since), key=lambda o: (o.since, o.until is None, o.until))
    found = []
    for index, first in enumerate(dated):
        for second in dated[index + 1 :]:
            if first.until is None or (second.since and second.since < first.until):
                found.append(
                    f"«{first}» ({_period(first)}) en «{second}» ({_period(second)}) overlappen elkaar."
                )
    return found


def gaps(offices: Iterable[Office]) -> list[str]:
    """Days between two offices of one person on which there was none; a ministry may have been left open by
    mistake.
    """
    dated = sorted((o for o in offices if o.since), key=lambda o: o.since or dt.date.min)
    found = []
    for first, second in pairwise(dated):
        if first.until and second.since and 1 < (second.since - first.until).days < 365:
            found.append(
                f"Tussen «{first}» en «{second}» zit een gat van {(second.since - first.until).days} dagen."
            )
    return found


def _period(office: Office) -> str:
    since = f"{office.since:%d-%m-%Y}" if office.since else "?"
    return f"{since} – {office.until:%d-%m-%Y}" if office.until else f"vanaf {since}"
