"""Takes one reading of one source into the archive: finds its set, composes that anew, writes the difference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Q

from questions.models import Document, IngestProblem, Inquiry, InquiryKey, Source
from questions.parsing import ParsedDocument
from questions.parsing.jsonl import from_dict, to_dict

from .compose import InquiryState, Reading, compose
from .keys import Key, keys_of
from .resolve import Directory
from .write import Writer

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The bytes of a publication and where they came from; `metadata` is the metadata.xml beside it."""

    sha256: str
    name: str
    origin: str
    format: str
    rank: int
    data: bytes
    metadata: bytes | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source: "created", "updated" or "unchanged"."""

    result: str
    inquiry_id: int | None
    warnings: tuple[str, ...] = ()


def store(file: SourceFile, parsed: ParsedDocument, directory: Directory) -> Outcome:
    """Stores one reading in one transaction; the bytes are kept before anything is written of them.

    A source that is known already is left as it is.
    """
    names = keep_bytes(file)
    try:
        with transaction.atomic():
            _prepare()
            if not _lock([Key("source", file.sha256), *keys_of(parsed)], file.sha256):
                return Outcome(UNCHANGED, None)
            source = _source(file, names, parsed)
            inquiry, others = _find(parsed, source)
            writer = _write(source, inquiry, others, directory)
            _warn(source, writer.inquiry, parsed.warnings)
            result = CREATED if writer.is_new else UPDATED if writer.changed else UNCHANGED
            return Outcome(result, writer.inquiry.pk, parsed.warnings)
    except BaseException:
        directory.forget()  # what it learned in this transaction is not in the database
        raise


def record_failure(file: SourceFile, reason: str) -> None:
    """Keeps a source that could not be read, with the reason, for an editor."""
    names = keep_bytes(file)
    with transaction.atomic():
        _prepare()
        if _lock([Key("source", file.sha256)], file.sha256):
            source = _source(file, names, None)
            _problem("unreadable", file.sha256, reason, source, None)


def recompose(source: Source, parsed: ParsedDocument, directory: Directory) -> Outcome:
    """Takes a new reading of a source that is here: its set, and the one that it may have moved to, follow."""
    try:
        with transaction.atomic():
            _prepare()
            _lock([Key("source", source.sha256), *keys_of(parsed)], "")
            source = Source.objects.select_for_update().get(pk=source.pk)
            if source.parsed == to_dict(parsed) and source.inquiry_id:
                return Outcome(UNCHANGED, source.inquiry_id, parsed.warnings)
            source.parsed, source.status = to_dict(parsed), "loaded"
            source.save(update_fields=["parsed", "status"])
            inquiry, others = _find(parsed, source) if source.inquiry_id is None else (source.inquiry, [])
            writer = _write(source, inquiry, others, directory)
            _resolve_gone(source, _warn(source, writer.inquiry, parsed.warnings))
            return Outcome(UPDATED if writer.changed else UNCHANGED, writer.inquiry.pk, parsed.warnings)
    except BaseException:
        directory.forget()
        raise


def keep_bytes(file: SourceFile) -> tuple[str, str]:
    """Puts the bytes in the file storage under their hash: (name, name of the metadata)."""
    name = f"sources/{file.sha256[:2]}/{file.sha256}"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(file.data))
    if file.metadata is None:
        return name, ""
    beside = f"{name}.metadata.xml"
    if not default_storage.exists(beside):
        default_storage.save(beside, ContentFile(file.metadata))
    return name, beside


def _prepare() -> None:
    """A lost last second after a power cut costs nothing here: the next run finds the file unknown and reads it again."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO off")


def _lock(keys: Sequence[Key], sha256: str) -> bool:
    """Waits for others that work on the same set; False when the source came in meanwhile."""
    names = sorted({f"{key.kind}:{key.value}" for key in keys})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest(%s::text[]) AS name", [names]
        )
    return not Source.objects.filter(sha256=sha256).exists()


def _source(file: SourceFile, names: tuple[str, str], parsed: ParsedDocument | None) -> Source:
    return Source.objects.create(
        sha256=file.sha256,
        name=file.name[:300],
        origin=file.origin,
        format=file.format,
        size=len(file.data),
        file=names[0],
        metadata_file=names[1],
        rank=file.rank,
        status="loaded" if parsed else "failed",
        parsed=to_dict(parsed) if parsed else None,
    )


