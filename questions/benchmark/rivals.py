"""Other engines on the same texts for the same work: the first twenty in order, and the exact count."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

import tantivy
from django.db import connection

from .queries import Case

Row = tuple[int, str, str]
Search = Callable[[Case], int]
FIRST_ROWS = 20


def sqlite(home: Path, rows: Iterable[Row]) -> tuple[Search, Search]:
    """SQLite FTS5 in bm25 order, and newest first."""
    file = home / "fts5.sqlite"
    file.unlink(missing_ok=True)
    database = sqlite3.connect(file)
    database.execute(
        "CREATE VIRTUAL TABLE texts USING fts5(title, body, tokenize='unicode61 remove_diacritics 2')"
    )
    database.executemany("INSERT INTO texts(rowid, title, body) VALUES (?, ?, ?)", rows)
    database.execute("INSERT INTO texts(texts) VALUES('optimize')")
    database.commit()

    def search(case: Case, order: str) -> int:
        match = _fts5(case)
        sql = f"SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY {order} LIMIT {FIRST_ROWS}"  # noqa: S608
        database.execute(sql, [match]).fetchall()
        return int(database.execute("SELECT count(*) FROM texts WHERE texts MATCH ?", [match]).fetchone()[0])

    return (lambda case: search(case, "bm25(texts, 4.0, 1.0)")), (lambda case: search(case, "rowid DESC"))


def _fts5(case: Case) -> str:
    words = [f'"{word}"' for word in case.words]
    match case.how:
        case "any":
            return " OR ".join(words)
        case "phrase":
            return f'"{" ".join(case.words)}"'
        case "prefix":
            return f"{words[0]}*"
        case "without":
            return f"{words[0]} NOT {words[1]}"
    return " AND ".join(words)


def postgresql(rows: Iterable[Row]) -> Search:
    """PostgreSQL's text search with a GIN index, in the order of ts_rank."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE benchmark_texts (id bigint, terms tsvector)")
        for row in rows:
            cursor.execute(
                "INSERT INTO benchmark_texts VALUES (%s, setweight(to_tsvector('dutch', %s), 'A') || "
                "to_tsvector('dutch', left(%s, 900000)))",
                row,
            )
        cursor.execute("CREATE INDEX ON benchmark_texts USING gin (terms)")
        cursor.execute("ANALYZE benchmark_texts")

    def search(case: Case) -> int:
        query = _tsquery(case)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM benchmark_texts, to_tsquery('dutch', %s) query WHERE terms @@ query "
                "ORDER BY ts_rank(terms, query) DESC LIMIT %s",
                [query, FIRST_ROWS],
            )
            cursor.fetchall()
            cursor.execute(
                "SELECT count(*) FROM benchmark_texts WHERE terms @@ to_tsquery('dutch', %s)", [query]
            )
            return int(cursor.fetchone()[0])

    return search


def _tsquery(case: Case) -> str:
    joiner = {"any": " | ", "phrase": " <-> ", "without": " & !"}.get(case.how, " & ")
    return joiner.join(case.words) + (":*" if case.how == "prefix" else "")


def bare_tantivy(home: Path, rows: Iterable[Row]) -> Search:
    """The limit: tantivy on the bare texts, with its own stemmer; two fields, no compounds, no facets."""
    folder = home / "bare"
    folder.mkdir(parents=True, exist_ok=True)
    fields = tantivy.SchemaBuilder()
    fields.add_text_field("title", tokenizer_name="dutch")
    fields.add_text_field("body", tokenizer_name="dutch")
    index = tantivy.Index(fields.build(), path=str(folder), reuse=False)
    steps = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
    index.register_tokenizer("dutch", steps.filter(tantivy.Filter.stemmer("dutch")).build())
    writer = index.writer(100_000_000, 1)
    for _, title, body in rows:
        writer.add_document(tantivy.Document(title=title, body=body))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(case: Case) -> int:
        query = index.parse_query(_tantivy(case), ["title", "body"], conjunction_by_default=True)
        return int(getattr(searcher.search(query, limit=FIRST_ROWS, count=True), "count", 0) or 0)

    return search


def _tantivy(case: Case) -> str:
    match case.how:
        case "any":
            return " OR ".join(case.words)
        case "phrase":
            return f'"{" ".join(case.words)}"'
        case "prefix":
            return f'"{case.words[0]}"'  # its parser has no prefix of one word
        case "without":
            return f"{case.words[0]} -{case.words[1]}"
    return " ".join(case.words)
