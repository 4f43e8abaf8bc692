"""Keeps what an editor changed in a form as corrections, and takes corrections back.

A form writes its rows as any form does; `record` then compares them with what the sources say, keeps each difference as a
`Correction`, and lets loading write the set again, so that a saved form and the next ingest cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from django.db import transaction

from questions.loading import Directory, compose_set, rewrite_set, rows
from questions.loading.compose import AddresseeState, AskerState, DocumentState, InquiryState, SignatoryState
from questions.loading.corrections import DOCUMENT_DATES, DOCUMENT_TEXTS, Place, answer_names, corrected_document, values_of
from questions.models import Correction, Document, IngestProblem, Inquiry, Member, Minister

from .undo_log import NotPossible


@transaction.atomic
def record(
    inquiry: Inquiry,
    editor: Any,
    reason: str,
    taken_back: Collection[int] = (),
    touched_by: Callable[[Place], bool] = lambda _place: True,
) -> list[Correction]:
    """Keeps how the rows of a set differ from its sources; those of `taken_back` (ids) go back to the source.

    Only places that the form touched are looked at. Returns the corrections that were made or ended. The set is written
    again and marked as changed. Raises NotPossible for a set without a source.
    """
    inquiry = Inquiry.objects.select_for_update().get(pk=inquiry.pk)
    source = _composed(inquiry)
    now = values_of(_as_edited(source, inquiry, Directory(makes=False)), source)
    standing = {_place(c): c for c in _open(inquiry).select_related("document")}
    sources = values_of(source)
    touched: list[Correction] = []
    for place, value in now.items():
        known = standing.get(place)
        if not (touched_by(place) or (known and known.pk in taken_back)):
            continue
        wanted = sources[place] if known and known.pk in taken_back else value
        if wanted == sources[place]:
            touched += _end(known, "withdrawn", editor) if known and known.status == "active" else []
        elif known is None or known.status != "active" or known.new_value != wanted:
            _end(known, "replaced", editor)
            touched.append(_make(inquiry, place, sources[place], wanted, reason, editor))
    _write(inquiry, touches=bool(touched))
    return touched


@transaction.atomic
def take_back(correction: Correction, editor: Any) -> None:
    """The value of the source comes back, and the correction stays as history."""
    _end(correction, "withdrawn", editor)
    _write(correction.inquiry)


@transaction.atomic
def keep(correction: Correction, editor: Any) -> None:
    """An outdated correction holds against what the source says now, by an editor's decision.

    Raises NotPossible when there is nothing left to correct: the answer or the document is gone.
    """
    sources = values_of(_composed(correction.inquiry))
    if _place(correction) not in sources:
        raise NotPossible("Wat hier werd verbeterd staat niet meer in de bron; neem de bron over.")
    same = Correction.objects.filter(inquiry=correction.inquiry, document=correction.document, field=correction.field)
    for other in same.filter(status="active"):
        _end(other, "replaced", editor)
    correction.status, correction.source_value = "active", sources[_place(correction)]
    correction.save(update_fields=["status", "source_value"])
    _settle(correction, editor)
    _write(correction.inquiry)


def in_force(inquiry: Inquiry) -> list[Correction]:
    """The corrections that hold in a set, for its readers."""
    return list(inquiry.corrections.filter(status="active").select_related("document", "editor").order_by("made_at"))


def _open(inquiry: Inquiry) -> Any:
    """Those in force, after those that wait for a decision."""
    return Correction.objects.filter(inquiry=inquiry, status__in=("active", "outdated")).order_by("-status", "pk")


def _place(correction: Correction) -> Place:
    return correction.document.handle if correction.document else "", correction.field


def _make(inquiry: Inquiry, place: Place, source: Any, value: Any, reason: str, editor: Any) -> Correction:
    handle, name = place
    document = Document.objects.get(inquiry=inquiry, handle=handle) if handle else None
    return Correction.objects.create(
        inquiry=inquiry, document=document, field=name, source_value=source, new_value=value, reason=reason, editor=editor
    )


def _end(correction: Correction | None, status: str, editor: Any) -> list[Correction]:
    if correction is None:
        return []
    correction.end(status, editor)
    _settle(correction, editor)
    return [correction]


def _settle(correction: Correction, editor: Any) -> None:
    """Nothing is left to decide about it."""
    for problem in IngestProblem.objects.filter(correction=correction, status="open"):
        problem.decide("resolved", editor)


def _composed(inquiry: Inquiry) -> InquiryState:
    try:
        return compose_set(inquiry)
    except ValueError as error:
        raise NotPossible(str(error)) from None


def _write(inquiry: Inquiry, *, touches: bool = True) -> None:
    """The rows may be as they should be already, by the form that was saved; readers and search still have to know."""
    inquiry.refresh_from_db()
    if not rewrite_set(inquiry) and touches:
        inquiry.touch()


def _as_edited(source: InquiryState, inquiry: Inquiry, directory: Directory) -> InquiryState:
    """What the rows say, in the shape of what the sources say: a person stands in it only where an editor chose another."""
    texts = dict(inquiry.questions.values_list("number", "text"))
    documents = {document.handle: document for document in inquiry.documents.all()}
    state = replace(
        source,
        subject=inquiry.subject,
        case_number=inquiry.case_number,
        submitted_on=inquiry.submitted_on,
        askers=tuple(AskerState(a.name, a.party_name or None) for a in inquiry.askers.all()),
        addressees=tuple(AddresseeState(o.role, o.portfolio or None) for o in inquiry.addressees.all()),
        questions=tuple(replace(q, text=texts.get(q.number, q.text)) for q in source.questions),
        documents=tuple(_document_as_edited(d, documents[d.handle]) if d.handle in documents else d for d in source.documents),
    )
    return _with_choices(state, inquiry, documents, directory)


def _document_as_edited(state: DocumentState, document: Document) -> DocumentState:
    names = answer_names(state)
    values: dict[str, Any] = {
        f"answers/{names[answer.position]}/{name}": value
        for answer in document.answers.all()
        if answer.position < len(names)
        for name, value in (("text", answer.text), ("pairing", answer.label))
    }
    values |= {f"footnotes/{note.mark}/text": note.text for note in document.footnotes.all()}
    values["references"] = [{"kind": r.kind, "identifier": r.identifier} for r in document.references.all()]
    plain = {name: getattr(document, name) for name in (*DOCUMENT_TEXTS, *DOCUMENT_DATES)}
    signatories = tuple(
        SignatoryState(s.name or None, s.role, s.portfolio or None, s.on_behalf) for s in document.signatories.all()
    )
    return replace(corrected_document(state, values), signatories=signatories, **plain)


def _with_choices(state: InquiryState, inquiry: Inquiry, documents: dict[str, Document], directory: Directory) -> InquiryState:
    """Names the people whom a row has and loading would not have found."""
    members = _chosen(Member, inquiry.askers.values_list("member_id", flat=True), rows.askers(state, 0, directory), "member_id")
    ministers = _chosen(
        Minister, inquiry.addressees.values_list("minister_id", flat=True), rows.addressees(state, 0, directory), "minister_id"
    )
    signed = []
    for document in state.documents:
        if document.handle not in documents:
            signed.append(document)
            continue
        present = documents[document.handle].signatories.values_list("minister_id", flat=True)
        slugs = _chosen(Minister, present, rows.signatories(state, document, 0, directory), "minister_id")
        people = tuple(replace(s, minister=slug) for s, slug in zip(document.signatories, slugs, strict=True))
        signed.append(replace(document, signatories=people))
    return replace(
        state,
        askers=tuple(replace(a, member=slug) for a, slug in zip(state.askers, members, strict=True)),
        addressees=tuple(replace(o, minister=slug) for o, slug in zip(state.addressees, ministers, strict=True)),
        documents=tuple(signed),
    )


def _chosen(model: Any, present: Any, resolved: rows.Rows, column: str) -> list[str | None]:
    """For each row in order, the slug of the person in it, where that is not the one who would be found."""
    slugs = dict(model.objects.filter(pk__in=[pk for pk in present if pk]).values_list("pk", "slug"))
    found = [row[column] for row in resolved.values()]
    return [slugs[pk] if pk and pk != other else None for pk, other in zip(present, found, strict=True)]
