"""Dates as Dutch publications print them, and the parliamentary year that a day falls in."""

from __future__ import annotations

import datetime as dt
import re

MONTH_NAMES = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
MONTHS = {name: number for number, name in enumerate(MONTH_NAMES, 1)}
# "27 augustus2024" (ah-tk-20232024-2353), "1 april 2024", "29 maart\n2024"
SPOKEN_DATE = re.compile(rf"(\d{{1,2}})\s*({'|'.join(MONTHS)})\s*(\d{{4}})", re.IGNORECASE)
FIGURES_DATE = re.compile(r"(?<![\d-])(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?![\d-])")  # "29-8-2031"
ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})$")


def spoken_date(text: str) -> dt.date | None:
    """The first date such as "27 augustus 2024" or "27-8-2024" in a text; None when there is none or it does
    not exist.
    """
    found = SPOKEN_DATE.search(text)
    if found:
        day, month, year = found.groups()
        return _date(int(year), MONTHS[month.lower()], int(day))
    figures = FIGURES_DATE.search(text)
    return _date(int(figures[4]), int(figures[3]), int(figures[1])) if figures else None


def iso_date(text: str | None) -> dt.date | None:
    """A date written 2024-08-27; None for anything else (real metadata holds "-02-31" and "20090-..")."""
    found = ISO_DATE.match((text or "").strip()[:10])
    return _date(*map(int, found.groups())) if found else None


def _date(year: int, month: int, day: int) -> dt.date | None:
    if not 1800 <= year <= 2200:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def session_year_start(year: int) -> dt.date:
    """Prinsjesdag, the third Tuesday of September (Grondwet, artikel 65): a session year begins."""
    first = dt.date(year, 9, 1)
    return first + dt.timedelta(days=(1 - first.weekday()) % 7 + 14)


def session_year_of(day: dt.date) -> str:
    """The session year of a day: 2024-02-16 → "2023-2024"."""
    start = day.year if day >= session_year_start(day.year) else day.year - 1
    return f"{start}-{start + 1}"


def near_session_year_start(day: dt.date, days: int = 14) -> bool:
    """Whether a number issued on that day may belong to either session year."""
    return abs((day - session_year_start(day.year)).days) <= days
