import dataclasses
import datetime as dt
import itertools
import random

from questions.loading.compose import compose
from questions.loading.grouping import Reading
from questions.parsing import Answer, ParsedDocument, Question, Signatory
from questions.vocabulary.kinds import Kind
from tests.builders import ANSWERED, ASKED, FURTHER, POSTPONED, PROVISIONAL, REPRINT

RANKED = [(ASKED, 50), (ANSWERED, 50), (POSTPONED, 50), (FURTHER, 50), (PROVISIONAL, 20), (REPRINT, 50)]


def state(*documents: ParsedDocument, rank: int = 50):
    return compose([Reading(number, rank, document) for number, document in enumerate(documents, 1)])


def without_sources(composed):
    return dataclasses.replace(
        composed, documents=tuple(dataclasses.replace(d, source_ids=()) for d in composed.documents)
    )


def test_the_order_of_arrival_does_not_matter() -> None:
    states = set()
    orders = list(itertools.permutations(RANKED))
    for order in random.Random(1).sample(orders, 120):
        readings = [Reading(number, rank, document) for number, (document, rank) in enumerate(order, 1)]
        states.add(without_sources(compose(readings)))
    assert len(states) == 1
    (only,) = states
    assert only.key == "2024Z99001"
    assert len(only.documents) == 5
    assert only.is_answered
    assert only.is_postponed


def test_a_further_answer_does_not_move_the_answer_date() -> None:
    assert state(ASKED, ANSWERED, FURTHER).answered_on == dt.date(2024, 3, 20)


def test_a_notice_is_no_answer() -> None:
    only = state(ASKED, POSTPONED)
    assert not only.is_answered
    assert only.is_postponed
    assert only.postponed_on == dt.date(2024, 3, 15)


def test_a_provisional_document_becomes_the_final_one() -> None:
    only = compose([Reading(1, 20, PROVISIONAL), Reading(2, 50, ANSWERED)])
    (document,) = only.documents
    assert document.identifier == "ah-tk-20232024-3001"
    assert document.answers[0].text == "Ja.[^1]"
    assert set(document.source_ids) == {1, 2}


def test_a_provisional_identifier_gives_way() -> None:
    early = dataclasses.replace(ANSWERED, identifier="ah-1151601")
    only = compose([Reading(1, 22, early), Reading(2, 50, ANSWERED)])
    assert [d.identifier for d in only.documents] == ["ah-tk-20232024-3001"]
    assert {k.value for k in only.keys} >= {"ah-1151601", "ah-tk-20232024-3001"}


def test_a_letter_without_a_number_meets_its_publication_by_who_signed() -> None:
    letter = dataclasses.replace(
        PROVISIONAL,
        number=None,
        received_on=None,
        answered_by=(Signatory("A.B. Hoogveld", "minister", "Defensie"),),
    )
    assert len(compose([Reading(1, 30, letter), Reading(2, 50, ANSWERED)]).documents) == 1


def test_the_answers_of_two_ministers_stay_apart() -> None:
    other = dataclasses.replace(
        ANSWERED,
        identifier="ah-tk-20232024-3005",
        number=3005,
        answered_by=(Signatory("Noordhof", "minister", "Financiën"),),
    )
    assert [d.number for d in state(ANSWERED, other).documents] == [3001, 3005]


def test_a_reprint_knows_what_it_replaces() -> None:
    documents = {d.handle: d for d in state(ANSWERED, REPRINT).documents}
    assert documents["ah-tk-20232024-3001-h1"].replaces == "ah-tk-20232024-3001"
    assert documents["ah-tk-20232024-3001"].replaces is None


def test_spellings_of_one_identifier_are_one_document() -> None:
    padded = dataclasses.replace(ANSWERED, identifier="AH-tk-20232024-03001")
    assert len(state(ANSWERED, padded).documents) == 1


def test_a_newer_version_of_a_source_wins_over_an_older_one_of_the_same_rank() -> None:
    newer = dataclasses.replace(ANSWERED, subject="vlaggen en wimpels")
    assert state(ANSWERED, newer).subject == "vlaggen en wimpels"
    assert compose([Reading(1, 50, ANSWERED), Reading(2, 20, newer)]).subject == "vlaggen"


def test_keys() -> None:
    assert state(ANSWERED).key == "2024Z99001"
    anonymous = dataclasses.replace(ANSWERED, case_number=None)
    assert state(anonymous).key == "ah-tk-20232024-3001"
    nameless = ParsedDocument(Kind.ANSWER, questions=(Question("1", "Kent u de vlag?"),))
    assert state(nameless).key.startswith("v-")
    assert state(nameless).opening == "Kent u de vlag?"


def test_references_leave_out_the_set_itself() -> None:
    text = (
        "Zie Aanhangsel Handelingen, vergaderjaar 2023–2024, nr. 3001 en 2024Z99001 en Aanhangsel "
        "Handelingen, vergaderjaar 2023–2024, nr. 77."
    )
    document = dataclasses.replace(ANSWERED, answers=(Answer(("1",), text),))
    assert state(document).documents[0].mentions == ("ah-tk-20232024-77",)


def test_a_withdrawal() -> None:
    assert state(dataclasses.replace(POSTPONED, kind=Kind.WITHDRAWAL)).is_withdrawn
