"""Finds the set that a document belongs to, by its numbers and by what it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from questions.models import Inquiry, InquiryKey, Source
from questions.parsing import ParsedDocument
from questions.parsing.formats.json_lines import from_dict
from questions.vocabulary.kinds import KeyKind, SourceStatus

from .contradictions import compare, contradiction, undisputed
from .grouping import Reading
from .keys import keys_of
from .lookup import Known
from .states import InquiryState


@dataclass(slots=True)
class Found:
    """The set that a document belongs to, other sets that it shows to be the same one, what is in doubt, and
    the sets that have one of its numbers and contradict it: in what. `readings` are those of the set, where
    nothing is to be joined with it.
    """

    inquiry: Inquiry | None = None
    others: list[Inquiry] = field(default_factory=list)
    doubt: str = ""
    contradicted: dict[Inquiry, tuple[str, ...]] = field(default_factory=dict)
    readings: Sequence[Reading] = ()


def find(parsed: ParsedDocument, here: Known) -> Found:
    """Looks among the sets that have a number or the content of the document.

    Sets with different case numbers, or that contradict each other, are never joined by the archive; a
    person may.
    """
    if not (here.named or here.alike):
        return Found()
    rows = list(Inquiry.objects.select_for_update().filter(pk__in=here.named | here.alike).order_by("pk"))
    apart = next((row for row in rows if row.is_apart and row.pk in here.identified), None)
    if apart:  # an editor took this very document out of another set
        return Found(apart)
    rows = [row for row in rows if not row.is_apart]
    said = {row: list(readings_of(row)) for row in rows}
    differing = {row: contradiction(parsed, _parsed(readings)) for row, readings in said.items()}
    contradicted = {row: fields for row, fields in differing.items() if fields}
    fitting = {row: readings for row, readings in said.items() if row not in contradicted}
    if contradicted and not fitting:
        fitting = _disputing(parsed, contradicted)
    found = _among(parsed, here, fitting)
    if not found.inquiry:
        return replace(found, contradicted=contradicted)
    return found if found.others else replace(found, readings=fitting[found.inquiry])


def _parsed(readings: Iterable[Reading]) -> list[ParsedDocument]:
    return [reading.parsed for reading in readings]


def _disputing(parsed: ParsedDocument, contradicted: Collection[Inquiry]) -> dict[Inquiry, list[Reading]]:
    """A set that lost one of these numbers to another set before, and that the document agrees with."""
    numbers = numbers_of(parsed, contradicted)
    for row in Inquiry.objects.select_for_update().filter(disputed__overlap=numbers).order_by("pk"):
        readings = list(readings_of(row))
        if any(compare(parsed, other).agrees for other in _parsed(readings)):
            return {row: readings}
    return {}


def numbers_of(parsed: ParsedDocument, sets: Collection[Inquiry]) -> list[str]:
    """The numbers of a document that are those of these sets, in small letters."""
    own = {key.value for key in keys_of(parsed) if key.kind != KeyKind.CONTENT}
    if not sets:
        return []
    known = InquiryKey.objects.filter(inquiry__in=sets, value__in=own).values_list("value", flat=True)
    return sorted(own & {*known, *(row.key.lower() for row in sets)})


def side_by_side(parsed: ParsedDocument, state: InquiryState, other: Inquiry, fields: Sequence[str]) -> str:
    """What an editor needs to decide whose number it is."""
    numbers = ", ".join(filter(None, (parsed.identifier, parsed.case_number)))
    own = _told(state.key, parsed.submitted_on, [asker.name for asker in parsed.askers], parsed.subject)
    askers = [asker.name for asker in other.askers.all()]
    theirs = _told(other.key, other.submitted_on, askers, other.subject)
    return (
        f"{numbers or 'Een document'} draagt een nummer van set {other.key}, maar spreekt haar tegen in "
        f"{', '.join(fields)}; daarom zijn het twee sets.\n{own}\n{theirs}\n"
        "Horen zij toch bij elkaar, voeg ze dan samen; dat blijft zo."
    )


def _told(key: str, day: dt.date | None, askers: Sequence[str], subject: str | None) -> str:
    shown = f"{day:%d-%m-%Y}" if day else "dag onbekend"
    return f"• {key}: {shown}, {', '.join(askers) or 'indiener onbekend'}, «{subject or 'zonder onderwerp'}»"


def _among(parsed: ParsedDocument, here: Known, rows: Mapping[Inquiry, Sequence[Reading]]) -> Found:
    """The set among these that the document belongs to; none of them contradicts it."""
    case_number = parsed.case_number or next(
        (r.case_number for r in rows if r.pk in here.named and r.case_number), None
    )
    same = [
        row
        for row in rows
        if row.pk in here.named or case_number is None or row.case_number in (None, case_number)
    ]
    if len({row.case_number for row in same if row.case_number}) <= 1:
        alike = [row for row in same[1:] if not _contradict(rows[same[0]], rows[row])]
        return Found(same[0] if same else None, alike)
    named = [row for row in same if row.pk in here.named]
    chosen = next((row for row in named if row.case_number == case_number), named[0] if named else None)
    listed = ", ".join(sorted(row.key for row in same))
    return Found(chosen, [], f"Dit document past bij meer dan één vragenset: {listed}.")


def _contradict(one: Sequence[Reading], other: Sequence[Reading]) -> bool:
    return any(contradiction(document, _parsed(one)) for document in _parsed(other))


def readings_of(inquiry: Inquiry, own: Source | None = None) -> Iterable[Reading]:
    """The readings of the sources of a set, without one that is given anew."""
    others = Source.objects.filter(inquiry=inquiry, status=SourceStatus.LOADED)
    for other in others.exclude(pk=own.pk) if own else others:
        assert other.parsed is not None
        yield Reading(other.pk, other.rank, undisputed(from_dict(other.parsed), inquiry.disputed))
