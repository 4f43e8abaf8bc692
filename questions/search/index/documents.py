"""What the index holds of a set: read from the database, as one document for the set and one for each
question.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from django.db import connection

from questions.language.analysis import Analysed, Runs
from questions.language.analysis import field as joined
from questions.models import Cabinet, ReplyTerm
from questions.models.inquiries import status_of
from questions.vocabulary.kinds import Kind, Status
from questions.vocabulary.note_marks import NOTE_MARK
from questions.vocabulary.periods import covers

from .facet_columns import packed
from .schema import TEXT_WEIGHTS

BATCH_SETS = 100  # read at a time; some batches wait in memory for their turn
REPLACED_SQL = "EXISTS (SELECT 1 FROM questions_document newer WHERE newer.replaces_id = document.id)"
INQUIRIES_SQL = """
    SELECT id, subject, chamber, session_year, submitted_on, answered_on, is_answered, is_postponed,
    is_withdrawn
    FROM questions_inquiry WHERE id = ANY(%s) AND hidden_on IS NULL
"""
QUESTIONS_SQL = (
    "SELECT inquiry_id, id, text, document_id FROM questions_question "
    "WHERE inquiry_id = ANY(%s) ORDER "
    "BY position"
)
DOCUMENTS_SQL = f"""
    SELECT inquiry_id, id, kind, number, explanation, notice FROM questions_document document
    WHERE inquiry_id = ANY(%s) AND NOT {REPLACED_SQL} ORDER BY id
"""  # noqa: S608
ANSWERS_SQL = f"""
    SELECT document.inquiry_id, answer.text, document.id,
        ARRAY(SELECT pair.question_id FROM questions_answer_questions pair WHERE pair.answer_id = answer.id)
    FROM questions_answer answer JOIN questions_document document ON document.id = answer.document_id
    WHERE document.inquiry_id = ANY(%s) AND NOT {REPLACED_SQL} ORDER BY document.id, answer.position
"""  # noqa: S608
NOTES_SQL = f"""
    SELECT document.inquiry_id, document.id, note.mark, note.text, note.urls
    FROM questions_footnote note JOIN questions_document document ON document.id = note.document_id
    WHERE document.inquiry_id = ANY(%s) AND NOT {REPLACED_SQL} ORDER BY document.id, note.position
"""  # noqa: S608
KEYS_SQL = (
    "SELECT inquiry_id, value FROM questions_inquirykey WHERE inquiry_id = ANY(%s) AND kind <> 'content'"
)
ASKERS_SQL = "SELECT inquiry_id, member_id, party_id FROM questions_asker WHERE inquiry_id = ANY(%s)"
ADDRESSEES_SQL = (
    "SELECT inquiry_id, minister_id, ministry_id FROM questions_addressee WHERE inquiry_id = ANY(%s)"
)
SIGNATORIES_SQL = """
    SELECT document.inquiry_id, signatory.minister_id, signatory.ministry_id
    FROM questions_signatory signatory JOIN questions_document document ON document.id = signatory.document_id
    WHERE document.inquiry_id = ANY(%s)
