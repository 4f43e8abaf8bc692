"""How long answers took: counted in the database, by ministry, minister, cabinet, party of the asker, or
year.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from questions.models import Minister
from questions.vocabulary.kinds import TERM_ENDING_KINDS
from questions.vocabulary.names import main_name

FEW_ANSWERS = 20  # below which a figure says little
# Each set with its term; of open sets it is only known whether they are late.
SETS_SQL = """
    SELECT inquiry.id, inquiry.submitted_on, inquiry.is_answered, inquiry.is_postponed,
        CASE WHEN inquiry.is_answered AND inquiry.answered_on >= inquiry.submitted_on
            THEN inquiry.answered_on - inquiry.submitted_on END AS days,
        CASE WHEN inquiry.is_postponed THEN term.postponed_days ELSE term.days END AS allowed,
        %(today)s::date - inquiry.submitted_on AS age
    FROM questions_inquiry inquiry
    JOIN LATERAL (
        SELECT days, postponed_days FROM questions_replyterm term
        WHERE term.chamber = inquiry.chamber AND (term.since IS NULL OR term.since <= inquiry.submitted_on)
        ORDER BY term.since DESC NULLS LAST LIMIT 1
    ) term ON true
    WHERE NOT inquiry.is_withdrawn AND inquiry.hidden_on IS NULL AND inquiry.submitted_on IS NOT NULL
"""
FIGURES_SQL = """
    count(*) AS sets,
    count(days) AS answered,
    count(*) FILTER (WHERE is_answered AND days IS NULL) AS undated,
    count(*) FILTER (WHERE days <= allowed AND NOT is_postponed) AS in_time,
    count(*) FILTER (WHERE days <= allowed AND is_postponed) AS after_postponement,
    count(*) FILTER (WHERE days > allowed) AS late,
    count(*) FILTER (WHERE NOT is_answered) AS open,
    count(*) FILTER (WHERE NOT is_answered AND age > allowed) AS overdue,
    round(percentile_cont(0.5) WITHIN GROUP (ORDER BY days)::numeric)::int AS median,
    percentile_disc(0.9) WITHIN GROUP (ORDER BY days) AS p90
"""
SIGNED_SQL = """
    (SELECT DISTINCT document.inquiry_id, signatory.{column} AS row_id FROM questions_signatory signatory
        JOIN questions_document document ON document.id = signatory.document_id
        WHERE NOT signatory.on_behalf AND document.kind = ANY(%(kinds)s))
"""
# A set belongs to the ministries that answered, on behalf of another too; until then to all that it was put
# to.
MINISTRIES_SQL = """
    (WITH answering AS (
        SELECT DISTINCT document.inquiry_id, signatory.ministry_id AS row_id
        FROM questions_signatory signatory
        JOIN questions_document document ON document.id = signatory.document_id
        WHERE document.kind = ANY(%(kinds)s) AND signatory.ministry_id IS NOT NULL)
    SELECT inquiry_id, row_id FROM answering
    UNION SELECT inquiry_id, ministry_id FROM questions_addressee addressee
    WHERE NOT EXISTS (SELECT 1 FROM answering WHERE answering.inquiry_id = addressee.inquiry_id))
"""
# For each way to divide: what joins the sets with its rows, and what names a row.
GROUPS: dict[str, tuple[str, str, str]] = {
    "ministerie": ((f"JOIN {MINISTRIES_SQL} part ON part.inquiry_id = sets.id JOIN questions_ministry row ON "
        f"row.id = part.row_id"),
                   "row.slug, row.name", "name"),
    "bewindspersoon": (f"JOIN {SIGNED_SQL.format(column='minister_id')} part ON part.inquiry_id = sets.id "
                       "JOIN questions_minister row ON row.id = part.row_id", "row.slug, row.name", "name"),
    "kabinet": (
        "JOIN questions_cabinet row ON row.since <= sets.submitted_on "
        "AND (row.until IS NULL OR sets.submitted_on < row.until)", "row.slug, row.name, row.since",
        "row.since DESC",
    ),
    "partij": ("JOIN (SELECT DISTINCT inquiry_id, party_id AS row_id FROM questions_asker) part ON "
        "part.inquiry_id = sets.id "
               "JOIN questions_party row ON row.id = part.row_id", "row.slug, row.name", "name"),
    "jaar": ("CROSS JOIN LATERAL (SELECT extract(year FROM sets.submitted_on)::int::text AS slug, "
             "extract(year FROM sets.submitted_on)::int::text AS name) row", "row.slug, row.name",
             "name DESC"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figures:
    """Answer times of a group of sets; days from submission to answer.

    Open sets count in none of the times.
    """

    slug: str
    name: str
    sets: int
    answered: int
    undated: int
    in_time: int
    after_postponement: int
    late: int
    open: int
    overdue: int
    median: int | None
    p90: int | None

    @property
    def is_few(self) -> bool:
        return self.answered < FEW_ANSWERS

    @property
    def percentage_in_time(self) -> int | None:
        """Of the answered sets whose days are known, those answered within the term that held, postponed or
        not.
        """
        return (
            round(100 * (self.in_time + self.after_postponement) / self.answered) if self.answered else None
        )


def answer_times(group: str, today: dt.date) -> list[Figures]:
    """The figures of each row of a group in `GROUPS`; ministers by their main name, as in the lists."""
    join, names, order = GROUPS[group]
    sql = f"""
        WITH sets AS ({SETS_SQL})
        SELECT row.slug, row.name, {FIGURES_SQL} FROM sets {join} GROUP BY {names} ORDER BY {order}
    """  # noqa: S608
    found = [Figures(*row) for row in _rows(sql, today)]
    if group == "bewindspersoon":
        surnames = dict(Minister.objects.values_list("slug", "surname"))
        found.sort(key=lambda figures: main_name(surnames[figures.slug]))
    return found


def all_answer_times(today: dt.date) -> Figures:
    """The figures of all sets together."""
    sql = f"WITH sets AS ({SETS_SQL}) SELECT '', '', {FIGURES_SQL} FROM sets"  # noqa: S608
    return Figures(*_rows(sql, today)[0])


def of_minister(minister_id: int, today: dt.date) -> Figures:
    """The figures of the sets that a minister answered."""
    part = SIGNED_SQL.format(column="minister_id")
    own = f"SELECT inquiry_id FROM {part} part WHERE row_id = %(row)s"  # noqa: S608
    sets = f"{SETS_SQL} AND inquiry.id IN ({own})"
    sql = f"WITH sets AS ({sets}) SELECT '', '', {FIGURES_SQL} FROM sets"  # noqa: S608
    return Figures(*_rows(sql, today, row=minister_id)[0])


def _rows(sql: str, today: dt.date, **values: Any) -> Sequence[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"today": today, "kinds": list(TERM_ENDING_KINDS), **values})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
