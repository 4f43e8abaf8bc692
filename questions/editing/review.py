"""Finds what a person should look at in sets that are stored: answers that do not fit, odd dates, doubles,
gaps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from questions.models import (
    Addressee,
    Asker,
    IngestProblem,
    Member,
    Minister,
    Ministry,
    NameChoice,
    Portfolio,
    ReviewPosition,
    SearchChange,
    Signatory,
    next_transaction,
    oldest_running,
)
from questions.vocabulary.kinds import Chamber, Kind, ProblemKind, ProblemStatus
from questions.vocabulary.lengths import MAX_CAUSE_CHARS
from questions.vocabulary.names import portfolio_key

SLOW_DAYS = 365  # after which an answer is looked at: rarely true, often a misread year
MAX_RANGES_SAID = 40
UNANSWERED_SQL = """
    SELECT inquiry.id, 'vraag', string_agg(question.number, ', ' ORDER BY question.position)
    FROM questions_inquiry inquiry JOIN questions_question question ON question.inquiry_id = inquiry.id
    WHERE inquiry.is_answered AND (%(all)s OR inquiry.id = ANY(%(ids)s))
        AND NOT EXISTS (SELECT 1 FROM questions_answer_questions pair WHERE pair.question_id = question.id)
    GROUP BY inquiry.id
    UNION ALL
    SELECT document.inquiry_id, 'antwoord', string_agg(coalesce(nullif(answer.label, ''), '?'), ', '
    ORDER BY answer.id)
    FROM questions_answer answer JOIN questions_document document ON document.id = answer.document_id
    WHERE (%(all)s OR document.inquiry_id = ANY(%(ids)s))
        AND EXISTS (SELECT 1 FROM questions_question question WHERE question.inquiry_id = document.inquiry_id)
        AND NOT EXISTS (SELECT 1 FROM questions_answer_questions pair WHERE pair.answer_id = answer.id)
    GROUP BY document.inquiry_id
"""
DATES_SQL = """
    SELECT document.inquiry_id, inquiry.submitted_on, document.received_on,
        coalesce(document.identifier, 'document zonder nummer'), document.id
    FROM questions_document document JOIN questions_inquiry inquiry ON inquiry.id = document.inquiry_id
    WHERE document.kind <> %(questions)s AND (%(all)s OR inquiry.id = ANY(%(ids)s))
        AND (document.received_on < inquiry.submitted_on
             OR document.received_on > inquiry.submitted_on + %(slow_days)s
             AND document.kind IN (%(answer)s, %(postponement)s))
"""
DOUBTFUL_SQL = """
    SELECT inquiry.id, 'ingezonden', inquiry.doubtful_submitted_on, inquiry.key FROM questions_inquiry inquiry
    WHERE inquiry.submitted_on IS NULL AND inquiry.doubtful_submitted_on IS NOT NULL
        AND (%(all)s OR inquiry.id = ANY(%(ids)s))
    UNION ALL
    SELECT document.inquiry_id, 'ontvangen', document.doubtful_received_on,
        coalesce(document.identifier, 'document zonder nummer')
    FROM questions_document document
    WHERE document.received_on IS NULL AND document.doubtful_received_on IS NOT NULL
        AND (%(all)s OR document.inquiry_id = ANY(%(ids)s))
"""
DOUBLES_SQL = """
    SELECT one.inquiry_id, array_agg(DISTINCT inquiry.key ORDER BY inquiry.key)
    FROM questions_inquirykey one
    JOIN questions_inquirykey other ON other.value = one.value AND other.kind = 'content'
    AND other.inquiry_id <> one.inquiry_id
    JOIN questions_inquiry inquiry ON inquiry.id = other.inquiry_id
    WHERE one.kind = 'content' AND (%(all)s OR one.inquiry_id = ANY(%(ids)s))
    GROUP BY one.inquiry_id
"""
ALIKE_SQL = """
    SELECT other.inquiry_id FROM questions_inquirykey one
    JOIN questions_inquirykey other ON other.value = one.value AND other.kind = 'content'
    WHERE one.kind = 'content' AND one.inquiry_id = ANY(%(ids)s)
"""
# A paper of the Chamber, "2024D12345", is no publication of the series.
NUMBERS_SQL = """
    SELECT DISTINCT chamber, session_year, number FROM questions_document
    WHERE number IS NOT NULL AND session_year IS NOT NULL AND kind <> %(questions)s
    AND (identifier IS NULL OR identifier !~* '^[0-9]{4}D[0-9]{5}$')
    ORDER BY chamber, session_year, number
