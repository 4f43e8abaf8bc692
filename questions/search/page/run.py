"""What a search finds: match, rank, page, mark the page, count facets; in the shape that a Paginator asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from django.utils import timezone
from tantivy import Query

from questions.language.fields import Bounds
from questions.language.nodes import Node
from questions.models import Inquiry
from questions.vocabulary.kinds import Unit

from ..index import facet_columns, storage, word_cache
from ..query import facets
from ..query.compiler import ALL, Compiler, either, every
from ..query.facets import FACETS, Rows, Value
from ..query.ranking import ordered, ranked
from ..query.terms import denies, leaves, wanted
from . import cards
from .cards import Card
from .highlights import Hit, Marker

ORDERS = {"nieuwste": "newest", "oudste": "oldest", "beantwoord": "latest_answer", "antwoordtijd": "slowest"}
SHOWN = 3  # questions of a set that a list shows
WORTH = 0.6  # of the score of the best: what a second and third question must have to be shown
LIKELY = 40  # questions that have the words, of each set on a page


@dataclass(frozen=True)
class Criteria:
    """What is asked: words, the chosen values of each facet, what a page restricts itself to, and the order."""

    query: Node | None = None
    chosen: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    within: tuple[tuple[str, int | str], ...] = ()
    days: Bounds = (None, None)
    order: str = ""

    @property
    def field(self) -> str | None:
        """The field to sort by; None for relevance, which needs words."""
        order = self.order or ("relevantie" if self.by_words else "nieuwste")
        return None if order == "relevantie" and self.by_words else ORDERS.get(order, "newest")

    @property
    def by_words(self) -> bool:
        """Whether there are words to rank by."""
        return any(True for _ in leaves(self.query, ALL))


@dataclass(frozen=True, slots=True)
class Found:
    """One question as a result of its own, with its set."""

    card: Card
    hit: Hit | None


@cache
def _threads() -> ThreadPoolExecutor:
    """tantivy works without Python's lock, so that counting in a second thread costs no time."""
    return ThreadPoolExecutor(2, thread_name_prefix="search")


