"""Values of the query language: days, numbers and session years, and what is none."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.language.fields import SEARCH_FIELDS, day_bounds, day_range, number_range, session_year


def ordinal(text: str) -> int:
    return dt.date.fromisoformat(text).toordinal()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-2", "2023-02-01", "2023-02-28"),
        ("2024-03-05", "2024-03-05", "2024-03-05"),
        (" 2024-3-5 ", "2024-03-05", "2024-03-05"),
    ],
)
def test_a_year_a_month_or_a_day(text: str, first: str, last: str) -> None:
    assert day_bounds(text) == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@pytest.mark.parametrize(
    "text", ["", "24", "2024-13", "2024-02-30", "0000", "2024-", "2024-03-05-1", "gisteren", "2024/03"]
)
def test_what_is_no_day(text: str) -> None:
    assert day_bounds(text) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-01..2024-06", "2024-01-01", "2024-06-30"),
        ("2024-03-01..", "2024-03-01", None),
        ("..2024", None, "2024-12-31"),
        (">=2024-03-01", "2024-03-01", None),
        ("<=2024-03", None, "2024-03-31"),
        (">2024", "2025-01-01", None),
        ("<2024", None, "2023-12-31"),
    ],
)
def test_ranges_of_days(text: str, first: str | None, last: str | None) -> None:
    assert day_range(text) == (first and ordinal(first), last and ordinal(last))


@pytest.mark.parametrize("text", ["", "..", ">", ">=2024..2025", "2024..x", "x..2024", "2024...2025", "="])
def test_what_is_no_range(text: str) -> None:
    assert day_range(text) is None


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("42", (42, 42)),
        (">42", (43, None)),
        (">=42", (42, None)),
        ("<42", (None, 41)),
        ("<=42", (None, 42)),
        ("10..20", (10, 20)),
        ("10..", (10, None)),
        ("..20", (None, 20)),
        ("-1", None),
        ("123456", None),
        ("4.2", None),
        ("tien", None),
    ],
)
def test_ranges_of_numbers(text: str, bounds: tuple[int | None, int | None] | None) -> None:
    assert number_range(text) == bounds


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2023-2024", 2023),
        ("2023/2024", 2023),
        ("2023–2024", 2023),
        ("2023-24", 2023),
        ("1999-2000", 1999),
        ("1999-00", 1999),
        ("2023", 2023),
        ("2023-2025", None),
        ("23-24", None),
        ("", None),
    ],
)
def test_session_years(text: str, year: int | None) -> None:
    assert session_year(text) == year


@given(st.text(max_size=30))
def test_any_text_is_a_range_or_none(text: str) -> None:
    for read in (day_range, number_range):
        bounds = read(text)
        assert bounds is None or bounds != (None, None)


@pytest.mark.parametrize("name", sorted(SEARCH_FIELDS))
def test_every_field_says_what_it_takes(name: str) -> None:
    field = SEARCH_FIELDS[name]
    assert field.help
    assert not field.accepts("")


def test_english_names_mean_the_dutch_fields() -> None:
    assert SEARCH_FIELDS["session"] is SEARCH_FIELDS["vergaderjaar"]
    assert SEARCH_FIELDS["days"] is SEARCH_FIELDS["antwoordtijd"]
    assert SEARCH_FIELDS["source"] is SEARCH_FIELDS["bron"]


@pytest.mark.parametrize(
    ("name", "value", "accepted"),
    [
        ("jaar", "2024", True),
        ("jaar", "twintig", False),
        ("vergaderjaar", "2023-2024", True),
        ("vergaderjaar", "2023-2025", False),
        ("antwoordtijd", ">42", True),
        ("antwoordtijd", "lang", False),
        ("kenmerk", "2024Z99101", True),
        ("kenmerk", "a b", False),
        ("bron", "nrc.nl", True),
        ("bron", "nrc nl", False),
        ("status", "beantwoord", True),
        ("status", "klaar", False),
        ("in", "titel", True),
        ("in", "voetnoot", False),
    ],
)
def test_what_a_field_accepts(name: str, value: str, accepted: bool) -> None:
    assert SEARCH_FIELDS[name].accepts(value) is accepted