"""
REVIEWED_KINDS = (
    ProblemKind.UNANSWERED,
    ProblemKind.DATES,
    ProblemKind.SLOW,
    ProblemKind.DOUBTFUL_DATE,
    ProblemKind.DUPLICATE,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at; `cause` is the same as long as it is the same thing."""

    kind: ProblemKind
    cause: str
    message: str
    inquiry_id: int | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """The Aanhangsel numbers of one session year that are here, and the ranges that are missing between 1
    and the last.
    """

    chamber: str
    session_year: str
    present: int
    last: int
    missing: tuple[tuple[int, int], ...]

    @property
    def missing_count(self) -> int:
        return self.last - self.present

    @property
    def percentage(self) -> float:
        """Rounded down, so that 100 means all."""
        return self.present * 1000 // self.last / 10


def review_changes() -> int:
    """Looks at the sets that changed since the last review, whichever run changed them; all if that is not
    known. Returns as `review`.
    """
    position = ReviewPosition.objects.values_list("transaction", flat=True).first()
    reached = oldest_running()
    if position is None or position > next_transaction() or SearchChange.objects.all().are_lost(position):
        return review()
    changed = SearchChange.objects.since(position).sets()
    if not changed:
        return 0
    alike = [row[0] for row in _rows(ALIKE_SQL, changed)]  # whose double may have come
    doubled = IngestProblem.objects.filter(kind=ProblemKind.DUPLICATE, status=ProblemStatus.OPEN)
    gone = doubled.exclude(inquiry=None).values_list("inquiry_id", flat=True)  # whose double may have gone
    return review(sorted({*changed, *alike, *gone}), reached)


def review(ids: Sequence[int] | None = None, reached: int | None = None) -> int:
    """Looks at these sets, or at all: new findings become open problems, and what is no longer so is
    resolved.

    What an editor dismissed stays dismissed. Returns how many are open of what was looked at. `reached` is
    the position that the review has come to with these sets; with all sets it is that of now.
    """
    if ids is None:
        reached = oldest_running()
    found = [*_findings(ids)]
    with transaction.atomic():
        looked_at = IngestProblem.objects.filter(kind__in=REVIEWED_KINDS)
        if ids is not None:
            looked_at = looked_at.filter(inquiry__in=list(ids))
        _settle(looked_at, found)
        gaps = [*_gaps()]
        _settle(IngestProblem.objects.filter(kind=ProblemKind.GAP), gaps)
        settle_names()
        if reached is not None:
            ReviewPosition.objects.update_or_create(
                id=ReviewPosition.ONLY_ID, defaults={"transaction": reached}
            )
    return looked_at.filter(status=ProblemStatus.OPEN).count() + len(gaps)


def _settle(known: Any, found: Sequence[Finding]) -> None:
    """Brings the problems in line with the findings; both are of the same kinds and sets."""
    present = {(problem.kind, problem.cause): problem for problem in known}
    wanted = {(finding.kind, finding.cause): finding for finding in found}
    for key, problem in present.items():
        finding = wanted.get(key)
        if finding is None and problem.status == ProblemStatus.OPEN:
            problem.decide(ProblemStatus.RESOLVED, None)
        elif finding is not None and problem.status != ProblemStatus.DISMISSED:
            problem.message = finding.message
            problem.status = ProblemStatus.OPEN
            problem.save(update_fields=["message", "status"])
    fresh = [
        IngestProblem(kind=f.kind, cause=f.cause, message=f.message, inquiry_id=f.inquiry_id)
        for key, f in wanted.items()
        if key not in present
    ]
    IngestProblem.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=2000)


def settle_names() -> None:
    """A name is a question as long as someone whom loading made is named by it, or no ministry has the
    portfolio.

    What the archive settled itself comes back when the name does; what an editor decided stays decided.
    """
    undecided = IngestProblem.objects.filter(decided_at=None)
    for kind, asked in (
        (ProblemKind.UNKNOWN_MINISTER, _unconfirmed_ministers()),
        (ProblemKind.UNKNOWN_MEMBER, _unconfirmed_members()),
    ):
        surnames = set(asked.values_list("surname_key", flat=True))
        for problem in undecided.filter(kind=kind):
            status = ProblemStatus.OPEN if problem.cause.split("|")[0] in surnames else ProblemStatus.RESOLVED
            if problem.status in (ProblemStatus.OPEN, ProblemStatus.RESOLVED) and problem.status != status:
                IngestProblem.objects.filter(pk=problem.pk).update(status=status)
    undecided.filter(
        kind=ProblemKind.UNKNOWN_MINISTRY, status=ProblemStatus.OPEN, cause__in=_portfolios()
    ).update(status=ProblemStatus.RESOLVED)


