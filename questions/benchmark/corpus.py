"""A large archive to measure on: sets recombined from the questions and answers of the samples."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from questions.parsing import ParsedDocument, ParseError, parse
from questions.parsing.formats.json_lines import to_dict
from questions.sources import read_paths
from questions.vocabulary.kinds import Kind

PARTIES = ("SP", "D66", "VVD", "CDA", "PvdD", "GroenLinks-PvdA", "ChristenUnie", "SGP")
FIRST_DAY = dt.date(2008, 1, 1)
SOUNDS = ["ba", "de", "ko", "li", "mu", "ra", "so", "ti", "ve", "wi", "za", "ple", "gro", "sta", "kwi", "dra"]


def sets(count: int, samples: Path) -> Iterator[str]:
    """So many sets as JSON Lines; the same count gives the same sets.

    Words are those of the samples; so that some are rare, every answer also gets a few that are made up, as
    common as words are.
    """
    chance = random.Random(20240601)
    documents = _readings(samples)
    questions = [question.text for document in documents for question in document.questions]
    answers = [answer.text for document in documents for answer in document.answers]
    words = ["".join(chance.choices(SOUNDS, k=chance.randint(2, 4))) for _ in range(20_000)]
    for number in range(count):
        yield json.dumps(_set(number, chance, questions, answers, words), ensure_ascii=False) + "\n"


def _readings(samples: Path) -> list[ParsedDocument]:
    found = []
    for document in read_paths([str(samples)]):
        try:
            found.append(parse(document.data, document.name, document.metadata))
        except ParseError:
            continue
    return found


def _set(
    number: int, chance: random.Random, questions: list[str], answers: list[str], words: list[str]
) -> dict[str, Any]:
    size = min(2 + int(chance.expovariate(1 / 5.5)), 40)
    submitted = FIRST_DAY + dt.timedelta(days=number * 6000 // 100_000 + chance.randint(0, 20))
    numbers = [str(n) for n in range(1, size + 1)]
    answered = chance.random() < 0.95
    empty = ParsedDocument(kind=Kind.ANSWER if answered else Kind.QUESTIONS)
    return to_dict(empty) | {
        "case_number": f"{submitted.year}Z{number % 100_000:05d}",
        "identifier": f"ah-tk-{20102011 + number // 9000 * 10001}-{number % 9000 + 1}" if answered else None,
        "subject": f"{_made_up(chance, words)} en {chance.choice(questions)[:60]}",
        "askers": [{"name": f"{words[number % 150].title()}", "party": chance.choice(PARTIES)}],
        "addressees": [
            {"role": "minister", "portfolio": chance.choice(("Defensie", "Financiën", "Economische Zaken"))}
        ],
        "answered_by": [{"name": words[number % 40].title(), "role": "minister", "portfolio": "Financiën"}]
        if answered
        else [],
        "submitted_on": submitted.isoformat(),
        "received_on": (submitted + dt.timedelta(days=chance.randint(5, 70))).isoformat()
        if answered
        else None,
        "questions": [
            {"number": n, "text": f"{chance.choice(questions)} {_made_up(chance, words)}"} for n in numbers
        ],
        "answers": [
            {"numbers": [n], "text": f"{chance.choice(answers)} {_made_up(chance, words)}"} for n in numbers
        ]
        if answered
        else [],
    }


def _made_up(chance: random.Random, words: list[str]) -> str:
    return " ".join(words[min(int(chance.paretovariate(0.6)), len(words) - 1)] for _ in range(6))
