"""What is asked of a search, as one value: it can be narrowed, compared, kept and run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from questions.language.fields import Bounds
from questions.language.nodes import Node, Prefix
from questions.models import Inquiry
from questions.vocabulary.kinds import Unit

from .compiler import ALL_PLACES
from .terms import leaves

# Orders by their name in the address, with the field of the index.
ORDER_FIELDS = {
    "nieuwste": "newest",
    "oudste": "oldest",
    "beantwoord": "latest_answer",
    "antwoordtijd": "slowest",
}
RELEVANCE = "relevantie"


@dataclass(frozen=True)
class Plan:
    """Words, the chosen values of each facet, what a page restricts itself to, the order, and the unit of
    the rows.

    `chosen` has the values of each facet by its name in the address; `within` fields of the index with
    their value; `days` the first and last day of submission, as ordinals. `today` says what is
    late; None for the last day of the archive.
    """

    model: ClassVar[type[Inquiry]] = Inquiry  # which a FilterSet asks of what it filters

    query: Node | None = None
    chosen: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    within: tuple[tuple[str, int | str], ...] = ()
    days: Bounds = (None, None)
    order: str = ""
    unit: Unit = Unit.SETS
    today: dt.date | None = None

    def all(self) -> Plan:
        """Itself: a FilterSet asks for it before it filters."""
        return self

    def narrowed(self, **changes: Any) -> Plan:
        """The same with other values."""
        return replace(self, **changes)

    def choose(self, facet: str, values: Sequence[Any]) -> Plan:
        """Sets that have any of these values of a facet."""
        return self.narrowed(chosen=(*self.chosen, (facet, tuple(values)))) if values else self

    @property
    def day(self) -> dt.date:
        """By which it is judged what is late; a plan that was not given one finds nothing late."""
        return self.today or dt.date.min

    def as_of(self, day: dt.date) -> Plan:
        """The same, judged by that day."""
        return replace(self, today=day)

    def of(self, unit: Unit) -> Plan:
        """The same, counted and listed in another unit."""
        return self.narrowed(unit=unit)

    @property
    def by_words(self) -> bool:
        """Whether there are words to rank by."""
        return any(True for _ in leaves(self.query, ALL_PLACES))

    @property
    def has_prefix(self) -> bool:
        """Whether a word is asked for by its beginning: such a word counts once, however often it stands."""
        return any(isinstance(word, Prefix) for word, _ in leaves(self.query, ALL_PLACES))

    @property
    def order_field(self) -> str | None:
        """The field to sort by; None for relevance, which needs words."""
        order = self.order or (RELEVANCE if self.by_words else "nieuwste")
        return None if order == RELEVANCE and self.by_words else ORDER_FIELDS.get(order, "newest")
