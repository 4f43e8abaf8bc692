"""Joins two sets that are one, takes a document out of a set, takes a set from view; and undoes what
editors did.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone

from questions.loading import Directory, compose_set, joining, rewrite_set
from questions.loading.joining import flag_outdated
from questions.models import (
    Correction,
    Document,
    EditorAction,
    IngestProblem,
    Inquiry,
    InquiryKey,
    NameChoice,
    Reference,
    Source,
)
from questions.vocabulary.kinds import ActionKind, CorrectionStatus, KeyKind, SourceStatus

from . import people, undo_log
from .undo_log import Create, Move, NotPossible, UndoLog, Undone, steps_of

MAX_REWRITTEN_SETS = 500  # sets whose people are found again when a merge is undone

MOVING = (Source, Document, Correction)  # what goes along with a document that becomes a set of its own


@dataclass(frozen=True, slots=True)
class JoinPreview:
    """What joining would make of two sets."""

    documents: list[Document]
    questions_here: int
    questions_there: int
    cautions: list[str]


def preview_join(kept: Inquiry, gone: Inquiry) -> JoinPreview:
    """Raises NotPossible when they cannot be joined."""
    _can_be_joined(kept, gone)
    cautions = []
    if kept.case_number and gone.case_number and kept.case_number != gone.case_number:
        cautions.append(f"De vraagnummers verschillen: {kept.case_number} en {gone.case_number}.")
    if kept.submitted_on and gone.submitted_on and kept.submitted_on != gone.submitted_on:
        cautions.append(
            f"De dagen van indiening verschillen: {kept.submitted_on:%d-%m-%Y} en "
            f"{gone.submitted_on:%d-%m-%Y}."
        )
    if kept.question_count and gone.question_count and kept.question_count != gone.question_count:
        cautions.append(f"Het aantal vragen verschilt: {kept.question_count} en {gone.question_count}.")
    documents = [*kept.documents.all(), *gone.documents.all()]
    return JoinPreview(documents, kept.question_count, gone.question_count, cautions)


def _can_be_joined(kept: Inquiry, gone: Inquiry) -> None:
    if kept.pk == gone.pk:
        raise NotPossible("Kies een andere set dan deze zelf.")
    for inquiry in (kept, gone):
        if inquiry.hidden_on:
            raise NotPossible(f"Set {inquiry.key} is uit beeld genomen; zet die eerst terug.")
        if not inquiry.sources.filter(status=SourceStatus.LOADED).exists():
            raise NotPossible(f"Set {inquiry.key} heeft geen bron en kan niet opnieuw worden opgebouwd.")


def _lock(*ids: int) -> None:
    """Waits for an ingest that works on these sets, and keeps others out until the end of the transaction."""
    list(Inquiry.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


@transaction.atomic
def join(kept: Inquiry, gone: Inquiry, editor: Any, reason: str) -> EditorAction:
    """Makes one set of two: documents and addresses of `gone` go to `kept`, which is composed anew.

    Raises NotPossible.
    """
    _lock(kept.pk, gone.pk)
    for row in (kept, gone):
        row.refresh_from_db()
    _can_be_joined(kept, gone)
    log = UndoLog(ActionKind.JOIN, editor, reason)
    log.about(kept, gone)
    joining.join(kept, gone, log)
    _keep_number(log, kept, editor, reason)
    _rewrite(log, kept)
    return log.close(f"Set {gone.key} bij {kept.key} gevoegd")


def _rewrite(log: UndoLog, kept: Inquiry) -> None:
    """Composes the joined set, and notes what that did beyond the set's own texts: its numbers, and
    documents that became one.
    """
    before = {name: getattr(kept, name) for name in ("key", "case_number")}
    documents = {row.pk: row for row in kept.documents.prefetch_related("answers")}
    corrected = dict(Correction.objects.filter(document__in=documents).values_list("pk", "document_id"))
    rewrite_set(kept)
    kept.refresh_from_db()
    for name, value in before.items():
        if getattr(kept, name) != value:
            log.note_moved(kept, name, value, getattr(kept, name))
    for correction in Correction.objects.filter(pk__in=corrected):
        if correction.document_id != corrected[correction.pk]:
            log.note_moved(correction, "document_id", corrected[correction.pk], correction.document_id)
    left = set(kept.documents.values_list("pk", flat=True))
    for pk, row in documents.items():
        if pk not in left:  # undone from the end: the document comes back before its answers
            for gone in (*row.answers.all(), row):
                log.note_deleted(gone)


def _keep_number(log: UndoLog, kept: Inquiry, editor: Any, reason: str) -> None:
    """The set that stays keeps its number, also when the documents of the other would go before its own."""
    composed = compose_set(kept).case_number
    is_corrected = kept.corrections.filter(status=CorrectionStatus.ACTIVE, field="case_number").exists()
    if kept.case_number and composed != kept.case_number and not is_corrected:
        log.create(
            Correction(
                inquiry=kept,
                field="case_number",
                source_value=composed,
                new_value=kept.case_number,
                reason=reason,
                editor=editor,
            )
        )


@transaction.atomic
def take_out(document: Document, editor: Any, reason: str) -> EditorAction:
    """Makes a set of its own of one document that does not belong where it is. Raises NotPossible.

    A number that the rest of the set has too stays with the rest. A set that is out of view stays so in
    both parts.
    """
    inquiry = document.inquiry
    _lock(inquiry.pk)
    own = Source.objects.filter(document=document, status=SourceStatus.LOADED)
    rest = Source.objects.filter(inquiry=inquiry, status=SourceStatus.LOADED).exclude(document=document)
    if not own.exists() or not rest.exists():
        raise NotPossible("Dit is het enige document van de set; er valt niets uit te nemen.")
    log = UndoLog(ActionKind.TAKE_OUT, editor, reason)
    new = Inquiry(
        key=f"los-{document.pk}", chamber=document.chamber, is_apart=True, hidden_on=inquiry.hidden_on,
        hidden_reason=inquiry.hidden_reason,
    )  # fmt: skip
    log.create(new)
    log.move(Source.objects.filter(document=document), "inquiry_id", new.pk)
    log.move(Document.objects.filter(pk=document.pk), "inquiry_id", new.pk)
    log.move(Correction.objects.filter(document=document), "inquiry_id", new.pk)
    named = [document.handle, (document.identifier or "").lower()]
    log.move(
        InquiryKey.objects.filter(inquiry=inquiry, kind=KeyKind.IDENTIFIER, value__in=named),
        "inquiry_id",
        new.pk,
    )
    _part_numbers(log, inquiry, new, editor, reason)
    directory = Directory()
    rewrite_set(inquiry, directory)
    rewrite_set(new, directory)
    log.about(inquiry, new, document)
    return log.close(f"{document} uit set {inquiry.key} genomen, nu set {new.key}")


def _part_numbers(log: UndoLog, inquiry: Inquiry, new: Inquiry, editor: Any, reason: str) -> None:
    """The number that the document prints is the new set's own, unless the rest of the set is known by it."""
    printed = compose_set(new).case_number
    if not printed:
        return
    if printed not in (inquiry.case_number, compose_set(inquiry).case_number):
        log.move(
            InquiryKey.objects.filter(inquiry=inquiry, kind=KeyKind.CASE, value=printed.lower()),
            "inquiry_id",
            new.pk,
        )
        return
    correction = Correction(
        inquiry=new, field="case_number", source_value=printed, new_value="", reason=reason, editor=editor
    )  # fmt: skip
    log.create(correction)


