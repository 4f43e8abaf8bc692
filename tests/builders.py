"""Makes valid objects for tests, which keywords bend: documents of one invented set, and what is done with
them.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.auth.models import Group, User
from django.db.models import Model

from questions.editing import corrections
from questions.loading import Loader, Outcome, SourceFile, compose_set
from questions.loading.corrections import values_of
from questions.models import Addressee, Answer, Correction, Document, Inquiry, InquiryKey, Question, Reference
from questions.models import Asker as AskerRow
from questions.models import Signatory as SignatoryRow
from questions.parsing import Answer as ParsedAnswer
from questions.parsing import Asker, Footnote, Office, ParsedDocument, Signatory
from questions.parsing import Question as ParsedQuestion
from questions.roles import EDITOR, ensure
from questions.vocabulary.kinds import Kind, Role
from questions.vocabulary.places import WHOLE_SET, Place, Value

_names = itertools.count()
REASON = "drukfout"


def bent(document: ParsedDocument, **changes: Any) -> ParsedDocument:
    """The document with other values in some fields."""
    return dataclasses.replace(document, **changes)


ASKED = ParsedDocument(
    Kind.QUESTIONS,
    identifier="kv-tk-2024Z99001",
    case_number="2024Z99001",
    subject="vlaggen",
    askers=(Asker("Terlaak", "SP"),),
    addressees=(Office(Role.MINISTER, "Defensie"),),
    submitted_on=dt.date(2024, 3, 1),
    questions=(ParsedQuestion("1", "A?"), ParsedQuestion("2", "B?")),
)
ANSWERED = bent(
    ASKED,
    kind=Kind.ANSWER,
    identifier="ah-tk-20232024-3001",
    number=3001,
    session_year="2023-2024",
    received_on=dt.date(2024, 3, 20),
    answered_by=(Signatory("Hoogveld", Role.MINISTER, "Defensie"),),
    answers=(ParsedAnswer(("1", "2"), "Ja.[^1]"),),
    footnotes=(Footnote("1", "x"),),
)
POSTPONED = bent(
    ANSWERED,
    kind=Kind.POSTPONEMENT,
    identifier="ah-tk-20232024-2950",
    number=2950,
    received_on=dt.date(2024, 3, 15),
    answers=(),
    footnotes=(),
)
FURTHER = bent(
    ANSWERED, kind=Kind.FURTHER_ANSWER, identifier="ah-tk-20232024-3001-n1", received_on=dt.date(2024, 5, 1)
)
PROVISIONAL = ParsedDocument(
    Kind.ANSWER,
    number=3001,
    case_number="2024Z99001",
    received_on=dt.date(2024, 3, 20),
    questions=ANSWERED.questions,
    answered_by=ANSWERED.answered_by,
    answers=(ParsedAnswer(("1", "2"), "Ja!"),),
)
REPRINT = bent(
    ANSWERED,
    kind=Kind.CORRECTION,
    identifier="ah-tk-20232024-3001-h1",
    answers=(ParsedAnswer(("1", "2"), "Nee."),),
)


def take(document: ParsedDocument, rank: int = 50, loader: Loader | None = None) -> Outcome:
    """Stores a reading as a source of its own; the same document of the same rank is the same source."""
    data = f"{document!r}{rank}".encode()
    file = SourceFile(hashlib.sha256(data).hexdigest(), f"{next(_names)}.xml", "test", "xml", rank, data)
    return (loader or Loader()).store(file, document)


def edit(
    inquiry: Inquiry,
    editor: User,
    values: Mapping[str | Place, Value],
    *,
    document: str = WHOLE_SET,
    reason: str = REASON,
) -> list[Correction]:
    """What a form of the admin does: says which value is wanted where, by field or by place."""
    edits = {
        place if isinstance(place, Place) else Place.read(document, place): value
        for place, value in values.items()
    }
    return corrections.record(inquiry, edits, editor, reason)


def snapshot() -> dict[str, list[tuple[Any, ...]]]:
    """All that readers see, without ids and times."""
    sets = Inquiry.objects.values_list(
        "key", "case_number", "subject", "submitted_on", "is_answered", "answered_on", "postponed_on",
        "question_count",
    )  # fmt: skip
    documents = Document.objects.values_list(
        "inquiry__key", "identifier", "kind", "received_on", "replaces__identifier"
    )
    answers = Answer.objects.values_list("document__identifier", "label", "text", "questions__number")
    keys = InquiryKey.objects.exclude(kind="key").values_list("inquiry__key", "kind", "value")
    references = Reference.objects.values_list("document__identifier", "kind", "identifier", "target__key")
    return {
        "sets": sorted(sets),
        "questions": sorted(Question.objects.values_list("inquiry__key", "number", "position", "text")),
        "documents": sorted(documents, key=str),
        "answers": sorted(answers, key=str),
        "keys": sorted(keys),
        "references": sorted(references, key=str),
    }


def account(name: str, group: str = EDITOR) -> User:
    """Someone who may log in to the admin, with the rights of a group."""
    ensure()
    user = User.objects.create_user(name, password="geheim", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


def change(model: type[Model], editor: User, where: Mapping[str, Any], **values: Any) -> list[Correction]:
    """What an editor does who changes one row in a form: `where` finds the row, `values` are those of its
    columns.
    """
    row: Any = model._default_manager.get(**where)
    inquiry = row if isinstance(row, Inquiry) else getattr(row, "inquiry", None) or row.document.inquiry
    return edit(inquiry, editor, dict(_edits(row, inquiry, values)))


def _edits(row: Any, inquiry: Inquiry, values: Mapping[str, Any]) -> Iterator[tuple[Place, Value]]:
    if isinstance(row, (AskerRow, Addressee, SignatoryRow)):
        for name, value in values.items():
            setattr(row, name, value)
        yield _list_with(row)
        return
    for name, value in values.items():
        plain = value.isoformat() if isinstance(value, dt.date) else value or ""
        match row:
            case Inquiry():
                yield Place(WHOLE_SET, name), plain
            case Document():
                yield Place(row.handle, name), plain
            case Question():
                yield Place(WHOLE_SET, name, "questions", row.number), plain
            case Answer():
                labels = [
                    place.label
                    for place in values_of(compose_set(inquiry))
                    if (place.document, place.part, place.name) == (row.document.handle, "answers", "text")
                ]
                column = {"text": "text", "label": "pairing"}[name]
                yield Place(row.document.handle, column, "answers", labels[row.position]), plain


def _list_with(changed: Any) -> tuple[Place, Value]:
    """The list of people that a row stands in, with the row as it is now."""
    on_document = isinstance(changed, SignatoryRow)
    home = {"document": changed.document} if on_document else {"inquiry": changed.inquiry}
    rows = [changed if row == changed else row for row in type(changed).objects.filter(**home)]
    name = {AskerRow: "askers", Addressee: "addressees", SignatoryRow: "signatories"}[type(changed)]
    return Place(changed.document.handle if on_document else WHOLE_SET, name), [_person(row) for row in rows]


def _person(row: Any) -> dict[str, Value]:
    if isinstance(row, AskerRow):
        chosen = {"member": row.member.slug} if row.member else {}
        return {"name": row.name, "party": row.party_name, **chosen}
    chosen = {"minister": row.minister.slug} if row.minister else {}
    if isinstance(row, Addressee):
        return {"role": row.role, "portfolio": row.portfolio, **chosen}
    return {
        "name": row.name, "role": row.role, "portfolio": row.portfolio, "on_behalf": row.on_behalf, **chosen,
    }  # fmt: skip
