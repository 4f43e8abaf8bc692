"""Lists by day, month, year and session year: what they count, and which have none."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from questions import search
from questions.models import Inquiry

pytestmark = pytest.mark.django_db


def shown(**where: object) -> int:
    return Inquiry.objects.shown().filter(**where).count()


def test_years_count_their_sets(client: Client) -> None:
    years = client.get("/datum/").context["years"]
    assert {row["year"]: row["sets"] for row in years} == {
        row["year"]: shown(submitted_on__year=row["year"]) for row in years
    }


def test_years_and_undated_sets_are_all(client: Client) -> None:
    page = client.get("/datum/").context
    assert sum(row["sets"] for row in page["years"]) + page["undated"] == Inquiry.objects.shown().count()


def test_a_year_lists_as_many_as_its_months_count(client: Client) -> None:
    page = client.get("/datum/2024/").context
    assert sum(month.sets for month in page["months"]) == page["found"].page.paginator.count


def test_a_month_lists_as_many_as_its_days_count(client: Client) -> None:
    page = client.get("/datum/2024/02/").context
    assert sum(sets for week in page["weeks"] for _, sets in week) == page["found"].page.paginator.count


def test_a_day_lists_what_was_put_that_day(client: Client) -> None:
    page = client.get("/datum/2024/02/05/").context
    assert page["found"].page.paginator.count == shown(submitted_on=dt.date(2024, 2, 5))


def test_a_month_leads_to_the_days_around_it(client: Client) -> None:
    page = client.get("/datum/2024/02/").context
    days = Inquiry.objects.shown().exclude(submitted_on=None)
    before = days.filter(submitted_on__lt=dt.date(2024, 2, 1)).order_by("-submitted_on").first()
    after = days.filter(submitted_on__gte=dt.date(2024, 3, 1)).order_by("submitted_on").first()
    assert page["before"] == (before and before.submitted_on)
    assert page["after"] == (after and after.submitted_on)


def test_a_month_without_sets_is_a_page(client: Client) -> None:
    page = client.get("/datum/2023/07/")
    assert page.status_code == 200
    assert page.context["found"].page.paginator.count == 0


@pytest.mark.parametrize(
    "path",
    [
        "/datum/2024/00/",
        "/datum/2024/13/",
        "/datum/2023/02/29/",
        "/datum/1799/",
        "/datum/2201/",
        "/datum/9999/12/",
        "/vergaderjaren/1900-1901/",
    ],
)
def test_what_cannot_be(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_session_year_lists_as_many_as_the_list_of_years_counts(client: Client) -> None:
    for row in client.get("/vergaderjaren/").context["years"]:
        page = client.get(f"/vergaderjaren/{row['session_year']}/").context
        assert page["found"].page.paginator.count == row["sets"]


def test_a_set_out_of_view_is_not_counted(client: Client) -> None:
    before = client.get("/datum/2024/02/05/").context["found"].page.paginator.count
    inquiry = Inquiry.objects.shown().filter(submitted_on=dt.date(2024, 2, 5)).first()
    assert inquiry is not None
    Inquiry.objects.filter(pk=inquiry.pk).update(hidden_on=timezone.now(), hidden_reason="op verzoek")
    Inquiry.objects.get(pk=inquiry.pk).touch()
    search.sync()
    assert client.get("/datum/2024/02/05/").context["found"].page.paginator.count == before - 1
