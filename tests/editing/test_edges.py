"""Where corrections, joins and later documents meet: each case was once wrong."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.contrib.auth.models import User

from questions.editing import corrections, people, sets
from questions.editing.undo_log import NotPossible
from questions.models import Answer, Asker, Correction, Document, IngestProblem, Inquiry, Member
from questions.parsing import Answer as ParsedAnswer
from questions.parsing import Asker as ParsedAsker
from questions.parsing import Question as ParsedQuestion
from questions.vocabulary.kinds import Kind
from questions.vocabulary.places import WHOLE_SET, Place
from tests.builders import ANSWERED, ASKED, PROVISIONAL, change, edit, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]
replace = dataclasses.replace


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_user("redacteur")


def test_the_owner_of_a_misread_document_number_still_comes_in(editor: User) -> None:
    take(replace(ANSWERED, case_number=None))
    change(Document, editor, {}, identifier="ah-tk-20232024-3002")
    take(replace(ANSWERED, case_number=None, subject="heel iets anders", submitted_on=dt.date(2024, 3, 5)))
    assert Inquiry.objects.count() == 2
    assert Document.objects.filter(identifier="ah-tk-20232024-3001").count() == 1


def test_a_number_that_another_set_has_by_now_is_left_to_it(editor: User) -> None:
    take(ANSWERED)
    change(Inquiry, editor, {}, case_number="2024Z99002")
    take(replace(ANSWERED, identifier="ah-tk-20232024-3777", number=3777, subject="iets anders"))
    take(replace(ANSWERED, case_number="2024Z99003"), rank=60)
    assert Inquiry.objects.filter(case_number="2024Z99001").count() == 1


def test_a_second_source_of_a_document_that_was_taken_out_follows_it(editor: User) -> None:
    for document in (ASKED, ANSWERED):
        take(document)
    sets.take_out(Document.objects.get(kind=Kind.ANSWER), editor, "hoort hier niet")
    take(replace(ANSWERED, explanation="uit de andere bron"), rank=40)
    assert Inquiry.objects.count() == 2
    assert Inquiry.objects.filter(case_number="2024Z99001").count() == 1


def test_a_correction_made_after_a_take_out_outlives_its_undoing(editor: User) -> None:
    for document in (ASKED, ANSWERED):
        take(document)
    action = sets.take_out(Document.objects.get(kind=Kind.ANSWER), editor, "hoort hier niet")
    made = change(Document, editor, {"kind": "answer"}, received_on=dt.date(2024, 3, 21))
    sets.undo(action, editor)
    assert Correction.objects.get(pk=made[0].pk).status == "active"
    assert Document.objects.get(kind=Kind.ANSWER).received_on == dt.date(2024, 3, 21)


def test_undoing_a_join_brings_back_both_corrections(editor: User) -> None:
    letter = replace(
        PROVISIONAL, case_number=None, number=None, subject="vaandels", submitted_on=ANSWERED.submitted_on
    )
    kept, gone = (Inquiry.objects.get(pk=take(d, rank).inquiry_id) for d, rank in ((ASKED, 50), (letter, 20)))
    for inquiry, subject in ((kept, "wimpels"), (gone, "banieren")):
        change(Inquiry, editor, {"pk": inquiry.pk}, subject=subject)
    sets.undo(sets.join(kept, gone, editor, "vergissing"), editor)
    assert dict(Inquiry.objects.values_list("pk", "subject")) == {kept.pk: "wimpels", gone.pk: "banieren"}
    assert set(Correction.objects.values_list("status", flat=True)) == {"active"}


def test_a_hidden_set_is_not_joined_nor_shown_by_a_take_out(editor: User) -> None:
    for document in (ASKED, ANSWERED):
        take(document)
    other = take(
        replace(
            ANSWERED, case_number="2024Z99777", identifier="ah-tk-20232024-3777", number=3777, subject="x"
        )
    ).inquiry_id
    main = Inquiry.objects.get(key="2024Z99001")
    sets.hide(main, editor, "privacy")
    main.refresh_from_db()
    with pytest.raises(NotPossible):
        sets.join(Inquiry.objects.get(pk=other), main, editor, "een")
    sets.take_out(Document.objects.get(identifier="ah-tk-20232024-3001"), editor, "x")
    assert list(Inquiry.objects.shown()) == [Inquiry.objects.get(pk=other)]
    sets.show(main, editor, "toch goed")
    assert Inquiry.objects.shown().count() == 2


def test_a_correction_stays_with_its_answer_when_another_comes_before_it(editor: User) -> None:
    answers = (ParsedAnswer(("1",), "Ja."), ParsedAnswer(("2",), "Zie 1."))
    questions = (*ANSWERED.questions, ParsedQuestion("3", "C?"))
    take(replace(ANSWERED, questions=questions, answers=answers))
    change(Answer, editor, {"label": "2"}, text="Nee, zie 1.")
    take(
        replace(
            ANSWERED, questions=questions, answers=(answers[0], ParsedAnswer(("3",), "Zie 1."), answers[1])
        ),
        rank=60,
    )
    assert dict(Answer.objects.values_list("label", "text")) == {
        "1": "Ja.",
        "3": "Zie 1.",
        "2": "Nee, zie 1.",
    }


def test_what_is_outdated_twice_is_in_the_queue_twice_and_keep_holds_against_the_present(
    editor: User,
) -> None:
    take(PROVISIONAL, 20)
    change(Inquiry, editor, {}, subject="wimpels")
    take(replace(ANSWERED, subject="x" * 400 + "1"), rank=50)
    take(replace(ANSWERED, subject="x" * 400 + "2"), rank=60)
    correction = Correction.objects.get()
    assert correction.latest_value.endswith("2")
    assert IngestProblem.objects.filter(kind="outdated", status="open").exists()
    corrections.keep(correction, editor)
    assert Inquiry.objects.get().subject == "wimpels"
    assert not IngestProblem.objects.filter(kind="outdated", status="open").exists()
    take(replace(ANSWERED, subject="x" * 400 + "3"), rank=70)
    assert IngestProblem.objects.filter(kind="outdated", status="open").count() == 1


def test_only_what_a_form_says_is_looked_at(editor: User) -> None:
    """A row that differs from the sources for another reason is put right, and makes no correction."""
    take(ANSWERED)
    Inquiry.objects.update(submitted_on=dt.date(2024, 1, 1))
    made = edit(Inquiry.objects.get(), editor, {"subject": "wimpels"})
    assert [correction.field for correction in made] == ["subject"]
    assert Inquiry.objects.get().submitted_on == ANSWERED.submitted_on


def test_a_place_that_is_not_in_the_set_is_passed_over(editor: User) -> None:
    take(ANSWERED)
    nowhere = Place(WHOLE_SET, "text", "questions", "99")
    assert edit(Inquiry.objects.get(), editor, {nowhere: "Bestaat niet?"}) == []


def test_a_name_without_a_party_does_not_take_over_everybody(editor: User) -> None:
    take(ANSWERED)
    take(
        replace(
            ANSWERED,
            case_number="2024Z99777",
            identifier="ah-tk-20232024-3777",
            number=3777,
            subject="x",
            askers=(ParsedAsker("Terlaak"),),
        )
    )
    known = Asker.objects.get(party_name="SP").member
    Asker.objects.update(member=known)
    bare = [row for row in people.printed(known) if not row.detail]
    people.split(known, "Wiebe Terlaak", bare, [], editor, "een ander")
    take(
        replace(
            ANSWERED, case_number="2024Z99888", identifier="ah-tk-20232024-3888", number=3888, subject="y"
        )
    )
    assert set(Asker.objects.filter(party_name="SP").values_list("member", flat=True)) == {known.pk}
    assert Member.objects.get(name="Wiebe Terlaak").asked.count() == 1


def test_two_letters_of_one_minister_in_two_sets_meet_without_a_crash() -> None:
    letter = replace(
        PROVISIONAL, case_number=None, number=None, subject="vaandels", submitted_on=ANSWERED.submitted_on
    )
    take(replace(letter, case_number="2024Z99001", subject=None, submitted_on=None), 20)
    take(replace(letter, askers=ASKED.askers, subject="vlaggen"), 20)
    take(ASKED)
    assert Inquiry.objects.count() == 1
    assert Document.objects.filter(kind=Kind.ANSWER).count() == 1
