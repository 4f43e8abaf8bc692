"""A plan, asked of one of both indexes: which rows meet it, how many they are, and what facets count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tantivy import DocAddress, Query

from questions.vocabulary.kinds import Status

from ..index import facet_columns
from ..index.facet_columns import Counts
from ..index.storage import UnitIndex
from . import facets
from .compiler import Compiler, either, every
from .facets import FACETS, FacetRows
from .plan import Plan
from .ranking import ordered, ranked


class Matching:
    """The rows of an index that meet a plan; `query` is the whole question to the index.

    Names in the query are looked up in the database when this is made, so that threads leave that alone.
    """

    def __init__(self, plan: Plan, index: UnitIndex) -> None:
        self.plan = plan
        self.index = index
        self._compiler = Compiler(index, plan.day)
        self._words = self._compiler.compile(plan.query)
        self.query = self._query()

    def _query(self, without_facet: str | None = None) -> Query:
        """For the counts of a facet, without what is chosen of it."""
        compiler, plan = self._compiler, self.plan
        conditions = [compiler.one_of(field, [value]) for field, value in plan.within]
        conditions += [self._chosen(facet, values) for facet, values in plan.chosen if facet != without_facet]
        if plan.days != (None, None):
            conditions.append(compiler.between("submitted", plan.days))
        words = [self._words] if plan.query or not conditions else []
        return every([*words, *(Query.const_score_query(condition, 0.0) for condition in conditions)])

    def _chosen(self, facet: str, values: Sequence[Any]) -> Query:
        if facet == "status":
            return either([self._compiler.state(value) for value in values])
        return self._compiler.one_of(FACETS[facet], values)

    def page(self, start: int, size: int) -> tuple[list[DocAddress], int]:
        """The rows from `start` on, in order, and how many there are in all."""
        if not 0 < start + size <= self.index.searcher.num_docs + size:
            return [], self.count()
        field = self.plan.order_field
        if field is None:
            return ranked(self.index, self.query, start, size, are_alike=self.plan.has_prefix)
        return ordered(self.index, self.query, start, size, field)

    def column(self, name: str, addresses: Sequence[DocAddress]) -> list[int]:
        """The values of a field of some rows; 0 for none."""
        values = self.index.searcher.fast_field_values(name, list(addresses)) if addresses else []
        return [int(value or 0) for value in values]

    def count(self) -> int:
        """How many rows there are, exactly."""
        return self._count(self.query)

    def _count(self, query: Query) -> int:
        """By an aggregation, which scores nothing: half the time of a search."""
        request = {"rows": {"value_count": {"field": facet_columns.NARROWEST}}}
        return int(self.index.searcher.aggregate(query, request)["rows"]["value"])

    def facets(self, names: Sequence[str]) -> dict[str, FacetRows]:
        """The values of each facet with their counts.

        What is chosen of a facet does not count for itself, so that more of it can be chosen.
        """
        chosen = {facet for facet, values in self.plan.chosen if values} & set(names)
        counts = self._facet_counts(self.query, [name for name in names if name not in chosen])
        for facet in chosen:
            counts |= self._facet_counts(self._query(without_facet=facet), [facet])
        if "status" in names:
            found = self._query(without_facet="status") if "status" in chosen else self.query
            late = every([self._compiler.state(Status.LATE.slug), found])
            counts["status"][Status.LATE.slug] = self._count(late)
        return facets.most_common({name: counts[name] for name in names}, dict(self.plan.chosen))

    def _facet_counts(self, query: Query, names: Sequence[str]) -> dict[str, Counts]:
        """The counts of these facets, by their name in the address."""
        if not names:
            return {}
        fields = [FACETS[name] for name in names]
        answer = self.index.searcher.aggregate(query, facet_columns.request(fields))
        counts = facet_columns.counted(answer, fields)
        return {name: counts[FACETS[name]] for name in names}
