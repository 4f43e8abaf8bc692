"""Whom a condition names."""

from __future__ import annotations

import pytest

from questions.models import FormerSlug, Minister
from questions.search.query.name_lookup import ministers

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