@transaction.atomic
def hide(inquiry: Inquiry, editor: Any, reason: str) -> EditorAction:
    """Takes a set from every list and page; at its address stays a page that gives the reason."""
    row = Inquiry.objects.filter(pk=inquiry.pk, hidden_on=None)
    if not row.exists():
        raise NotPossible("Deze set is al uit beeld genomen.")
    log = UndoLog(ActionKind.HIDE, editor, reason)
    log.move(row, "hidden_reason", reason)
    log.move(row, "hidden_on", timezone.now())
    log.about(inquiry)
    return log.close(f"Set {inquiry.key} uit beeld genomen")


@transaction.atomic
def show(inquiry: Inquiry, editor: Any, reason: str) -> EditorAction:
    """Puts a set back in view."""
    row = Inquiry.objects.filter(pk=inquiry.pk, hidden_on__isnull=False)
    if not row.exists():
        raise NotPossible("Deze set is in beeld.")
    log = UndoLog(ActionKind.SHOW, editor, reason)
    log.move(row, "hidden_on", None)
    log.about(inquiry)
    return log.close(f"Set {inquiry.key} teruggezet")


@transaction.atomic
def undo(action: EditorAction, editor: Any) -> Undone:
    """Takes an action back; sets are composed anew, and an address that it made leads to where it came from.

    Raises NotPossible, and changes nothing, when later work stands in the way.
    """
    made = _made(action, Inquiry)
    _lock(*undo_log.inquiries_of(steps_of(action)))
    former = dict(Inquiry.objects.filter(pk__in=made).values_list("pk", "key"))
    names = list(NameChoice.objects.filter(pk__in=_made(action, NameChoice)))
    if made and not action.undone_at:
        _give_back(action, made)
    undone = undo_log.undo(action, editor)
    if action.kind == ActionKind.MERGE:
        _find_again(names)
    if action.kind in (ActionKind.JOIN, ActionKind.TAKE_OUT):
        _compose_again(action, list(former.values()))
    return undone


