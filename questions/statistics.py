"""How long answers took: counted in the database, by ministry, minister, cabinet, party of the asker, or
year.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
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
    SELECT inquiry.id, inquiry.submitted_on, inquiry.is_answered, inquiry.answered_on, inquiry.is_postponed,
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
# Who answered a set in which document, each for himself or on behalf of another.
SIGNED_SQL = """
    SELECT document.inquiry_id, document.id AS document_id, document.received_on, signatory.minister_id,
        signatory.ministry_id, signatory.on_behalf
    FROM questions_signatory signatory JOIN questions_document document ON document.id = signatory.document_id
    WHERE document.kind = ANY(%(kinds)s) AND (%(ids)s::bigint[] IS NULL OR document.inquiry_id = ANY(%(ids)s))
"""
# Each addressee of a set with the answer of his own: of the minister, the ministry, or what that became. Who
# is the only one is answered by any answer. Where a ministry answered that nobody asked, it may have done so
# for any of the others: then it is not known who is still to answer.
ADDRESSED_SQL = f"""
    WITH signed AS ({SIGNED_SQL}),
    asked AS (
        SELECT addressee.id, addressee.inquiry_id, addressee.minister_id, addressee.ministry_id,
            count(*) OVER (PARTITION BY addressee.inquiry_id) AS together
        FROM questions_addressee addressee
        WHERE %(ids)s::bigint[] IS NULL OR addressee.inquiry_id = ANY(%(ids)s)),
    pairs AS (
        SELECT asked.id, signed.document_id, signed.received_on FROM asked
        JOIN signed ON signed.inquiry_id = asked.inquiry_id AND (
            asked.together = 1 OR signed.minister_id = asked.minister_id
            OR signed.ministry_id = asked.ministry_id
            OR EXISTS (SELECT 1 FROM questions_ministrysuccession later
                WHERE later.predecessor_id = asked.ministry_id AND later.successor_id = signed.ministry_id))),
    own AS (
        SELECT DISTINCT ON (id) id, document_id, received_on FROM pairs
        ORDER BY id, received_on NULLS LAST, document_id),
    strange AS (
        SELECT DISTINCT signed.inquiry_id FROM signed
        WHERE signed.document_id NOT IN (SELECT document_id FROM pairs))
    SELECT asked.id, asked.inquiry_id, asked.ministry_id, asked.together, own.document_id, own.received_on,
        own.document_id IS NULL AND strange.inquiry_id IS NULL AS is_open
    FROM asked LEFT JOIN own ON own.id = asked.id LEFT JOIN strange ON strange.inquiry_id = asked.inquiry_id
"""  # noqa: S608
SETS_AS_UNITS = "SELECT id AS inquiry_id, NULL::bigint AS part, is_answered, answered_on FROM sets"
# A ministry counts once for each set: when it answered, on behalf of another too, or as long as it has not
# answered what it was asked.
MINISTRIES_AS_UNITS = f"""
    SELECT inquiry_id, ministry_id AS part, true AS is_answered, min(received_on) AS answered_on
    FROM ({SIGNED_SQL}) signed WHERE ministry_id IS NOT NULL GROUP BY inquiry_id, ministry_id
    UNION ALL
    SELECT DISTINCT addressed.inquiry_id, addressed.ministry_id, false, NULL::date
    FROM ({ADDRESSED_SQL}) addressed WHERE is_open AND ministry_id IS NOT NULL
"""  # noqa: S608
MINISTERS_AS_UNITS = f"""
    SELECT inquiry_id, minister_id AS part, true AS is_answered, min(received_on) AS answered_on
    FROM ({SIGNED_SQL}) signed
    WHERE minister_id IS NOT NULL AND NOT on_behalf GROUP BY inquiry_id, minister_id
