"""The page of one set, its citations as files, and the bytes of its sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString, mark_safe

from questions.citations import FORMATS, WRITERS, Citation, citations, full, is_answering, json_ld
from questions.editing.corrections import in_force
from questions.language.analysis import Runs
from questions.language.syntax import MAX_QUERY_CHARS, parse
from questions.models import (
    Addressee,
    Correction,
    Document,
    Inquiry,
    Minister,
    Reference,
    RemoteDocument,
    RemoteEntity,
    ReplyTerm,
    Signatory,
    Source,
)
from questions.models.freshness import archive_day
from questions.models.terms import ReplyTerms
from questions.parsing.wording.identifiers import canonical
from questions.replies import Reply, reply
from questions.search.index import word_cache
from questions.search.page.adjacent_answers import adjacent_answers
from questions.search.page.highlights import Marker
from questions.statistics import addressed, answered_part
from questions.texts import Renderer
from questions.vocabulary.kinds import Kind, ReferenceKind, RemoteState, SourceStatus

from .exchanges import Exchange, exchange
from .loaded import addresses, answering, awaits_text, hidden, load, marks, permanent, targets
from .showing import show

MAX_SAME_SUBJECT_SETS = 20
MAX_CITING_SETS = 50


@dataclass(frozen=True)
class ShownDocument:
    """A document with its notice, explanation and notes as HTML; a note says whether a text here refers to
    it. `is_gone`: its source does not list it any more; `is_registered`: only the Chamber's case says of it.
    """

    row: Document
    notice: SafeString
    explanation: SafeString
    notes: Sequence[tuple[str, SafeString, bool]]
    is_gone: bool = False
    is_registered: bool = False


@dataclass(frozen=True)
class ShownCorrection:
    """A correction for readers: what was changed from what, by us, when and why."""

    label: str
    source: str
    value: str
    reason: str
    on: dt.datetime
    document: Document | None


@dataclass(frozen=True)
class ShownAddressee:
    """Somebody who was asked; with his answer, or that there is none of his, where several were asked."""

    office: Addressee
    document: Document | None = None
    is_open: bool = False
    elsewhere: Reference | None = None


@dataclass(frozen=True)
class AddressedSet:
    """Who was asked. `part` says how many of them answered, of how many, if not all did; `elsewhere` is
    where the answers say that more is to be read; `day` the last day of the archive.
    """

    rows: Sequence[ShownAddressee]
    part: tuple[int, int] | None
    elsewhere: Sequence[Reference]
    day: dt.date


@dataclass(frozen=True)
class SignedDocument:
    """An answering document with its own days from submission, and those of them after the term."""

    row: Document
    days: int | None = None
    late_days: int = 0


@dataclass(frozen=True)
class AdjacentAnswers:
    """The sets that the same minister answered before and after one."""

    minister: Minister
    before: Inquiry | None
    after: Inquiry | None


@dataclass(frozen=True)
class InquiryPage:
    """A set with all that its page shows.

    `marked` has the numbers of the questions in which the words stand; `awaits_text`: the Chamber has an
    answer, of which the text is not here; `is_case_gone`: the Chamber deleted its case.
    """

    inquiry: Inquiry
    title: SafeString
    words: str
    marked: Sequence[str]
    exchanges: Sequence[Exchange]
    documents: Sequence[ShownDocument]
    answering: Sequence[Document]
    signed: Sequence[SignedDocument]
    addressed: AddressedSet
    cited_in: Sequence[Inquiry]
    adjacent: AdjacentAnswers | None
    reply: Reply
    archive_until: dt.date | None
    citations: Sequence[tuple[Citation, str]]
    json_ld: SafeString
    same_subject: Iterable[Inquiry]
    sources: Iterable[Source]
    corrections: Sequence[ShownCorrection]
    awaits_text: bool
    is_case_gone: bool


def inquiry(request: HttpRequest, key: str) -> HttpResponse:
    found = load(key)
    if found.hidden_on:
        return hidden(request, found)
    documents = list(found.documents.all())
    words = request.GET.get("q", "")[:MAX_QUERY_CHARS]
    marker = _marker(words)
    sources = list(found.sources.order_by("pk"))
    where = addresses(documents, sources)
    renderer = Renderer(targets(documents), marker.html, marks(documents), where)
    exchanges = exchange(found, documents, renderer)
    gone = _gone(documents)
    cited = citations(found, documents, permanent(request, found))
    terms, day = ReplyTerm.all_terms(), archive_day()
    awaits = not (found.is_answered or found.is_withdrawn)
    page = InquiryPage(
        inquiry=found,
        title=marker.html(found.title),
        words=words if marker else "",
        marked=[shown.numbers[0] for part in exchanges for shown in part.questions if part.is_marked],
        exchanges=exchanges,
        documents=[_shown_document(document, renderer, gone, sources) for document in documents],
        answering=answering(documents),
        cited_in=_cited_in(found),
        adjacent=_adjacent(found, documents),
        reply=reply(found, terms, day),
        addressed=_addressed(found, documents, day),
        signed=[_signed(found, document, terms) for document in answering(documents)],
        archive_until=day if awaits else None,
        citations=[(citation, full(citation)) for citation in cited],
        json_ld=mark_safe(json_ld(found, cited[0])),  # noqa: S308  escaped there
        same_subject=found.with_same_subject()[:MAX_SAME_SUBJECT_SETS],
        sources=sources,
        corrections=[_corrected(correction) for correction in in_force(found)],
        awaits_text=awaits_text(found, documents),
        is_case_gone=_is_case_gone(found),
    )
    return show(request, "questions/inquiry.html", page)


def _addressed(found: Inquiry, documents: Sequence[Document], day: dt.date) -> AddressedSet:
    """Who was asked, each with his answer where there are several."""
    asked = list(found.addressees.all())
    if len(asked) < 2 or not found.is_answered or found.is_withdrawn:
        return AddressedSet([ShownAddressee(office) for office in asked], None, [], day)
    replies = addressed([found.pk])[found.pk]
    by_id = {document.pk: document for document in documents}
    elsewhere = [
        reference
        for document in documents
        if is_answering(document)
        for reference in document.references.all()
        if reference.kind == ReferenceKind.SEE_ALSO and reference.target_id != found.pk
    ]
    where = _ministries_elsewhere(elsewhere) if any(reply.is_open for reply in replies) else {}
    by_addressee = {reply.addressee_id: reply for reply in replies}
    rows = []
    for office in asked:
        reply = by_addressee[office.pk]
        document = by_id.get(reply.document_id or 0)
        there = where.get(office.ministry_id) if reply.is_open else None
        rows.append(ShownAddressee(office, document, reply.is_open, there))
    return AddressedSet(rows, answered_part(replies), elsewhere, day)


def _ministries_elsewhere(references: Sequence[Reference]) -> dict[int | None, Reference]:
    """For each ministry the set that has its answer, among those that are referred to and here."""
    here = {reference.target_id: reference for reference in references if reference.target_id}
    if not here:
        return {}
    signed = Signatory.objects.filter(document__inquiry__in=here, ministry__isnull=False)
    return {row.ministry_id: here[row.document.inquiry_id] for row in signed.select_related("document")}


def _signed(found: Inquiry, document: Document, terms: ReplyTerms) -> SignedDocument:
    """An answering document with the days that it took, counted for itself."""
    submitted, received = found.submitted_on, document.received_on
    if not (submitted and received and received >= submitted) or found.is_withdrawn:
        return SignedDocument(document)
    due = terms.due(found.chamber, submitted, found.is_postponed) if Kind(document.kind).ends_term else None
    late = max((received - due).days, 0) if due else 0
    return SignedDocument(document, (received - submitted).days, late)


def _corrected(correction: Correction) -> ShownCorrection:
    return ShownCorrection(
        label=correction.title,
        source=correction.said(correction.source_value),
        value=correction.said(correction.new_value),
        reason=correction.reason,
        on=correction.made_at,
        document=correction.document,
    )


def cite(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """The citation as a file for reference managers: "bib", "ris" or "json"."""
    found = load(key)
    if found.hidden_on:
        raise Http404
    cited = citations(found, list(found.documents.all()), permanent(request, found))
    response = HttpResponse(WRITERS[form](cited), content_type=f"{FORMATS[form]}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="kamervragen-{cited[0].key}.{form}"'
    return response


def source(request: HttpRequest, sha256: str) -> FileResponse:
    """The bytes as received, to be kept and not to be shown: they are not ours."""
    found = get_object_or_404(Source, sha256=sha256, status=SourceStatus.LOADED, inquiry__hidden_on=None)
    try:
        opened = default_storage.open(found.file)
    except FileNotFoundError:
        raise Http404 from None
    name = Path(found.name).name or sha256
    return FileResponse(opened, as_attachment=True, filename=name, content_type="application/octet-stream")


def _marker(words: str) -> Marker:
    """Most who open a set searched for nothing, and then the index is left alone."""
    query = parse(words).query
    return Marker(query, word_cache.of_archive() if query else Runs())


def _gone(documents: Sequence[Document]) -> set[str]:
    """The numbers of the documents that their source does not list any more."""
    numbers = [canonical(document.identifier) for document in documents if document.identifier]
    rows = RemoteDocument.objects.filter(state=RemoteState.GONE, identifier__in=numbers)
    return set(rows.values_list("identifier", flat=True))


def _is_case_gone(found: Inquiry) -> bool:
    return (
        bool(found.case_number)
        and RemoteEntity.objects.case(str(found.case_number)).filter(is_deleted=True).exists()
    )


def _shown_document(
    document: Document, renderer: Renderer, gone: Collection[str], sources: Iterable[Source]
) -> ShownDocument:
    formats = {source.format for source in sources if source.document_id == document.pk}
    return ShownDocument(
        row=document,
        notice=renderer.html(document.notice, document.pk),
        explanation=renderer.html(document.explanation, document.pk),
        notes=[] if document.replaced_by.all() else _notes(document, renderer),
        is_gone=bool(document.identifier) and canonical(document.identifier or "") in gone,
        is_registered=formats == {"case"},
    )


def _notes(document: Document, renderer: Renderer) -> list[tuple[str, SafeString, bool]]:
    """(mark, text, whether a text on this page refers to it)."""
    return [
        (n.mark, renderer.note(n.text), f"{document.pk}-{n.mark}" in renderer.seen)
        for n in document.footnotes.all()
    ]


def _adjacent(inquiry: Inquiry, documents: Sequence[Document]) -> AdjacentAnswers | None:
    """None while nobody has answered."""
    signed = [row for d in documents if d.kind == Kind.ANSWER for row in d.signatories.all()]
    minister = next((row.minister for row in signed if row.minister and not row.on_behalf), None)
    if minister is None:
        return None
    return AdjacentAnswers(minister, *adjacent_answers(minister.pk, inquiry))


def _cited_in(inquiry: Inquiry) -> Sequence[Inquiry]:
    """Other sets whose documents name this one."""
    cited = (
        Inquiry.objects.shown()
        .filter(documents__references__target=inquiry)
        .exclude(pk=inquiry.pk)
        .distinct()
    )
    return list(cited.newest_first()[:MAX_CITING_SETS])
