import datetime as dt

import pytest

from questions.parsing.wording.dates import (
    iso_date,
    near_session_year_start,
    session_year_of,
    session_year_start,
    spoken_date,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("27 augustus 2024", dt.date(2024, 8, 27)),
        ("ontvangen 27 augustus2024", dt.date(2024, 8, 27)),  # ah-tk-20232024-2353
        ("1 april 2024 en 2 april 2024", dt.date(2024, 4, 1)),
        ("29 maart\n2024", dt.date(2024, 3, 29)),
        ("3 JANUARI 1999", dt.date(1999, 1, 3)),
        ("31 februari 2009", None),
        ("12 mei 0099", None),
        ("geen datum", None),
    ],
)
def test_spoken_dates(text: str, expected: dt.date | None) -> None:
    assert spoken_date(text) == expected


@pytest.mark.parametrize("broken", ["2009-02-31", "20090-01-01", "01-02-2009", "-02-30", "", None, "2009"])
def test_broken_metadata_dates_are_absent(broken: str | None) -> None:
    assert iso_date(broken) is None


def test_iso_dates_may_carry_a_time() -> None:
    assert iso_date("2024-08-27T10:00:00") == dt.date(2024, 8, 27)


@pytest.mark.parametrize(("year", "day"), [(2022, 20), (2023, 19), (2024, 17), (2025, 16), (2026, 15)])
def test_a_session_year_begins_on_the_third_tuesday_of_september(year: int, day: int) -> None:
    assert session_year_start(year) == dt.date(year, 9, day)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2024, 2, 16), "2023-2024"),
        (dt.date(2024, 9, 16), "2023-2024"),
        (dt.date(2024, 9, 17), "2024-2025"),
        (dt.date(2024, 12, 31), "2024-2025"),
    ],
)
def test_the_session_year_of_a_day(day: dt.date, expected: str) -> None:
    assert session_year_of(day) == expected


def test_numbers_issued_near_its_beginning_are_uncertain() -> None:
    assert near_session_year_start(dt.date(2024, 9, 20))
    assert not near_session_year_start(dt.date(2024, 11, 20))
