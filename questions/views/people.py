"""People and bodies: who there is, and the sets of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from questions.models import Member, Minister, Ministry, Office, Party
from questions.models.cached_counts import kept
from questions.models.freshness import archive_day
from questions.search.page.topics import Topic, topics_of
from questions.search.query.plan import Plan
from questions.statistics import Figures, of_minister
from questions.vocabulary.names import main_name

from .results import ListPage, list_page
from .showing import show
from .slugs import by_slug

GROUP_OF = {"kabinet": "cabinet", "ministerie": "ministry"}


@dataclass(frozen=True)
class MinistersPage:
    """All, or by cabinet or ministry where `per` says so."""

    people: Sequence[Any]
    per: str
    groups: Sequence[MinisterGroup]


@dataclass(frozen=True)
class MinisterGroup:
    """A cabinet or ministry, or none, with its people and what they were there."""

    group: Any
    people: Sequence[tuple[Minister, Sequence[Office]]]


@dataclass(frozen=True)
class MinisterPage:
    found: ListPage
    minister: Minister
    offices: Iterable[Office]
    figures: Figures | None
    topics: Sequence[Topic]


@dataclass(frozen=True)
class MinistriesPage:
    """All of them, each with its number of sets."""

    ministries: Sequence[tuple[Ministry, int]]


@dataclass(frozen=True)
class MinistryPage:
    """With what it went on as (`to`), and what it came from (`since`)."""

    found: ListPage
    ministry: Ministry
    to: Iterable[Any]
    since: Iterable[Any]


@dataclass(frozen=True)
class MemberRow:
    """A member in the list of all, as plain values that can be kept."""

    address: str
    name: str
    sets: int
    parties: str


@dataclass(frozen=True)
class MembersPage:
    """By the first letter of the main name."""

    letters: Sequence[tuple[str, Sequence[MemberRow]]]


@dataclass(frozen=True)
class MemberPage:
    found: ListPage
    member: Member
    memberships: Iterable[Any]


@dataclass(frozen=True)
class PartiesPage:
    parties: Sequence[Any]


@dataclass(frozen=True)
class PartyPage:
    found: ListPage
    party: Party


def _named(model: type[Minister] | type[Member] | type[Party], *related: str) -> list[Any]:
    """Those who are named in sets in view, with the number of these sets in `sets`; people by their main
    name.
    """
    counts = _set_counts(model)
    rows: list[Any] = list(model.objects.filter(pk__in=counts).prefetch_related(*related))
    for row in rows:
        row.sets = counts[row.pk]
    if model is Party:
        return rows
    return sorted(rows, key=lambda row: (main_name(row.surname), row.name))


def _set_counts(model: Any) -> dict[int, int]:
    return kept(model._meta.label, lambda: dict(model.objects.set_counts()))


def ministers(request: HttpRequest) -> HttpResponse:
    """Everyone who signed an answer or a notice here, with the number of sets: by name, by cabinet or by
    ministry.
    """
    people = _named(Minister, "offices__ministry", "offices__cabinet")
    per = request.GET.get("per", "")
    groups = _grouped(people, per) if per in GROUP_OF else []
    return show(request, "questions/ministers.html", MinistersPage(people, per, groups))


def _grouped(people: Iterable[Minister], per: str) -> list[MinisterGroup]:
    """Cabinets from the newest on, ministries by name; at the end those of none."""
    groups: dict[Any, dict[Minister, list[Office]]] = {}
    for person in people:
        for office in person.offices.all():
            groups.setdefault(getattr(office, GROUP_OF[per]), {}).setdefault(person, []).append(office)
        if not person.offices.all():
            groups.setdefault(None, {})[person] = []
    named = [group for group in groups if group]
    by_age, by_name = (lambda group: -group.since.toordinal()), (lambda group: group.name)
    named.sort(key=by_age if per == "kabinet" else by_name)
    in_order = [*named, *([None] if None in groups else [])]
    return [MinisterGroup(group, list(groups[group].items())) for group in in_order]


def minister(request: HttpRequest, slug: str) -> HttpResponse:
    row = by_slug(Minister, slug)
    plan = Plan(within=(("minister", row.pk),))
    page = MinisterPage(
        found=list_page(request, plan, without=["bewindspersoon"]),
        minister=row,
        offices=row.offices.select_related("ministry", "cabinet"),
        figures=kept(f"figures-{row.pk}", lambda: of_minister(row.slug, archive_day())),
        topics=kept(f"topics-{row.pk}", lambda: topics_of(row)),
    )
    return show(request, "questions/minister.html", page)


def ministries(request: HttpRequest) -> HttpResponse:
    """All of them, also those that only lead to a later one."""
    counts = _set_counts(Ministry)
    rows = [(row, counts.get(row.pk, 0)) for row in Ministry.objects.prefetch_related("successors")]
    return show(request, "questions/ministries.html", MinistriesPage(rows))


def ministry(request: HttpRequest, slug: str) -> HttpResponse:
    row = by_slug(Ministry, slug)
    plan = Plan(within=(("ministry", row.pk),))
    page = MinistryPage(
        found=list_page(request, plan, without=["ministerie"]),
        ministry=row,
        to=row.succession_to.select_related("successor"),
        since=row.succession_from.select_related("predecessor"),
    )
    return show(request, "questions/ministry.html", page)


def members(request: HttpRequest) -> HttpResponse:
    """All of them on one page, so as plain values that are made once."""
    letters = kept(f"members-{get_language()}", _members)
    return show(request, "questions/members.html", MembersPage(letters))


def _members() -> list[tuple[str, list[MemberRow]]]:
    letters: dict[str, list[MemberRow]] = {}
    for person in _named(Member, "memberships__party"):
        parties = dict.fromkeys(membership.party.name for membership in person.memberships.all())
        row = MemberRow(person.get_absolute_url(), person.name, person.sets, ", ".join(parties))
        letters.setdefault(main_name(person.surname)[:1].upper(), []).append(row)
    return list(letters.items())


def member(request: HttpRequest, slug: str) -> HttpResponse:
    row = by_slug(Member, slug)
    found = list_page(request, Plan(within=(("asker", row.pk),)), without=["indiener"])
    page = MemberPage(found, row, row.memberships.select_related("party"))
    return show(request, "questions/member.html", page)


def parties(request: HttpRequest) -> HttpResponse:
    return show(request, "questions/parties.html", PartiesPage(_named(Party)))


def party(request: HttpRequest, slug: str) -> HttpResponse:
    row = by_slug(Party, slug)
    found = list_page(request, Plan(within=(("party", row.pk),)), without=["partij"])
    return show(request, "questions/party.html", PartyPage(found, row))
