"""Joins two sets that are one, takes a document out of a set, takes a set from view; and undoes what editors did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.admin.utils import NestedObjects
from django.db import transaction
from django.utils import timezone

from questions.loading import Directory, compose_set, rewrite_set
from questions.loading.update import flag_outdated
from questions.models import (
    Correction,
    Document,
    EditorAction,
    IngestProblem,
    Inquiry,
    InquiryKey,
    Reference,
    Source,
)

from . import journal as journals
from .journal import Journal, NotPossible, Undone


@dataclass(frozen=True, slots=True)
class JoinPreview:
    """What joining would make of two sets."""

    documents: list[Document]
    questions_here: int
    questions_there: int
    cautions: list[str]


def preview_join(kept: Inquiry, gone: Inquiry) -> JoinPreview:
    cautions = []
    if kept.case_number and gone.case_number and kept.case_number != gone.case_number:
        cautions.append(f"De vraagnummers verschillen: {kept.case_number} en {gone.case_number}.")
    if kept.submitted_on and gone.submitted_on and kept.submitted_on != gone.submitted_on:
        cautions.append(f"De dagen van indiening verschillen: {kept.submitted_on:%d-%m-%Y} en {gone.submitted_on:%d-%m-%Y}.")
    if kept.question_count and gone.question_count and kept.question_count != gone.question_count:
        cautions.append(f"Het aantal vragen verschilt: {kept.question_count} en {gone.question_count}.")
    documents = [*kept.documents.all(), *gone.documents.all()]
    return JoinPreview(documents, kept.question_count, gone.question_count, cautions)


@transaction.atomic
def join(kept: Inquiry, gone: Inquiry, editor: Any, reason: str) -> EditorAction:
    """Makes one set of two: documents and addresses of `gone` go to `kept`, which is composed anew. Raises NotPossible."""
    if kept.pk == gone.pk:
        raise NotPossible("Kies twee verschillende sets.")
    _need_sources(kept, gone)
    journal = Journal("join", editor, reason)
    handles = set(kept.documents.values_list("handle", flat=True))
    journal.move(Source.objects.filter(inquiry=gone), "inquiry_id", kept.pk)
    journal.move(gone.documents.exclude(handle__in=handles), "inquiry_id", kept.pk)
    _move_corrections(journal, kept, gone)
    journal.move(Reference.objects.filter(target=gone), "target_id", kept.pk)
    journal.move(IngestProblem.objects.filter(inquiry=gone), "inquiry_id", kept.pk)
    known = set(kept.keys.values_list("kind", "value"))
    fresh = [key.pk for key in gone.keys.all() if (key.kind, key.value) not in known]
    journal.move(InquiryKey.objects.filter(pk__in=fresh), "inquiry_id", kept.pk)
    former = gone.key.lower()
    _delete_whole(journal, gone)
    if not InquiryKey.objects.filter(kind="key", value=former).exists():
        journal.create(InquiryKey(kind="key", value=former, inquiry=kept))
    _keep_number(journal, kept, editor, reason)
    rewrite_set(kept)
    return journal.close(f"Set {gone.key} bij {kept.key} gevoegd")


def _keep_number(journal: Journal, kept: Inquiry, editor: Any, reason: str) -> None:
    """The set that stays keeps its number, also when the documents of the other would go before its own."""
    composed = compose_set(kept).case_number
    is_corrected = kept.corrections.filter(status="active", field="case_number").exists()
    if kept.case_number and composed != kept.case_number and not is_corrected:
        journal.create(
            Correction(
                inquiry=kept, field="case_number", source_value=composed, new_value=kept.case_number, reason=reason, editor=editor
            )
        )


def _need_sources(*inquiries: Inquiry) -> None:
    for inquiry in inquiries:
        if not inquiry.sources.filter(status="loaded").exists():
            raise NotPossible(f"Set {inquiry.key} heeft geen bron en kan niet opnieuw worden opgebouwd.")


def _move_corrections(journal: Journal, kept: Inquiry, gone: Inquiry) -> None:
    taken = set(kept.corrections.filter(status="active", document=None).values_list("field", flat=True))
    for correction in gone.corrections.filter(status="active", document=None, field__in=taken):
        flag_outdated(correction, None)
    journal.move(Correction.objects.filter(inquiry=gone), "inquiry_id", kept.pk)


def _delete_whole(journal: Journal, inquiry: Inquiry) -> None:
    """Takes a set away with all its rows, those that hang lowest first."""
    inquiry = Inquiry.objects.get(pk=inquiry.pk)
    found = NestedObjects(using="default")
    found.collect([inquiry])
    rows = [row for model in reversed(list(found.data)) for row in found.data[model] if row != inquiry]
    for row in sorted(rows, key=_depth):
        if type(row)._default_manager.filter(pk=row.pk).exists():
            journal.delete(row)
    journal.delete(inquiry)


def _depth(row: Any) -> int:
    """Rows of documents and questions go before these, pairs of both first of all."""
    names = {field.name for field in row._meta.concrete_fields}
    return 0 if "answer" in names else 1 if "document" in names and "inquiry" not in names else 2 if "number" not in names else 3


@transaction.atomic
def take_out(document: Document, editor: Any, reason: str) -> EditorAction:
    """Makes a set of its own of one document that does not belong where it is. Raises NotPossible."""
    inquiry = document.inquiry
    own = Source.objects.filter(document=document, status="loaded")
    rest = Source.objects.filter(inquiry=inquiry, status="loaded").exclude(document=document)
    if not own.exists() or not rest.exists():
        raise NotPossible("Dit is het enige document van de set; er valt niets uit te nemen.")
    journal = Journal("take_out", editor, reason)
    new = Inquiry(key=f"los-{document.pk}", chamber=document.chamber, is_apart=True)
    journal.create(new)
    journal.move(Source.objects.filter(document=document), "inquiry_id", new.pk)
    journal.move(Document.objects.filter(pk=document.pk), "inquiry_id", new.pk)
    journal.move(Correction.objects.filter(document=document), "inquiry_id", new.pk)
    named = [document.handle, (document.identifier or "").lower()]
    journal.move(InquiryKey.objects.filter(inquiry=inquiry, kind="identifier", value__in=named), "inquiry_id", new.pk)
    if inquiry.case_number:  # the number stays with the set that it is of
        correction = Correction(
            inquiry=new, field="case_number", source_value=inquiry.case_number, new_value="", reason=reason, editor=editor
        )
        journal.create(correction)
    directory = Directory()
    rewrite_set(inquiry, directory)
    rewrite_set(new, directory)
    return journal.close(f"{document} uit set {inquiry.key} genomen, nu set {new.key}")


@transaction.atomic
def hide(inquiry: Inquiry, editor: Any, reason: str) -> EditorAction:
    """Takes a set from every list and page; at its address stays a page that gives the reason."""
    journal = Journal("hide", editor, reason)
    row = Inquiry.objects.filter(pk=inquiry.pk, hidden_on=None)
    if not row.exists():
        raise NotPossible("Deze set is al uit beeld genomen.")
    journal.move(row, "hidden_reason", reason)
    journal.move(row, "hidden_on", timezone.now())
    return journal.close(f"Set {inquiry.key} uit beeld genomen")


def _moved_sources(action: EditorAction) -> list[int]:
    return [pk for step in action.steps if step[:2] == ["move", "questions.source"] for pk in step[3]]


@transaction.atomic
def undo(action: EditorAction, editor: Any) -> Undone:
    """Takes an action back; sets are composed anew, and an address that it made leads to where it came from."""
    made = {step[2] for step in action.steps if step[:2] == ["create", "questions.inquiry"]}
    former = dict(Inquiry.objects.filter(pk__in=made).values_list("pk", "key"))
    if made and not action.undone_at:  # what has come into a set that goes away belongs with the rest again
        home = next(step[4] for step in action.steps if step[:3] == ["move", "questions.source", "inquiry_id"])
        Source.objects.filter(inquiry__in=made).exclude(pk__in=_moved_sources(action)).update(inquiry=home)
    undone = journals.undo(action, editor)
    if action.kind not in ("join", "take_out"):
        return undone
    directory = Directory()
    touched = list(Inquiry.objects.filter(pk__in=journals.inquiries_of(action.steps)))
    for inquiry in touched:
        rewrite_set(inquiry, directory)
    for key in former.values():
        InquiryKey.objects.get_or_create(kind="key", value=key.lower(), defaults={"inquiry": touched[0]})
    return undone
