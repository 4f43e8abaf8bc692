"""Merging and splitting people and bodies, their names for later documents, their addresses, and undoing
all of it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.contrib.auth.models import User

from questions.editing import people, sets
from questions.editing.undo_log import NotPossible
from questions.loading import load_facts
from questions.models import (
    Asker,
    FormerSlug,
    IngestProblem,
    Member,
    Minister,
    Ministry,
    NameChoice,
    Office,
    Party,
    SearchChange,
    Signatory,
)
from questions.models.addresses import row_at
from questions.parsing import Asker as ParsedAsker
from questions.parsing import Signatory as ParsedSignatory
from tests.builders import ANSWERED, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]
SIGNED = dataclasses.replace(
    ANSWERED, answered_by=(ParsedSignatory("Zwartenberg", "minister", "Ruimtevaart"),)
)


def again(number: int, **values: object) -> object:
    """The same kind of answer, in a set of its own."""
    return dataclasses.replace(
        SIGNED,
        case_number=f"2024Z9{number}",
        identifier=f"ah-tk-20232024-{number}",
        number=number,
        subject=f"zaak {number}",
        **values,
    )


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_user("redacteur")


@pytest.fixture
def known(db: None) -> Minister:
    known = Minister.objects.create(name="Aafje Zwartenberg-Smit", surname="Zwartenberg-Smit")
    Office.objects.create(
        minister=known, role="minister", portfolio="Ruimtevaart", since=dt.date(2022, 1, 10)
    )
    return known


def test_merged_ministers_are_one_for_documents_addresses_and_search(editor: User, known: Minister) -> None:
    take(SIGNED)
    unknown = Minister.objects.get(is_confirmed=False)
    assert people.preview(known, unknown).counts["ondertekenaar"] == 1
    before = SearchChange.objects.count()
    people.merge(known, unknown, editor, "dezelfde")
    assert Signatory.objects.get().minister == known
    assert not Minister.objects.filter(pk=unknown.pk).exists()
    assert row_at(Minister, unknown.slug) == known
    assert SearchChange.objects.count() > before
    assert not IngestProblem.objects.filter(kind="unknown_minister", status="open").exists()
    take(again(3002))
    assert set(Signatory.objects.values_list("minister", flat=True)) == {known.pk}


def test_undoing_a_merge_brings_everything_back(editor: User, known: Minister) -> None:
    take(SIGNED)
    unknown = Minister.objects.get(is_confirmed=False)
    offices = set(Office.objects.values_list("pk", "minister"))
    action = people.merge(known, unknown, editor, "dezelfde")
    undone = sets.undo(action, editor)
    assert undone.skipped == 0
    assert Signatory.objects.get().minister_id == unknown.pk
    assert set(Office.objects.values_list("pk", "minister")) == offices
    assert Minister.objects.get(pk=unknown.pk).slug == unknown.slug
    assert not FormerSlug.objects.exists()
    assert not NameChoice.objects.exists()
    with pytest.raises(NotPossible):
        sets.undo(action, editor)


def test_a_chain_of_merges_leads_to_the_last(editor: User, known: Minister) -> None:
    take(SIGNED)
    unknown = Minister.objects.get(is_confirmed=False)
    last = Minister.objects.create(name="A. Zwartenberg", surname="Zwartenberg")
    people.merge(known, unknown, editor, "een")
    second = people.merge(last, known, editor, "twee")
    assert row_at(Minister, unknown.slug) == row_at(Minister, known.slug) == last
    sets.undo(second, editor)
    assert row_at(Minister, unknown.slug) == known


def test_parties_members_and_ministries_merge_too(editor: User) -> None:
    take(SIGNED)
    take(again(3003, askers=(ParsedAsker("Terlaak", "Soc. Partij"),)))
    sp, other = Party.objects.get(name="SP"), Party.objects.get(name="Soc. Partij")
    people.merge(sp, other, editor, "afkorting")
    take(again(3004, askers=(ParsedAsker("Terlaak", "Soc. Partij"),)))
    assert set(Asker.objects.values_list("party", flat=True)) == {sp.pk}
    first, *rest = Member.objects.filter(surname="Terlaak")
    for double in rest:
        people.merge(first, double, editor, "dezelfde")
    take(again(3005, askers=(ParsedAsker("Terlaak", "Soc. Partij"),)))
    assert set(Asker.objects.values_list("member", flat=True)) == {first.pk}
    defence = Ministry.objects.get(name="Defensie")
    war = Ministry.objects.create(name="Oorlog")
    people.merge(defence, war, editor, "vroegere naam")
    take(again(3006, answered_by=(ParsedSignatory("Hoogveld", "minister", "Oorlog"),)))
    assert Signatory.objects.get(portfolio="Oorlog").ministry == defence


def test_facts_do_not_bring_back_what_was_merged(editor: User) -> None:
    gone, kept = Member.objects.filter(is_confirmed=True)[:2]
    ministry, other = Ministry.objects.exclude(abbreviation="")[:2]
    people.merge(kept, gone, editor, "dezelfde")
    people.merge(other, ministry, editor, "dezelfde")
    load_facts()
    assert not Member.objects.filter(name=gone.name).exists()
    assert not Ministry.objects.filter(name=ministry.name).exists()


def test_two_ministers_who_were_taken_for_one_are_split(editor: User) -> None:
    take(SIGNED)
    wrong = Minister.objects.get(is_confirmed=False)
    take(again(3007, answered_by=(ParsedSignatory("Zwartenberg", "minister", "Diepzee"),)))
    Signatory.objects.update(minister=wrong)
    names = [row for row in people.printed(wrong) if row.detail == "Diepzee"]
    action = people.split(wrong, "Bart Zwartenberg", names, [], editor, "twee personen")
    new = Minister.objects.get(name="Bart Zwartenberg")
    assert {(s.portfolio, s.minister) for s in Signatory.objects.all()} == {
        ("Ruimtevaart", wrong),
        ("Diepzee", new),
    }
    take(again(3008, answered_by=(ParsedSignatory("Zwartenberg", "minister", "Diepzee"),)))
    assert Signatory.objects.filter(minister=new).count() == 2
    sets.undo(action, editor)
    assert not Minister.objects.filter(pk=new.pk).exists()
    assert set(Signatory.objects.values_list("minister", flat=True)) == {wrong.pk}


@pytest.mark.parametrize("choice", ["none", "all"])
def test_a_split_leaves_something_on_both_sides(editor: User, choice: str) -> None:
    take(SIGNED)
    wrong = Minister.objects.get(is_confirmed=False)
    with pytest.raises(NotPossible):
        people.split(wrong, "Bart", people.printed(wrong) if choice == "all" else [], [], editor, "x")


def test_not_with_itself_nor_with_another_kind(editor: User, known: Minister) -> None:
    with pytest.raises(NotPossible):
        people.merge(known, known, editor, "x")
    with pytest.raises(NotPossible):
        people.merge(known, Member.objects.first(), editor, "x")


def test_offices_that_overlap_are_pointed_out(known: Minister) -> None:
    Office.objects.create(
        minister=known,
        role="minister",
        portfolio="Diepzee",
        since=dt.date(2023, 1, 1),
        until=dt.date(2023, 6, 1),
    )
    Office.objects.create(
        minister=known, role="minister", portfolio="Hooggebergte", since=dt.date(2023, 8, 1)
    )
    offices = list(known.offices.all())
    assert len(people.overlaps(offices)) == 2
    assert "61 dagen" in people.gaps(offices[1:])[0]


def test_the_earlier_of_two_merges_waits_for_the_later(editor: User) -> None:
    first, second, third = (Minister.objects.create(name=f"Aap{n}", surname=f"Aap{n}") for n in range(3))
    earlier = people.merge(second, first, editor, "een")
    later = people.merge(third, second, editor, "ook")
    with pytest.raises(NotPossible, match="latere ingrepen"):
        sets.undo(earlier, editor)
    sets.undo(later, editor)
    sets.undo(earlier, editor)
    assert {m.pk for m in Minister.objects.filter(surname__startswith="Aap")} == {
        first.pk,
        second.pk,
        third.pk,
    }