class Results:
    """The sets (or single questions) that meet the criteria; asks the index when counted or sliced, and once for each."""

    model = Inquiry

    def __init__(self, criteria: Criteria, unit: Unit = Unit.SETS, today: dt.date | None = None) -> None:
        self.criteria = criteria
        self.unit = unit
        self.today = today or timezone.localdate()
        self._other: Results | None = None
        self._pages: dict[tuple[int, int], list[Any]] = {}
        self._among: Sequence[int] | None = (
            None  # sets to which all that is found belongs, if they are known and few
        )
        self._all: Sequence[int] | None = None  # the sets that were found, once a page had them all
        self._counting: Future[int] | None = None
        self._counted: tuple[tuple[str, ...], Future[dict[str, Rows]]] | None = None

    def all(self) -> Results:
        return self

    def narrowed(self, **changes: Any) -> Results:
        """The same search with other criteria."""
        return Results(replace(self.criteria, **changes), self.unit, self.today)

    def choose(self, facet: str, values: Sequence[Any]) -> Results:
        """Sets that have any of these values of a facet."""
        return self.narrowed(chosen=(*self.criteria.chosen, (facet, tuple(values)))) if values else self

    def of(self, unit: Unit) -> Results:
        """The same search, counted and listed in another unit."""
        if unit == self.unit:
            return self
        if self._other is None:
            self._other = Results(self.criteria, unit, self.today)
        return self._other

    @property
    def by_words(self) -> bool:
        return self.criteria.by_words

    @cached_property
    def marker(self) -> Marker:
        return Marker(self.criteria.query, word_cache.of(self._reader.folder))

    @cached_property
    def _reader(self) -> storage.Reader:
        return storage.reader()

    @cached_property
    def _shelf(self) -> storage.Shelf:
        return self._reader.sets if self.unit == Unit.SETS else self._reader.questions

    @cached_property
    def _compiler(self) -> Compiler:
        return Compiler(self._shelf, self.today, self._among)

    @cached_property
    def _words(self) -> Query:
        return self._compiler.compile(self.criteria.query)

    def _matching(self, leaving_out: str | None = None) -> Query:
        """The whole question to the index; for the counts of a facet without what is chosen of it."""
        compiler, criteria = self._compiler, self.criteria
        conditions = [compiler.one_of(field, [value]) for field, value in criteria.within]
        conditions += [
            self._chosen(facet, values) for facet, values in criteria.chosen if facet != leaving_out
        ]
        if criteria.days != (None, None):
            conditions.append(compiler.between("submitted", criteria.days))
        words = [self._words] if criteria.query or not conditions else []
        return every([*words, *(Query.const_score_query(condition, 0.0) for condition in conditions)])

    def _to_count(self) -> Query:
        """The same sets for who needs no order: by their ids when they are known, since to look for words takes longer."""
        return self._matching() if self._all is None else self._compiler.one_of("id", self._all)

    def _chosen(self, facet: str, values: Sequence[Any]) -> Query:
        if facet == "status":
            return either([self._compiler.state(value) for value in values])
        return self._compiler.one_of(FACETS[facet], values)

    @cached_property
    def _total(self) -> int:
        return self._counting.result() if self._counting else _count_of(self._shelf, self._matching())

    def count(self) -> int:
        """How many there are, exactly."""
        return self._total

    def __len__(self) -> int:
        return self._total

    def __getitem__(self, wanted_rows: slice) -> list[Any]:
        start, stop = wanted_rows.start or 0, wanted_rows.stop
        assert stop is not None and wanted_rows.step is None
        addresses = self._page(start, stop - start)
        ids = self._column("id", addresses)
        if self.unit == Unit.SETS:
            return self._with_hits(cards.cards(ids, self.marker))
        return self._singles(ids, self._column("question", addresses))

    def _page(self, start: int, size: int) -> list[Any]:
        """The addresses of a page; looked for once."""
        if (start, size) not in self._pages:
            self._pages[start, size] = (
                self._search(start, size) if size > 0 and start < self._shelf.searcher.num_docs else []
            )
        return self._pages[start, size]

    def _search(self, start: int, size: int) -> list[Any]:
        field = self.criteria.field
        if field is None:
            are_alike = bool(
                self.marker.prefixes
            )  # what begins with a word counts once, however often it is there
            found = ranked(self._shelf, self._matching(), start, size, are_alike=are_alike)
        else:
            found = ordered(self._shelf, self._matching(), start, size, field)
        addresses, self.__dict__["_total"] = found
        return addresses

    def _column(self, name: str, addresses: list[Any]) -> list[int]:
        return (
            [int(value or 0) for value in self._shelf.searcher.fast_field_values(name, addresses)]
            if addresses
            else []
        )

    def _with_hits(self, found: list[Card]) -> list[Card]:
        """Gives each set on the page its best questions."""
        if not found or not self.marker:
            return found
        best = self._best_questions([card.id for card in found])
        shown = cards.hits([pk for ids, _ in best.values() for pk in ids], self.marker)
        for card in found:
            ids, card.found = best.get(card.id, ([], 0))
            card.hits = [shown[pk] for pk in ids if pk in shown]
        return found

    def _best_questions(self, set_ids: list[int]) -> dict[int, tuple[list[int], int]]:
        """Of each set the ids of the questions that say most of what was asked, best first, and how many say any of it."""
        shelf = self._reader.questions
        compiler = Compiler(shelf, self.today, among=set_ids)
        said = either(
            [
                compiler.text(wanted(word), places, titles=False)
                for word, places in leaves(self.criteria.query, ALL)
            ]
        )
        hits = shelf.searcher.search(said, limit=LIKELY * len(set_ids), count=False).hits
        addresses = [address for _, address in hits]
        if not addresses:
            return {}
        rows = zip(
            shelf.searcher.fast_field_values("id", addresses), shelf.searcher.fast_field_values("question", addresses), hits,
            strict=True,
        )  # fmt: skip
        scored: dict[int, list[tuple[float, int]]] = {}
        for set_id, question_id, (score, _) in rows:
            if question_id:
                scored.setdefault(int(set_id or 0), []).append((score, int(question_id)))
        return {set_id: (_best(rows), len(rows)) for set_id, rows in scored.items()}

    def _singles(self, set_ids: list[int], question_ids: list[int]) -> list[Found]:
        by_id = {card.id: card for card in cards.cards(list(dict.fromkeys(set_ids)), self.marker)}
        shown = cards.hits([pk for pk in question_ids if pk], self.marker)
        pairs = zip(set_ids, question_ids, strict=True)
        return [
            Found(by_id[set_id], shown.get(question_id)) for set_id, question_id in pairs if set_id in by_id
        ]

    def ahead(self, names: Sequence[str], start: int, size: int) -> None:
        """Looks for a page, and begins to count in other threads, which go on while this one fetches its rows.

        Phrases take long to find: with those the page comes first, and if it has all of them, nothing is looked for again.
        """
        if self.unit == Unit.SETS and self.marker.phrases:
            self._recall(self._page(start, size), start, size)
        other = self.of(Unit.QUESTIONS if self.unit == Unit.SETS else Unit.SETS)
        self._matching()  # names in the query are looked up here: the other threads leave the database alone
        question = other._matching()
        self._counted = tuple(names), _threads().submit(self._facet_counts, tuple(names))
        other._counting = _threads().submit(_count_of, other._shelf, question)
        self._page(start, size)

    def _recall(self, addresses: list[Any], start: int, size: int) -> None:
        """Keeps which sets were found, when these are all."""
        if start == 0 and self._total <= size:
            self._all = self._column("id", addresses)
            if not denies(self.criteria.query):  # a question can be without a word that its set has
                self.of(Unit.QUESTIONS)._among = self._all

    def facets(self, names: Sequence[str] = tuple(FACETS)) -> dict[str, list[Value]]:
        """The counts of each facet; what is chosen of a facet does not count for itself, so that more can be chosen."""
        known = self._counted if self._counted and self._counted[0] == tuple(names) else None
        return facets.labelled(
            known[1].result() if known else self._facet_counts(tuple(names)), self._reader.changed
        )

    def _facet_counts(self, names: tuple[str, ...]) -> dict[str, Rows]:
        chosen = {facet for facet, values in self.criteria.chosen if values} & set(names)
        counts = self._counts(self._to_count(), [name for name in names if name not in chosen])
        for facet in chosen:
            counts |= self._counts(self._matching(leaving_out=facet), [facet])
        if "status" in names:
            counts["status"]["telaat"] = self._late("status" in chosen)
        return facets.shown({name: counts[name] for name in names}, dict(self.criteria.chosen))

    def _counts(self, query: Query, names: Sequence[str]) -> dict[str, facet_columns.Counts]:
        """The counts of these facets, by their name in the address."""
        if not names:
            return {}
        fields = [FACETS[name] for name in names]
        counts = facet_columns.counted(
            self._shelf.searcher.aggregate(query, facet_columns.request(fields)), fields
        )
        return {name: counts[FACETS[name]] for name in names}

    def _late(self, is_chosen: bool) -> int:
        found = self._matching(leaving_out="status") if is_chosen else self._to_count()
        query = every([self._compiler.state("telaat"), found])
        return _count_of(self._shelf, query)


def question_count() -> int:
    """How many questions there are in all, without what belongs to no question; raises IndexMissing."""
    shelf = storage.reader().questions
    return _count_of(shelf, Compiler(shelf, dt.date.min).between("question", (1, None)))


def _count_of(shelf: storage.Shelf, query: Query) -> int:
    """By an aggregation, which scores nothing: half the time of a search."""
    return int(
        shelf.searcher.aggregate(query, {"rows": {"value_count": {"field": facet_columns.NARROW}}})["rows"][
            "value"
        ]
    )


def _best(scored: list[tuple[float, int]]) -> list[int]:
    ordered = sorted(scored, key=lambda row: (-row[0], row[1]))[:SHOWN]
    return [pk for score, pk in ordered if score >= WORTH * ordered[0][0]]
