"""Some two thousand real questions and answers, printed anew as publications and read again; only where
these are at hand.
"""

from __future__ import annotations

import csv
import itertools
import re

import pytest

from questions.parsing import parse

HEAD = """Tweede Kamer der Staten-Generaal2
Vergaderjaar 2021–2022 Aanhangsel van de Handelingen
Vragen gesteld door de leden der Kamer, met de daarop door de
regering gegeven antwoorden
1234
Vragen van het lid Terlaak (SP) aan de Minister van Justitie en Veiligheid over
het bericht «X» (ingezonden 24 oktober 2021).
Antwoord van Minister Oosterloo (Justitie en Veiligheid) (ontvangen
14 november 2021).
"""
FIRST = (
    "ah-tk-20212022-1234\nISSN 0921 - 7398\n’s-Gravenhage 2022 Tweede Kamer, vergaderjaar 2021–2022, "
    "Aanhangsel 1\n"
)
PAGE = 48  # lines
NOTE = re.compile(r"\s?\[(\d{1,3}) ?\]")
FURNITURE = re.compile(
    r"vergaderjaar \d{4}.\d{4}, Aanhangsel|ISSN|^\d{1,2}\s*[A-Z][^\n]*|_|\*\*", re.MULTILINE
)
Pair = tuple[str, str]


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    from tests.conftest import CORPUS, NO_CORPUS

    file = CORPUS / "reference" / "question-answer-pairs.csv"
    if not file.is_file():
        pytest.skip(NO_CORPUS)
    csv.field_size_limit(10**7)
    with file.open(encoding="utf-8") as opened:
        found = [(row["anchor"].strip(), row["positive"].strip()) for row in csv.DictReader(opened)]
    return [pair for pair in found if not FURNITURE.search("\n".join(pair))]  # what a page's end left in them


def letters(text: str) -> str:
    return re.sub(r"[\s\-‑\u00ad]", "", text)


def read(body: str, bottoms: str = "") -> tuple[list[str], list[str]]:
    """The letters of the questions and of the answers; a mark as "[^1]"."""
    document = parse(f"{HEAD}{body}\n{bottoms}{FIRST}".encode(), "ah-tk-20212022-1234.txt")
    return [letters(question.text) for question in document.questions], [
        letters(answer.text) for answer in document.answers
    ]


@pytest.mark.slow
def test_texts_come_out_as_they_went_in(pairs: list[Pair]) -> None:
    """Sentences that end in "antwoord op vraag 3.", numbers and dates at line ends, quotations, lists."""
    wrong = []
    plain = [(NOTE.sub("", question), NOTE.sub("", answer)) for question, answer in pairs]
    for group in zip(*[iter(plain)] * 6, strict=False):
        lines = [
            f"Vraag {n}\n{question}\nAntwoord {n}\n{answer}" for n, (question, answer) in enumerate(group, 1)
        ]
        if read("\n".join(lines)) != ([letters(q) for q, _ in group], [letters(a) for _, a in group]):
            wrong.append(group[0][0])
    assert len(pairs) > 1800
    assert len(wrong) <= 5, wrong


@pytest.mark.slow
@pytest.mark.parametrize("style", ["glued", "own line"])
def test_marks_come_out_where_they_were(pairs: list[Pair], style: str) -> None:
    """Marks beside years, units, names and dates; some stand beside a number, where nobody can tell them
    apart.
    """
    documents, wrong = 0, []
    for group in zip(*[iter(pairs)] * 4, strict=False):
        count = itertools.count(1)
        number = lambda _, count=count: f"\x01{next(count)}\x02"  # noqa: E731
        marked = [[NOTE.sub(number, text) for text in pair] for pair in group]
        notes = next(count) - 1
        lines = "\n".join(f"Vraag {n}\n{q}\nAntwoord {n}\n{a}" for n, (q, a) in enumerate(marked, 1))
        if not notes or lines.count("\n") > PAGE:
            continue
        documents += 1
        printed = re.sub("\x01(\\d+)\x02", r"\1" if style == "glued" else r"\n\1", lines)
        bottom = "".join(
            f"{n}NRC, {n} oktober 2021, «Een bericht», https://nrc.example/{n}.\n"
            for n in range(1, notes + 1)
        )
        wanted = [[letters(re.sub("\x01(\\d+)\x02", r"[^\1]", text)) for text in pair] for pair in marked]
        if read(printed, bottom) != ([q for q, _ in wanted], [a for _, a in wanted]):
            wrong.append(group[0][0])
    assert documents > 80
    assert len(wrong) <= documents * 0.05, wrong


def test_what_it_compares_is_there() -> None:
    """The frame itself reads: two questions, two answers and a note."""
    questions, answers = read(
        "Vraag 1\nKent u dit?\n1\nAntwoord 1\nJa.\nVraag 2\nEn dit?\nAntwoord 2\nNee.", "1NRC, 1 mei.\n"
    )
    assert (questions, answers) == (["Kentudit?[^1]", "Endit?"], ["Ja.", "Nee."])
