"""A plan asked of an index: the same question for the page, the count and the facets."""

from __future__ import annotations

import datetime as dt

import pytest

from questions.language.syntax import parse
from questions.models import Inquiry
from questions.search.index import storage
from questions.search.query.facets import FACETS
from questions.search.query.matching import Matching
from questions.search.query.plan import Plan
from questions.vocabulary.kinds import Status, Unit

pytestmark = pytest.mark.django_db
TODAY = dt.date(2024, 12, 15)


def matching(text: str = "", unit: Unit = Unit.SETS, **changes: object) -> Matching:
    opened = storage.open_index()
    plan = Plan(query=parse(text).query, unit=unit, today=TODAY, **changes)
    return Matching(plan, opened.sets if unit is Unit.SETS else opened.questions)


def test_a_page_and_the_count_agree() -> None:
    found = matching("bericht")
    addresses, total = found.page(0, 1000)
    assert len(addresses) == total == found.count()


def test_pages_join_without_a_gap() -> None:
    found = matching("")
    whole = found.column("id", found.page(0, 1000)[0])
    parts = [pk for start in range(0, len(whole), 3) for pk in found.column("id", found.page(start, 3)[0])]
    assert parts == whole


@pytest.mark.parametrize(("start", "size"), [(-5, 5), (0, 0), (10_000, 20)])
def test_a_page_that_is_not_there_still_says_how_many(start: int, size: int) -> None:
    addresses, total = matching("bericht").page(start, size)
    assert addresses == []
    assert total == matching("bericht").count()


def test_a_column_of_nothing() -> None:
    assert matching().column("id", []) == []


def test_days_bound_what_is_found() -> None:
    day = dt.date(2024, 2, 5).toordinal()
    found = matching(days=(day, day))
    assert found.count() == Inquiry.objects.shown().filter(submitted_on=dt.date(2024, 2, 5)).count()


def test_what_a_page_restricts_itself_to() -> None:
    found = matching(within=(("session_year", 2023),))
    assert found.count() == Inquiry.objects.shown().filter(session_year="2023-2024").count()


def test_what_is_late_is_among_what_waits() -> None:
    counts = dict(matching().facets(["status"])["status"])
    waiting = counts.get(Status.OPEN.slug, 0) + counts.get(Status.POSTPONED.slug, 0)
    assert 0 < counts[Status.LATE.slug] <= waiting


def test_what_is_late_depends_on_the_day() -> None:
    early = matching().plan.narrowed(today=dt.date(1900, 1, 1))
    counts = dict(Matching(early, storage.open_index().sets).facets(["status"])["status"])
    assert counts[Status.LATE.slug] == 0


@pytest.mark.parametrize("status", [Status.ANSWERED, Status.OPEN, Status.POSTPONED, Status.LATE])
def test_a_state_counts_what_it_lists(status: Status) -> None:
    counts = dict(matching().facets(["status"])["status"])
    assert matching(chosen=(("status", (status.slug,)),)).count() == counts.get(status.slug, 0)


def test_what_is_chosen_of_a_facet_does_not_count_for_itself() -> None:
    free = matching().facets(["status"])["status"]
    chosen = matching(chosen=(("status", (Status.OPEN.slug,)),)).facets(["status"])["status"]
    assert dict(chosen) == dict(free)


def test_what_is_chosen_of_a_facet_counts_for_the_others() -> None:
    chosen = (("status", (Status.OPEN.slug,)),)
    found = matching(chosen=chosen)
    years = dict(found.facets(["jaar"])["jaar"])
    undated = Inquiry.objects.shown().filter(submitted_on=None, is_answered=False).count()
    assert found.count() - undated <= sum(years.values()) <= found.count()


def test_only_the_facets_that_were_asked_for() -> None:
    assert matching().facets([]) == {}
    assert set(matching().facets(["jaar", "soort"])) == {"jaar", "soort"}


@pytest.mark.parametrize("facet", sorted(FACETS))
def test_every_facet_lists_what_it_counts(facet: str) -> None:
    for value, count in matching().facets([facet])[facet]:
        assert matching(chosen=((facet, (value,)),)).count() == count


@pytest.mark.parametrize("facet", sorted(set(FACETS) - {"status"}))
def test_every_facet_of_questions_lists_what_it_counts(facet: str) -> None:
    for value, count in matching(unit=Unit.QUESTIONS).facets([facet])[facet]:
        assert matching(unit=Unit.QUESTIONS, chosen=((facet, (value,)),)).count() == count


@pytest.mark.parametrize("order", ["nieuwste", "oudste", "beantwoord", "antwoordtijd"])
def test_any_order_finds_the_same(order: str) -> None:
    found, sorted_ = matching("bericht"), matching("bericht", order=order)
    ids = found.column("id", found.page(0, 1000)[0])
    assert sorted(sorted_.column("id", sorted_.page(0, 1000)[0])) == sorted(ids)


def test_newest_first_is_by_day() -> None:
    found = matching(order="nieuwste")
    ids = found.column("id", found.page(0, 1000)[0])
    days = dict(Inquiry.objects.values_list("pk", "submitted_on"))
    dated = [days[pk] for pk in ids if days[pk]]
    assert dated == sorted(dated, reverse=True)
