"""tantivy's searcher, asked with care: what it does on a damaged file is not passed on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tantivy

from .integrity import is_panic

Judge = Callable[[BaseException], None]


class EngineFailure(RuntimeError):
    """The engine gave up on files that are whole: a fault of the engine, or of how it was asked."""


class Searcher:
    """As `tantivy.Searcher`. `judge` is told of each failure, and raises IndexMissing where files are
    damaged.
    """

    def __init__(self, searcher: tantivy.Searcher, judge: Judge) -> None:
        self._searcher = searcher
        self._judge = judge
        self.num_docs: int = searcher.num_docs
        self.num_segments: int = searcher.num_segments

    def search(self, query: tantivy.Query, **options: Any) -> Any:
        return self._asked(self._searcher.search, query, **options)

    def aggregate(self, query: tantivy.Query, request: Any) -> Any:
        return self._asked(self._searcher.aggregate, query, request)

    def doc_freq(self, field: str, term: Any) -> int:
        return int(self._asked(self._searcher.doc_freq, field, term))

    def fast_field_values(self, name: str, addresses: Any) -> list[Any]:
        found: list[Any] = self._asked(self._searcher.fast_field_values, name, addresses)
        return found

    def terms_with_prefix(self, field: str, prefix: str, **options: Any) -> Any:
        return self._asked(self._searcher.terms_with_prefix, field, prefix, **options)

    def _asked(self, ask: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        try:
            return ask(*arguments, **options)
        except (ValueError, OSError) as error:
            self._judge(error)
            raise
        except BaseException as error:
            if not is_panic(error):
                raise
            self._judge(error)
            raise EngineFailure(str(error)) from error
