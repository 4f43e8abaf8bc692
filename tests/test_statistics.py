"""Answer times are those of a count by hand."""

from __future__ import annotations

import datetime as dt
import statistics

import pytest
from django.test import Client

from questions import search
from questions.models import Inquiry, Minister
from questions.models.terms import ReplyTerm
from questions.parsing import Answer, Asker, Office, ParsedDocument, Question, Signatory
from questions.replies import reply
from questions.statistics import (
    ALL,
    COUNTED,
    GROUPS,
    addressed,
    all_answer_times,
    answer_times,
    answered_part,
    counted,
    of_minister,
)
from questions.vocabulary.kinds import Kind, Role
from tests.builders import bent, take

TODAY = dt.date(2025, 1, 15)
pytestmark = pytest.mark.django_db


def test_all_sets_together_agree_with_the_course_of_each() -> None:
    terms = ReplyTerm.all_terms()
    rows = list(Inquiry.objects.filter(chamber="tk", is_withdrawn=False).exclude(submitted_on=None))
    states = [reply(row, terms, TODAY).state for row in rows]
    days = sorted(row.answer_days for row in rows if row.is_answered and row.answer_days is not None)
    found = all_answer_times(TODAY)
    assert found.answered == len(days)
    assert (found.in_time, found.after_postponement, found.late) == tuple(
        states.count(state) for state in ("in_time", "in_time_after_postponement", "late")
    )
    assert found.overdue == states.count("overdue")
    assert found.open == sum(not row.is_answered for row in rows)
    assert found.median == statistics.median_low(days)
    assert found.median <= found.p90 <= max(days)


@pytest.mark.parametrize("group", [group for group in GROUPS if group != ALL])
def test_each_group(client: Client, group: str) -> None:
    rows = answer_times(group, TODAY)
    assert rows
    assert all(row.in_time + row.after_postponement + row.late == row.answered for row in rows)
    page = client.get(f"/antwoordtijden/{group}/").content.decode()
    assert rows[0].name.replace("&", "&amp;") in page
    assert "Hoe dit is geteld" in page


def test_by_year_the_sets_add_up() -> None:
    rows, whole = answer_times("jaar", TODAY), all_answer_times(TODAY)
    assert sum(row.answered for row in rows) == whole.answered
    assert sum(row.open for row in rows) == whole.open


def test_a_minister() -> None:
    minister = Minister.objects.get(surname="Van der Meulenbroek")
    found = of_minister(minister.slug, TODAY)
    assert found
    assert found.answered >= 1
    assert found.is_few
    assert found.percentage_in_time is not None


def test_what_is_late_today(client: Client) -> None:
    page = client.get("/te-laat/").content.decode()
    assert "18 december 2024" in page
    assert "2024Z99101" not in page


def test_no_such_group(client: Client) -> None:
    assert client.get("/antwoordtijden/sterrenbeeld/").status_code == 404


@pytest.mark.usefixtures("empty")
def test_nothing_to_count(client: Client) -> None:
    assert client.get("/antwoordtijden/").status_code == client.get("/te-laat/").status_code == 200


@pytest.mark.parametrize("group", list(GROUPS))
def test_each_figure_is_the_length_of_its_list(group: str) -> None:
    for row in answer_times(group, TODAY):
        figures = (
            row.answered, row.undated, row.in_time, row.after_postponement, row.late, row.open, row.overdue
        )  # fmt: skip
        assert tuple(len(counted(group, row.slug, what, TODAY)) for what in COUNTED) == figures


def asked_twice() -> ParsedDocument:
    """A set put to two ministers, answered by one."""
    return ParsedDocument(
        kind=Kind.ANSWER,
        case_number="2024Z99704",
        identifier="ah-tk-20232024-9104",
        number=9104,
        session_year="2023-2024",
        subject="twee geadresseerden",
        askers=(Asker("Terlaak", "SP"),),
        addressees=(Office(Role.MINISTER, "Defensie"), Office(Role.MINISTER, "Financiën")),
        answered_by=(Signatory("Noordhof", Role.MINISTER, "Defensie"),),
        submitted_on=dt.date(2024, 3, 11),
        received_on=dt.date(2024, 4, 2),
        questions=(Question("1", "Wat vindt u daarvan?"),),
        answers=(Answer(("1",), "Niets."),),
    )


def second_answer() -> ParsedDocument:
    return bent(
        asked_twice(),
        identifier="ah-tk-20232024-9105",
        number=9105,
        answered_by=(Signatory("Van Riel", Role.MINISTER, "Financiën"),),
        received_on=dt.date(2024, 4, 9),
    )


def figures_of(ministry: str) -> tuple[int, int]:
    """(answered, open) of a ministry."""
    row = next((row for row in answer_times("ministerie", TODAY) if row.name == ministry), None)
    return (row.answered, row.open) if row else (0, 0)


class TestSeveralAddressees:
    def test_each_counts_for_itself(self) -> None:
        before = figures_of("Defensie"), figures_of("Financiën")
        take(asked_twice())
        after = figures_of("Defensie"), figures_of("Financiën")
        assert [a[0] - b[0] for a, b in zip(after, before, strict=True)] == [1, 0]
        assert [a[1] - b[1] for a, b in zip(after, before, strict=True)] == [0, 1]

    def test_one_of_two(self) -> None:
        inquiry_id = take(asked_twice()).inquiry_id
        assert inquiry_id is not None
        assert answered_part(addressed([inquiry_id])[inquiry_id]) == (1, 2)

    def test_both(self) -> None:
        take(asked_twice())
        inquiry_id = take(second_answer()).inquiry_id
        assert inquiry_id is not None
        assert answered_part(addressed([inquiry_id])[inquiry_id]) is None

    def test_the_page_says_who_did_not_answer(self, client: Client) -> None:
        take(asked_twice())
        page = client.get("/vragen/2024Z99704/").content.decode()
        assert "1 van 2 beantwoord" in page
        assert "geen antwoord in dit archief tot en met 18 december 2024" in page

    def test_days_are_of_each_document(self, client: Client) -> None:
        take(asked_twice())
        take(second_answer())
        page = client.get("/vragen/2024Z99704/").content.decode()
        assert "2 april 2024, na 22 dagen" in page
        assert "9 april 2024, na 29 dagen" in page

    def test_lateness_is_of_who_signed(self) -> None:
        take(asked_twice())
        take(second_answer())
        slug = Minister.objects.get(surname="Van Riel").slug
        (row,) = counted("bewindspersoon", slug, "beantwoord", TODAY)
        assert (row.days, row.late_days) == (29, 8)


def test_late_sets_say_how_late_the_longest_first(client: Client) -> None:
    page = client.get("/te-laat/").content.decode()
    assert "dagen te laat" in page
    assert '<option value="oudste" selected>' in page


def test_ministers_stand_by_their_main_name() -> None:
    names = [row.name for row in answer_times("bewindspersoon", TODAY)]
    assert (
        names.index("Sevda Çelikbaş")
        < names.index("Eelco van der Meulenbroek")
        < names.index("Klaas Osterhagen")
    )


def test_a_card_says_how_many_answered(client: Client) -> None:
    take(asked_twice())
    search.sync()
    assert "1 van 2 beantwoord" in client.get("/zoeken/?q=geadresseerden").content.decode()
