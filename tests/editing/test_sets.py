"""Joining sets, taking a document out, taking a set from view; and back again."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from questions import search
from questions.editing import sets
from questions.editing.undo_log import NotPossible
from questions.models import (
    Answer,
    Correction,
    Document,
    IngestProblem,
    Inquiry,
    Member,
    Minister,
    Party,
    Question,
    Source,
)
from questions.parsing import Asker, Signatory
from questions.search.page.named import names
from questions.search.page.run import count
from questions.search.query.plan import Plan
from questions.views import site
from questions.views.slugs import set_known_as
from questions.vocabulary.kinds import Kind
from tests.builders import ANSWERED, ASKED, FURTHER, POSTPONED, PROVISIONAL, change, snapshot, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]
LETTER = dataclasses.replace(
    PROVISIONAL, case_number=None, number=None, subject="vaandels", submitted_on=ANSWERED.submitted_on
)


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_user("redacteur")


@pytest.fixture
def two(db: None) -> tuple[Inquiry, Inquiry]:
    kept, gone = take(ASKED).inquiry_id, take(LETTER, 20).inquiry_id
    return Inquiry.objects.get(pk=kept), Inquiry.objects.get(pk=gone)


def everything() -> dict[str, Any]:
    rows = {
        model.__name__: sorted(model.objects.values_list("pk", flat=True))
        for model in (Inquiry, Document, Question, Answer)
    }
    return snapshot() | rows | {"sources": sorted(Source.objects.values_list("pk", "inquiry", "document"))}


def test_a_letter_and_its_set_become_one(editor: User, two: tuple[Inquiry, Inquiry]) -> None:
    kept, gone = two
    before = everything()
    action = sets.join(kept, gone, editor, "brief bij deze vragen")
    kept.refresh_from_db()
    assert Inquiry.objects.get() == kept
    assert kept.is_answered
    assert [q.number for q in Answer.objects.get().questions.all()] == ["1", "2"]
    assert set_known_as(gone.key) == kept
    take(ANSWERED)
    assert Inquiry.objects.count() == 1
    assert Document.objects.filter(kind=Kind.ANSWER).count() == 1
    Source.objects.order_by("-pk").first().delete()
    assert action.kind == "join"
    assert before["Inquiry"] != everything()["Inquiry"]


def test_undone_both_are_as_they_were(editor: User, two: tuple[Inquiry, Inquiry]) -> None:
    before = everything()
    sets.undo(sets.join(*two, editor, "vergissing"), editor)
    assert everything() == before


def test_the_number_of_the_set_that_stays_goes_first(editor: User) -> None:
    other = dataclasses.replace(
        ANSWERED, case_number="2024Z99777", identifier="ah-tk-20232024-3777", number=3777
    )
    kept, gone = (
        Inquiry.objects.get(pk=take(ASKED).inquiry_id),
        Inquiry.objects.get(pk=take(other).inquiry_id),
    )
    before = everything()
    action = sets.join(kept, gone, editor, "dubbel ingediend")
    assert Inquiry.objects.get().key == "2024Z99001"
    assert set_known_as("2024Z99777") == kept
    take(dataclasses.replace(other, kind=Kind.FURTHER_ANSWER, identifier="ah-tk-20232024-3777-n1"))
    assert Inquiry.objects.get().key == "2024Z99001"
    Source.objects.order_by("-pk").first().delete()
    sets.undo(action, editor)
    assert everything()["Inquiry"] == before["Inquiry"]
    assert set_known_as("2024Z99777").pk == gone.pk


def test_corrections_go_along(editor: User, two: tuple[Inquiry, Inquiry]) -> None:
    kept, gone = two
    for inquiry, subject in ((kept, "wimpels"), (gone, "banieren")):
        change(Inquiry, editor, {"pk": inquiry.pk}, subject=subject)
    sets.join(kept, gone, editor, "een")
    assert Inquiry.objects.get().subject == "wimpels"
    assert sorted(Correction.objects.values_list("new_value", "status")) == [
        ("banieren", "outdated"),
        ("wimpels", "active"),
    ]


def test_a_document_is_taken_out_and_stays_out(editor: User) -> None:
    for document in (ASKED, ANSWERED, POSTPONED):
        take(document)
    before = everything()
    action = sets.take_out(Document.objects.get(kind=Kind.ANSWER), editor, "hoort hier niet")
    main, new = Inquiry.objects.get(key="2024Z99001"), Inquiry.objects.get(key="ah-tk-20232024-3001")
    assert not main.is_answered
    assert new.is_answered
    assert new.case_number is None
    assert set_known_as("ah-tk-20232024-3001") == new
    assert set_known_as("2024Z99001") == main
    take(FURTHER)
    assert Inquiry.objects.count() == 2
    assert main.documents.count() == 3
    Document.objects.get(kind=Kind.FURTHER_ANSWER).sources.all().delete()
    sets.undo(action, editor)
    after = everything()
    assert after["Inquiry"] == before["Inquiry"]
    assert after["documents"] == before["documents"]
    assert Inquiry.objects.get().is_answered
    assert set_known_as("ah-tk-20232024-3001") == main


def test_the_only_document_stays(editor: User) -> None:
    take(ANSWERED)
    with pytest.raises(NotPossible):
        sets.take_out(Document.objects.get(), editor, "x")


def test_a_set_out_of_view_is_in_no_list(editor: User) -> None:
    take(ANSWERED)
    inquiry = Inquiry.objects.get()
    action = sets.hide(inquiry, editor, "Bevat gegevens van een burger.")
    search.sync()
    assert count(Plan()) == 0
    assert not Inquiry.objects.shown().exists()
    with pytest.raises(NotPossible):
        sets.hide(inquiry, editor, "nog eens")
    take(POSTPONED)
    inquiry.refresh_from_db()
    assert inquiry.hidden_on
    sets.undo(action, editor)
    search.sync()
    assert count(Plan()) == 1
    assert not any(dataclasses.astuple(search.check()))


def test_who_is_named_only_in_a_set_out_of_view_is_in_no_list(editor: User, client: Client) -> None:
    unknown = {
        "askers": (Asker("Onbekend", "Lijst Onbekend"),),
        "answered_by": (Signatory("Verzonnen", "minister", "Vlaggen"),),
    }
    take(dataclasses.replace(ANSWERED, **unknown))
    people = [Member.objects.get(is_confirmed=False), Minister.objects.get(is_confirmed=False)]
    people[0].memberships.all().delete()
    party = Party.objects.get(name="Lijst Onbekend")
    assert all(client.get(person.get_absolute_url()).status_code == 200 for person in people)
    assert all(person in site.People().items() and names(person.surname).found for person in people)
    sets.hide(Inquiry.objects.get(), editor, "Bevat gegevens van een burger.")
    search.sync()
    assert all(client.get(person.get_absolute_url()).status_code == 404 for person in people)
    assert client.get(party.get_absolute_url()).status_code == 404
    assert not names("Lijst Onb").found
    assert site.People().items() == []
    assert not any(names(person.surname).found for person in people)
    for path in ("/kamerleden/", "/bewindspersonen/", "/partijen/"):
        assert not any(person.get_absolute_url() in client.get(path).content.decode() for person in people)


def join(kept: int | None, gone: int | None, editor: User) -> Any:
    return sets.join(Inquiry.objects.get(pk=kept), Inquiry.objects.get(pk=gone), editor, "hoort bij elkaar")


def correct(inquiry: int | None, editor: User, **values: object) -> None:
    change(Inquiry, editor, {"pk": inquiry}, **values)


def test_an_answer_that_went_astray_takes_no_number_away(editor: User) -> None:
    """It printed the number of another set; taken out there, it joins the set that it answers."""
    other = dataclasses.replace(
        POSTPONED, case_number="2024Z99005", identifier="ah-tk-20232024-3105", number=3105, subject="linten"
    )
    wrong = dataclasses.replace(ANSWERED, identifier="ah-tk-20232024-3104", number=3104, subject="linten")
    take(ASKED)
    right = take(other).inquiry_id
    take(wrong)
    sets.take_out(Document.objects.get(identifier="ah-tk-20232024-3104"), editor, "hoort hier niet")
    join(right, Document.objects.get(identifier="ah-tk-20232024-3104").inquiry_id, editor)
    assert Inquiry.objects.get(pk=right).case_number == "2024Z99005"
    assert Inquiry.objects.get(pk=right).key == "2024Z99005"


def test_a_letter_that_stays_gives_the_number_back(editor: User) -> None:
    """The set that came to it had the number; undoing needs no later action undone first."""
    letter, official = take(LETTER).inquiry_id, take(ASKED).inquiry_id
    before = everything()
    sets.undo(join(letter, official, editor), editor)
    assert everything() == before


def test_a_letter_and_its_published_answer_are_one_document_and_two_again(editor: User) -> None:
    official, letter = take(ANSWERED).inquiry_id, take(LETTER, 20).inquiry_id
    document = Document.objects.get(inquiry=letter)
    change(Answer, editor, {"document": document, "position": 0}, text="Verbeterd antwoord.")
    before = everything()
    action = join(official, letter, editor)
    assert not Document.objects.filter(pk=document.pk).exists()
    assert Correction.objects.get().document is not None
    sets.undo(action, editor)
    assert everything() == before
    assert Correction.objects.get().document_id == document.pk
    assert Document.objects.get(pk=document.pk).answers.get(position=0).text == "Verbeterd antwoord."


def test_what_was_corrected_is_in_force_again_when_a_join_is_undone(editor: User) -> None:
    first = take(ASKED).inquiry_id
    second = take(
        dataclasses.replace(ANSWERED, case_number="2024Z99777", identifier="ah-tk-20232024-3777", number=3777)
    ).inquiry_id
    correct(second, editor, subject="Beter onderwerp")
    sets.undo(join(first, second, editor), editor)
    assert Inquiry.objects.get(pk=second).subject == "Beter onderwerp"
    assert Correction.objects.get().status == "active"
    assert not IngestProblem.objects.filter(kind="outdated", status="open").exists()


def test_a_reprint_that_is_none_gives_the_answers_back(editor: User) -> None:
    take(ANSWERED)
    take(dataclasses.replace(ANSWERED, kind=Kind.CORRECTION, identifier="ah-tk-20232024-3001-h1"))
    reprint = Document.objects.get(kind=Kind.CORRECTION)
    assert reprint.replaces is not None
    change(Document, editor, {"pk": reprint.pk}, kind=Kind.FURTHER_ANSWER.value)
    reprint.refresh_from_db()
    assert (reprint.kind, reprint.replaces) == ("further_answer", None)