def _give_back(action: EditorAction, made: set[int]) -> None:
    """What has come into a set that goes away belongs with the rest again: documents, corrections,
    problems, references.
    """
    moves = [step for step in steps_of(action) if isinstance(step, Move)]
    home = next(step.old for step in moves if (step.model, step.column) == (Source, "inquiry_id"))
    moved = {model: [pk for step in moves if step.model is model for pk in step.ids] for model in MOVING}
    Source.objects.filter(inquiry__in=made).exclude(pk__in=moved[Source]).update(inquiry=home)
    present = set(Document.objects.filter(inquiry=home).values_list("handle", flat=True))
    late = (
        Document.objects.filter(inquiry__in=made).exclude(pk__in=moved[Document]).exclude(handle__in=present)
    )
    late.update(inquiry=home)
    own = _made(action, Correction)
    corrections = Correction.objects.filter(inquiry__in=made).exclude(pk__in=[*own, *moved[Correction]])
    for correction in corrections.filter(document=None, status=CorrectionStatus.ACTIVE):
        flag_outdated(correction, None)  # it was made for the set that goes away
    corrections.update(inquiry=home)
    IngestProblem.objects.filter(inquiry__in=made).update(inquiry=home)
    Reference.objects.filter(target__in=made).update(target=home)


def _made(action: EditorAction, model: type[Model]) -> set[int]:
    """The ids of the rows of a model that an action made."""
    return {step.id for step in steps_of(action) if isinstance(step, Create) and step.model is model}


def _compose_again(action: EditorAction, former: list[str]) -> None:
    touched = list(Inquiry.objects.filter(pk__in=undo_log.inquiries_of(steps_of(action))))
    astray = Correction.objects.filter(inquiry__in=touched, document__isnull=False).exclude(
        inquiry=F("document__inquiry")
    )
    for correction in astray.select_related("document"):
        assert correction.document is not None
        Correction.objects.filter(pk=correction.pk).update(inquiry=correction.document.inquiry_id)
    directory = Directory()
    try:
        for inquiry in touched:
            rewrite_set(inquiry, directory)
    except ValueError as error:
        raise NotPossible(f"{error} Maak eerst de latere ingrepen ongedaan.") from None
    for key in former:
        InquiryKey.objects.get_or_create(
            kind=KeyKind.KEY, value=key.lower(), defaults={"inquiry": touched[0]}
        )


def _find_again(names: list[NameChoice]) -> None:
    """Documents that came after a merge name people whom it no longer holds for: they are found anew."""
    ids: set[int] = set()
    for choice in names:
        for model, name, detail in people.PRINTED[type(getattr(choice, choice.kind))]:
            where = {f"{name}__iexact": choice.name, choice.kind: choice.target_id} | (
                {detail: choice.detail} if detail else {}
            )
            path = "inquiry_id" if hasattr(model, "inquiry_id") else "document__inquiry_id"
            ids |= set(
                model._default_manager.filter(**where).values_list(path, flat=True)[:MAX_REWRITTEN_SETS]
            )
    directory = Directory()
    for inquiry in Inquiry.objects.filter(pk__in=sorted(ids)[:MAX_REWRITTEN_SETS]):
        rewrite_set(inquiry, directory)
