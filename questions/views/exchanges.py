"""Questions and answers as they are read together on a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from questions.models import Answer, Document, Inquiry, Question
from questions.texts import Renderer, referred, without_ids
from questions.vocabulary.kinds import Kind


@dataclass(slots=True)
class ShownText:
    """A text as HTML with what stands around it."""

    html: SafeString
    row: Question | Answer
    document: Document | None = None
    anchors: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    # Answers that this one refers to, each with its number; shown folded in.
    folded: list[tuple[str, SafeString]] = field(default_factory=list)


@dataclass(slots=True)
class Exchange:
    """Questions that share their answers, and those answers: what is read together."""

    questions: list[ShownText]
    answers: list[ShownText]

    @property
    def is_compared(self) -> bool:
        """Whether several ministers answered the same questions, each in a document of their own."""
        documents = {
            shown.document for shown in self.answers if shown.document and shown.document.kind == Kind.ANSWER
        }
        return len(documents) > 1 and len(documents) == len(self.answers)

    @property
    def is_marked(self) -> bool:
        """Whether words of a search are marked here."""
        return any("<mark>" in shown.html for shown in (*self.questions, *self.answers))


def exchange(
    inquiry: Inquiry, documents: Sequence[Document], renderer: Renderer, number: str | None = None
) -> list[Exchange]:
    """Questions above their answers, in the order of the set; a joint answer stands once, under all its
    questions.

    An answer that a reprint replaced is left out; one to no known question stands at the end. With a
    `number`, only what is read together with that question.
    """
    shown = [document for document in documents if not document.replaced_by.all()]
    given = [(a, d) for d in sorted(shown, key=_place) for a in d.answers.all()]
    by_question: dict[int, list[tuple[Answer, Document]]] = {}
    for answer, document in given:
        for asked in answer.questions.all():
            by_question.setdefault(asked.pk, []).append((answer, document))
    groups: dict[tuple[int, ...], tuple[list[Question], list[tuple[Answer, Document]]]] = {}
    for asked in inquiry.questions.all():
        answers = by_question.get(asked.pk, [])
        group = tuple(answer.pk for answer, _ in answers) or (-asked.pk,)
        groups.setdefault(group, ([], answers))[0].append(asked)
    loose = [(answer, document) for answer, document in given if not answer.questions.all()]
    shown_groups = [*groups.values(), *(([], [pair]) for pair in loose)]
    if number is not None:
        shown_groups = [group for group in shown_groups if any(asked.number == number for asked in group[0])]
    taken: set[str] = set()
    exchanges = [_exchange(questions, answers, renderer, taken) for questions, answers in shown_groups]
    _fold_references(exchanges, given, renderer)
    return exchanges


def _place(document: Document) -> int:
    """Further answers come after the answers; what answers nothing comes last."""
    kind = Kind(document.kind)
    return 0 if kind.ends_term else 1 if kind.answers else 2


def _fold_references(
    exchanges: Sequence[Exchange], given: Sequence[tuple[Answer, Document]], renderer: Renderer
) -> None:
    """An answer that is no more than "Zie het antwoord op vraag 2" gets that answer beside it, folded in."""
    rendered = {text.row.pk: text.html for part in exchanges for text in part.answers}
    answers = {(document, number): answer for answer, document in given for number in answer.numbers}
    for part in exchanges:
        for text in part.answers:
            for number in referred(text.row.text):
                other = answers.get((text.document, number)) if text.document else None
                if other is not None and other != text.row:
                    html = rendered.get(other.pk) or renderer.html(other.text, other.document_id)
                    text.folded.append((number, without_ids(html)))


def _exchange(
    questions: Sequence[Question],
    answers: Sequence[tuple[Answer, Document]],
    renderer: Renderer,
    taken: set[str],
) -> Exchange:
    asked = _asked(questions, renderer)
    given = []
    for answer, document in answers:
        numbers = list(answer.numbers)
        anchors = [f"antwoord-{number}" for number in numbers if number not in taken]
        taken.update(numbers)
        given.append(ShownText(renderer.html(answer.text, document.pk), answer, document, anchors, numbers))
    return Exchange(asked, given)


def _asked(questions: Sequence[Question], renderer: Renderer) -> list[ShownText]:
    """Each question; a joint text that could not be told apart stands once, under all its numbers."""
    shown: list[ShownText] = []
    for question in questions:
        if shown and question.text and question.text == shown[-1].row.text:
            shown[-1].numbers.append(question.number)
        else:
            shown.append(
                ShownText(
                    renderer.html(question.text, question.document_id), question, numbers=[question.number]
                )
            )
    return shown
