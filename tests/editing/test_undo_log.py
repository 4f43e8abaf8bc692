"""What an action did is kept step by step, in the same words for ever, and can be taken back."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from questions.editing import undo_log
from questions.editing.undo_log import About, Create, Delete, Move, NotPossible, UndoLog, Undone
from questions.models import Asker, EditorAction, FormerSlug, Inquiry, Member, Party, SearchChange
from questions.vocabulary.kinds import ActionKind
from tests.builders import ANSWERED, account, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]


@pytest.fixture
def editor() -> User:
    return account("redacteur")


@pytest.fixture
def log(editor: User) -> UndoLog:
    return UndoLog(ActionKind.MERGE, editor, "dezelfde")


@pytest.fixture
def asker() -> Asker:
    take(ANSWERED)
    return Asker.objects.get()


def member(name: str) -> Member:
    return Member.objects.create(name=name, surname=name, slug=name.lower())


# --- each step ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "stored"),
    [
        (Move("questions.asker", "x", [1, 2], 3, 4), ["move", "questions.asker", "x", [1, 2], 3, 4]),
        (Delete("questions.party", {"id": 1}), ["delete", "questions.party", {"id": 1}]),
        (Create("questions.party", 1, None), ["create", "questions.party", 1, None]),
        (About("questions.party", [1]), ["about", "questions.party", [1]]),
    ],
)
def test_the_words_in_which_steps_are_kept(step: undo_log.Step, stored: list[object]) -> None:
    assert step.as_json() == stored
    assert undo_log.steps_of(EditorAction(steps=[stored])) == [step]


def test_a_move_goes_back(asker: Asker, log: UndoLog) -> None:
    other = member("Anders")
    before = asker.member
    assert log.move(Asker.objects.filter(pk=asker.pk), "member_id", other.pk) == 1
    asker.refresh_from_db()
    assert asker.member == other
    assert log.steps[0].undo() == Undone(restored=1)
    asker.refresh_from_db()
    assert asker.member == before


def test_rows_that_are_as_they_should_be_are_not_moved(asker: Asker, log: UndoLog) -> None:
    assert log.move(Asker.objects.all(), "member_id", asker.member_id) == 0
    assert log.steps == []


def test_rows_with_different_values_are_a_step_each(asker: Asker, log: UndoLog) -> None:
    inquiry = asker.inquiry
    Asker.objects.create(inquiry=inquiry, position=9, name="Los", party_name="", member=None)
    assert log.move(Asker.objects.filter(inquiry=inquiry), "member_id", member("Anders").pk) == 2
    assert sorted(str(step.old) for step in log.steps if isinstance(step, Move)) == sorted(
        [str(asker.member_id), "None"]
    )


def test_what_somebody_else_changed_since_is_left_and_counted(asker: Asker, log: UndoLog) -> None:
    log.move(Asker.objects.filter(pk=asker.pk), "member_id", member("Anders").pk)
    third = member("Derde")
    Asker.objects.filter(pk=asker.pk).update(member=third)
    assert log.steps[0].undo() == Undone(skipped=1)
    asker.refresh_from_db()
    assert asker.member == third


def test_a_move_to_who_is_gone_cannot_be_undone(asker: Asker, log: UndoLog) -> None:
    other = member("Anders")
    log.move(Asker.objects.filter(pk=asker.pk), "member_id", other.pk)
    Asker.objects.filter(pk=asker.pk).update(member=None)
    other.delete()
    with pytest.raises(NotPossible, match="niet meer ongedaan"):
        log.steps[0].undo()


def test_a_deleted_row_comes_back_whole(log: UndoLog) -> None:
    party = Party.objects.create(name="Lijst Proef", slug="lijst-proef")
    log.delete(party)
    assert not Party.objects.filter(pk=party.pk).exists()
    assert log.steps[0].undo() == Undone(restored=1)
    back = Party.objects.get(pk=party.pk)
    assert (back.name, back.slug) == ("Lijst Proef", "lijst-proef")


def test_a_row_that_was_made_goes_away(log: UndoLog) -> None:
    log.create(Party(name="Lijst Proef", slug="lijst-proef"))
    assert log.steps[0].undo() == Undone(restored=1)
    assert not Party.objects.filter(slug="lijst-proef").exists()


def test_the_heir_takes_over_rows_and_address(asker: Asker, log: UndoLog) -> None:
    heir, made = member("Blijver"), Member(name="Gaster", surname="Gaster", slug="gaster")
    log.create(made, heir)
    Asker.objects.filter(pk=asker.pk).update(member=made)
    log.steps[0].undo()
    asker.refresh_from_db()
    assert asker.member == heir
    assert FormerSlug.objects.get(kind="member", slug="gaster").target == "blijver"


def test_a_row_that_is_gone_already_is_not_counted(log: UndoLog) -> None:
    party = Party(name="Lijst Proef", slug="lijst-proef")
    log.create(party)
    Party.objects.filter(pk=party.pk).delete()
    assert log.steps[0].undo() == Undone()


# --- a whole action -------------------------------------------------------------------------------


def test_an_action_is_undone_once(asker: Asker, log: UndoLog, editor: User) -> None:
    log.about(asker.member)
    log.move(Asker.objects.filter(pk=asker.pk), "member_id", member("Anders").pk)
    action = log.close("samengevoegd")
    assert undo_log.undo(action, editor) == Undone(restored=1)
    action.refresh_from_db()
    assert action.undone_by == editor
    with pytest.raises(NotPossible, match="al ongedaan"):
        undo_log.undo(action, editor)


def test_steps_are_taken_back_last_one_first(asker: Asker, log: UndoLog, editor: User) -> None:
    before = asker.member
    one, two = member("Een"), member("Twee")
    log.about(one)
    log.move(Asker.objects.filter(pk=asker.pk), "member_id", one.pk)
    log.move(Asker.objects.filter(pk=asker.pk), "member_id", two.pk)
    undo_log.undo(log.close("twee keer"), editor)
    asker.refresh_from_db()
    assert asker.member == before


def test_a_merge_of_which_the_kept_one_is_gone_waits(asker: Asker, log: UndoLog, editor: User) -> None:
    kept = member("Blijver")
    log.about(kept)
    action = log.close("samengevoegd")
    kept.delete()
    with pytest.raises(NotPossible, match="latere ingrepen"):
        undo_log.undo(action, editor)


def test_closing_tells_the_search(asker: Asker, log: UndoLog) -> None:
    SearchChange.objects.all().delete()
    log.move(Asker.objects.filter(pk=asker.pk), "member_id", member("Anders").pk)
    log.close("verplaatst")
    assert [change.inquiry_id for change in SearchChange.objects.all()] == [asker.inquiry_id]


def test_a_whole_set_goes_and_comes_back(asker: Asker, log: UndoLog) -> None:
    inquiry = asker.inquiry
    rows = inquiry.questions.count(), inquiry.documents.count(), inquiry.keys.count()
    log.delete_whole(inquiry)
    assert not Inquiry.objects.exists()
    for step in reversed(log.steps):
        step.undo()
    back = Inquiry.objects.get(pk=inquiry.pk)
    assert (back.questions.count(), back.documents.count(), back.keys.count()) == rows
    assert back.askers.get() == asker


def test_counts_add_up() -> None:
    assert Undone(1, 2) + Undone(3, 4) == Undone(4, 6)
