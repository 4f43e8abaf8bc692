"""The page of one set, and the addresses that lead to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Max, Prefetch
from django.db.models.functions import Lower
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from questions.citations import FORMATS, WRITERS, answer_to, citations, full, is_answering, json_ld, of_answer
from questions.editing.corrections import in_force
from questions.language.analysis import Runs
from questions.language.syntax import MAX_QUERY_CHARS, parse
from questions.models import Answer, Correction, Document, Inquiry, Reference, ReplyTerm, Signatory, Source
from questions.replies import reply
from questions.search.index import word_cache
from questions.search.page.adjacent_answers import neighbours
from questions.search.page.highlights import Marker
from questions.texts import Renderer
from questions.vocabulary.kinds import Kind, SourceStatus

from .exchanges import Exchange, exchange
from .slugs import set_known_as, with_query

MAX_SAME_SUBJECT_SETS = 20


def inquiry(request: HttpRequest, key: str) -> HttpResponse:
    found = _load(key)
    if isinstance(found, HttpResponse):
        return with_query(request, found)
    if found.hidden_on:
        return _withdrawn(request, found)
    documents = list(found.documents.all())
    words = request.GET.get("q", "")[:MAX_QUERY_CHARS]
    marker = _marker(words)
    renderer = Renderer(_targets(documents), marker.html, _marks(documents))
    exchanges = exchange(found, documents, renderer)
    cited = citations(found, documents, _permanent(request, found))
    return render(
        request,
        "questions/inquiry.html",
        {
            "inquiry": found,
            "title": marker.html(found.title),
            "words": words if marker else "",
            "marked": [shown.numbers[0] for part in exchanges for shown in part.questions if part.is_marked],
            "exchanges": exchanges,
            "documents": [_shown_document(document, renderer) for document in documents],
            "answering": _answering(documents),
            "cited_in": _cited_in(found),
            "neighbours": _neighbours(found, documents),
            "reply": reply(found, ReplyTerm.all_terms(), timezone.localdate()),
            "archive_until": None if found.is_answered or found.is_withdrawn else _newest_day(),
            "citations": [(citation, full(citation)) for citation in cited],
            "json_ld": mark_safe(json_ld(found, cited[0])),  # noqa: S308  escaped there
            "same_subject": found.with_same_subject()[:MAX_SAME_SUBJECT_SETS],
            "sources": found.sources.order_by("pk"),
            "corrections": [_corrected(correction) for correction in in_force(found)],
        },
    )


def _newest_day() -> dt.date | None:
    """How far the archive goes: what came later cannot be seen here."""
    newest: dt.date | None = Inquiry.objects.aggregate(day=Max("answered_on"))["day"]
    return newest


def _answering(documents: Sequence[Document]) -> list[Document]:
    return [document for document in documents if is_answering(document)]


def _marks(documents: Sequence[Document]) -> set[str]:
    """The footnotes that can be read on the page."""
    return {f"{document.pk}-{note.mark}" for document in documents for note in document.footnotes.all()}


def _beside(inquiry: Inquiry, shown: Sequence[Exchange]) -> dict[str, str | None]:
    """The numbers of the questions before and after those that are shown together."""
    together = {number for part in shown for text in part.questions for number in text.numbers}
    numbers = [asked.number for asked in inquiry.questions.all()]
    places = [place for place, number in enumerate(numbers) if number in together]
    before, after = numbers[: places[0]], numbers[places[-1] + 1 :]
    return {"before": before[-1] if before else None, "after": after[0] if after else None}


def _withdrawn(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    """What stays at the address of a set that was taken from view: that it was, when and why."""
    return render(request, "questions/hidden.html", {"inquiry": inquiry}, status=410)


def _corrected(correction: Correction) -> dict[str, object]:
    """A correction for readers: what was changed from what, by us, when and why."""
    return {
        "label": correction.title,
        "source": correction.said(correction.source_value),
        "value": correction.said(correction.new_value),
        "reason": correction.reason,
        "on": correction.made_at,
        "document": correction.document,
    }


def _permanent(request: HttpRequest, inquiry: Inquiry) -> str:
    """The full address by which a set is cited: the Dutch one, in whatever language it is read."""
    with override(settings.LANGUAGE_CODE):
        return request.build_absolute_uri(inquiry.get_absolute_url())


def cite(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """The citation as a file for reference managers: "bib", "ris" or "json"."""
    found = _load(key)
    if isinstance(found, HttpResponse):
        return found
    if found.hidden_on:
        raise Http404
    cited = citations(found, list(found.documents.all()), _permanent(request, found))
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


def question(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """One question with its answer; the set's page is the canonical one."""
    found = _load(key)
    if isinstance(found, HttpResponse):
        return with_query(request, redirect("question", _target(key), number, permanent=True))
    if found.hidden_on:
        return _withdrawn(request, found)
    documents = list(found.documents.all())
    renderer = Renderer(_targets(documents), notes=_marks(documents))
    shown = exchange(found, documents, renderer, number)
    if not shown:
        raise Http404
    address = _permanent(request, found)
    return render(request, "questions/question.html", {
        "inquiry": found,
        "exchanges": shown,
        "number": number,
        "notes": _used_notes(renderer, documents),
        "answering": _answering(documents),
        "neighbours": _beside(found, shown),
        "citations": _cited(found, documents, shown, number, address),
        "address": f"{address}#vraag-{number}",
    })  # fmt: skip