"""
AFTER_EVERY_DAY = 1 << 62  # sorts after every day
FIRST_RECENT_DAY = dt.date(1995, 1, 1).toordinal()
# Days that make one unit of `recency`. A year raises a score by about 0.05 %: it only separates near ties.
RECENCY_DAYS = 500_000
Row = tuple[Any, ...]
Values = dict[str, Any]


@dataclass(slots=True)
class Exchange:
    """A question with its answers and the notes of both; id 0 for what belongs to no question."""

    id: int
    texts: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in TEXT_WEIGHTS})


@dataclass(slots=True)
class Entry:
    """One set: `facts` are the values of all fields that are no text."""

    id: int
    title: str
    exchanges: list[Exchange]
    facts: Values

    @property
    def questions(self) -> list[Exchange]:
        return [exchange for exchange in self.exchanges if exchange.id]


class SetReader:
    """Reads sets for the index; keeps what all sets need."""

    def __init__(self) -> None:
        self.cabinets = [(c.since, c.until, c.pk) for c in Cabinet.objects.order_by("pk")]
        self.terms = ReplyTerm.all_terms()

    def read(self, ids: Sequence[int]) -> Iterator[Entry]:
        """The sets with these ids that are here, in nine queries."""
        tables = {name: _by_inquiry(sql, ids) for name, sql in SQL_OF_PART.items()}
        for row in _rows(INQUIRIES_SQL, ids):
            parts = {name: table.get(row[0], []) for name, table in tables.items()}
            found, facts = exchanges(parts), self._facts(row, parts)
            texts = [(exchange.id, exchange.texts) for exchange in found]
            yield Entry(row[0], row[1], found, facts | {"digest": digest((row[1], texts, facts))})

    def _facts(self, row: Row, parts: dict[str, list[Row]]) -> Values:
        pk, _, chamber, session_year, submitted, answered, is_answered, is_postponed, is_withdrawn = row
        status = status_of(is_answered, is_postponed, is_withdrawn)
        is_open = status in (Status.OPEN, Status.POSTPONED)
        states = [Status.OPEN.slug, Status.POSTPONED.slug] if status is Status.POSTPONED else [status.slug]
        addressed, signed = parts["addressees"], parts["signatories"]
        days = (answered - submitted).days if submitted and answered else None
        facts: Values = {
            "id": pk,
            "asker": _ids(parts["askers"], 1),
            "party": _ids(parts["askers"], 2),
            "addressed_minister": _ids(addressed, 1),
            "addressed_ministry": _ids(addressed, 2),
            "answering_minister": _ids(signed, 1),
            "answering_ministry": _ids(signed, 2),
            "minister": _ids([*addressed, *signed], 1),
            "ministry": _ids([*addressed, *signed], 2),
            "session_year": [int(session_year[:4])] if session_year else [],
            "year": [submitted.year] if submitted else [],
            "cabinet": [
                pk for since, until, pk in self.cabinets if submitted and covers(submitted, since, until)
            ],
            "kind": sorted({Kind(document[2]).slug for document in parts["documents"]}),
            "state": states,
            "key": _keys(chamber, parts),
            "newest": order_of(submitted, pk, 0),
            "oldest": order_of(submitted, pk, AFTER_EVERY_DAY),
            "latest_answer": order_of(answered, pk, 0),
            "slowest": ((max(days, 0) + 1) << 32 | pk) if days is not None else pk,
            "recency": max(0, (submitted or dt.date.min).toordinal() - FIRST_RECENT_DAY) / RECENCY_DAYS,
        }
        due = self.terms.due(chamber, submitted, is_postponed) if submitted and is_open else None
        facts |= packed(facts)
        for name, day in (("submitted", submitted), ("answered", answered), ("due", due)):
            if day:
                facts[name] = day.toordinal()
        if days is not None:
            facts["days"] = days
        return facts


SQL_OF_PART = {
    "questions": QUESTIONS_SQL, "documents": DOCUMENTS_SQL, "answers": ANSWERS_SQL, "notes": NOTES_SQL,
    "keys": KEYS_SQL, "askers": ASKERS_SQL,
    "addressees": ADDRESSEES_SQL, "signatories": SIGNATORIES_SQL,
}  # fmt: skip


def _rows(sql: str, ids: Sequence[int]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(ids)])
        rows: list[Row] = cursor.fetchall()
    return rows


def _by_inquiry(sql: str, ids: Sequence[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in _rows(sql, ids):
        found[row[0]].append(row)
    return found


def _ids(rows: Iterable[Row], column: int) -> list[int]:
    return sorted({row[column] for row in rows if row[column] is not None})


def order_of(day: dt.date | None, pk: int, unknown: int) -> int:
    """What sets are sorted by: the day, and of one day the number of the row; `unknown` takes the place of
    no day.
    """
    return day.toordinal() << 32 | pk if day else unknown | pk


def _keys(chamber: str, parts: dict[str, list[Row]]) -> list[str]:
    keys = {f"kamer:{chamber}"} | {f"kenmerk:{value}" for _, value in parts["keys"]}
    keys |= {f"nr:{document[3]}" for document in parts["documents"] if document[3]}
    for note in parts["notes"]:
        keys |= {f"bron:{host}" for url in note[4] for host in hosts(url)}
    has = {"noot": parts["notes"], "antwoord": parts["answers"], "vraag": parts["questions"]}
    has["toelichting"] = [document for document in parts["documents"] if document[4]]
    return sorted(keys | {f"heeft:{name}" for name, rows in has.items() if rows})


def hosts(url: str) -> list[str]:
    """The names by which a source can be asked for: "www.nos.nl" → www.nos.nl, nos.nl."""
    try:
        host = (urlsplit(url if "//" in url else f"//{url}").hostname or "").strip(".")
    except ValueError:
        return []
    labels = host.split(".")
    return [".".join(labels[start:]) for start in range(max(len(labels) - 1, 0))]


def digest(values: object) -> int:
    """A number for what a set says, to compare index and database by."""
    return int.from_bytes(hashlib.blake2b(repr(values).encode(), digest_size=7).digest(), "big")


def exchanges(parts: dict[str, list[Row]]) -> list[Exchange]:
    """The questions of a set with what belongs to each; a joint answer belongs to all its questions."""
    found = {row[1]: Exchange(row[1]) for row in parts["questions"]}
    rest = Exchange(0)
    notes = {(document, mark): text for _, document, mark, text, _ in parts["notes"]}
    used: set[tuple[int, str]] = set()

    def add(exchange: Exchange, place: str, text: str, document: int) -> None:
        exchange.texts[place].append(text)
        for mark in NOTE_MARK.findall(text):
            if (document, mark) in notes:
                exchange.texts["note"].append(notes[document, mark])
                used.add((document, mark))

    for _, pk, text, document in parts["questions"]:
        add(found[pk], "question", text, document)
    for _, text, document, question_ids in parts["answers"]:
        for exchange in [found[pk] for pk in question_ids if pk in found] or [rest]:
            add(exchange, "answer", text, document)
    for _, document, _, _, explanation, notice in parts["documents"]:
        for text in filter(None, (explanation, notice)):
            add(rest, "answer", text, document)
    rest.texts["note"] += [text for key, text in notes.items() if key not in used]
    is_needed = any(rest.texts.values()) or not found
    return [*found.values(), rest] if is_needed else list(found.values())


def documents(entry: Entry, runs: Runs) -> tuple[str, list[str]]:
    """A set and each of its questions as tantivy reads them, in JSON; a text is analysed once, what all
    share is written once. What belongs to no question is found with its set only.
    """
    seen: dict[str, Analysed] = {}

    def value(place: str, texts: Iterable[str]) -> str:
        """Terms have nothing that JSON would escape; to look for it would be a quarter of the work."""
        terms = joined(
            [seen[text] if text in seen else seen.setdefault(text, runs.analyse(text)) for text in texts]
        )
        return f'"{place}_text": "{terms}"'

    shared = f"{json.dumps(entry.facts, ensure_ascii=False)[1:-1]}, {value('title', [entry.title])}"
    places = list(TEXT_WEIGHTS)[1:]
    every = {
        place: dict.fromkeys(text for exchange in entry.exchanges for text in exchange.texts[place])
        for place in places
    }
    own = [['"question": 0', *(value(place, every[place]) for place in places)]]
    for exchange in entry.questions:
        found = [value(place, exchange.texts[place]) for place in places if exchange.texts[place]]
        own.append([f'"question": {exchange.id}', *found])
    whole, *singles = (f"{{{', '.join([shared, *members])}}}" for members in own)
    return whole, singles


def batches(ids: Iterable[int]) -> Iterator[list[int]]:
    """The ids in pieces that are read at a time."""
    remaining = iter(ids)
    while batch := list(islice(remaining, BATCH_SETS)):
        yield batch
