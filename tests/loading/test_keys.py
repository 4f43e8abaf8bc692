import dataclasses
import datetime as dt

from questions.loading.keys import Key, keys_of, signature_of
from questions.parsing import Asker, ParsedDocument, Question

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