def _cited(
    inquiry: Inquiry, documents: Sequence[Document], shown: Sequence[Exchange], number: str, address: str
) -> list[tuple[str, str]]:
    """How each answer that is shown is cited, briefly and in a note; the question itself when there is none."""
    answers = [
        text for part in shown for text in part.answers if text.document and is_answering(text.document)
    ]
    pairs = [
        (citations(inquiry, [text.document], address)[0], answer_to(text.numbers))
        for text in answers
        if text.document
    ]
    if not pairs:
        pairs = [
            (
                citations(inquiry, [d for d in documents if d.kind == Kind.QUESTIONS], address)[0],
                f"vraag {number}",
            )
        ]
    return [(of_answer(cited, of), full(cited, number, of)) for cited, of in pairs]


def by_identifier(request: HttpRequest, identifier: str) -> HttpResponse:
    """Every number by which a set is known leads to it: /ah-tk-20232024-1062/, /kv-tk-2024Z18792/, /2024Z18792/."""
    return with_query(request, redirect("inquiry", _target(identifier), permanent=True))


def _target(name: str) -> str:
    """The key of the set that is known by a name; raises Http404."""
    found = set_known_as(name)
    if found is None:
        raise Http404
    return found.key


def _marker(words: str) -> Marker:
    """Most who open a set searched for nothing, and then the index is left alone."""
    query = parse(words).query
    return Marker(query, word_cache.of_archive() if query else Runs())


def _load(key: str) -> Inquiry | HttpResponse:
    """The set with all that its page shows, in a fixed number of queries; a redirect for another of its names."""
    rows = Inquiry.objects.prefetch_related(
        "askers__member",
        "askers__party",
        "addressees__ministry",
        "addressees__minister",
        "questions",
        Prefetch("documents", Document.objects.prefetch_related(
            Prefetch("signatories", Signatory.objects.select_related("minister", "ministry")),
            Prefetch("answers", Answer.objects.prefetch_related("questions")),
            "footnotes",
            Prefetch("references", Reference.objects.select_related("target")),
            "replaced_by",
        )),
    )  # fmt: skip
    found = rows.alias(small=Lower("key")).filter(small=key.lower()).first()  # which is what the index holds
    return found if found and found.key == key else redirect("inquiry", _target(key), permanent=True)


def _targets(documents: Sequence[Document]) -> dict[str, str]:
    """Addresses of the sets that these documents name and that are here."""
    return {
        reference.identifier: reference.target.get_absolute_url()
        for document in documents
        for reference in document.references.all()
        if reference.target
    }


def _shown_document(document: Document, renderer: Renderer) -> dict[str, object]:
    """A document with its notice, explanation and notes as HTML."""
    return {
        "row": document,
        "notice": renderer.html(document.notice, document.pk),
        "explanation": renderer.html(document.explanation, document.pk),
        "notes": [] if document.replaced_by.all() else _notes(document, renderer),
    }


def _notes(document: Document, renderer: Renderer) -> list[tuple[str, SafeString, bool]]:
    """(mark, text, whether a text on this page refers to it)."""
    return [
        (n.mark, renderer.note(n.text), f"{document.pk}-{n.mark}" in renderer.seen)
        for n in document.footnotes.all()
    ]


def _used_notes(renderer: Renderer, documents: Sequence[Document]) -> list[tuple[int, str, SafeString]]:
    return [
        (document.pk, note.mark, renderer.note(note.text))
        for document in documents
        for note in document.footnotes.all()
        if f"{document.pk}-{note.mark}" in renderer.seen
    ]


def _neighbours(inquiry: Inquiry, documents: Sequence[Document]) -> dict[str, object] | None:
    """The sets that the same minister answered before and after this one; None while nobody has."""
    signed = (
        s
        for d in documents
        if d.kind == Kind.ANSWER
        for s in d.signatories.all()
        if s.minister and not s.on_behalf
    )
    signatory = next(signed, None)
    if signatory is None or signatory.minister is None:
        return None
    before, after = neighbours(signatory.minister.pk, inquiry)
    return {"minister": signatory.minister, "before": before, "after": after}


def _cited_in(inquiry: Inquiry) -> Sequence[Inquiry]:
    """Other sets whose documents name this one."""
    cited = (
        Inquiry.objects.shown()
        .filter(documents__references__target=inquiry)
        .exclude(pk=inquiry.pk)
        .distinct()
    )
    return list(cited.newest_first()[:50])
