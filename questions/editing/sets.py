"""Joins two sets that are one, takes a document out of a set, takes a set from view; and undoes what editors did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.admin.utils import NestedObjects
from django.db import transaction
from django.db.models import F
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
    NameChoice,
    Reference,
    Source,
)

from . import people
from . import undo_log as journals
from .undo_log import Journal, NotPossible, Undone

MOST_REWRITTEN = 500  # sets whose people are found again when a merge is undone


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
        cautions.append(f"De dagen van indiening verschillen: {kept.submitted_on:%d-%m-%Y} en {gone.submitted_on:%d-%m-%Y}.")
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
        if not inquiry.sources.filter(status="loaded").exists():
            raise NotPossible(f"Set {inquiry.key} heeft geen bron en kan niet opnieuw worden opgebouwd.")


def _lock(*ids: int) -> None:
    """Waits for an ingest that works on these sets, and keeps others out until the end of the transaction."""
    list(Inquiry.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


@transaction.atomic
def join(kept: Inquiry, gone: Inquiry, editor: Any, reason: str) -> EditorAction:
    """Makes one set of two: documents and addresses of `gone` go to `kept`, which is composed anew. Raises NotPossible."""
    _lock(kept.pk, gone.pk)
    for row in (kept, gone):
        row.refresh_from_db()
    _can_be_joined(kept, gone)
    journal = Journal("join", editor, reason)
    present = dict(kept.documents.values_list("handle", "pk"))
    journal.move(Source.objects.filter(inquiry=gone), "inquiry_id", kept.pk)
    apart = gone.corrections.filter(status="active", field="case_number", new_value="")
    journal.move(apart, "status", "replaced")  # it said that the set has no number of its own, and now it is another's
    _move_corrections(journal, kept, gone, present)
    journal.move(gone.documents.exclude(handle__in=present), "inquiry_id", kept.pk)
    journal.move(Reference.objects.filter(target=gone), "target_id", kept.pk)
    journal.move(IngestProblem.objects.filter(inquiry=gone), "inquiry_id", kept.pk)
    known = set(kept.keys.values_list("kind", "value"))
    fresh = [key.pk for key in gone.keys.all() if (key.kind, key.value) not in known]
    journal.move(InquiryKey.objects.filter(pk__in=fresh), "inquiry_id", kept.pk)
    former = gone.key.lower()
    journal.about(kept, gone)
    _delete_whole(journal, gone)
    if not InquiryKey.objects.filter(kind="key", value=former).exists():
        journal.create(InquiryKey(kind="key", value=former, inquiry=kept))
    _keep_number(journal, kept, editor, reason)
    _rewrite(journal, kept)
    return journal.close(f"Set {gone.key} bij {kept.key} gevoegd")


def _rewrite(journal: Journal, kept: Inquiry) -> None:
    """Composes the joined set, and notes what that did beyond the set's own texts: its numbers, and documents that became one."""
    before = {name: getattr(kept, name) for name in ("key", "case_number")}
    documents = {row.pk: row for row in kept.documents.prefetch_related("answers")}
    corrected = dict(Correction.objects.filter(document__in=documents).values_list("pk", "document_id"))
    rewrite_set(kept)
    kept.refresh_from_db()
    for name, value in before.items():
        if getattr(kept, name) != value:
            journal.note(["move", "questions.inquiry", name, [kept.pk], value, getattr(kept, name)])
    for pk, document_id in Correction.objects.filter(pk__in=corrected).values_list("pk", "document_id"):
        if document_id != corrected[pk]:
            journal.note(["move", "questions.correction", "document_id", [pk], corrected[pk], document_id])
    left = set(kept.documents.values_list("pk", flat=True))
    for pk, row in documents.items():
        if pk not in left:  # undone from the end: the document comes back before its answers
            for gone in (*row.answers.all(), row):
                journal.note_deleted(gone)


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