def _unconfirmed_ministers() -> QuerySet[Minister]:
    named = Q(pk__in=Signatory.objects.values("minister")) | Q(pk__in=Addressee.objects.values("minister"))
    return Minister.objects.filter(named, is_confirmed=False)


def _unconfirmed_members() -> QuerySet[Member]:
    return Member.objects.filter(is_confirmed=False, pk__in=Asker.objects.values("member"))


def _portfolios() -> set[str]:
    """As loading compares them."""
    names = [
        *Portfolio.objects.values_list("name", flat=True),
        *Ministry.objects.values_list("name", flat=True),
    ]
    chosen = NameChoice.objects.filter(kind="ministry").values_list("name_key", flat=True)
    return {portfolio_key(name) for name in names} | set(chosen)


def _rows(sql: str, ids: Sequence[int] | None) -> list[tuple[Any, ...]]:
    values: dict[str, Any] = {"all": ids is None, "ids": list(ids or ()), "slow_days": SLOW_DAYS}
    with connection.cursor() as cursor:
        cursor.execute(sql, values | {kind.value: kind.value for kind in Kind})
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _findings(ids: Sequence[int] | None) -> Iterator[Finding]:
    for inquiry_id, what, numbers in _rows(UNANSWERED_SQL, ids):
        message = (
            f"Zonder antwoord: vraag {numbers}."
            if what == "vraag"
            else f"Hoort bij geen vraag: antwoord {numbers}."
        )
        yield Finding(
            ProblemKind.UNANSWERED, f"{inquiry_id}:{what}:{numbers}"[:MAX_CAUSE_CHARS], message, inquiry_id
        )
    for inquiry_id, submitted, received, name, document_id in _rows(DATES_SQL, ids):
        kind = ProblemKind.DATES if received < submitted else ProblemKind.SLOW
        days = abs((received - submitted).days)
        side = "voor" if kind is ProblemKind.DATES else "na"
        message = f"{name}: ontvangen op {received:%d-%m-%Y}, {days} dagen {side} de indiening."
        yield Finding(kind, f"{document_id}:{received}:{submitted}", message, inquiry_id)
    for inquiry_id, what, day, name in _rows(DOUBTFUL_SQL, ids):
        message = (
            f"{name}: {what} op {day:%d-%m-%Y} kan niet. De dag staat er zoals gedrukt en telt nergens mee; "
            "verbeter haar als u weet welke het was."
        )
        yield Finding(ProblemKind.DOUBTFUL_DATE, f"{inquiry_id}:{what}:{name}:{day}", message, inquiry_id)
    for inquiry_id, keys in _rows(DOUBLES_SQL, ids):
        message = f"Zelfde dag, indieners en onderwerp als {', '.join(keys)}."
        yield Finding(
            ProblemKind.DUPLICATE, f"{inquiry_id}:{','.join(keys)}"[:MAX_CAUSE_CHARS], message, inquiry_id
        )


def _gaps() -> Iterator[Finding]:
    for series in coverage():
        if series.missing:
            chamber = " (Eerste Kamer)" if series.chamber == Chamber.EK else ""
            message = (
                f"Vergaderjaar {series.session_year}{chamber}: van nr. 1 t/m {series.last} "
                f"ontbreken er {series.missing_count}: {ranges_said(series.missing)}."
            )
            yield Finding(ProblemKind.GAP, f"{series.chamber}:{series.session_year}", message)


def coverage() -> list[Series]:
    """What is here and what is missing of the numbers of each session year, newest first.

    A series begins at 1; whether numbers above the last one exist cannot be known here.
    """
    numbers: dict[tuple[str, str], list[int]] = defaultdict(list)
    for chamber, year, number in _rows(NUMBERS_SQL, None):
        numbers[chamber, year].append(number)
    found = [
        Series(chamber, year, len(present), present[-1], tuple(missing_ranges(present)))
        for (chamber, year), present in numbers.items()
    ]
    return sorted(found, key=lambda series: (series.session_year, series.chamber), reverse=True)


def missing_ranges(present: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The ranges between 1 and the last number that are not there: [2, 3, 7] → (1, 1), (4, 6)."""
    expected = 1
    for number in present:
        if number > expected:
            yield expected, number - 1
        expected = number + 1


def ranges_said(ranges: Iterable[tuple[int, int]]) -> str:
    """Ranges as printed: "1, 4–6"; a long row is cut."""
    parts = [str(first) if first == last else f"{first}–{last}" for first, last in ranges]
    return ", ".join(parts[:MAX_RANGES_SAID]) + (
        f" en nog {len(parts) - MAX_RANGES_SAID} gaten" if len(parts) > MAX_RANGES_SAID else ""
    )
