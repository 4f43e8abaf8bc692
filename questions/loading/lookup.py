"""The questions that loading asks of the database: which sets have these keys, where do these references
lead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection

from questions.models.prepared_sql import prepared
from questions.vocabulary.kinds import KeyKind

from .keys import Key

LOCK_SQL = "SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest(%s::text[]) AS name"
KNOWN_SQL = """
    SELECT kind, value, inquiry_id FROM questions_inquirykey WHERE value = ANY(%s)
    UNION ALL SELECT 'source', sha256, 0 FROM questions_source WHERE sha256 = %s
    UNION ALL SELECT 'waiting', lower(identifier), 0 FROM questions_reference
    WHERE target_id IS NULL AND lower(identifier) = ANY(%s)
    UNION ALL SELECT 'taken', lower(key), 0 FROM questions_inquiry WHERE lower(key) = ANY(%s)
"""
TARGETS_SQL = (
    "SELECT value, inquiry_id FROM questions_inquirykey WHERE value = ANY(%s) AND kind NOT IN "
    "('content', 'address')"
)
TUNED_SETTINGS = {
    # A power cut may lose the last second; the next run finds that missing and reads it again.
    "synchronous_commit": "off",
    # Plans are made while the tables of a new archive are empty. Reading a whole table for each row looks
    # cheapest then, but takes ever longer as the tables fill.
    "enable_seqscan": "off",
}


@dataclass(slots=True)
class Known:
    """What is here of one document's keys: sets by official number, sets by content, references that wait
    for it.
    """

    source: bool = False
    identified: set[int] = field(default_factory=set)  # of those named, by the number of a document
    taken: bool = False  # a set has one of these numbers as its key, whether or not it is known by it
    named: set[int] = field(default_factory=set)
    alike: set[int] = field(default_factory=set)
    waiting: bool = False


def tune_connection() -> None:
    """Sets this connection up for storing many sets one by one."""
    _run(f"SET {name} TO {value}" for name, value in TUNED_SETTINGS.items())
    _run(["DISCARD PLANS"])  # those of before, such as of the checks of foreign keys, know nothing of it


def reset_connection() -> None:
    """Sets it back for questions about the whole archive."""
    _run(f"RESET {name}" for name in TUNED_SETTINGS)


def _run(statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def lock(keys: Sequence[Key], sha256: str) -> None:
    """Waits for others that work on a set with one of these keys; the locks last until the transaction
    ends.
    """
    names = sorted({f"{key.kind}:{key.value}" for key in keys} | {f"source:{sha256}"})
    prepared(LOCK_SQL, [names])


def look_up(keys: Sequence[Key], sha256: str) -> Known:
    """One look at all that may be here already."""
    values = [key.value for key in keys]
    found = Known()
    for kind, value, inquiry_id in prepared(KNOWN_SQL, [values, sha256, names_of(values), values]):
        if kind == "source":
            found.source = True
        elif kind == "waiting":
            found.waiting = True
        elif kind == "taken":
            found.taken = True
        elif Key(kind, value) in keys or kind == KeyKind.KEY:
            (found.alike if kind == KeyKind.CONTENT else found.named).add(inquiry_id)
            if kind == KeyKind.IDENTIFIER:
                found.identified.add(inquiry_id)
    found.alike -= found.named
    return found


def names_of(values: Iterable[str]) -> list[str]:
    """The forms in which other documents may refer to a set: "2024z18792" is also kv-tk-2024z18792."""
    found = list(values)
    return [*found, *(f"kv-tk-{value}" for value in found if value[4:5] in "zd")]


def targets_of(identifiers: Iterable[str]) -> dict[str, int]:
    """The sets that identifiers or case numbers belong to, by identifier in small letters."""
    names = {name.lower() for name in identifiers}
    if not names:
        return {}
    plain = {name: name.removeprefix("kv-tk-") for name in names}
    found = dict(prepared(TARGETS_SQL, [[*names, *plain.values()]]))
    return {
        name: found.get(name) or found[plain[name]] for name in names if name in found or plain[name] in found
    }
