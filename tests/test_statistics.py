"""Answer times are those of a count by hand."""

from __future__ import annotations

import datetime as dt
import statistics

import pytest
from django.test import Client

from questions.models import Addressee, Document, Inquiry, Minister, Ministry
from questions.models.terms import ReplyTerm
from questions.replies import reply
from questions.statistics import GROUPS, all_answer_times, answer_times, of_minister
from questions.vocabulary.kinds import Kind

TODAY = dt.date(2025, 1, 15)
pytestmark = pytest.mark.django_db


def test_all_sets_together_agree_with_the_course_of_each() -> None:
    terms = ReplyTerm.all_terms()
    rows = list(Inquiry.objects.filter(chamber="tk", is_withdrawn=False).exclude(submitted_on=None))
    states = [reply(row, terms, TODAY).state for row in rows]
    days = sorted(row.answer_days for row in rows if row.is_answered and row.answer_days is not None)
    found = all_answer_times(TODAY)
    assert found.sets == len(rows)
    assert found.answered == len(days)
    assert (found.in_time, found.after_postponement, found.late) == tuple(
        states.count(state) for state in ("in_time", "in_time_after_postponement", "late")
    )
    assert found.overdue == states.count("overdue")
    assert found.open == sum(not row.is_answered for row in rows)
    assert found.median == statistics.median_low(days)
    assert found.median <= found.p90 <= max(days)


@pytest.mark.parametrize("group", list(GROUPS))
def test_each_group(client: Client, group: str) -> None:
    rows = answer_times(group, TODAY)
    assert rows
    assert all(row.in_time + row.after_postponement + row.late == row.answered for row in rows)
    page = client.get(f"/antwoordtijden/{group}/").content.decode()
    assert rows[0].name.replace("&", "&amp;") in page
    assert "Hoe dit is geteld" in page


def test_by_year_the_sets_add_up() -> None:
    assert sum(row.sets for row in answer_times("jaar", TODAY)) == all_answer_times(TODAY).sets


def test_a_minister() -> None:
    minister = Minister.objects.get(surname="Van der Meulenbroek")
    found = of_minister(minister.pk, TODAY)
    assert found.answered >= 1
    assert found.is_few
    assert found.percentage_in_time is not None


def test_what_is_late_today(client: Client) -> None:
    page = client.get("/te-laat/").content.decode()
    assert "2024Z99120" in page
    assert "2024Z99101" not in page


def test_no_such_group(client: Client) -> None:
    assert client.get("/antwoordtijden/sterrenbeeld/").status_code == 404


@pytest.mark.usefixtures("empty")
def test_nothing_to_count(client: Client) -> None:
    assert client.get("/antwoordtijden/").status_code == client.get("/te-laat/").status_code == 200


def test_a_ministry_is_not_credited_with_what_another_answered() -> None:
    answered = Inquiry.objects.filter(
        chamber="tk", submitted_on__isnull=False, documents__kind="answer", is_withdrawn=False
    )
    inquiry = answered.filter(documents__signatories__ministry__isnull=False).first()
    other = (
        Ministry.objects.exclude(signed__document__inquiry=inquiry)
        .exclude(addressed__inquiry=inquiry)
        .first()
    )
    before = {row.slug: row.sets for row in answer_times("ministerie", TODAY)}
    Addressee.objects.create(inquiry=inquiry, position=9, role="minister", ministry=other)
    after = {row.slug: row.sets for row in answer_times("ministerie", TODAY)}
    assert before == after
    Document.objects.filter(inquiry=inquiry).update(kind=Kind.QUESTIONS)
    assert {row.slug: row.sets for row in answer_times("ministerie", TODAY)}[other.slug] == before.get(
        other.slug, 0
    ) + 1


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
