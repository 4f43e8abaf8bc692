"""Whom a condition names."""

from __future__ import annotations

import pytest

from questions.models import Cabinet, FormerSlug, Member, Minister, Ministry, Party
from questions.search.query.name_lookup import LOOKUPS, cabinets, members, ministers, ministries, parties

pytestmark = pytest.mark.django_db


def test_an_address_is_one_person_and_a_surname_all_who_have_it() -> None:
    wouter = Minister.objects.create(name="Wolter Bosman", surname="Bosman")
    other = Minister.objects.create(name="Wolter Bosman", surname="Wolter Bosman", is_confirmed=False)
    third = Minister.objects.create(name="Anna Bosman", surname="Bosman")
    assert ministers("wolter-bosman") == [wouter.pk]
    assert set(ministers("bosman")) == {wouter.pk, third.pk}
    assert ministers("wolter-bosman-2") == [other.pk]


def test_an_address_that_was_merged_away() -> None:
    kept = Minister.objects.create(name="Wolter Bosman", surname="Bosman")
    FormerSlug.objects.create(kind="minister", slug="wolter-bosman-2", target=kept.slug)
    assert ministers("wolter-bosman-2") == [kept.pk]


@pytest.mark.parametrize(
    "value", ["defensie", "Defensie", "DEFENSIE", "ministerie-van-niets", "", "x" * 500, "%", "\x01"]
)
def test_a_ministry_by_any_spelling(value: str) -> None:
    found = ministries(value)
    expected = list(Ministry.objects.filter(slug="defensie").values_list("pk", flat=True))
    assert found == (expected if value.lower() == "defensie" else [])


def test_a_ministry_by_its_abbreviation() -> None:
    ministry = Ministry.objects.create(name="Infra en Water", slug="infra-en-water", abbreviation="I&W")
    assert ministry.pk in ministries("i&w")
    assert ministry.pk in ministries("IenW")


def test_a_party_by_another_spelling() -> None:
    party = Party.objects.create(
        name="Lijst Proef", slug="lijst-proef", long_name="De Lijst van Proef", aliases=["L.P."]
    )
    for value in ("lijst-proef", "Lijst Proef", "de lijst van proef", "LP", "l.p."):
        assert parties(value) == [party.pk]
    assert parties("") == []


def test_members_by_a_part_of_their_name() -> None:
    member = Member.objects.create(name="Aletta van der Proefpersoon", surname="Van der Proefpersoon")
    assert members("proefpersoon") == [member.pk]
    assert members("aletta proefpersoon") == [member.pk]
    assert members("aletta nietproef") == []


def test_a_cabinet_with_or_without_its_word() -> None:
    cabinet = Cabinet.objects.order_by("pk").first()
    assert cabinet is not None
    short = cabinet.slug.removeprefix("kabinet-")
    assert cabinets(short) == cabinets(f"kabinet-{short}") == [cabinet.pk]


@pytest.mark.parametrize("field", sorted(LOOKUPS))
@pytest.mark.parametrize("value", ["", " ", "niemand", "'", "a' OR 1=1 --", "é" * 200, "-", "*"])
def test_what_nobody_is_called_finds_nobody(field: str, value: str) -> None:
    for _, find in LOOKUPS[field]:
        assert isinstance(find(value), list)
        if value == "niemand":
            assert find(value) == []
