"""Writes a set that is new: all its rows in one message to the database, with ids that were taken
beforehand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

import orjson
from django.db import models
from django.utils import timezone

from questions.models import (
    Addressee,
    Answer,
    Asker,
    Document,
    Footnote,
    Inquiry,
    InquiryKey,
    Question,
    Reference,
    SearchChange,
    Signatory,
    Source,
)
from questions.models.prepared_sql import prepared

from . import rows
from .lookup import targets_of
from .people.directory import Directory
from .states import InquiryState

BLOCK_IDS = 200  # taken from a sequence at a time
# The later of two sources of a document takes precedence, whichever process stored it. Source ids must
# therefore follow the order of arrival, so they are not taken in blocks.
TAKEN_ONE_BY_ONE = {Source}


class Ids:
    """Takes ids from the database's sequences in blocks; an id that is not used is a gap, which does no
    harm.
    """

    def __init__(self) -> None:
        self._free: dict[str, list[int]] = defaultdict(list)

    def take(self, model: type[models.Model]) -> int:
        table = model._meta.db_table
        if not self._free[table]:
            taken = prepared(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, 1 if model in TAKEN_ONE_BY_ONE else BLOCK_IDS],
            )
            self._free[table] = [row[0] for row in reversed(taken)]
        return self._free[table].pop()


def insert_set(state: InquiryState, source: Source, directory: Directory, ids: Ids) -> int:
    """Writes the set, its one source included, and returns the id of the set.

    `source` is not in the database yet.
    """
    inquiry_id = ids.take(Inquiry)
    document_ids = {document.handle: ids.take(Document) for document in state.documents}
    question_ids = {question.number: ids.take(Question) for question in state.questions}
    now = timezone.now()
    batch = _Batch()
    batch.add(Inquiry, [{"id": inquiry_id, **rows.inquiry(state), "created_at": now, "updated_at": now}])
    batch.add(SearchChange, [{"inquiry_id": inquiry_id}])
    batch.add(InquiryKey, rows.keys(state, inquiry_id).values())
    batch.add(Asker, rows.askers(state, inquiry_id, directory).values())
    batch.add(Addressee, rows.addressees(state, inquiry_id, directory).values())
    batch.add(
        Document,
        [
            {"id": document_ids[d.handle], **rows.document(d, inquiry_id), "replaces_id": None}
            for d in state.documents
        ],
    )
    questions = rows.questions(state, inquiry_id, document_ids)
    batch.add(Question, [{"id": question_ids[number], **values} for number, values in questions.items()])
    for document in state.documents:
        document_id = document_ids[document.handle]
        answer_ids = {position: ids.take(Answer) for position in range(len(document.answers))}
        answers = rows.answers(document, document_id)
        batch.add(
            Answer, [{"id": answer_ids[position], **values} for (_, position), values in answers.items()]
        )
        batch.add(Answer.questions.through, rows.pairs(document, answer_ids, question_ids).values())
        batch.add(Signatory, rows.signatories(state, document, document_id, directory).values())
        batch.add(Footnote, rows.footnotes(document, document_id).values())
        batch.add(
            Reference,
            rows.references(
                document, document_id, targets_of([*document.see_also, *document.mentions])
            ).values(),
        )
    source.inquiry_id, source.document_id = inquiry_id, next(iter(document_ids.values()))
    batch.add(Source, [_source_values(source, now)])
    batch.send()
    return inquiry_id


def insert_source(source: Source) -> None:
    """Writes a source on its own."""
    batch = _Batch()
    batch.add(Source, [_source_values(source, timezone.now())])
    batch.send()


def _source_values(source: Source, now: object) -> dict[str, Any]:
    values = {field.attname: getattr(source, field.attname) for field in Source._meta.concrete_fields}
    return values | {"received_at": now}


# The tables that a new set fills, each with the columns that `rows` gives it; foreign keys are checked at
# the commit.
TABLES: tuple[type[models.Model], ...] = (
    Inquiry, InquiryKey, Asker, Addressee, Document, Source, Question, Answer,
    Answer.questions.through, Signatory, Footnote, Reference, SearchChange,
)  # fmt: skip
OWN_IDS = {Inquiry, Document, Source, Question, Answer}  # the others take their id from the sequence


@cache
def _statement() -> str:
    """One statement for all tables: it is planned once, and the rows of a table travel as one JSON text.

    That is several times faster than an INSERT a table with a parameter a value.
    """
    parts = []
    for number, model in enumerate(TABLES):
        table = model._meta.db_table
        fields = [field for field in model._meta.concrete_fields if field.db_default is models.NOT_PROVIDED]
        names = [field.column for field in fields if model in OWN_IDS or not field.primary_key]
        columns = ", ".join(f'"{name}"' for name in names)
        rows_of = f"json_populate_recordset(NULL::{table}, %s::json)"
        # names of our own columns
        insert = f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {rows_of}"  # noqa: S608
        parts.append(f"t{number} AS ({insert})")
    return f"WITH {', '.join(parts)} SELECT 1"


class _Batch:
    """Rows for several tables that go to the database together."""

    def __init__(self) -> None:
        self.rows: dict[type[models.Model], list[dict[str, Any]]] = {model: [] for model in TABLES}

    def add(self, model: type[models.Model], values: Iterable[dict[str, Any]]) -> None:
        self.rows[model] += values

    def send(self) -> None:
        prepared(_statement(), [orjson.dumps(self.rows[model]).decode() for model in TABLES])