"""  # noqa: S608
YEAR = "extract(year FROM sets.submitted_on)::int::text"


@dataclass(frozen=True, slots=True)
class Group:
    """A way to divide: what is counted (`units`), what joins it with its rows, and how these are ordered."""

    units: str
    join: str
    order: str = "name"


ALL = "alles"  # all sets together, as one row
GROUPS = {
    "ministerie": Group(MINISTRIES_AS_UNITS, "JOIN questions_ministry row ON row.id = units.part"),
    "bewindspersoon": Group(MINISTERS_AS_UNITS, "JOIN questions_minister row ON row.id = units.part"),
    "kabinet": Group(
        SETS_AS_UNITS,
        "JOIN questions_cabinet row ON row.since <= sets.submitted_on "
        "AND (row.until IS NULL OR sets.submitted_on < row.until)",
        "min(sets.submitted_on) DESC",
    ),
    "partij": Group(
        SETS_AS_UNITS,
        "JOIN (SELECT DISTINCT inquiry_id, party_id FROM questions_asker) asker "
        "ON asker.inquiry_id = sets.id "
        "JOIN questions_party row ON row.id = asker.party_id",
    ),
    "jaar": Group(
        SETS_AS_UNITS, f"CROSS JOIN LATERAL (SELECT {YEAR} AS slug, {YEAR} AS name) row", "name DESC"
    ),
    ALL: Group(SETS_AS_UNITS, f"CROSS JOIN (SELECT '{ALL}' AS slug, '' AS name) row"),
}
# What each figure counts; its list has just those rows.
DAYS_SQL = "(CASE WHEN units.answered_on >= sets.submitted_on THEN units.answered_on - sets.submitted_on END)"
COUNTED = {
    "beantwoord": f"{DAYS_SQL} IS NOT NULL",
    "dag-onbekend": f"units.is_answered AND {DAYS_SQL} IS NULL",
    "op-tijd": f"{DAYS_SQL} <= sets.allowed AND NOT sets.is_postponed",
    "na-uitstel-op-tijd": f"{DAYS_SQL} <= sets.allowed AND sets.is_postponed",
    "te-laat": f"{DAYS_SQL} > sets.allowed",
    "open": "NOT units.is_answered",
    "nu-te-laat": "NOT units.is_answered AND sets.age > sets.allowed",
}
FIGURES_SQL = ", ".join([
    *(f"count(*) FILTER (WHERE {condition})" for condition in COUNTED.values()),
    f"round(percentile_cont(0.5) WITHIN GROUP (ORDER BY {DAYS_SQL})::numeric)::int",
    f"percentile_disc(0.9) WITHIN GROUP (ORDER BY {DAYS_SQL})",
])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figures:
    """Answer times of a group; days from submission to answer. Open sets count in none of the times.

    A set counts with its first answer. For a ministry or a minister each answer of their own counts, and
    what they still have to answer.
    """

    slug: str
    name: str
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
        """Of the answers whose days are known, those within the term that held, postponed or not."""
        return (
            round(100 * (self.in_time + self.after_postponement) / self.answered) if self.answered else None
        )


@dataclass(frozen=True, slots=True)
class CountedReply:
    """One row of what a figure counts; `days` from submission to answer, or to the last day of the
    archive.
    """

    inquiry_id: int
    submitted_on: dt.date
    answered_on: dt.date | None
    days: int | None
    allowed: int

    @property
    def late_days(self) -> int:
        return max((self.days or 0) - self.allowed, 0)


@dataclass(frozen=True, slots=True)
class AddressedReply:
    """What became of the question to one addressee. `is_open`: no answer of his is here; without a document
    and not open, somebody who was not asked answered, perhaps for him.
    """

    addressee_id: int
    document_id: int | None
    received_on: dt.date | None
    is_open: bool


def answer_times(group: str, today: dt.date) -> list[Figures]:
    """The figures of each row of a group in `GROUPS`; ministers by their main name, as in the lists."""
    found = _figures(group, today)
    if group == "bewindspersoon":
        surnames = dict(Minister.objects.values_list("slug", "surname"))
        found.sort(key=lambda figures: main_name(surnames[figures.slug]))
    return found


def all_answer_times(today: dt.date) -> Figures:
    """The figures of all sets together."""
    found = _figures(ALL, today)
    return found[0] if found else Figures(ALL, "", 0, 0, 0, 0, 0, 0, 0, None, None)


def of_minister(slug: str, today: dt.date) -> Figures | None:
    """The figures of what a minister answered; None for one without answers."""
    return next(iter(_figures("bewindspersoon", today, slug)), None)


def _figures(group: str, today: dt.date, slug: str | None = None) -> list[Figures]:
    chosen = GROUPS[group]
    one = "WHERE row.slug = %(slug)s" if slug is not None else ""
    sql = f"""
        WITH sets AS MATERIALIZED ({SETS_SQL}), units AS ({chosen.units})
        SELECT row.slug, row.name, {FIGURES_SQL}
        FROM units JOIN sets ON sets.id = units.inquiry_id {chosen.join} {one}
        GROUP BY row.slug, row.name ORDER BY {chosen.order}
    """  # noqa: S608
    return [Figures(*row) for row in _rows(sql, today, slug=slug)]


def counted(group: str, slug: str, what: str, today: dt.date) -> list[CountedReply]:
    """What a figure counts, row by row, the slowest first; `what` is one of `COUNTED`."""
    chosen = GROUPS[group]
    sql = f"""
        WITH sets AS MATERIALIZED ({SETS_SQL}), units AS ({chosen.units})
        SELECT sets.id, sets.submitted_on, units.answered_on,
            CASE WHEN units.is_answered THEN {DAYS_SQL} ELSE sets.age END AS waited, sets.allowed
        FROM units JOIN sets ON sets.id = units.inquiry_id {chosen.join}
        WHERE row.slug = %(slug)s AND {COUNTED[what]}
        ORDER BY waited DESC NULLS LAST, sets.id
    """  # noqa: S608
    return [CountedReply(*row) for row in _rows(sql, today, slug=slug)]


def addressed(inquiry_ids: Sequence[int]) -> dict[int, list[AddressedReply]]:
    """By set, each addressee with the answer of his own."""
    sql = f"SELECT inquiry_id, id, document_id, received_on, is_open FROM ({ADDRESSED_SQL}) part ORDER BY id"  # noqa: S608
    found: dict[int, list[AddressedReply]] = defaultdict(list)
    for inquiry_id, *values in _rows(sql, dt.date.min, ids=list(inquiry_ids)) if inquiry_ids else ():
        found[inquiry_id].append(AddressedReply(*values))
    return found


def answered_part(replies: Sequence[AddressedReply]) -> tuple[int, int] | None:
    """(how many of the addressees answered, of how many), where some did and others did not."""
    still_open = sum(reply.is_open for reply in replies)
    return (len(replies) - still_open, len(replies)) if 0 < still_open < len(replies) else None


def _rows(sql: str, today: dt.date, **values: Any) -> Sequence[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"today": today, "kinds": list(TERM_ENDING_KINDS), "ids": None, **values})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
