"""Names and former addresses lead to what they mean now."""

from __future__ import annotations

import pytest
from django.http import Http404
from django.utils import timezone

from questions.models import FormerSlug, Inquiry, InquiryKey, Member, Minister
from questions.views.exceptions import Moved
from questions.views.slugs import MAX_NAME_CHARS, by_slug, set_known_as
from questions.vocabulary.kinds import KeyKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Member:
    return Member.objects.get(surname="Terlaak")


def test_the_row_at_its_address(member: Member) -> None:
    assert by_slug(Member, member.slug) == member


def test_a_former_address_says_where_it_is_now(member: Member) -> None:
    FormerSlug.objects.create(kind="member", slug="s-terlaak-oud", target=member.slug)
    with pytest.raises(Moved) as moved:
        by_slug(Member, "s-terlaak-oud")
    assert moved.value.address == member.get_absolute_url()


def test_former_addresses_are_of_one_kind_of_body(member: Member) -> None:
    FormerSlug.objects.create(kind="member", slug="s-terlaak-oud", target=member.slug)
    with pytest.raises(Http404):
        by_slug(Minister, "s-terlaak-oud")


def test_an_address_that_never_was() -> None:
    with pytest.raises(Http404):
        by_slug(Member, "niemand")


def test_who_is_only_known_from_hidden_sets_is_not_shown() -> None:
    member = Member.objects.filter(asked__isnull=False).first()
    assert member is not None
    Member.objects.filter(pk=member.pk).update(is_confirmed=False)
    member.memberships.all().delete()
    Inquiry.objects.filter(askers__member=member).update(hidden_on=timezone.now(), hidden_reason="op verzoek")
    with pytest.raises(Http404):
        by_slug(Member, member.slug)


@pytest.mark.parametrize(
    "name",
    [
        "2024Z99101",
        "2024z99101",
        "kv-tk-2024Z99101",
        "ah-tk-20232024-3001",
        "AH-TK-20232024-3001",
        "ah-tk-20232024-03001",
        "Aanhangsel Handelingen, vergaderjaar 2023–2024, nr. 3001",
        "Aanhangsel van de Handelingen II 2023/24, nr. 3001",
    ],
)
def test_names_of_a_set(name: str) -> None:
    found = set_known_as(name)
    assert found is not None
    assert found.key == "2024Z99101"


@pytest.mark.parametrize("name", ["", "nachttrein", "2099Z00001", "\0", "x" * 9 * MAX_NAME_CHARS, "%", "ah-"])
def test_what_is_no_name(name: str) -> None:
    assert set_known_as(name) is None


def test_what_a_set_says_is_no_address() -> None:
    value = InquiryKey.objects.filter(kind=KeyKind.CONTENT).values_list("value", flat=True).first()
    assert value
    assert set_known_as(value) is None


def test_its_own_number_goes_before_the_mistake_of_another() -> None:
    own = Inquiry.objects.get(key="2024Z99101")
    other = Inquiry.objects.get(key="2024Z99102")
    InquiryKey.objects.create(kind=KeyKind.ADDRESS, value="2024z99101", inquiry=other)
    assert set_known_as("2024Z99101") == own


def test_a_number_that_was_corrected_away_still_leads_on() -> None:
    other = Inquiry.objects.get(key="2024Z99102")
    InquiryKey.objects.create(kind=KeyKind.ADDRESS, value="2024z88888", inquiry=other)
    assert set_known_as("2024Z88888") == other
