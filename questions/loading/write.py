"""Brings the rows of one set in line with its `InquiryState`: makes, changes and takes away only what differs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Model
from django.db.models.functions import Lower
from django.utils import timezone

from questions.models import (
    Addressee,
    Answer,
    Asker,
    Document,
    Footnote,
    Inquiry,
    InquiryKey,
    Question,
    Reference,
    Signatory,
    Source,
)

from .changes import changes
from .compose import DocumentState, InquiryState
from .resolve import Directory

INQUIRY_FIELDS = (
    "case_number", "chamber", "subject", "submitted_on", "session_year", "is_answered", "answered_on", "is_postponed",
    "postponed_on", "is_withdrawn",
)  # fmt: skip
DOCUMENT_FIELDS = (
    "kind", "identifier", "chamber", "session_year", "number", "received_on", "published_on", "explanation", "notice",
)  # fmt: skip


class Writer:
    """Writes one set; `changed` says afterwards whether any row was touched."""

    def __init__(self, state: InquiryState, inquiry: Inquiry | None, directory: Directory) -> None:
        self.state = state
        self.directory = directory
        self.is_new = inquiry is None
        self.changed = inquiry is None
        self.inquiry = self._inquiry(inquiry)

    def write(self) -> None:
        """All rows of the set; references to other sets are resolved where these are here."""
        self._keys()
        self._askers()
        self._addressees()
        documents = self._documents()
        questions = self._questions(documents)
        for state in self.state.documents:
            document = documents[state.handle]
            self._signatories(document, state)
            self._footnotes(document, state)
            self._references(document, state)
        self._answers(documents, questions)
        self._point_here()
        if self.changed and not self.is_new:
            Inquiry.objects.filter(pk=self.inquiry.pk).update(updated_at=timezone.now())

    def _inquiry(self, inquiry: Inquiry | None) -> Inquiry:
        values = {name: getattr(self.state, name) for name in INQUIRY_FIELDS}
        values |= {"key": self.state.key, "question_count": len(self.state.questions)}
        if inquiry is None:
            return Inquiry.objects.create(**values)
        if inquiry.key != self.state.key:  # a better key has come; the former one leads here for ever
            InquiryKey.objects.get_or_create(inquiry=inquiry, kind="key", value=inquiry.key.lower())
        difference = {name: value for name, value in values.items() if getattr(inquiry, name) != value}
        if difference:
            self._save(inquiry, difference)
        return inquiry

    def _save(self, row: Model, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
        self.changed = True

    def _existing(self, model: type[Any], key: Callable[[Any], Any], **where: Any) -> dict[Any, Any]:
        """The rows that are there, by key; a new set has none."""
        return {} if self.is_new else {key(row): row for row in model.objects.filter(**where)}

    def _apply(self, model: type[Any], existing: Mapping[Any, Any], desired: Mapping[Any, dict[str, Any]]) -> dict[Any, Any]:
        """Applies the difference and returns the rows by key."""
        todo = changes(existing, desired)
        for row in todo.delete.values():
            row.delete()
        for row, values in todo.update.values():
            self._save(row, values)
        made = model.objects.bulk_create([model(**values) for values in todo.create.values()]) if todo.create else []
        self.changed = self.changed or bool(todo)
        kept = {key: row for key, row in existing.items() if key in desired}
        return {**kept, **dict(zip(todo.create, made, strict=True))}

    def _keys(self) -> None:
        desired = {(key.kind, key.value): {"inquiry": self.inquiry, "kind": key.kind, "value": key.value} for key in self.state.keys}
        existing = self._existing(InquiryKey, lambda row: (row.kind, row.value), inquiry=self.inquiry)
        # what a set was once known by stays: nobody's link breaks
        desired |= {key: {} for key in existing if key not in desired}
        self._apply(InquiryKey, existing, desired)

    def _askers(self) -> None:
        desired = {
            position: {
                "inquiry_id": self.inquiry.pk,
                "position": position,
                "name": asker.name[:120],
                "party_name": (asker.party or "")[:100],
                "member_id": self.directory.member(asker.name, asker.party),
                "party_id": self.directory.party(asker.party),
            }
            for position, asker in enumerate(self.state.askers)
        }
        self._apply(Asker, self._existing(Asker, lambda row: row.position, inquiry=self.inquiry), desired)

    def _addressees(self) -> None:
        on = self.state.submitted_on
        desired = {
            position: {
                "inquiry_id": self.inquiry.pk,
                "position": position,
                "role": office.role,
                "portfolio": (office.portfolio or "")[:200],
                "ministry_id": self.directory.ministry(office.portfolio or _premier(office.role), on),
                "minister_id": self.directory.office_holder(office.role, office.portfolio, on),
            }
            for position, office in enumerate(self.state.addressees)
        }
        self._apply(Addressee, self._existing(Addressee, lambda row: row.position, inquiry=self.inquiry), desired)

    def _documents(self) -> dict[str, Document]:
        existing = self._matched_documents()
        desired = {
            state.handle: {
                **{name: getattr(state, name) for name in DOCUMENT_FIELDS},
                "inquiry_id": self.inquiry.pk,
                "handle": state.handle,
            }
            for state in self.state.documents
        }
        rows: dict[str, Document] = self._apply(Document, existing, desired)
        for state in self.state.documents:
            document = rows[state.handle]
            original = rows[state.replaces].pk if state.replaces else None
            if document.replaces_id != original:
                self._save(document, {"replaces_id": original})
            Source.objects.filter(pk__in=state.source_ids).exclude(document=document, inquiry=self.inquiry).update(
                document=document, inquiry=self.inquiry
            )
        return rows

    def _matched_documents(self) -> dict[str, Document]:
        """The rows that are there, by the handle they should have: by number, else by the sources they came from."""
        if self.is_new:
            return {}
        rows = {row.pk: row for row in Document.objects.filter(inquiry=self.inquiry)}
        by_source = dict(Source.objects.filter(inquiry=self.inquiry, document__isnull=False).values_list("pk", "document_id"))
        by_handle = {row.handle: row.pk for row in rows.values()}
        matched: dict[str, Document] = {}
        for state in self.state.documents:
            candidates = [by_handle.get(state.handle), *(by_source.get(source_id) for source_id in state.source_ids)]
            found = next((rows.pop(pk) for pk in candidates if pk in rows), None)
            if found:
                matched[state.handle] = found
        return {**matched, **{f"\0{pk}": row for pk, row in rows.items()}}

    def _questions(self, documents: Mapping[str, Document]) -> dict[str, Question]:
        desired = {
            question.number: {
                "inquiry_id": self.inquiry.pk,
                "number": question.number,
                "position": position,
                "text": question.text,
                "document_id": documents[question.handle].pk,
            }
            for position, question in enumerate(self.state.questions)
        }
        return self._apply(Question, self._existing(Question, lambda row: row.number, inquiry=self.inquiry), desired)

    def _signatories(self, document: Document, state: DocumentState) -> None:
        on = state.received_on or self.state.submitted_on
        desired = {}
        for on_behalf, people in ((False, state.answered_by), (True, state.on_behalf_of)):
            for position, person in enumerate(people):
                office = person.portfolio or _premier(person.role)
                desired[(on_behalf, position)] = {
                    "document_id": document.pk,
                    "position": position,
                    "on_behalf": on_behalf,
                    "name": (person.name or "")[:120],
                    "role": person.role,
                    "portfolio": (person.portfolio or "")[:200],
                    "ministry_id": self.directory.ministry(office, on),
                    "minister_id": self.directory.minister(person.name, person.role, office, on)
                    if person.name
                    else self.directory.office_holder(person.role, person.portfolio, on),
                }
        existing = self._existing(Signatory, lambda row: (row.on_behalf, row.position), document=document)
        self._apply(Signatory, existing, desired)

    def _footnotes(self, document: Document, state: DocumentState) -> None:
        desired = {
            note.mark: {
                "document_id": document.pk, "position": position, "mark": note.mark[:12], "text": note.text, "urls": list(note.urls),
            }
            for position, note in enumerate(state.footnotes)
        }  # fmt: skip
        self._apply(Footnote, self._existing(Footnote, lambda row: row.mark, document=document), desired)

    def _references(self, document: Document, state: DocumentState) -> None:
        named = [("see_also", name) for name in state.see_also] + [("mention", name) for name in state.mentions]
        targets = targets_of(name for _, name in named)
        desired = {
            (kind, name[:60]): {
                "document_id": document.pk, "kind": kind, "identifier": name[:60], "target_id": targets.get(name.lower()),
            }
            for kind, name in named
        }  # fmt: skip
        self._apply(Reference, self._existing(Reference, lambda row: (row.kind, row.identifier), document=document), desired)

    def _answers(self, documents: Mapping[str, Document], questions: Mapping[str, Question]) -> None:
        desired = {
            (documents[state.handle].pk, position): {
                "document_id": documents[state.handle].pk,
                "position": position,
                "label": ", ".join(answer.numbers)[:400],
                "text": answer.text,
            }
            for state in self.state.documents
            for position, answer in enumerate(state.answers)
        }
        existing = self._existing(Answer, lambda row: (row.document_id, row.position), document__inquiry=self.inquiry)
        rows: dict[tuple[int, int], Answer] = self._apply(Answer, existing, desired)
        through = Answer.questions.through
        wanted = {
            (rows[documents[state.handle].pk, position].pk, questions[number].pk)
            for state in self.state.documents
            for position, answer in enumerate(state.answers)
            for number in answer.numbers
            if number in questions
        }
        present = self._existing(through, lambda row: (row.answer_id, row.question_id), answer__document__inquiry=self.inquiry)
        self._apply(through, present, {pair: {"answer_id": pair[0], "question_id": pair[1]} for pair in wanted})

    def _point_here(self) -> None:
        """References of other documents that waited for this set."""
        names = [key.value for key in self.state.keys if key.kind != "content"]
        names += [f"kv-tk-{name}" for name in names if name[4:5] in "zd"]
        waiting = Reference.objects.filter(target__isnull=True).annotate(name=Lower("identifier")).filter(name__in=names)
        waiting.exclude(document__inquiry=self.inquiry).update(target=self.inquiry)


def targets_of(identifiers: Iterable[str]) -> dict[str, int]:
    """The sets that identifiers or case numbers belong to, by identifier in small letters."""
    names = {name.lower() for name in identifiers}
    if not names:
        return {}
    plain = {name.removeprefix("kv-tk-"): name for name in names}
    rows = InquiryKey.objects.filter(value__in=names | set(plain)).exclude(kind="content").values_list("value", "inquiry_id")
    found = dict(rows)
    return {name: found.get(name) or found[short] for short, name in plain.items() if name in found or short in found}


def _premier(role: str) -> str | None:
    return "Algemene Zaken" if role == "minister-president" else None
