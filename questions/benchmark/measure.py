"""Runs the queries and works out medians and percentiles, in milliseconds."""

from __future__ import annotations

import gc
import statistics
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db import connection

from questions.language.syntax import parse
from questions.search.index import storage
from questions.search.page.run import run
from questions.search.query.facets import FACETS
from questions.search.query.matching import Matching
from questions.search.query.plan import Plan

from . import rivals
from .queries import Case

Times = dict[str, list[float]]
PAGE_ROWS = 20
ROUNDS = 3
TEXTS_SQL = """
    SELECT inquiry.id, inquiry.subject, concat_ws(' ',
        (SELECT string_agg(text, ' ') FROM questions_question WHERE inquiry_id = inquiry.id),
        (SELECT string_agg(answer.text, ' ') FROM questions_answer answer
            JOIN questions_document document ON document.id = answer.document_id
            WHERE document.inquiry_id = inquiry.id))
    FROM questions_inquiry inquiry WHERE inquiry.id >= %s AND inquiry.id < %s ORDER BY inquiry.id
"""


def whole_search(case: Case) -> None:
    """Analysis, ranking, counts, all facets, marking a page of results, loading its rows."""
    plan = Plan(query=parse(case.text).query, **_restrictions(case))
    run(plan, case.start // PAGE_ROWS + 1, PAGE_ROWS, list(FACETS))


def ranked_and_counted(case: Case) -> int:
    """What other engines are asked for: the first page in order, and the exact count."""
    plan = Plan(query=parse(case.text).query)
    _, total = Matching(plan, storage.open_index().sets).page(0, PAGE_ROWS)
    return total


def _restrictions(case: Case) -> dict[str, Any]:
    chosen = tuple((facet, values) for facet, values in case.chosen if facet in FACETS)
    return {
        "chosen": chosen,
        "within": tuple((name, values[0]) for name, values in case.chosen if name not in FACETS),
    }


def timed(cases: Sequence[Case], work: Callable[[Case], object]) -> Times:
    """Milliseconds by class; each query several times, in turn, after one round to warm up."""
    times: Times = {}
    gc.collect()
    for round_ in range(ROUNDS + 1):
        for case in cases:
            start = time.perf_counter()
            work(case)
            if round_:
                times.setdefault(case.name, []).append((time.perf_counter() - start) * 1000)
    return times


def summary(times: Times) -> dict[str, dict[str, float]]:
    """Median and 95th percentile of each class, and of all together."""
    every = [value for values in times.values() for value in values]
    return {
        name: {"median": round(statistics.median(values), 2), "p95": round(percentile(values, 95), 2)}
        for name, values in [*times.items(), ("all classes", every)]
    }


def percentile(values: Sequence[float], part: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * part // 100)]


def texts() -> Iterator[rivals.Row]:
    with connection.cursor() as cursor:
        for first in range(0, _last_id() + 1, 2000):
            cursor.execute(TEXTS_SQL, [first, first + 2000])
            yield from cursor.fetchall()


def _last_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM questions_inquiry")
        return int(cursor.fetchone()[0] or 0)


def compared(cases: Sequence[Case], home: Path) -> dict[str, dict[str, float]]:
    """Median milliseconds of each engine by class, for the classes that all of them know."""
    comparable = [case for case in cases if case.how]
    home.mkdir(parents=True, exist_ok=True)
    by_rank, by_date = rivals.sqlite(home, texts())
    engines: dict[str, Callable[[Case], object]] = {
        "kamerarchief": ranked_and_counted,
        "bare tantivy": rivals.bare_tantivy(home, texts()),
        "FTS5 bm25": by_rank,
        "FTS5 newest": by_date,
        "PostgreSQL ts_rank": rivals.postgresql(texts()),
    }
    return {
        name: {kind: statistics.median(values) for kind, values in timed(comparable, engine).items()}
        for name, engine in engines.items()
    }


def over_http(address: str, cases: Sequence[Case], clients: int = 4) -> dict[str, float]:
    """Requests a second and percentiles of the search page, asked by several clients at once."""
    paths = [f"/zoeken/?{urllib.parse.urlencode({'q': case.text})}" for case in cases]
    times: list[float] = []

    def ask(own: Sequence[str]) -> None:
        for path in own:
            start = time.perf_counter()
            with urllib.request.urlopen(address + path, timeout=60) as answer:  # noqa: S310  our own server
                answer.read()
            times.append((time.perf_counter() - start) * 1000)

    ask(paths)  # to warm up
    times.clear()
    threads = [threading.Thread(target=ask, args=(paths[n::clients],)) for n in range(clients)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - start
    return {
        "requests a second": round(len(times) / seconds, 1),
        "median": round(statistics.median(times), 1),
        "p95": round(percentile(times, 95), 1),
    }


def size_of(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def index_size() -> int:
    """Bytes on disk of the live index."""
    return size_of(storage.current())
