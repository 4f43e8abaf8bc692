import dataclasses
import datetime as dt

import pytest

from questions.loading.keys import Key, address_safe, keys_of, series_identifier, signature_of, text_hash
from questions.parsing import Answer, Asker, ParsedDocument, Question
from questions.vocabulary.kinds import Chamber, KeyKind
from questions.vocabulary.lengths import MAX_KEY_CHARS

SET = ParsedDocument(
    "answer",
    subject="het bericht «Bingo!»",
    askers=(Asker("Van der Meulenbroek"), Asker("Terlaak")),
    submitted_on=dt.date(2024, 1, 2),
)


def test_official_numbers_are_keys() -> None:
    keys = keys_of(dataclasses.replace(SET, identifier="AH-tk-20202021-0001", case_number="2024Z00001"))
    assert Key("case", "2024z00001") in keys
    assert Key("identifier", "ah-tk-20202021-1") in keys


def test_what_was_asked_by_whom_and_when_is_a_key_that_survives_damage() -> None:
    damaged = dataclasses.replace(
        SET, subject='hetbericht "Bingo"', askers=(Asker("Terlaak", "SP"), Asker("van der Meulen-broek"))
    )
    assert signature_of(SET) == signature_of(damaged) is not None
    assert signature_of(dataclasses.replace(SET, submitted_on=dt.date(2024, 1, 3))) != signature_of(SET)
    assert signature_of(dataclasses.replace(SET, subject=None)) is None


def test_a_document_with_nothing_else_is_known_by_its_text() -> None:
    one = ParsedDocument("answer", questions=(Question("1", "Kent u A?[^1]"),))
    other = ParsedDocument("answer", questions=(Question("1", "Kent u A?"),))
    assert keys_of(one) == keys_of(other)
    assert keys_of(one)[0].kind == "content"


# --- numbers that are not printed -----------------------------------------------------------------

NUMBERED = ParsedDocument("answer", number=3015, session_year="2023-2024")


@pytest.mark.parametrize("identifier", ["ah-1151601", "ah-12"])
def test_a_provisional_answer_has_the_number_that_it_will_get(identifier: str) -> None:
    document = dataclasses.replace(NUMBERED, identifier=identifier)
    assert series_identifier(document) == "ah-tk-20232024-3015"
    assert Key(KeyKind.IDENTIFIER, "ah-tk-20232024-3015") in keys_of(document)


@pytest.mark.parametrize(
    "changes",
    [
        {"identifier": "ah-tk-20232024-3015"},
        {"identifier": None},
        {"identifier": "ah-1151601", "number": None},
        {"identifier": "ah-1151601", "session_year": None},
    ],
)
def test_where_no_number_can_be_worked_out(changes: dict[str, object]) -> None:
    assert series_identifier(dataclasses.replace(NUMBERED, **changes)) is None


def test_the_chamber_is_part_of_the_number() -> None:
    document = dataclasses.replace(NUMBERED, identifier="ah-7", chamber=Chamber.EK)
    assert series_identifier(document) == "ah-ek-20232024-3015"


# --- what a document says -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["Kent u A?", "kent u a", "Kent  u\nA?", "Kent u Á?", "Kent u A?[^1]", "Kentu A ?"]
)
def test_a_text_is_known_by_its_letters(text: str) -> None:
    one = ParsedDocument("answer", questions=(Question("1", "Kent u A?"),))
    other = ParsedDocument("answer", questions=(Question("1", text),))
    assert text_hash(one) == text_hash(other)


def test_another_text_is_another_key() -> None:
    one = ParsedDocument("answer", questions=(Question("1", "Kent u A?"),))
    other = ParsedDocument("answer", questions=(Question("1", "Kent u B?"),))
    assert text_hash(one) != text_hash(other)


def test_without_questions_the_answers_say_what_it_is() -> None:
    answered = ParsedDocument("answer", answers=(Answer(("1",), "Ja."),))
    assert text_hash(answered) != text_hash(ParsedDocument("answer"))


def test_askers_may_stand_in_any_order() -> None:
    turned = dataclasses.replace(SET, askers=SET.askers[::-1])
    assert signature_of(turned) == signature_of(SET)


def test_keys_are_named_once() -> None:
    document = dataclasses.replace(NUMBERED, identifier="ah-tk-20232024-3015", case_number="2024Z00001")
    keys = keys_of(document)
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("key", "safe"),
    [
        ("2024Z00001", "2024Z00001"),
        ("ah-tk-20232024-3001", "ah-tk-20232024-3001"),
        ("een/twee drie", "een-twee-drie"),
        ("a%00b", "a-00b"),
        ("x" * 500, "x" * MAX_KEY_CHARS),
    ],
)
def test_a_key_in_an_address(key: str, safe: str) -> None:
    assert address_safe(key) == safe
