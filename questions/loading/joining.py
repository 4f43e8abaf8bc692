"""Makes one set of two: rows, addresses and corrections of one go to the other, and none is lost."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Protocol

from django.db.models import Model, QuerySet

from questions.models import Correction, IngestProblem, Inquiry, InquiryKey, Reference, SearchChange, Source
from questions.vocabulary.kinds import CorrectionStatus, KeyKind, ProblemKind, ProblemStatus


class RowWriter(Protocol):
    """Who changes the rows: loading does so at once, an editor's action also writes down how to undo it."""

    def move(self, rows: QuerySet[Any], column: str, value: Any) -> int: ...

    def create(self, row: Model) -> None: ...

    def delete_whole(self, inquiry: Inquiry) -> None: ...


class DirectRows:
    """Changes the rows, and nothing else."""

    def move(self, rows: QuerySet[Any], column: str, value: Any) -> int:
        return rows.update(**{column: value})

    def create(self, row: Model) -> None:
        row.save(force_insert=True)

    def delete_whole(self, inquiry: Inquiry) -> None:
        SearchChange.objects.create(inquiry_id=inquiry.pk)
        Inquiry.objects.get(pk=inquiry.pk).delete()


def join(kept: Inquiry, gone: Inquiry, rows: RowWriter) -> None:
    """Everything of `gone` goes to `kept`, and every address of `gone` leads there.

    `kept` is to be composed anew.
    """
    present = dict(kept.documents.values_list("handle", "pk"))
    doubles = {
        pk: present[handle] for pk, handle in gone.documents.values_list("pk", "handle") if handle in present
    }
    for double, home in doubles.items():  # one document that both sets hold, such as two forms of one letter
        rows.move(Source.objects.filter(document=double), "document_id", home)
    rows.move(Source.objects.filter(inquiry=gone), "inquiry_id", kept.pk)
    # It said that the set has no number of its own, and now the number is another's.
    without_number = gone.corrections.filter(
        status=CorrectionStatus.ACTIVE, field="case_number", new_value=""
    )
    rows.move(without_number, "status", CorrectionStatus.REPLACED.value)
    carry_corrections(Correction.objects.filter(inquiry=gone), kept, doubles, rows)
    rows.move(gone.documents.exclude(pk__in=doubles), "inquiry_id", kept.pk)
    rows.move(Reference.objects.filter(target=gone), "target_id", kept.pk)
    rows.move(IngestProblem.objects.filter(inquiry=gone), "inquiry_id", kept.pk)
    known = set(kept.keys.values_list("kind", "value"))
    fresh = [key.pk for key in gone.keys.all() if (key.kind, key.value) not in known]
    rows.move(InquiryKey.objects.filter(pk__in=fresh), "inquiry_id", kept.pk)
    # A number that either of them has is in dispute between them no more.
    own = {kept.key.lower(), gone.key.lower(), *kept.keys.values_list("value", flat=True)}
    disputed = sorted({*kept.disputed, *gone.disputed} - own)
    rows.move(Inquiry.objects.filter(pk=kept.pk), "disputed", disputed)
    kept.refresh_from_db(fields=["disputed"])
    if gone.hidden_on and not kept.hidden_on:
        for column in ("hidden_reason", "hidden_on"):  # the database wants a reason with the day
            rows.move(Inquiry.objects.filter(pk=kept.pk), column, getattr(gone, column))
        kept.refresh_from_db(fields=["hidden_reason", "hidden_on"])
    former = gone.key.lower()
    rows.delete_whole(gone)
    if not InquiryKey.objects.filter(kind=KeyKind.KEY, value=former).exists():
        rows.create(InquiryKey(kind=KeyKind.KEY, value=former, inquiry=kept))


def carry_corrections(
    moving: QuerySet[Correction], home: Inquiry, documents: Mapping[int, int], rows: RowWriter
) -> None:
    """Corrections go along to another set, or to another document: `documents` says which becomes which, by
    id.

    Where the same was corrected there too, the one that comes waits for a decision.
    """
    ids = list(moving.values_list("pk", flat=True))
    staying = home.corrections.filter(status=CorrectionStatus.ACTIVE).exclude(pk__in=ids)
    taken = set(staying.values_list("document", "field"))
    for correction in Correction.objects.filter(pk__in=ids, status=CorrectionStatus.ACTIVE):
        document = documents.get(correction.document_id or 0, correction.document_id)
        if (document, correction.field) in taken:
            rows.move(Correction.objects.filter(pk=correction.pk), "status", CorrectionStatus.OUTDATED.value)
            flag_outdated(correction, None)
    for gone, kept in documents.items():
        rows.move(Correction.objects.filter(pk__in=ids, document=gone), "document_id", kept)
    rows.move(Correction.objects.filter(pk__in=ids), "inquiry_id", home.pk)


def flag_outdated(correction: Correction, value: Any) -> None:
    """The source says something else than when this was corrected: until an editor decides, the source
    stands.
    """
    correction.status, correction.latest_value = CorrectionStatus.OUTDATED, value
    correction.save(update_fields=["status", "latest_value"])
    said = hashlib.sha256(repr(value).encode()).hexdigest()[:24]
    problem, is_new = IngestProblem.objects.get_or_create(
        kind=ProblemKind.OUTDATED,
        cause=f"{correction.pk}:{said}",
        defaults={
            "inquiry_id": correction.inquiry_id,
            "correction": correction,
            "message": f"De bron zegt nu iets anders over «{correction.title}» dan toen dat werd verbeterd.",
        },
    )
    if not is_new and problem.status == ProblemStatus.RESOLVED:
        problem.decide(ProblemStatus.OPEN, None)
