"""The address is the only state: what it says is read, shown back and can be taken away, piece by piece."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.test import Client, RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from questions.filters import SearchFilter, filter_sets
from questions.models import FormerSlug
from questions.search.page.run import count, run
from questions.search.query.plan import Plan
from tests.conftest import fill


def read(query: str) -> SearchFilter:
    return filter_sets(RequestFactory().get(f"/zoeken/?{query}"), Plan())


def keys(query: str) -> list[str]:
    return [card.key for card in run(read(query).qs, size=100).rows]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "some", "none"),
    [
        ("q=nachttrein", "2024Z99101", "2024Z99102"),
        ("status=ingetrokken", "2024Z99103", "2024Z99101"),
        ("status=uitgesteld", "2024Z99119", "2024Z99120"),
        ("status=open&status=ingetrokken", "2024Z99103", "2024Z99101"),
        ("ministerie=infrastructuur-en-waterstaat", "2024Z99101", "2024Z99102"),
        ("partij=d66", "2024Z99102", "2024Z99101"),
        ("vergaderjaar=2023-2024", "2024Z99101", "2024Z99120"),
        ("jaar=2024&soort=nader", "2024Z99101", "2024Z99120"),
        ("van=2024-11-01", "2024Z99120", "2024Z99101"),
        ("tot=2024-03-01", "2024Z99103", "2024Z99120"),
        ("van=2024-02-05&tot=2024-02-05", "2024Z99101", "2024Z99102"),
    ],
)
def test_each_filter(query: str, some: str, none: str) -> None:
    found = keys(query)
    assert some in found
    assert none not in found


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["van=gisteren", "ministerie=bestaatniet", "status=x", "sorteer=x", "q=%00", "q=%22open",
    "q=()%26|!:*", "jaar=twee", "eenheid=x"]
)  # fmt: skip
def test_what_is_not_understood_is_no_error(client: Client, query: str) -> None:
    assert client.get(f"/zoeken/?{query}").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["van=gisteren", "ministerie=bestaatniet", "status=x", "jaar=twee"])
def test_a_wrong_value_is_named(client: Client, query: str) -> None:
    chosen = read(query)
    assert chosen.form.errors[query.split("=")[0]]
    assert count(chosen.qs) == count(Plan())


@pytest.mark.django_db
def test_chips_say_what_was_understood_and_take_it_away() -> None:
    chosen = read("q=nachttrein+-bus&status=beantwoord&jaar=2024&van=2024-01-01&sorteer=oudste")
    chips = {chip["text"]: chip["address"] for chip in chosen.chips()}
    assert list(chips) == ["nachttrein", "-bus", "Beantwoord", "2024", "1 januari 2024"]
    assert QueryDict(chips["-bus"][1:])["q"] == "nachttrein"
    assert "van=" in chips["-bus"]
    assert "status" not in chips["Beantwoord"]
    assert "sorteer=oudste" in chips["Beantwoord"]
    assert "van" not in QueryDict(chips["1 januari 2024"][1:])


@pytest.mark.django_db
def test_a_value_of_a_facet_is_added_and_taken_away() -> None:
    chosen = read("status=open&pagina=3")
    assert QueryDict(chosen.toggled("status", "beantwoord")[1:]).getlist("status") == ["open", "beantwoord"]
    assert "status" not in chosen.toggled("status", "open")
    assert "pagina" not in chosen.toggled("status", "open")


@pytest.mark.django_db
@pytest.mark.parametrize("written", ["2023", "2023/24", "2023-2024"])
def test_a_session_year_is_one_however_it_is_written(written: str) -> None:
    chosen = read(f"vergaderjaar={written}")
    assert chosen.chosen("vergaderjaar") == ["2023-2024"]
    assert "vergaderjaar" not in chosen.chips()[0]["address"]


@pytest.mark.django_db
def test_a_long_query_is_read_as_far_as_it_goes() -> None:
    assert count(read("q=" + "nachttrein+" * 40).qs) == count(read("q=nachttrein").qs)


@pytest.mark.django_db
def test_an_address_that_was_merged_away_still_filters() -> None:
    FormerSlug.objects.create(kind="party", slug="democraten-zesenzestig", target="d66")
    assert keys("partij=democraten-zesenzestig") == keys("partij=d66")
    assert len(read("partij=democraten-zesenzestig").chips()) == 1


@pytest.mark.django_db
def test_days_the_wrong_way_round_are_named() -> None:
    assert "begindatum" in read("van=2024-12-01&tot=2024-01-01").form.errors["tot"][0]


@pytest.mark.django_db
def test_the_days_of_a_page_and_of_the_form_both_hold() -> None:
    chosen = filter_sets(RequestFactory().get("/datum/2024/?van=2024-11-01"), Plan(days=(738886, 739251)))
    assert chosen.qs.days == (739191, 739251)


@pytest.mark.slow
class AnyInput(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        fill()

    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(
        st.dictionaries(
            st.sampled_from(
                [
                    "q",
                    "van",
                    "tot",
                    "status",
                    "sorteer",
                    "partij",
                    "vergaderjaar",
                    "jaar",
                    "eenheid",
                    "pagina",
                ]
            ),
            st.text(max_size=30),
        )
    )
    def test_never_an_error(self, parameters: dict[str, str]) -> None:
        query = QueryDict(mutable=True)
        query.update(parameters)
        response = self.client.get("/zoeken/", query)
        assert response.status_code in (200, 302)
