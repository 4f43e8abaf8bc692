"""Keeps what an editor changed as corrections, and takes corrections back.

A form of the admin says which value it wants at which place. `record` compares that with what the sources
say, keeps each difference as a `Correction`, and lets loading write the set: a saved form and the next
ingest cannot differ.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from questions.loading import Directory, compose_set, rows, write_set
from questions.loading.corrections import Values, corrected, values_of
from questions.loading.states import InquiryState
from questions.models import Correction, Document, IngestProblem, Inquiry, Member, Minister
from questions.vocabulary.kinds import BodyKind, CorrectionStatus, ProblemStatus
from questions.vocabulary.places import Place, Value

from .undo_log import NotPossible

# The lists of people in the values of a set, each with the name under which a chosen person stands in a row.
CHOSEN = {"askers": BodyKind.MEMBER, "addressees": BodyKind.MINISTER, "signatories": BodyKind.MINISTER}


@transaction.atomic
def record(
    inquiry: Inquiry, edits: Mapping[Place, Value], editor: Any, reason: str, taken_back: Collection[int] = ()
) -> list[Correction]:
    """Keeps the values that an editor gave; the corrections of `taken_back` (ids) go back to the source.

    A person in a list of people is named by slug; where loading would find that person itself, nobody is
    chosen. Returns the corrections that were made or ended, and writes the set. Raises NotPossible for a
    set without a source.
    """
    inquiry = Inquiry.objects.select_for_update().get(pk=inquiry.pk)
    source = _composed(inquiry)
    said = values_of(source)
    standing = {correction.place: correction for correction in _open(inquiry)}
    wanted = _with_needed_choices(source, {place: value for place, value in edits.items() if place in said})
    wanted |= {
        place: said[place] for place, known in standing.items() if known.pk in taken_back and place in said
    }
    touched: list[Correction] = []
    for place, value in wanted.items():
        known = standing.get(place)
        if value == said[place]:
            is_active = known is not None and known.status == CorrectionStatus.ACTIVE
            touched += _end(known, CorrectionStatus.WITHDRAWN, editor) if is_active else []
        elif known is None or known.status != CorrectionStatus.ACTIVE or known.new_value != value:
            _end(known, CorrectionStatus.REPLACED, editor)
            touched.append(_make(inquiry, place, said[place], value, reason, editor))
    _write(source, inquiry, is_ended_or_made=bool(touched))
    return touched


@transaction.atomic
def take_back(correction: Correction, editor: Any) -> None:
    """The value of the source comes back, and the correction stays as history."""
    _end(correction, CorrectionStatus.WITHDRAWN, editor)
    correction.inquiry.refresh_from_db()
    _write(_composed(correction.inquiry), correction.inquiry)


@transaction.atomic
def keep(correction: Correction, editor: Any) -> None:
    """An outdated correction holds against what the source says now, by an editor's decision.

    Raises NotPossible when there is nothing left to correct: the answer or the document is gone.
    """
    source = _composed(correction.inquiry)
    said = values_of(source)
    if correction.place not in said:
        raise NotPossible("Wat hier werd verbeterd staat niet meer in de bron; neem de bron over.")
    same = Correction.objects.filter(
        inquiry=correction.inquiry, document=correction.document, field=correction.field
    )
    for other in same.filter(status=CorrectionStatus.ACTIVE):
        _end(other, CorrectionStatus.REPLACED, editor)
    correction.status, correction.source_value = CorrectionStatus.ACTIVE, said[correction.place]
    correction.save(update_fields=["status", "source_value"])
    _settle(correction, editor)
    correction.inquiry.refresh_from_db()
    _write(source, correction.inquiry)


def in_force(inquiry: Inquiry) -> list[Correction]:
    """The corrections that hold in a set, for its readers."""
    holding = inquiry.corrections.filter(status=CorrectionStatus.ACTIVE)
    return list(holding.select_related("document", "editor").order_by("made_at"))


def _open(inquiry: Inquiry) -> Any:
    """Those in force, after those that wait for a decision: of one place the last one counts."""
    waiting_or_active = (CorrectionStatus.ACTIVE, CorrectionStatus.OUTDATED)
    found = Correction.objects.filter(inquiry=inquiry, status__in=waiting_or_active)
    return found.select_related("document").order_by("-status", "pk")


def _make(inquiry: Inquiry, place: Place, said: Value, value: Value, reason: str, editor: Any) -> Correction:
    document = Document.objects.get(inquiry=inquiry, handle=place.document) if place.document else None
    return Correction.objects.create(
        inquiry=inquiry,
        document=document,
        field=place.field,
        source_value=said,
        new_value=value,
        reason=reason,
        editor=editor,
    )


def _end(correction: Correction | None, status: CorrectionStatus, editor: Any) -> list[Correction]:
    if correction is None:
        return []
    correction.end(status, editor)
    _settle(correction, editor)
    return [correction]


def _settle(correction: Correction, editor: Any) -> None:
    """Nothing is left to decide about it."""
    for problem in IngestProblem.objects.filter(correction=correction, status=ProblemStatus.OPEN):
        problem.decide(ProblemStatus.RESOLVED, editor)


def _composed(inquiry: Inquiry) -> InquiryState:
    try:
        return compose_set(inquiry)
    except ValueError as error:
        raise NotPossible(str(error)) from None


def _write(source: InquiryState, inquiry: Inquiry, *, is_ended_or_made: bool = True) -> None:
    """The rows may be as they should be already; readers and search still have to know of a correction that
    was made or ended.
    """
    if not write_set(source, inquiry) and is_ended_or_made:
        inquiry.touch()


def _with_needed_choices(source: InquiryState, edits: Values) -> Values:
    """The values without the people whom loading would find by itself, for the names and days as they were
    edited.
    """
    lists = [place for place in edits if place.name in CHOSEN and not place.part]
    if not lists:
        return edits
    nameless = {
        place: _without_people(place, edits[place]) if place in lists else edits[place] for place in edits
    }
    edited = corrected(source, nameless)
    directory = Directory(makes=False)
    needed = dict(nameless)
    for place in lists:
        kind = CHOSEN[place.name]
        needed[place] = [
            row | ({kind.value: slug} if slug and _id_of(kind, slug) != found else {})
            for row, slug, found in zip(
                nameless[place],
                [row.get(kind) for row in edits[place]],
                _found(edited, place, directory),
                strict=True,
            )
        ]
    return needed


def _without_people(place: Place, listed: list[dict[str, Value]]) -> list[dict[str, Value]]:
    kind = CHOSEN[place.name]
    return [{name: value for name, value in row.items() if name != kind} for row in listed]


def _found(state: InquiryState, place: Place, directory: Directory) -> list[int | None]:
    """Whom loading finds for each row of a list, in order."""
    if place.name == "askers":
        return [row["member_id"] for row in rows.askers(state, 0, directory).values()]
    if place.name == "addressees":
        return [row["minister_id"] for row in rows.addressees(state, 0, directory).values()]
    document = next(document for document in state.documents if document.handle == place.document)
    signed = rows.signatories(state, document, 0, directory)
    return [row["minister_id"] for row in signed.values()]


def _id_of(kind: BodyKind, slug: str) -> int | None:
    model: Any = Member if kind is BodyKind.MEMBER else Minister
    found: int | None = model.objects.filter(slug=slug).values_list("pk", flat=True).first()
    return found
