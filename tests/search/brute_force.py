"""Whether a set meets a query, worked out over the words of its texts, without an index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from questions.language import fields
from questions.language.analysis import STOPWORDS, Analysed, Runs
from questions.language.nodes import (
    And,
    Condition,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Together,
    Where,
    Word,
)
from questions.search.index.documents import Entry
from questions.search.query.name_lookup import LOOKUPS
from questions.search.query.terms import IndexTerms, index_terms, scope, widened

TODAY = dt.date(2024, 12, 15)  # on which tests ask what is late

RUNS = Runs()
PLACES = ("title", "question", "answer", "note")


class Texts:
    """The texts of a set, or of one question, by place."""

    def __init__(self, facts: dict[str, object], by_place: dict[str, list[str]]) -> None:
        self.facts = facts
        self.places = {place: [RUNS.analyse(text) for text in texts] for place, texts in by_place.items()}


def of_set(entry: Entry) -> Texts:
    by_place = {place: [text for e in entry.exchanges for text in e.texts[place]] for place in PLACES[1:]}
    return Texts(entry.facts, {"title": [entry.title], **by_place})


def of_questions(entry: Entry) -> Iterable[Texts]:
    for exchange in entry.questions:
        yield Texts(entry.facts, {**exchange.texts, "title": [entry.title]})


def meets(node: Node | None, texts: Texts, today: dt.date, places: tuple[str, ...] = PLACES) -> bool:
    match node:
        case None:
            return True
        case And(items):
            return all(meets(item, texts, today, scope(items, places)) for item in widened(items))
        case Or(items):
            return any(meets(item, texts, today, places) for item in items)
        case Not(item):
            return not meets(item, texts, today, places)
        case Where():
            return True
        case Condition(field, value):
            return _condition(field, value, texts.facts, today)
        case Word() | Together() | Phrase() | Prefix() | Near():
            return any(_has(index_terms(node), text) for place in places for text in texts.places[place])


def _has(word: IndexTerms, text: Analysed) -> bool:
    stems, exacts, extras = text.words.split()[::2], text.words.split()[1::2], set(text.extras.split())
    kept = {stem for stem in stems if stem not in STOPWORDS} | set(exacts) | extras
    if any(term in kept for term in (*word.terms, *word.faint)):
        return True
    if word.prefix and any(term.startswith(word.prefix) for term in kept):
        return True
    if word.near:
        left, right, distance = word.near
        row = exacts if left.startswith("=") else stems
        if left == right:
            return left in row
        return any(
            abs(i - j) <= distance
            for i, a in enumerate(row)
            if a == left
            for j, b in enumerate(row)
            if b == right
        )
    return any(_in_order(phrase, stems, exacts, extras) for phrase in (*word.phrases, *word.faint_phrases))


def _in_order(phrase: tuple[str, ...], stems: list[str], exacts: list[str], extras: set[str]) -> bool:
    if len(phrase) == 1:
        return phrase[0] in {stem for stem in stems if stem not in STOPWORDS} | set(exacts) | extras
    rows = [exacts if term.startswith("=") else stems for term in phrase]
    starts = range(len(stems) - len(phrase) + 1)
    return any(
        all(row[start + n] == term for n, (row, term) in enumerate(zip(rows, phrase, strict=True)))
        for start in starts
    )


def _condition(field: str, value: str, facts: dict[str, object], today: dt.date) -> bool:
    if field in LOOKUPS:
        return any(set(ids(value)) & set(facts[column]) for column, ids in LOOKUPS[field])
    if field in ("ingezonden", "beantwoord", "antwoordtijd"):
        read = fields.number_range if field == "antwoordtijd" else fields.day_range
        known = facts.get(
            {"ingezonden": "submitted", "beantwoord": "answered", "antwoordtijd": "days"}[field]
        )
        least, most = read(value)
        return known is not None and (least is None or least <= known) and (most is None or known <= most)
    if field == "jaar":
        return int(value) in facts["year"]
    if field == "vergaderjaar":
        return fields.session_year(value) in facts["session_year"]
    if field == "soort":
        return value in facts["kind"]
    if field == "status":
        return (
            facts.get("due", today.toordinal()) < today.toordinal()
            if value == "telaat"
            else value in facts["state"]
        )
    return f"{field}:{value}" in facts["key"]
