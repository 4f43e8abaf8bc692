"""Brings the rows of a set that is here in line with its `InquiryState`: makes, changes and takes away what
differs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Model
from django.db.models.functions import Lower

from questions.models import (
    Addressee,
    Answer,
    Asker,
    Correction,
    Document,
    Footnote,
    IngestProblem,
    Inquiry,
    InquiryKey,
    Question,
    Reference,
    Signatory,
    Source,
)
from questions.parsing.wording import identifiers
from questions.vocabulary.kinds import CorrectionStatus, KeyKind, ProblemKind, ProblemStatus
from questions.vocabulary.lengths import MAX_CAUSE_CHARS
from questions.vocabulary.places import WHOLE_SET, Place

from . import rows
from .changes import changes
from .corrections import InForce, Values, enforce, values_of
from .joining import DirectRows, carry_corrections, flag_outdated
from .lookup import names_of, targets_of
from .people.directory import Directory
from .states import DocumentState, InquiryState

GONE = "\0"  # how the handle of a document begins that the state does not have


def update_set(state: InquiryState, inquiry: Inquiry, directory: Directory) -> bool:
    """Returns whether any row was touched; if not, no timestamp changed either."""
    writer = _Updater(state, inquiry, directory)
    writer.update()
    if writer.changed:
        inquiry.touch()
    return writer.changed


def with_free_key(state: InquiryState, inquiry: Inquiry | None = None) -> InquiryState:
    """A set that could not be told apart from another, or was taken apart from it, must not take its key."""
    others = Inquiry.objects.exclude(pk=inquiry.pk) if inquiry else Inquiry.objects.all()
    taken = others.alias(small=Lower("key")).filter(small=state.key.lower()).exists()  # as it is indexed
    return replace(state, key=f"{state.key}-{state.keys[-1].value[1:7]}") if taken else state


def point_references(state: InquiryState, inquiry_id: int) -> None:
    """References in other documents that waited for this set lead to it from now on."""
    names = names_of(key.value for key in state.keys if key.kind != KeyKind.CONTENT)
    waiting = (
        Reference.objects.filter(target__isnull=True)
        .annotate(name=Lower("identifier"))
        .filter(name__in=names)
    )
    waiting.exclude(document__inquiry=inquiry_id).update(target=inquiry_id)


def _handle_of(correction: Correction, handles: Mapping[int, str]) -> str:
    """The handle of the document of a correction; of one that is not in the set any more, no handle that
    there is.
    """
    if correction.document_id is None:
        return WHOLE_SET
    return handles.get(correction.document_id, GONE)


class _Updater:
    """One pass over the tables of one set."""

    def __init__(self, state: InquiryState, inquiry: Inquiry, directory: Directory) -> None:
        self.state = state
        self.inquiry = inquiry
        self.directory = directory
        self.changed = False

    def update(self) -> None:
        present = self._matched_documents()
        self._enforce({row.pk: handle for handle, row in present.items()})
        self._leave_to_others()
        if self.state.key != self.inquiry.key:
            self.state = with_free_key(self.state, self.inquiry)
        state, inquiry_id = self.state, self.inquiry.pk
        self._inquiry()
        self._keys()
        self._sync(
            Asker,
            lambda row: row.position,
            rows.askers(state, inquiry_id, self.directory),
            inquiry=inquiry_id,
        )
        self._sync(
            Addressee,
            lambda row: row.position,
            rows.addressees(state, inquiry_id, self.directory),
            inquiry=inquiry_id,
        )
        documents = self._documents(present)
        ids = {handle: document.pk for handle, document in documents.items()}
        questions = self._sync(
            Question, lambda row: row.number, rows.questions(state, inquiry_id, ids), inquiry=inquiry_id
        )
        self._answers(ids, {number: question.pk for number, question in questions.items()})
        for document in state.documents:
            self._parts(document, ids[document.handle])
        point_references(state, inquiry_id)

    def _enforce(self, handles: Mapping[int, str]) -> None:
        """What editors corrected goes before what the sources say; what they could not have known is
        flagged.
        """
        waiting_or_active = (CorrectionStatus.ACTIVE, CorrectionStatus.OUTDATED)
        rows_here = Correction.objects.filter(inquiry=self.inquiry, status__in=waiting_or_active)
        found = {correction.pk: correction for correction in rows_here}
        if not found:
            return
        places = {pk: Place.read(_handle_of(c, handles), c.field) for pk, c in found.items()}
        source = values_of(self.state)
        self._revive(found, places, source)
        in_force = [
            InForce(pk, places[pk], c.source_value, c.new_value)
            for pk, c in found.items()
            if c.status == CorrectionStatus.ACTIVE
        ]
        self.state, outdated = enforce(self.state, in_force)
        self.changed = self.changed or bool(outdated)
        waiting = {
            pk: source.get(places[pk]) for pk, c in found.items() if c.status == CorrectionStatus.OUTDATED
        }
        for pk, value in {**waiting, **outdated}.items():
            if pk in outdated or found[pk].latest_value != value:
                flag_outdated(found[pk], value)
        held = [correction.id for correction in in_force if correction.id not in outdated]
        for problem in IngestProblem.objects.filter(
            kind=ProblemKind.OUTDATED, correction__in=held, status=ProblemStatus.OPEN
        ):
            problem.decide(ProblemStatus.RESOLVED, None)

    def _revive(self, found: Mapping[int, Correction], places: Mapping[int, Place], source: Values) -> None:
        """The source says again what it said when this was corrected, as after a join that was undone: no
        doubt is left.
        """
        taken = {places[pk] for pk, c in found.items() if c.status == CorrectionStatus.ACTIVE}
        for pk in sorted(found, reverse=True):
            correction, place = found[pk], places[pk]
            agrees = place in source and source[place] == correction.source_value
            if correction.status == CorrectionStatus.OUTDATED and agrees and place not in taken:
                taken.add(place)
                self._save(correction, {"status": CorrectionStatus.ACTIVE, "latest_value": None})

    def _leave_to_others(self) -> None:
        """A number that another set has by now is not this one's too; a person finds out whose it is."""
        state = self.state
        official = {key.value: key for key in state.keys if key.kind != KeyKind.CONTENT}
        others = InquiryKey.objects.filter(
            value__in=official, kind__in=(KeyKind.CASE, KeyKind.IDENTIFIER)
        ).exclude(inquiry=self.inquiry)
        taken = {key.value for key in others if official[key.value].kind == key.kind}
        if not taken:
            return
        self.state = replace(
            state,
            keys=tuple(key for key in state.keys if key.value not in taken or key.kind == KeyKind.CONTENT),
            case_number=None if (state.case_number or "").lower() in taken else state.case_number,
            documents=tuple(
                replace(d, identifier=None)
                if d.identifier and identifiers.canonical(d.identifier) in taken
                else d
                for d in state.documents
            ),
        )
        named = ", ".join(sorted(taken))
        IngestProblem.objects.get_or_create(
            kind=ProblemKind.AMBIGUOUS,
            cause=f"taken:{self.inquiry.pk}:{named.replace(' ', '')}"[:MAX_CAUSE_CHARS],
            defaults={
                "inquiry": self.inquiry,
                "message": f"Ook een andere vragenset heeft {named}; hier is dat weggelaten.",
            },
        )

    def _inquiry(self) -> None:
        former = self.inquiry.key.lower()
        if self.inquiry.key != self.state.key:  # a better key has come; the former one leads here for ever
            is_wrong = former in {key.value for key in self.state.former_keys}
            kind = KeyKind.ADDRESS if is_wrong else KeyKind.KEY
            InquiryKey.objects.get_or_create(kind=kind, value=former, defaults={"inquiry": self.inquiry})
        values = rows.inquiry(self.state)
        different = {name: value for name, value in values.items() if getattr(self.inquiry, name) != value}
        if different:
            self._save(self.inquiry, different)

    def _keys(self) -> None:
        desired = rows.keys(self.state, self.inquiry.pk)
        for former in self.state.former_keys:
            wrong = InquiryKey.objects.filter(inquiry=self.inquiry, kind=former.kind, value=former.value)
            if wrong.delete()[0]:
                InquiryKey.objects.get_or_create(
                    kind=KeyKind.ADDRESS, value=former.value, defaults={"inquiry": self.inquiry}
                )
                self.changed = True
        present = set(InquiryKey.objects.filter(inquiry=self.inquiry).values_list("kind", "value"))
        missing = [InquiryKey(**values) for key, values in desired.items() if key not in present]
        if missing:  # what a set was once known by stays: nobody's link breaks
            InquiryKey.objects.bulk_create(missing)
            self.changed = True

    def _documents(self, present: Mapping[str, Document]) -> dict[str, Document]:
        desired = {state.handle: rows.document(state, self.inquiry.pk) for state in self.state.documents}
        self._move_corrections(present)
        documents: dict[str, Document] = self._apply(Document, present, desired)
        for state in self.state.documents:
            document = documents[state.handle]
            original = documents[state.replaces].pk if state.replaces else None
            if document.replaces_id != original:
                self._save(document, {"replaces_id": original})
            elsewhere = Source.objects.filter(pk__in=state.source_ids).exclude(
                document=document, inquiry=self.inquiry
            )
            elsewhere.update(document=document, inquiry=self.inquiry)
        return documents

    def _move_corrections(self, present: Mapping[str, Document]) -> None:
        """A document that turned out to be an earlier form of another goes; what was corrected in it goes
        along.
        """
        by_source = {
            source_id: state.handle for state in self.state.documents for source_id in state.source_ids
        }
        left = [row for handle, row in present.items() if handle.startswith(GONE)]
        for gone in left:
            homes = {
                by_source[pk] for pk in gone.sources.values_list("pk", flat=True) if pk in by_source
            } & set(present)
            if len(homes) != 1:
                continue
            home = present[homes.pop()]
            carry_corrections(gone.corrections.all(), self.inquiry, {gone.pk: home.pk}, DirectRows())

    def _matched_documents(self) -> dict[str, Document]:
        """The rows that are there by the handle that they should have: by number, else by the sources they
        came from.
        """
        present = {row.pk: row for row in Document.objects.filter(inquiry=self.inquiry)}
        by_source = dict(
            Source.objects.filter(inquiry=self.inquiry, document__isnull=False).values_list(
                "pk", "document_id"
            )
        )
        by_handle = {row.handle: row.pk for row in present.values()}
        matched: dict[str, Document] = {}
        for state in self.state.documents:
            candidates = [
                by_handle.get(state.handle),
                *(by_source.get(source_id) for source_id in state.source_ids),
            ]
            found = next((pk for pk in candidates if pk in present), None)
            if found is not None:
                matched[state.handle] = present.pop(found)
        leftover = {f"{GONE}{pk}": row for pk, row in present.items()}
        return {**matched, **leftover}

    def _answers(self, document_ids: Mapping[str, int], question_ids: Mapping[str, int]) -> None:
        desired: rows.Rows = {}
        for state in self.state.documents:
            desired |= rows.answers(state, document_ids[state.handle])
        answers = self._sync(
            Answer, lambda row: (row.document_id, row.position), desired, document__inquiry=self.inquiry
        )
        pairs: rows.Rows = {}
        for state in self.state.documents:
            document_id = document_ids[state.handle]
            answer_ids = {
                position: answers[document_id, position].pk for position in range(len(state.answers))
            }
            pairs |= rows.pairs(state, answer_ids, question_ids)
        through = Answer.questions.through
        self._sync(
            through,
            lambda row: (row.answer_id, row.question_id),
            pairs,
            answer__document__inquiry=self.inquiry,
        )

    def _parts(self, state: DocumentState, document_id: int) -> None:
        signatories = rows.signatories(self.state, state, document_id, self.directory)
        targets = targets_of([*state.see_also, *state.mentions])
        self._sync(Signatory, lambda row: (row.on_behalf, row.position), signatories, document=document_id)
        self._sync(Footnote, lambda row: row.mark, rows.footnotes(state, document_id), document=document_id)
        self._sync(
            Reference,
            lambda row: (row.kind, row.identifier),
            rows.references(state, document_id, targets),
            document=document_id,
        )

    def _sync(
        self, model: type[Any], key: Callable[[Any], Any], desired: rows.Rows, **where: Any
    ) -> dict[Any, Any]:
        """Brings the rows of a model that `where` chooses in line with `desired`; returns them by key."""
        return self._apply(model, {key(row): row for row in model.objects.filter(**where)}, desired)

    def _apply(self, model: type[Any], existing: Mapping[Any, Any], desired: rows.Rows) -> dict[Any, Any]:
        todo = changes(existing, desired)
        for row in todo.delete.values():
            row.delete()
        for row, values in todo.update.values():
            self._save(row, values)
        made = (
            model.objects.bulk_create([model(**values) for values in todo.create.values()])
            if todo.create
            else []
        )
        self.changed = self.changed or bool(todo)
        kept = {key: row for key, row in existing.items() if key in desired}
        return {**kept, **dict(zip(todo.create, made, strict=True))}

    def _save(self, row: Model, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
        self.changed = True
