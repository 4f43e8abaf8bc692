import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.parsing.wording.numbering import (
    ANSWER_HEADING,
    INLINE_HEADING,
    QUESTION_HEADING,
    labels,
    unique,
)
from tests.tables import rows


@pytest.mark.parametrize(("text", "expected"), rows("numbering.txt"))
def test_labels(text: str, expected: str) -> None:
    assert labels(text) == tuple(expected.split())


@pytest.mark.parametrize(("line", "kind", "expected"), rows("headings.txt"))
def test_headings(line: str, kind: str, expected: str) -> None:
    question, answer = QUESTION_HEADING.match(line), ANSWER_HEADING.match(line)
    found = {"question": question, "answer": answer, "-": None}[kind]
    assert bool(found) == (kind != "-")
    if kind == "-":
        assert not (question and question["numbers"])
        assert not answer
    else:
        assert labels(found["numbers"] or "") == tuple(expected.split())


def test_a_heading_with_its_text_on_the_same_line() -> None:
    found = INLINE_HEADING.match("Antwoord: Ja.")
    assert found
    assert found["answer"]
    assert found["text"] == "Ja."
    found = INLINE_HEADING.match("Vraag 1: Kent u het bericht?")
    assert found
    assert found["qnumbers"] == "1"


@given(st.text(alphabet="0123456789abt/m en,–-", max_size=40))
def test_no_heading_makes_labels_fail_or_run_away(text: str) -> None:
    found = labels(text)
    assert len(found) == len(set(found)) <= 2000
    assert all(label[0].isdigit() for label in found)


def test_a_number_that_is_printed_twice_gets_a_label_of_its_own() -> None:
    seen: dict[str, int] = {}
    assert [unique("21", seen), unique("21", seen), unique("21", seen), unique("2", seen)] == [
        "21",
        "21-2",
        "21-3",
        "2",
    ]


def test_letters_of_one_number() -> None:
    assert labels("2a, b en c") == ("2a", "2b", "2c")
    assert labels("2a t/m c") == ("2a", "2b", "2c")
    assert QUESTION_HEADING.match("Vraag 2a, b en c")
    assert not QUESTION_HEADING.match("Vraag 2 aan de minister")
