"""Items for the queue of editors that come up while a document is stored: one row a cause, for ever."""

from __future__ import annotations

from dataclasses import dataclass

from questions.models import IngestProblem, Source
from questions.vocabulary.kinds import ProblemKind, ProblemStatus
from questions.vocabulary.lengths import MAX_CAUSE_CHARS


@dataclass(frozen=True, slots=True)
class Report:
    """Something about people that an editor should look at; `cause` is the same for the same thing."""

    kind: ProblemKind
    cause: str
    message: str


def record_problem(
    kind: ProblemKind, cause: str, message: str, source: Source | None, inquiry_id: int | None
) -> None:
    """Makes the item, or opens it again if the archive had settled it itself; what an editor dismissed
    stays so.
    """
    cause = cause[:MAX_CAUSE_CHARS]
    source_id = source.pk if source else None
    problem = IngestProblem(
        kind=kind, cause=cause, message=message, source_id=source_id, inquiry_id=inquiry_id
    )
    IngestProblem.objects.bulk_create([problem], ignore_conflicts=True)
    settled = IngestProblem.objects.filter(kind=kind, cause=cause, status=ProblemStatus.RESOLVED)
    settled.update(status=ProblemStatus.OPEN, message=message)