def _move_corrections(journal: Journal, kept: Inquiry, gone: Inquiry, present: dict[str, int]) -> None:
    """Corrections go along; where both sets corrected the same, that of the one that goes waits for a decision."""
    for document in gone.documents.filter(handle__in=present):
        journal.move(Correction.objects.filter(document=document), "document_id", present[document.handle])
    taken = set(kept.corrections.filter(status="active").values_list("document", "field"))
    double = [c for c in gone.corrections.filter(status="active") if (c.document_id, c.field) in taken]
    journal.move(Correction.objects.filter(pk__in=[c.pk for c in double]), "status", "outdated")
    for correction in double:
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
    """Makes a set of its own of one document that does not belong where it is. Raises NotPossible.

    A number that the rest of the set has too stays with the rest. A set that is out of view stays so in both parts.
    """
    inquiry = document.inquiry
    _lock(inquiry.pk)
    own = Source.objects.filter(document=document, status="loaded")
    rest = Source.objects.filter(inquiry=inquiry, status="loaded").exclude(document=document)
    if not own.exists() or not rest.exists():
        raise NotPossible("Dit is het enige document van de set; er valt niets uit te nemen.")
    journal = Journal("take_out", editor, reason)
    new = Inquiry(
        key=f"los-{document.pk}", chamber=document.chamber, is_apart=True, hidden_on=inquiry.hidden_on,
        hidden_reason=inquiry.hidden_reason,
    )  # fmt: skip
    journal.create(new)
    journal.move(Source.objects.filter(document=document), "inquiry_id", new.pk)
    journal.move(Document.objects.filter(pk=document.pk), "inquiry_id", new.pk)
    journal.move(Correction.objects.filter(document=document), "inquiry_id", new.pk)
    named = [document.handle, (document.identifier or "").lower()]
    journal.move(InquiryKey.objects.filter(inquiry=inquiry, kind="identifier", value__in=named), "inquiry_id", new.pk)
    _part_numbers(journal, inquiry, new, editor, reason)
    directory = Directory()
    rewrite_set(inquiry, directory)
    rewrite_set(new, directory)
    journal.about(inquiry, new, document)
    return journal.close(f"{document} uit set {inquiry.key} genomen, nu set {new.key}")


def _part_numbers(journal: Journal, inquiry: Inquiry, new: Inquiry, editor: Any, reason: str) -> None:
    """The number that the document prints is the new set's own, unless the rest of the set is known by it."""
    printed = compose_set(new).case_number
    if not printed:
        return
    if printed not in (inquiry.case_number, compose_set(inquiry).case_number):
        journal.move(InquiryKey.objects.filter(inquiry=inquiry, kind="case", value=printed.lower()), "inquiry_id", new.pk)
        return
    correction = Correction(
        inquiry=new, field="case_number", source_value=printed, new_value="", reason=reason, editor=editor
    )  # fmt: skip
    journal.create(correction)


@transaction.atomic
def hide(inquiry: Inquiry, editor: Any, reason: str) -> EditorAction:
    """Takes a set from every list and page; at its address stays a page that gives the reason."""
    row = Inquiry.objects.filter(pk=inquiry.pk, hidden_on=None)
    if not row.exists():
        raise NotPossible("Deze set is al uit beeld genomen.")
    journal = Journal("hide", editor, reason)
    journal.move(row, "hidden_reason", reason)
    journal.move(row, "hidden_on", timezone.now())
    journal.about(inquiry)
    return journal.close(f"Set {inquiry.key} uit beeld genomen")


@transaction.atomic
def show(inquiry: Inquiry, editor: Any, reason: str) -> EditorAction:
    """Puts a set back in view."""
    row = Inquiry.objects.filter(pk=inquiry.pk, hidden_on__isnull=False)
    if not row.exists():
        raise NotPossible("Deze set is in beeld.")
    journal = Journal("show", editor, reason)
    journal.move(row, "hidden_on", None)
    journal.about(inquiry)
    return journal.close(f"Set {inquiry.key} teruggezet")


