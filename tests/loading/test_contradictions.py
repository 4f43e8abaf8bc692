import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questions.editing import sets
from questions.ingesting import reparse
from questions.loading import Loader
from questions.loading.contradictions import compare, contradiction, undisputed
from questions.models import Answer, IngestProblem, Inquiry, InquiryKey, Source
from questions.parsing import Answer as ParsedAnswer
from questions.parsing import Asker, ParsedDocument, Question
from questions.vocabulary.kinds import Kind, ProblemKind
from tests.builders import bent, take

PARKING = ParsedDocument(
    kind=Kind.ANSWER,
    identifier="ah-tk-20302031-951",
    number=951,
    session_year="2030-2031",
    case_number="2031Z99501",
    subject="de parkeerplaats bij de kazerne",
    askers=(Asker("Terlaak", "PRO"),),
    submitted_on=dt.date(2031, 2, 1),
    received_on=dt.date(2031, 2, 20),
    questions=(
        Question("1", "Hoe groot is de parkeerplaats bij de kazerne?"),
        Question("2", "Wie betaalt haar?"),
    ),
    answers=(ParsedAnswer(("1",), "Groot."), ParsedAnswer(("2",), "Het Rijk.")),
)
WATER = ParsedDocument(
    kind=Kind.ANSWER,
    identifier="ah-tk-20302031-952",
    number=952,
    session_year="2030-2031",
    case_number="2031Z99501",
    subject="de kwaliteit van zwemwater",
    askers=(Asker("Klaassen", "NNN"),),
    submitted_on=dt.date(2031, 5, 5),
    received_on=dt.date(2031, 5, 20),
    questions=(Question("1", "Is het zwemwater overal schoon genoeg?"),),
    answers=(ParsedAnswer(("1",), "Schoon."),),
)


@pytest.mark.parametrize(
    "other",
    [
        bent(PARKING, kind=Kind.QUESTIONS, identifier=None, answers=()),
        bent(PARKING, submitted_on=dt.date(2031, 2, 2)),
        bent(PARKING, askers=(Asker("Anna Terlaak", "PRO"),)),
        bent(PARKING, subject="parkeren in het dorp", submitted_on=dt.date(2031, 2, 3)),
        bent(PARKING, questions=()),
        ParsedDocument(kind=Kind.POSTPONEMENT, case_number="2031Z99501", notice="Later."),
    ],
)
def test_what_is_of_one_set(other: ParsedDocument) -> None:
    assert not contradiction(other, [PARKING])


@pytest.mark.parametrize(
    "other",
    [
        WATER,
        bent(WATER, askers=PARKING.askers),
        bent(WATER, questions=()),
        bent(WATER, submitted_on=PARKING.submitted_on),
        bent(PARKING, questions=WATER.questions, subject=WATER.subject),
        bent(WATER, questions=(), askers=PARKING.askers),
    ],
)
def test_what_contradicts(other: ParsedDocument) -> None:
    assert contradiction(other, [PARKING])


def test_who_agrees_with_one_of_a_set_that_was_joined_is_of_it() -> None:
    assert not contradiction(WATER, [PARKING, bent(WATER, identifier=None)])


def test_what_differs_is_named() -> None:
    assert compare(WATER, PARKING).contradicted == ("indieners", "dag van indiening", "onderwerp", "vragen")


def test_a_disputed_number_is_left_out() -> None:
    assert undisputed(WATER, ["2031z99501"]).case_number is None