def _find(parsed: ParsedDocument, source: Source) -> tuple[Inquiry | None, list[Inquiry]]:
    """The set that a document belongs to, and other sets that it shows to be the same one."""
    keys = keys_of(parsed)
    official = Q()
    for key in keys:
        if key.kind != "content":
            official |= Q(kind=key.kind, value=key.value)
    found = set(InquiryKey.objects.filter(official).values_list("inquiry_id", flat=True)) if official else set()
    contents = [key.value for key in keys if key.kind == "content"]
    alike = set(InquiryKey.objects.filter(kind="content", value__in=contents).values_list("inquiry_id", flat=True)) - found
    if not (found or alike):
        return None, []
    rows = list(Inquiry.objects.select_for_update().filter(pk__in=found | alike).order_by("pk"))
    case_number = parsed.case_number or next((r.case_number for r in rows if r.pk in found and r.case_number), None)
    same = [r for r in rows if r.pk in found or r.case_number in (None, case_number) or case_number is None]
    if len({r.case_number for r in same if r.case_number}) > 1:
        return _ambiguous(parsed, source, same, found, case_number)
    return (same[0], same[1:]) if same else (None, [])


def _ambiguous(
    parsed: ParsedDocument, source: Source, rows: list[Inquiry], found: set[int], case_number: str | None
) -> tuple[Inquiry | None, list[Inquiry]]:
    """Sets with different case numbers are never joined by the archive; a person may."""
    named = [row for row in rows if row.pk in found]
    chosen = next((row for row in named if row.case_number == case_number), named[0] if named else None)
    listed = ", ".join(sorted(str(row.key) for row in rows))
    message = f"Dit document past bij meer dan één vragenset: {listed}."
    _problem("ambiguous", f"{source.sha256[:16]}:{listed}", message, source, chosen)
    return chosen, []


def _write(source: Source, inquiry: Inquiry | None, others: list[Inquiry], directory: Directory) -> Writer:
    if inquiry:
        _join(inquiry, others)
    state = compose(_readings(source, inquiry))
    if inquiry is None or inquiry.key != state.key:
        state = _with_free_key(state, inquiry)
    writer = Writer(state, inquiry, directory)
    writer.write()
    return writer


def _readings(source: Source, inquiry: Inquiry | None) -> Iterable[Reading]:
    assert source.parsed is not None
    yield Reading(source.pk, source.rank, from_dict(source.parsed))
    if inquiry:
        for other in Source.objects.filter(inquiry=inquiry, status="loaded").exclude(pk=source.pk):
            assert other.parsed is not None
            yield Reading(other.pk, other.rank, from_dict(other.parsed))


def _join(inquiry: Inquiry, others: list[Inquiry]) -> None:
    """Makes one set of several that a new document shows to be one; the addresses of all lead to it."""
    for other in others:
        Source.objects.filter(inquiry=other).update(inquiry=inquiry)
        Document.objects.filter(inquiry=other).update(inquiry=inquiry)
        known = set(inquiry.keys.values_list("kind", "value"))
        for key in other.keys.all():
            if (key.kind, key.value) not in known:
                InquiryKey.objects.filter(pk=key.pk).update(inquiry=inquiry)
        former = other.key.lower()
        other.referred_from.update(target=inquiry)
        other.problems.update(inquiry=inquiry)
        other.delete()
        InquiryKey.objects.get_or_create(kind="key", value=former, defaults={"inquiry": inquiry})


def _with_free_key(state: InquiryState, inquiry: Inquiry | None) -> InquiryState:
    """An ambiguous set must not take the key of another one."""
    taken = Inquiry.objects.filter(key__iexact=state.key).exclude(pk=inquiry.pk if inquiry else None).exists()
    return replace(state, key=f"{state.key}-{state.keys[-1].value[1:7]}") if taken else state


def _warn(source: Source, inquiry: Inquiry, warnings: Sequence[str]) -> list[str]:
    """One problem a warning; returns their causes."""
    causes = {f"{source.sha256[:16]}:{warning}"[:300]: warning for warning in warnings}
    for cause, warning in causes.items():
        _problem("warning", cause, warning, source, inquiry)
    return list(causes)


def _resolve_gone(source: Source, causes: Sequence[str]) -> None:
    """What an earlier reading stumbled over and this one does not, is resolved."""
    problems = IngestProblem.objects.filter(source=source, status="open", kind__in=("warning", "unreadable"))
    problems.exclude(cause__in=causes).update(status="resolved")


def _problem(kind: str, cause: str, message: str, source: Source | None, inquiry: Inquiry | None) -> None:
    IngestProblem.objects.bulk_create(
        [IngestProblem(kind=kind, cause=cause[:300], message=message, source=source, inquiry=inquiry)], ignore_conflicts=True
    )
