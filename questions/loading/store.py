"""Takes one reading of one source into the archive: finds its set, composes that anew, writes the
difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from questions.models import IngestProblem, Inquiry, Source
from questions.parsing import ParsedDocument
from questions.parsing.formats.json_lines import to_dict
from questions.vocabulary.kinds import Effect, ProblemKind, ProblemStatus, SourceStatus
from questions.vocabulary.lengths import MAX_CAUSE_CHARS, MAX_FILE_NAME_CHARS

from .asking import record_differences
from .compose import compose
from .contradictions import undisputed
from .finding import Found, find, numbers_of, readings_of, side_by_side
from .grouping import Reading
from .insert import Ids, insert_set, insert_source
from .joining import DirectRows, join
from .kept_bytes import keep_bytes
from .keys import keys_of
from .lookup import Known, lock, look_up, reset_connection, tune_connection
from .people.directory import Directory
from .problems import record_problem
from .states import InquiryState
from .update import point_references, update_set, with_free_key


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
    """What became of one source, and of which set it is."""

    effect: Effect
    inquiry_id: int | None
    warnings: tuple[str, ...] = ()


class Loader:
    """Stores readings; keeps what it learns of people, and ids that it took, for one process."""

    def __init__(self) -> None:
        self.directory = Directory()
        self.ids = Ids()
        tune_connection()

    def close(self) -> None:
        """Leaves the connection as it was found."""
        reset_connection()

    def store(self, file: SourceFile, parsed: ParsedDocument) -> Outcome:
        """Stores one reading in one transaction; the bytes are kept before anything is written of them.

        A source that is known already is left as it is.
        """
        names = keep_bytes(file.sha256, file.data, file.metadata)
        keys = keys_of(parsed)
        try:
            with transaction.atomic():
                lock(keys, file.sha256)
                here = look_up(keys, file.sha256)
                if here.source:
                    return Outcome(Effect.UNCHANGED, None)
                source = self._source(file, names, parsed)
                effect, inquiry_id = self._take_in(source, parsed, here)
                _warn(source, inquiry_id, parsed.warnings)
                return Outcome(effect, inquiry_id, parsed.warnings)
        except BaseException:
            self.directory.forget()  # what it learned in this transaction is not in the database
            raise

    def record_failure(self, file: SourceFile, reason: str) -> None:
        """Keeps a source that could not be read, with the reason, for an editor."""
        names = keep_bytes(file.sha256, file.data, file.metadata)
        with transaction.atomic():
            lock([], file.sha256)
            if not look_up([], file.sha256).source:
                source = self._source(file, names, None)
                insert_source(source)
                record_problem(ProblemKind.UNREADABLE, file.sha256, reason, source, None)

    def renew_reason(self, source: Source, reason: str) -> None:
        """For a source that still cannot be read: the readers of today may say better why."""
        source.problems.filter(kind=ProblemKind.UNREADABLE).exclude(message=reason).update(message=reason)

    def recompose(self, source: Source, parsed: ParsedDocument, finds_people: bool = False) -> Outcome:
        """Takes a new reading of a source that is here; its set follows.

        When it reads the same, the set is left alone, unless its people and ministries are to be found anew.
        """
        keys = keys_of(parsed)
        try:
            with transaction.atomic():
                lock(keys, source.sha256)
                source = Source.objects.select_for_update().get(pk=source.pk)
                reading = to_dict(parsed)
                if source.parsed == reading and source.inquiry_id is not None:
                    changed = finds_people and self._find_people(source.inquiry_id)
                    return Outcome(
                        Effect.UPDATED if changed else Effect.UNCHANGED, source.inquiry_id, parsed.warnings
                    )
                source.parsed, source.status = reading, SourceStatus.LOADED
                source.save(update_fields=["parsed", "status"])
                effect, inquiry_id = self._take_in(source, parsed, look_up(keys, ""))
                _resolve_gone(source, _warn(source, inquiry_id, parsed.warnings))
                return Outcome(
                    Effect.UNCHANGED if effect is Effect.UNCHANGED else Effect.UPDATED,
                    inquiry_id,
                    parsed.warnings,
                )
        except BaseException:
            self.directory.forget()
            raise

    def _find_people(self, inquiry_id: int) -> bool:
        return rewrite_set(Inquiry.objects.select_for_update().get(pk=inquiry_id), self.directory)

    def _source(self, file: SourceFile, names: tuple[str, str], parsed: ParsedDocument | None) -> Source:
        return Source(
            id=self.ids.take(Source),
            sha256=file.sha256,
            name=file.name[:MAX_FILE_NAME_CHARS],
            origin=file.origin,
            format=file.format,
            size=len(file.data),
            file=names[0],
            metadata_file=names[1],
            rank=file.rank,
            status=SourceStatus.LOADED if parsed else SourceStatus.FAILED,
            parsed=to_dict(parsed) if parsed else None,
        )

    def _take_in(self, source: Source, parsed: ParsedDocument, here: Known) -> tuple[Effect, int]:
        """Gives the source its set: a new one, or one that is here (and others that it shows to be the
        same).
        """
        found = Found(source.inquiry) if source.inquiry else find(parsed, here)
        inquiry, others, doubt = found.inquiry, found.others, found.doubt
        disputed = inquiry.disputed if inquiry else numbers_of(parsed, found.contradicted)
        reading = Reading(source.pk, source.rank, undisputed(parsed, disputed))
        if inquiry is None:
            state = compose([reading], timezone.localdate())
            state = with_free_key(state) if here.named or here.alike or here.taken else state
            inquiry_id = (
                insert_set(state, source, self.directory, self.ids)
                if source._state.adding
                else self._remake(state, source)
            )
            if here.waiting:
                point_references(state, inquiry_id)
            if disputed:
                Inquiry.objects.filter(pk=inquiry_id).update(disputed=disputed)
            effect = Effect.CREATED
        else:
            for other in others:
                join(inquiry, other, DirectRows())
            if source._state.adding:
                insert_source(source)
            known = found.readings or readings_of(inquiry, source)
            state = compose([reading, *known], timezone.localdate())
            effect = Effect.UPDATED if update_set(state, inquiry, self.directory) else Effect.UNCHANGED
            inquiry_id = inquiry.pk
        for report in self.directory.take_reports():
            record_problem(report.kind, report.cause, report.message, source, inquiry_id)
        record_differences(state, inquiry_id, self.directory, source, is_new=effect is Effect.CREATED)
        if doubt:
            record_problem(ProblemKind.AMBIGUOUS, f"{source.sha256[:16]}:{doubt}", doubt, source, inquiry_id)
        for other, fields in found.contradicted.items():
            message = side_by_side(parsed, state, other, fields)
            cause = f"{source.sha256[:16]}:{other.pk}"
            record_problem(ProblemKind.CONTRADICTION, cause, message, source, inquiry_id)
        return effect, inquiry_id

    def _remake(self, state: InquiryState, source: Source) -> int:
        """A set for a source that is here but has none: it could not be read before."""
        inquiry = Inquiry.objects.create(key=state.key)
        update_set(state, inquiry, self.directory)
        return inquiry.pk


def compose_set(inquiry: Inquiry) -> InquiryState:
    """What the sources of a set say together, without what editors corrected; ValueError for a set without
    sources.
    """
    readings = list(readings_of(inquiry))
    if not readings:
        raise ValueError(f"Vragenset {inquiry.key} heeft geen bron.")
    return compose(readings, timezone.localdate())


def rewrite_set(inquiry: Inquiry, directory: Directory | None = None) -> bool:
    """Makes the rows of a set anew from its sources and corrections; as `write_set`."""
    return write_set(compose_set(inquiry), inquiry, directory)


def write_set(state: InquiryState, inquiry: Inquiry, directory: Directory | None = None) -> bool:
    """Brings the rows of a set in line with its composed state and with what editors corrected.

    Works in the caller's transaction; returns whether any row changed.
    """
    directory = directory or Directory()
    changed = update_set(state, inquiry, directory)
    for report in directory.take_reports():
        record_problem(report.kind, report.cause, report.message, None, inquiry.pk)
    record_differences(state, inquiry.pk, directory, None)
    return changed


def _warn(source: Source, inquiry_id: int, warnings: Sequence[str]) -> list[str]:
    """One problem a warning; returns their causes."""
    causes = {f"{source.sha256[:16]}:{warning}"[:MAX_CAUSE_CHARS]: warning for warning in warnings}
    for cause, warning in causes.items():
        record_problem(ProblemKind.WARNING, cause, warning, source, inquiry_id)
    return list(causes)


def _resolve_gone(source: Source, causes: Sequence[str]) -> None:
    """What an earlier reading stumbled over and this one does not, is resolved."""
    problems = IngestProblem.objects.filter(
        source=source, status=ProblemStatus.OPEN, kind__in=(ProblemKind.WARNING, ProblemKind.UNREADABLE)
    )
    problems.exclude(cause__in=causes).update(status=ProblemStatus.RESOLVED)
