"""Runs a search: a plan and a page number become the rows of that page, both totals, and the facets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from tantivy import DocAddress

from questions.models.freshness import chamber_day, complete_until, judged_on
from questions.vocabulary.kinds import Unit

from ..index import storage, word_cache
from ..index.storage import OpenIndex
from ..query import facets
from ..query.facets import FacetValue
from ..query.matching import Matching
from ..query.plan import Plan
from . import cards
from .best_questions import best_questions
from .cards import Card
from .highlights import Hit, Marker
from .most_words import FEW_ROWS, nearly

PAGE_ROWS = 20


@dataclass(frozen=True, slots=True)
class SingleQuestion:
    """One question as a row of its own, with its set, and the words that it lacks."""

    card: Card
    hit: Hit
    missing: Sequence[str] = ()


@dataclass(frozen=True)
class SearchPage:
    """One page of what was found; `totals` are exact, in both units. `number` begins at 1. `nearly` has rows
    with most of the words, where few have all.
    """

    plan: Plan
    number: int
    rows: Sequence[Card] | Sequence[SingleQuestion]
    totals: Mapping[Unit, int]
    facets: Mapping[str, Sequence[FacetValue]] = field(default_factory=dict)
    nearly: Sequence[Card] | Sequence[SingleQuestion] = ()

    @property
    def total(self) -> int:
        return self.totals[self.plan.unit]


@cache
def _threads() -> ThreadPoolExecutor:
    """tantivy works without Python's lock, so that counting in other threads costs no time."""
    return ThreadPoolExecutor(2, thread_name_prefix="search")


def run(plan: Plan, number: int = 1, size: int = PAGE_ROWS, facet_names: Sequence[str] = ()) -> SearchPage:
    """A page of `size` rows with all that is shown beside it; a number beyond the last page gives the last.

    Raises IndexMissing while there is no index.
    """
    opened = storage.open_index()
    plan = plan.as_of(plan.today or _archive_day(opened))
    found, other = _matching(plan, opened), _matching(plan.of(_other(plan.unit)), opened)
    counting_facets = _threads().submit(found.facets, facet_names)
    counting_others = _threads().submit(other.count)
    addresses, total = found.page((number - 1) * size, size)
    last = max(1, -(-total // size))
    if number > last:
        number = last
        addresses, total = found.page((last - 1) * size, size)
    rows = _rows(plan, opened, found.column("id", addresses), found.column("question", addresses))
    counted = facets.labelled(counting_facets.result(), opened.changed)
    totals = {plan.unit: total, other.plan.unit: counting_others.result()}
    return SearchPage(plan, number, rows, totals, counted, _nearly(found, opened, addresses, total, size))


def _nearly(
    found: Matching, opened: OpenIndex, addresses: Sequence[DocAddress], total: int, size: int
) -> Sequence[Card] | Sequence[SingleQuestion]:
    """Rows that lack some of the words, each saying which."""
    if total >= FEW_ROWS or found.plan.order_field is not None:
        return []
    near = nearly(found, addresses, size - total)
    places = [one.address for one in near]
    set_ids, question_ids = found.column("id", places), found.column("question", places)
    if found.plan.unit is Unit.SETS:
        lacking = {pk: one.missing for pk, one in zip(set_ids, near, strict=True)}
        return [replace(card, missing=lacking[card.id]) for card in _sets(found.plan, opened, set_ids)]
    lacking = {pk: one.missing for pk, one in zip(question_ids, near, strict=True)}
    rows = _singles(found.plan, opened, set_ids, question_ids)
    return [replace(row, missing=lacking[row.hit.id]) for row in rows]


def count(plan: Plan) -> int:
    """How many rows meet a plan, in its unit, exactly; raises IndexMissing."""
    opened = storage.open_index()
    return _matching(plan.as_of(plan.today or _archive_day(opened)), opened).count()


def question_count() -> int:
    """How many questions there are in all; raises IndexMissing."""
    return int(storage.open_index().questions.searcher.num_docs)


def _archive_day(opened: OpenIndex) -> dt.date:
    """The last day of which the archive knows, looked up once for each state of the index."""
    return judged_on(_complete_until(str(opened.folder), opened.changed, chamber_day()))


@lru_cache(8)
def _complete_until(_folder: str, _changed: int, _chamber_day: dt.date | None) -> dt.date | None:
    return complete_until()


def _other(unit: Unit) -> Unit:
    return Unit.QUESTIONS if unit is Unit.SETS else Unit.SETS


def _matching(plan: Plan, opened: OpenIndex) -> Matching:
    return Matching(plan, opened.sets if plan.unit is Unit.SETS else opened.questions)


def _rows(
    plan: Plan, opened: OpenIndex, set_ids: list[int], question_ids: list[int]
) -> Sequence[Card] | Sequence[SingleQuestion]:
    if plan.unit is Unit.SETS:
        return _sets(plan, opened, set_ids)
    return _singles(plan, opened, set_ids, question_ids)


def _sets(plan: Plan, opened: OpenIndex, set_ids: list[int]) -> list[Card]:
    """Each with its best questions."""
    marker = Marker(plan.query, word_cache.of(opened.folder))
    found = cards.cards(set_ids, marker)
    if not found or not marker:
        return found
    best = best_questions(plan, opened.questions, [card.id for card in found])
    hits = cards.hits([pk for ids, _ in best.values() for pk in ids], marker)
    for card in found:
        ids, card.found = best.get(card.id, ([], 0))
        card.hits = [hits[pk] for pk in ids if pk in hits]
    return found


def _singles(
    plan: Plan, opened: OpenIndex, set_ids: list[int], question_ids: list[int]
) -> list[SingleQuestion]:
    marker = Marker(plan.query, word_cache.of(opened.folder))
    by_id = {card.id: card for card in cards.cards(list(dict.fromkeys(set_ids)), marker)}
    hits = cards.hits(question_ids, marker)
    pairs = zip(set_ids, question_ids, strict=True)
    # what is gone since the index took it in is left out
    return [SingleQuestion(by_id[set_id], hits[pk]) for set_id, pk in pairs if set_id in by_id and pk in hits]
