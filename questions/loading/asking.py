"""Who asked: as printed, beside what the Chamber says. Where they differ a person decides, and nothing is
lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from questions.models import IngestProblem, Party, Source
from questions.vocabulary.kinds import ProblemKind, ProblemStatus
from questions.vocabulary.lengths import MAX_CAUSE_CHARS
from questions.vocabulary.names import name_key, surname_of

from .people.directory import Directory
from .problems import record_problem
from .states import ActorState, AskerState, InquiryState


@dataclass(frozen=True, slots=True)
class Identified:
    """A printed asker, the one of the Chamber's whom the name means, and who that is here."""

    asker: AskerState
    actor: ActorState | None
    member_id: int


def identified(state: InquiryState, directory: Directory) -> list[Identified]:
    """All who asked. An editor's choice goes before the Chamber's word, and that before the name."""
    found = []
    for asker in state.askers:
        actor = _actor(asker, state.actors)
        member_id = (
            directory.chosen("member", asker.member)
            or directory.member_by_editor(asker.name, asker.party)
            or directory.by_chamber(actor.person if actor else None)
            or directory.member(asker.name, asker.party, state.submitted_on)
        )
        found.append(Identified(asker, actor, member_id))
    return found


def _actor(asker: AskerState, actors: Sequence[ActorState]) -> ActorState | None:
    """ "Anna de Wit" may be "De Wit" with the Chamber. Of two namesakes the party decides."""
    own = _surname(asker.name)
    named = [actor for actor in actors if _is_same(own, _surname(actor.name))]
    if len(named) > 1:
        named = [actor for actor in named if actor.party and actor.party == asker.party]
    return named[0] if len(named) == 1 else None


def _surname(name: str) -> list[str]:
    """Its words: "Van der Maas" ends as "Maas" does, and "Thomaas" does not."""
    return [key for word in surname_of(name)[1].replace("-", " ").split() if (key := name_key(word))]


def _is_same(one: list[str], other: list[str]) -> bool:
    shorter = min(len(one), len(other))
    return shorter > 0 and one[-shorter:] == other[-shorter:]


def record_differences(
    state: InquiryState, inquiry_id: int, directory: Directory, source: Source | None, is_new: bool = False
) -> None:
    """Puts into the queue what differs, and takes out of it what does not any more."""
    if not directory.knows_chamber:
        return
    asking = identified(state, directory)
    said = _askers_said(state, asking)
    named = {f"{inquiry_id}:{said}": said} if said else {}
    parties = _parties_said(state, asking, inquiry_id, directory)
    for kind, found in ((ProblemKind.ASKERS, named), (ProblemKind.PARTY, parties)):
        for cause, message in found.items():
            record_problem(kind, cause, message, source, inquiry_id)
        if not is_new:
            _resolve_others(kind, list(found), inquiry_id)


def _resolve_others(kind: ProblemKind, causes: Sequence[str], inquiry_id: int) -> None:
    own = IngestProblem.objects.filter(kind=kind, inquiry=inquiry_id, status=ProblemStatus.OPEN)
    cut = [cause[:MAX_CAUSE_CHARS] for cause in causes]
    own.exclude(cause__in=cut).update(status=ProblemStatus.RESOLVED)


def _askers_said(state: InquiryState, asking: Sequence[Identified]) -> str:
    """Who asked by either account, where they name others; empty when they agree or only one says so."""
    if not (state.actors and asking):
        return ""
    met = {one.actor for one in asking}
    printed = sorted(one.asker.name for one in asking if one.actor is None)
    others = sorted(actor.name for actor in state.actors if actor not in met)
    if not (printed or others):
        return ""
    return (
        f"Alleen gedrukt: {', '.join(printed) or 'niemand'}. "
        f"Alleen bij de Tweede Kamer: {', '.join(others) or 'niemand'}."
    )


def _parties_said(
    state: InquiryState, asking: Sequence[Identified], inquiry_id: int, directory: Directory
) -> dict[str, str]:
    """By cause; a party within some weeks of a change is no difference."""
    found: dict[str, str] = {}
    day = state.submitted_on
    for one in asking if day else ():
        name, party = one.asker.name, one.asker.party
        printed, sat = directory.party(party), directory.party_on(one.member_id, day)
        if day and printed and sat and not directory.sat_for(one.member_id, printed, day):
            other = Party.objects.get(pk=sat).name
            found[f"{inquiry_id}:{name}:{party}:{other}"] = (
                f"{name}: gedrukt «{party}», bij de Tweede Kamer op {day:%d-%m-%Y} «{other}»."
            )
    return found
