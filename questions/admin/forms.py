"""What may be typed about a set, a document and their texts; what cannot be is said in words."""

from __future__ import annotations

import datetime as dt
import re

from django import forms

from questions.models import InquiryKey
from questions.models.contents import numbers_in
from questions.parsing.wording import identifiers
from questions.parsing.wording.numbering import labels
from questions.vocabulary.kinds import KeyKind, Kind

from .base import valid_day
from .correction_forms import CorrectionForm

MAX_SUBJECT_CHARS = 1000


class InquiryForm(CorrectionForm):
    """What a set as a whole says."""

    def clean_subject(self) -> str:
        subject = self.cleaned_data["subject"]
        if len(subject) > MAX_SUBJECT_CHARS:
            raise forms.ValidationError(f"Een onderwerp heeft ten hoogste {MAX_SUBJECT_CHARS} tekens.")
        return " ".join(subject.split())

    def clean_case_number(self) -> str | None:
        """As printed, "2024Z 18792", or as it should be; a number of another set is named."""
        given = self.cleaned_data["case_number"]
        if not given:
            return None
        number = identifiers.metadata_case_number(given)
        if number is None or (" " in given.strip() and not identifiers.case_number(given)):
            raise forms.ValidationError("Vul een vraagnummer in zoals 2024Z18792.")
        other = (
            InquiryKey.objects.filter(kind=KeyKind.CASE, value=number.lower())
            .exclude(inquiry=self.instance)
            .first()
        )
        if other:
            raise forms.ValidationError(
                f"Set {other.inquiry.key} heeft dit nummer al. Is het dezelfde, voeg ze dan samen."
            )
        return number

    def clean_submitted_on(self) -> dt.date | None:
        return valid_day(self.cleaned_data["submitted_on"])


class DocumentForm(CorrectionForm):
    """What one publication says of itself."""

    def clean_identifier(self) -> str | None:
        given = (self.cleaned_data["identifier"] or "").strip()
        if not given:
            return None
        identifier = identifiers.canonical(given)
        if not re.fullmatch(r"[a-z]{2,3}-[\w-]{1,50}", identifier):
            raise forms.ValidationError("Vul een documentnummer in zoals ah-tk-20232024-1062.")
        known = (
            InquiryKey.objects.filter(kind=KeyKind.IDENTIFIER, value=identifier)
            .exclude(inquiry=self.instance.inquiry)
            .first()
        )
        if known:
            raise forms.ValidationError(f"Set {known.inquiry.key} heeft een document met dit nummer.")
        same = self.instance.inquiry.documents.exclude(pk=self.instance.pk)
        if any(identifiers.canonical(d.identifier or "") == identifier for d in same):
            raise forms.ValidationError("Een ander document van deze set heeft dit nummer.")
        return given if identifiers.canonical(self.instance.identifier or "") == identifier else identifier

    def clean_session_year(self) -> str | None:
        given = self.cleaned_data["session_year"]
        if given and identifiers.session_year(given) != given:
            raise forms.ValidationError("Vul een vergaderjaar in zoals 2023-2024.")
        return given or None

    def clean_received_on(self) -> dt.date | None:
        day = valid_day(self.cleaned_data["received_on"])
        asked = self.instance.inquiry.submitted_on
        if (
            "received_on" in self.changed_data
            and day
            and asked
            and day < asked
            and self.instance.kind != Kind.QUESTIONS
        ):
            raise forms.ValidationError(f"Dat is voor de dag van indiening, {asked:%d-%m-%Y}.")
        return day

    def clean_published_on(self) -> dt.date | None:
        return valid_day(self.cleaned_data["published_on"])


class TextForm(forms.ModelForm):  # type: ignore[type-arg]
    """A text that is there may be corrected, not emptied."""

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if self.instance.pk and self.instance.text and not text.strip():
            raise forms.ValidationError("De tekst kan niet leeg zijn.")
        return text


class AnswerForm(TextForm):
    """Numbers are read as they are printed: "1 en 2", "3 t/m 5"."""

    def clean_label(self) -> str:
        given = self.cleaned_data["label"]
        if "label" not in self.changed_data:
            return str(given)
        known = set(self.instance.document.inquiry.questions.values_list("number", flat=True))
        parts = numbers_in(given)
        numbers = parts if set(parts) <= known else labels(given)
        unknown = [number for number in numbers if number not in known]
        if unknown or (given.strip() and not numbers):
            raise forms.ValidationError(f"Deze set heeft geen vraag {', '.join(unknown) or given}.")
        return ", ".join(numbers)
