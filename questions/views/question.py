"""The page of one question of a set, with what is read together with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from questions.citations import answer_to, citations, full, is_answering, of_answer
from questions.models import Document, Inquiry
from questions.texts import Renderer
from questions.vocabulary.kinds import Kind

from .exchanges import Exchange, exchange
from .loaded import addresses, answering, awaits_text, hidden, load, marks, permanent, targets
from .showing import show


@dataclass(frozen=True)
class QuestionPage:
    """What is read together with one question; `before` and `after` are the numbers of those beside it.
    `awaits_text`: there is an answer whose text is not here.
    """

    inquiry: Inquiry
    exchanges: Sequence[Exchange]
    number: str
    notes: Sequence[tuple[int, str, SafeString]]
    answering: Sequence[Document]
    before: str | None
    after: str | None
    citations: Sequence[tuple[str, str]]
    address: str
    awaits_text: bool


def question(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """One question with its answer; the set's page is the canonical one."""
    found = load(key, "question", number)
    if found.hidden_on:
        return hidden(request, found)
    documents = list(found.documents.all())
    where = addresses(documents, found.sources.order_by("pk"))
    renderer = Renderer(targets(documents), notes=marks(documents), sources=where)
    shown = exchange(found, documents, renderer, number)
    if not shown:
        raise Http404
    address = permanent(request, found)
    before, after = _beside(found, shown)
    page = QuestionPage(
        inquiry=found,
        exchanges=shown,
        number=number,
        notes=_used_notes(renderer, documents),
        answering=answering(documents),
        before=before,
        after=after,
        citations=_cited(found, documents, shown, number, address),
        address=f"{address}#vraag-{number}",
        awaits_text=awaits_text(found, documents),
    )
    return show(request, "questions/question.html", page)


def _cited(
    inquiry: Inquiry, documents: Sequence[Document], shown: Sequence[Exchange], number: str, address: str
) -> list[tuple[str, str]]:
    """How each answer that is shown is cited, briefly and in a note; the question itself when there is
    none.
    """
    given = [text for part in shown for text in part.answers]
    pairs = [
        (citations(inquiry, [text.document], address)[0], answer_to(text.numbers))
        for text in given
        if text.document and is_answering(text.document)
    ]
    if not pairs:
        asking = [document for document in documents if document.kind == Kind.QUESTIONS]
        pairs = [(citations(inquiry, asking, address)[0], f"vraag {number}")]
    return [(of_answer(cited, of), full(cited, number, of)) for cited, of in pairs]


def _beside(inquiry: Inquiry, shown: Sequence[Exchange]) -> tuple[str | None, str | None]:
    """The numbers of the questions before and after those that are shown together."""
    together = {number for part in shown for text in part.questions for number in text.numbers}
    numbers = [asked.number for asked in inquiry.questions.all()]
    places = [place for place, number in enumerate(numbers) if number in together]
    before, after = numbers[: places[0]], numbers[places[-1] + 1 :]
    return (before[-1] if before else None), (after[0] if after else None)


def _used_notes(renderer: Renderer, documents: Sequence[Document]) -> list[tuple[int, str, SafeString]]:
    return [
        (document.pk, note.mark, renderer.note(note.text))
        for document in documents
        for note in document.footnotes.all()
        if f"{document.pk}-{note.mark}" in renderer.seen
    ]
