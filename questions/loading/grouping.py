"""Which readings are of one document: by its number, else as an earlier form of one that has one. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from questions.parsing import ParsedDocument
from questions.parsing.wording import identifiers
from questions.vocabulary import lengths
from questions.vocabulary.kinds import Kind
from questions.vocabulary.names import name_key, portfolio_key, surname_of

from .keys import series_identifier


@dataclass(frozen=True, slots=True)
class Reading:
    """One source as a parser read it; of two of equal `rank` the later source is the newer version."""

    source_id: int
    rank: int
    parsed: ParsedDocument


@dataclass(frozen=True, slots=True)
class Group:
    """The readings of one document, best first."""

    handle: str
    readings: tuple[Reading, ...]

    @property
    def kind(self) -> Kind:
        return self.readings[0].parsed.kind

    def first(self, name: str) -> object:
        """The value of a field in the best reading that has it."""
        return next((value for reading in self.readings if (value := getattr(reading.parsed, name))), None)

    def content(self) -> ParsedDocument:
        """The reading whose texts are used; marks and footnotes belong together, so they come from one
        reading.
        """
        return next(
            (r.parsed for r in self.readings if r.parsed.questions or r.parsed.answers),
            self.readings[0].parsed,
        )


def grouped(readings: Iterable[Reading]) -> tuple[Group, ...]:
    """The readings by document, in a fixed order."""
    ordered = sorted(readings, key=lambda r: (-r.rank, -r.source_id))
    named: dict[str, list[Reading]] = {}
    unnamed: list[Reading] = []
    for reading in ordered:
        handle = _handle(reading.parsed)
        if handle:
            named.setdefault(handle, []).append(reading)
        else:
            unnamed.append(reading)
    for reading in unnamed:
        home = _home(reading.parsed, named)
        named.setdefault(home or _provisional_handle(reading.parsed), []).append(reading)
    return tuple(
        Group(handle, tuple(sorted(members, key=lambda r: (-r.rank, -r.source_id))))
        for handle, members in sorted(named.items())
    )


def _handle(parsed: ParsedDocument) -> str | None:
    """None for a letter without a number, and for a paper of the Chamber of which the publication is not
    known: either may be an earlier form of another document.
    """
    if series := series_identifier(parsed):
        return series
    if not parsed.identifier or identifiers.is_chamber_number(parsed.identifier):
        return None
    return identifiers.canonical(parsed.identifier)


def _provisional_handle(parsed: ParsedDocument) -> str:
    if parsed.identifier:
        return identifiers.canonical(parsed.identifier)
    signers = "+".join(
        sorted(name_key(s.name or "") or portfolio_key(s.portfolio) for s in parsed.answered_by)
    )
    return f"{parsed.kind}:{parsed.number or ''}:{signers}"[: lengths.MAX_HANDLE_CHARS]


def _home(parsed: ParsedDocument, named: dict[str, list[Reading]]) -> str | None:
    """The numbered document that an unnumbered one (provisional, or a letter) is an earlier form of."""
    same_kind = {
        handle: members for handle, members in named.items() if members[0].parsed.kind == parsed.kind
    }
    if parsed.kind == Kind.QUESTIONS:
        return min(same_kind, default=None)
    if parsed.number:
        return next(
            (handle for handle, members in same_kind.items() if members[0].parsed.number == parsed.number),
            None,
        )
    if identifiers.is_chamber_number(parsed.identifier):
        own = identifiers.canonical(str(parsed.identifier))
        if own in same_kind:
            return own
        # Two papers of the Chamber are two documents, also when nothing else tells them apart.
        same_kind = {h: m for h, m in same_kind.items() if not identifiers.is_chamber_number(h)}
    signers = _signers(parsed)
    homes = [handle for handle, members in same_kind.items() if signers & _signers(members[0].parsed)]
    is_bare = not (parsed.questions or parsed.answers or parsed.notice)
    if not signers and (
        parsed.identifier or is_bare
    ):  # known by name only: the one of its kind, or of its day
        homes = list(same_kind)
        of_day = [h for h, m in same_kind.items() if m[0].parsed.received_on == parsed.received_on]
        homes = of_day if len(homes) > 1 and parsed.received_on else homes
    return homes[0] if len(homes) == 1 else None


def _signers(parsed: ParsedDocument) -> set[str]:
    """Surnames at their shortest: "D. Yeşilgöz-Zegerius" and "Yeşilgöz-Zegerius" share a key."""
    return {name_key(surname_of(signatory.name)[1]) for signatory in parsed.answered_by if signatory.name}
