"""Names while someone types: without accents, of several words, and with one mistake."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from questions.language.syntax import parse
from questions.models import Asker, Member, Membership, Minister, Ministry, Office, Party, SearchChange
from questions.search.page.named import MAX_NAMES, as_rows, names

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> None:
    """Invented ones, with names as there are."""
    party = Party.objects.get(name="SP")
    for first, surname in (("Dilan", "Yeşilbergen"), ("Songül", "Çelikveld"), ("Inge", "van Dijkerhof")):
        name = f"{first} {surname}"
        member = Member.objects.create(name=name, surname=surname)
        Membership.objects.create(
            member=member, party=party, since=dt.date(2012, 1, 1), until=dt.date(2017, 3, 1)
        )
    hugo = Minister.objects.create(name="Hugo de Jongeling", surname="De Jongeling")
    ministry = Ministry.objects.exclude(abbreviation="").first()
    Office.objects.create(minister=hugo, role="minister", ministry=ministry, since=dt.date(2017, 10, 26))
    SearchChange.objects.create(inquiry_id=0)


def found(text: str) -> list[str]:
    return [one.name for one in names(text).found]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("yesilb", "Dilan Yeşilbergen"),
        ("celikv", "Songül Çelikveld"),
        ("van dijk", "Inge van Dijkerhof"),
        ("hugo de j", "Hugo de Jongeling"),
        ("HUGO DE J", "Hugo de Jongeling"),
        ("dilan", "Dilan Yeşilbergen"),
        ("yeslibergen", "Dilan Yeşilbergen"),
        ("celikvled", "Songül Çelikveld"),
        ("dijkerhof", "Inge van Dijkerhof"),
        ("dijkherhof", "Inge van Dijkerhof"),
        ("hugo de jomg", "Hugo de Jongeling"),
    ],
)
def test_typed_so_it_is_found(people: None, typed: str, name: str) -> None:
    assert name in found(typed)


def test_only_the_words_that_name_somebody_are_replaced(people: None) -> None:
    given = names("stikstof in de buurt van hugo de j")
    assert "Hugo de Jongeling" in [one.name for one in given.found]
    assert given.replaces == len("hugo de j")


def test_what_tells_them_apart_is_said(people: None) -> None:
    hugo, dilan = as_rows(names("hugo de jongel").found)[0], as_rows(names("yesilb").found)[0]
    assert str(hugo["about"]).endswith(" · 2017–")
    assert dilan["about"] == "SP · 2012–2017"
    assert (hugo["kind"], dilan["count"]) == ("Bewindspersoon", 0)


def test_who_is_in_more_sets_comes_first() -> None:
    counts = [one.count for one in names("de").found if one.name.lower().startswith("de")]
    assert counts == sorted(counts, reverse=True)
    terlaak = next(one for one in names("terl").found if one.field == "indiener")
    sets = Asker.objects.filter(member__slug=terlaak.slug).values("inquiry").distinct()
    assert terlaak.count == sets.count() > 0


def test_a_ministry_by_its_abbreviation() -> None:
    ministry = Ministry.objects.public().exclude(abbreviation="").first()
    assert ministry is not None
    assert ministry.name in found(ministry.abbreviation)


@pytest.mark.parametrize("text", ["", "a", " b ", "\0", "xyzzy", "%%", "__", "qqqqqqq", "\u200b"])
def test_too_little_or_nobody(text: str) -> None:
    assert found(text) == []


def test_a_list_of_names_stays_short() -> None:
    assert len(names("de").found) <= MAX_NAMES


@pytest.mark.parametrize("text", ["terl", "sp", "def"])
def test_each_is_a_condition_that_can_be_asked(text: str) -> None:
    assert all(parse(str(row["value"])).notices == () for row in as_rows(names(text).found))


def test_the_page_hears_how_much_to_replace(client: Client) -> None:
    answer = client.get("/zoeken/namen/", {"q": "vragen van terl"}).json()
    assert answer["replaces"] == 4
    assert answer["names"][0]["name"]