@pytest.mark.django_db
class TestStored:
    def test_a_mistyped_number_makes_two_sets(self) -> None:
        first, second = take(PARKING), take(WATER)
        assert first.inquiry_id != second.inquiry_id
        assert Inquiry.objects.get(pk=second.inquiry_id).key == "ah-tk-20302031-952"

    def test_the_address_stays_where_it_was(self) -> None:
        first = take(PARKING)
        take(WATER)
        assert InquiryKey.objects.get(kind="case", value="2031z99501").inquiry_id == first.inquiry_id

    def test_an_editor_is_told_of_both(self) -> None:
        take(PARKING)
        take(WATER)
        (problem,) = IngestProblem.objects.filter(kind=ProblemKind.CONTRADICTION)
        assert all(
            said in problem.message
            for said in (
                "2031Z99501",
                "ah-tk-20302031-952",
                "Terlaak",
                "Klaassen",
                "zwemwater",
                "parkeerplaats",
            )
        )

    def test_a_doubled_identifier_makes_two_sets(self) -> None:
        take(PARKING)
        double = bent(WATER, identifier=PARKING.identifier, number=951, case_number="2031Z99777")
        found = Inquiry.objects.get(pk=take(double).inquiry_id)
        assert (found.key, found.case_number) == ("2031Z99777", "2031Z99777")

    def test_a_later_document_goes_to_the_set_that_it_agrees_with(self) -> None:
        take(PARKING)
        second = take(WATER)
        again = bent(WATER, identifier=None, number=None, kind=Kind.QUESTIONS, answers=())
        assert take(again).inquiry_id == second.inquiry_id

    def test_a_set_that_was_parted_stays_so_when_it_is_read_again(self) -> None:
        take(PARKING)
        second = take(WATER)
        reparse(Source.objects.filter(inquiry=second.inquiry_id))
        assert Inquiry.objects.get(pk=second.inquiry_id).case_number is None

    def test_what_an_editor_joined_stays_one(self, admin_user: User) -> None:
        first, second = take(PARKING), take(WATER)
        sets.join(
            Inquiry.objects.get(pk=first.inquiry_id),
            Inquiry.objects.get(pk=second.inquiry_id),
            admin_user,
            "één",
        )
        later = bent(WATER, identifier="ah-tk-20302031-952-h1", kind=Kind.CORRECTION)
        assert take(later).inquiry_id == first.inquiry_id

    def test_a_set_that_takes_in_the_one_with_its_number_has_that_number(self, admin_user: User) -> None:
        first, second = take(PARKING), take(WATER)
        kept = Inquiry.objects.get(pk=second.inquiry_id)
        sets.join(kept, Inquiry.objects.get(pk=first.inquiry_id), admin_user, "één")
        kept.refresh_from_db()
        assert (kept.case_number, kept.disputed) == ("2031Z99501", [])

    def test_undoing_that_parts_them_again(self, admin_user: User) -> None:
        first, second = take(PARKING), take(WATER)
        kept = Inquiry.objects.get(pk=second.inquiry_id)
        action = sets.join(kept, Inquiry.objects.get(pk=first.inquiry_id), admin_user, "één")
        sets.undo(action, admin_user)
        kept.refresh_from_db()
        assert (kept.case_number, kept.disputed) == (None, ["2031z99501"])
        assert Inquiry.objects.get(pk=first.inquiry_id).case_number == "2031Z99501"


TOPICS = (
    "de parkeerplaats naast de kazerne in Oosterzand",
    "schoon zwemwater langs onze noordelijke stranden",
    "vertraagde treinen tussen Bergdam en Zuidhaven",
)


@st.composite
def sets_with_faults(draw):  # type: ignore[no-untyped-def]
    """Documents of three sets, of which the numbers are right, missing, or those of another set."""
    documents = []
    for place in range(3):
        for kind in (Kind.QUESTIONS, Kind.ANSWER):
            number = draw(st.sampled_from([place, place, place, (place + 1) % 3, None]))
            own = (
                draw(st.sampled_from([place, place, (place + 1) % 3, None])) if kind == Kind.ANSWER else None
            )
            documents.append(
                ParsedDocument(
                    kind=kind,
                    case_number=None if number is None else f"2031Z8880{number}",
                    identifier=None if own is None else f"ah-tk-20302031-{880 + own}",
                    number=None if own is None else 880 + own,
                    session_year="2030-2031",
                    subject=TOPICS[place],
                    askers=(Asker(("Terlaak", "Klaassen", "Yildiz")[place], "PRO"),),
                    submitted_on=dt.date(2031, 1 + place, 3),
                    received_on=dt.date(2031, 2 + place, 3) if kind == Kind.ANSWER else None,
                    questions=(Question("1", f"Kent u het bericht over {TOPICS[place]}?"),),
                    answers=(ParsedAnswer(("1",), f"Antwoord {place}."),) if kind == Kind.ANSWER else (),
                )
            )
    return draw(st.permutations(documents))


@pytest.mark.django_db
@given(sets_with_faults())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_no_answer_stands_under_the_question_of_another_set(documents) -> None:  # type: ignore[no-untyped-def]
    with transaction.atomic():
        loader = Loader()  # what it learns of people is rolled back too
        for document in documents:
            take(document, loader=loader)
        for answer in Answer.objects.filter(
            text__regex=r"^Antwoord \d\.$", document__inquiry__submitted_on__year=2031
        ):
            place = int(answer.text[9])
            asked = {question.text for question in answer.document.inquiry.questions.all()}
            assert asked == {f"Kent u het bericht over {TOPICS[place]}?"}
        assert Answer.objects.filter(text__regex=r"^Antwoord \d\.$").count() == 3
        transaction.set_rollback(True)
