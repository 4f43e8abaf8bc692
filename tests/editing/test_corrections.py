"""Corrections last: whatever is ingested after them, each is in force or waits for a decision, and none is
lost.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questions.editing import corrections
from questions.loading import compose_set
from questions.loading.corrections import values_of
from questions.models import (
    Answer,
    Correction,
    Document,
    IngestProblem,
    Inquiry,
    InquiryKey,
    Member,
    Question,
    SearchChange,
)
from questions.parsing import ParsedDocument
from questions.parsing import Question as ParsedQuestion
from questions.vocabulary.kinds import Kind
from tests.builders import ANSWERED, ASKED, FURTHER, POSTPONED, PROVISIONAL, change, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_user("redacteur")


def test_a_corrected_date_lasts_and_what_follows_from_it_too(editor: User) -> None:
    take(ANSWERED)
    made = change(Inquiry, editor, {}, submitted_on=dt.date(2022, 9, 1))
    assert [(c.field, c.source_value, c.new_value, c.reason, c.editor) for c in made] == [
        ("submitted_on", ANSWERED.submitted_on.isoformat(), "2022-09-01", "drukfout", editor)
    ]
    take(POSTPONED)
    inquiry = Inquiry.objects.get()
    assert inquiry.submitted_on == dt.date(2022, 9, 1)
    assert inquiry.session_year == "2021-2022"
    assert inquiry.is_postponed


def test_saving_without_a_change_makes_no_correction(editor: User) -> None:
    for document in (ASKED, POSTPONED, ANSWERED, FURTHER):
        take(document)
    inquiry = Inquiry.objects.get()
    assert corrections.record(inquiry, values_of(compose_set(inquiry)), editor, "niets") == []
    assert not Correction.objects.exists()


@pytest.mark.slow
def test_no_sample_looks_corrected(db: None, editor: User) -> None:
    """What the rows say is what the sources say, in every kind of set."""
    from tests.conftest import fill

    fill()
    for inquiry in Inquiry.objects.all():
        said = values_of(compose_set(inquiry))
        assert corrections.record(inquiry, said, editor, "niets") == [], inquiry.key


def test_texts_and_pairing(editor: User) -> None:
    take(ANSWERED)
    ids = set(Question.objects.values_list("pk", flat=True))
    change(Question, editor, {"number": "2"}, text="Waarom niet?")
    change(Answer, editor, {}, label="2", text="Nee.")
    take(ASKED)
    assert Question.objects.get(number="2").text == "Waarom niet?"
    assert set(Question.objects.values_list("pk", flat=True)) == ids
    answer = Answer.objects.get()
    assert answer.text == "Nee."
    assert [q.number for q in answer.questions.all()] == ["2"]


def test_people_are_chosen_and_stay(editor: User) -> None:
    take(ANSWERED)
    other = Member.objects.create(name="Karin de Vries", surname="De Vries")
    asker = Inquiry.objects.get().askers.get()
    made = change(type(asker), editor, {"pk": asker.pk}, member=other)
    assert made[0].field == "askers"
    assert made[0].new_value[0]["member"] == other.slug
    take(ASKED)
    take(POSTPONED)
    assert Inquiry.objects.get().askers.get().member == other


def test_a_number_that_was_corrected_away_no_longer_draws_documents(editor: User) -> None:
    take(ANSWERED)
    change(Inquiry, editor, {}, case_number="2024Z99002")
    inquiry = Inquiry.objects.get()
    assert inquiry.key == "2024Z99002"
    assert set(InquiryKey.objects.filter(value="2024z99001").values_list("kind", flat=True)) == {"address"}
    other = dataclasses.replace(
        ANSWERED, identifier="ah-tk-20232024-3777", number=3777, subject="iets anders"
    )
    take(other)
    assert {i.key for i in Inquiry.objects.all()} == {"2024Z99001", "2024Z99002"}


def test_taken_back_the_source_speaks_again(editor: User) -> None:
    take(ANSWERED)
    made = change(Inquiry, editor, {}, subject="wimpels")
    before = SearchChange.objects.count()
    corrections.take_back(made[0], editor)
    made[0].refresh_from_db()
    assert Inquiry.objects.get().subject == "vlaggen"
    assert made[0].status == "withdrawn"
    assert made[0].ended_by == editor
    assert SearchChange.objects.count() > before


def test_a_source_that_changed_its_mind_is_flagged_and_waits(editor: User) -> None:
    take(PROVISIONAL, 20)
    change(Inquiry, editor, {}, subject="wimpels")
    take(dataclasses.replace(ANSWERED, subject="vlaggen en vaandels"))
    correction = Correction.objects.get()
    assert correction.status == "outdated"
    assert correction.latest_value == "vlaggen en vaandels"
    assert Inquiry.objects.get().subject == "vlaggen en vaandels"
    problem = IngestProblem.objects.get(kind="outdated")
    assert problem.correction == correction
    assert problem.status == "open"
    corrections.keep(correction, editor)
    problem.refresh_from_db()
    assert Inquiry.objects.get().subject == "wimpels"
    assert problem.status == "resolved"
    take(POSTPONED)
    assert Inquiry.objects.get().subject == "wimpels"


def test_a_source_that_comes_to_agree_leaves_the_correction_in_force(editor: User) -> None:
    take(PROVISIONAL, 20)
    change(Inquiry, editor, {}, subject="vaandels")
    take(dataclasses.replace(ANSWERED, subject="vaandels"))
    assert Correction.objects.get().status == "active"
    assert Inquiry.objects.get().subject == "vaandels"


def test_a_second_correction_takes_the_place_of_the_first(editor: User) -> None:
    take(ANSWERED)
    change(Inquiry, editor, {}, subject="wimpels")
    change(Inquiry, editor, {}, subject="vaandels")
    assert list(Correction.objects.values_list("new_value", "status")) == [
        ("vaandels", "active"),
        ("wimpels", "replaced"),
    ]
    assert Correction.objects.first().source_value == "vlaggen"


SUBJECTS = st.sampled_from(["vlaggen", "wimpels", "vaandels"])
STEPS = st.one_of(
    st.tuples(
        st.just("ingest"), st.sampled_from([ASKED, ANSWERED, POSTPONED, PROVISIONAL, FURTHER]), SUBJECTS
    ),
    st.tuples(st.just("subject"), SUBJECTS, st.none()),
    st.tuples(st.just("text"), st.sampled_from(["Waarom?", "Hoezo?"]), st.none()),
    st.tuples(st.just("received_on"), st.dates(dt.date(2024, 3, 1), dt.date(2024, 3, 5)), st.none()),
    st.tuples(st.just("take_back"), st.none(), st.none()),
)


@pytest.mark.slow
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, min_size=1, max_size=8))
def test_after_any_sequence_every_correction_is_in_force_or_flagged(editor: User, steps: list[Any]) -> None:
    from django.db import transaction

    with transaction.atomic():
        take(ANSWERED)
        made: set[int] = set()
        for step, what, subject in steps:
            made |= _do(editor, step, what, subject)
        _assert_kept(made)
        transaction.set_rollback(True)


def _do(editor: User, step: str, what: Any, subject: str | None) -> set[int]:
    inquiry = Inquiry.objects.get()
    if step == "ingest":
        assert isinstance(what, ParsedDocument)
        take(
            dataclasses.replace(
                what,
                case_number="2024Z99001",
                subject=subject,
                questions=(*what.questions, ParsedQuestion("9", subject)),
            )
        )
        return set()
    if step == "take_back":
        for correction in Correction.objects.filter(status="active")[:1]:
            corrections.take_back(correction, editor)
        return set()
    if step == "subject":
        made = change(Inquiry, editor, {}, subject=what)
    elif step == "text":
        made = change(Question, editor, {"number": "1"}, text=what)
    else:
        made = [
            correction
            for document in inquiry.documents.filter(kind=Kind.ANSWER)
            for correction in change(Document, editor, {"pk": document.pk}, received_on=what)
        ]
    return {correction.pk for correction in made}


def _assert_kept(made: set[int]) -> None:
    """None is lost; those in force are what the rows say; the others have ended by a person's hand or wait
    for one.
    """
    inquiry = Inquiry.objects.get()
    source = values_of(compose_set(inquiry))
    assert set(Correction.objects.values_list("pk", flat=True)) == made
    for correction in Correction.objects.select_related("document"):
        place = correction.place
        if correction.status == "active":
            assert _present(inquiry, correction) == correction.new_value
            assert source[place] in (correction.source_value, correction.new_value)
        elif correction.status == "outdated":
            assert IngestProblem.objects.filter(correction=correction, status="open").exists()
        else:
            assert correction.ended_by is not None


def _present(inquiry: Inquiry, correction: Correction) -> Any:
    if correction.field == "received_on":
        return correction.document.received_on.isoformat()
    return inquiry.subject if correction.field == "subject" else inquiry.questions.get(number="1").text