@transaction.atomic
def undo(action: EditorAction, editor: Any) -> Undone:
    """Takes an action back; sets are composed anew, and an address that it made leads to where it came from.

    Raises NotPossible, and changes nothing, when later work stands in the way.
    """
    made = _made(action, "questions.inquiry")
    _lock(*journals.inquiries_of(action.steps))
    former = dict(Inquiry.objects.filter(pk__in=made).values_list("pk", "key"))
    names = list(NameChoice.objects.filter(pk__in=_made(action, "questions.namechoice")))
    if made and not action.undone_at:
        _give_back(action, made)
    undone = journals.undo(action, editor)
    if action.kind == "merge":
        _find_again(names)
    if action.kind in ("join", "take_out"):
        _compose_again(action, list(former.values()))
    return undone


def _give_back(action: EditorAction, made: set[int]) -> None:
    """What has come into a set that goes away belongs with the rest again: documents, corrections, problems, references."""
    home = next(step[4] for step in action.steps if step[:3] == ["move", "questions.source", "inquiry_id"])
    moved = {name: _moved(action, f"questions.{name}") for name in ("source", "document", "correction")}
    Source.objects.filter(inquiry__in=made).exclude(pk__in=moved["source"]).update(inquiry=home)
    present = set(Document.objects.filter(inquiry=home).values_list("handle", flat=True))
    late = Document.objects.filter(inquiry__in=made).exclude(pk__in=moved["document"]).exclude(handle__in=present)
    late.update(inquiry=home)
    own = _made(action, "questions.correction")
    corrections = Correction.objects.filter(inquiry__in=made).exclude(pk__in=[*own, *moved["correction"]])
    for correction in corrections.filter(document=None, status="active"):
        flag_outdated(correction, None)  # it was made for the set that goes away
    corrections.update(inquiry=home)
    IngestProblem.objects.filter(inquiry__in=made).update(inquiry=home)
    Reference.objects.filter(target__in=made).update(target=home)


def _made(action: EditorAction, label: str) -> set[int]:
    return {step[2] for step in action.steps if step[:2] == ["create", label]}


def _moved(action: EditorAction, label: str) -> list[int]:
    return [pk for step in action.steps if step[:2] == ["move", label] for pk in step[3]]


def _compose_again(action: EditorAction, former: list[str]) -> None:
    touched = list(Inquiry.objects.filter(pk__in=journals.inquiries_of(action.steps)))
    astray = Correction.objects.filter(inquiry__in=touched, document__isnull=False).exclude(inquiry=F("document__inquiry"))
    for correction in astray.select_related("document"):
        Correction.objects.filter(pk=correction.pk).update(inquiry=correction.document.inquiry_id)  # type: ignore[union-attr]
    directory = Directory()
    try:
        for inquiry in touched:
            rewrite_set(inquiry, directory)
    except ValueError as error:
        raise NotPossible(f"{error} Maak eerst de latere ingrepen ongedaan.") from None
    for key in former:
        InquiryKey.objects.get_or_create(kind="key", value=key.lower(), defaults={"inquiry": touched[0]})


def _find_again(names: list[NameChoice]) -> None:
    """Documents that came after a merge name people whom it no longer holds for: they are found anew."""
    ids: set[int] = set()
    for choice in names:
        for model, name, detail in people.PRINTED[type(getattr(choice, choice.kind))]:
            where = {f"{name}__iexact": choice.name, choice.kind: choice.target_id} | ({detail: choice.detail} if detail else {})
            path = "inquiry_id" if hasattr(model, "inquiry_id") else "document__inquiry_id"
            ids |= set(model._default_manager.filter(**where).values_list(path, flat=True)[:MOST_REWRITTEN])
    directory = Directory()
    for inquiry in Inquiry.objects.filter(pk__in=sorted(ids)[:MOST_REWRITTEN]):
        rewrite_set(inquiry, directory)
