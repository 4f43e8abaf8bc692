"""What a value can hold is what the database holds."""

from __future__ import annotations

import pytest
from django.db import models

from questions.models import (
    Addressee,
    Answer,
    Asker,
    Correction,
    Document,
    Footnote,
    IngestProblem,
    Inquiry,
    InquiryKey,
    Member,
    Minister,
    Question,
    Signatory,
    Source,
)
from questions.vocabulary import lengths

COLUMNS = [
    (Inquiry, "key", lengths.MAX_KEY_CHARS),
    (Inquiry, "case_number", lengths.MAX_CASE_NUMBER_CHARS),
    (InquiryKey, "value", lengths.MAX_KEY_VALUE_CHARS),
    (Document, "identifier", lengths.MAX_IDENTIFIER_CHARS),
    (Document, "handle", lengths.MAX_HANDLE_CHARS),
    (Question, "number", lengths.MAX_QUESTION_NUMBER_CHARS),
    (Answer, "label", lengths.MAX_ANSWER_LABEL_CHARS),
    (Footnote, "mark", lengths.MAX_MARK_CHARS),
    (Asker, "name", lengths.MAX_PRINTED_NAME_CHARS),
    (Addressee, "portfolio", lengths.MAX_PORTFOLIO_CHARS),
    (Signatory, "portfolio", lengths.MAX_PORTFOLIO_CHARS),
    (Member, "name", lengths.MAX_NAME_CHARS),
    (Minister, "name", lengths.MAX_NAME_CHARS),
    (Minister, "initials", lengths.MAX_INITIALS_CHARS),
    (Source, "name", lengths.MAX_FILE_NAME_CHARS),
    (IngestProblem, "cause", lengths.MAX_CAUSE_CHARS),
    (Correction, "field", lengths.MAX_FIELD_CHARS),
]


@pytest.mark.parametrize(
    ("model", "column", "chars"), COLUMNS, ids=lambda value: getattr(value, "__name__", str(value))
)
def test_a_column_is_as_long_as_the_value(model: type[models.Model], column: str, chars: int) -> None:
    assert model._meta.get_field(column).max_length == chars


def test_a_full_identifier_fits_a_key_and_a_handle() -> None:
    assert lengths.MAX_IDENTIFIER_CHARS <= lengths.MAX_KEY_CHARS
    assert lengths.MAX_KEY_CHARS <= lengths.MAX_KEY_VALUE_CHARS
    assert lengths.MAX_IDENTIFIER_CHARS <= lengths.MAX_HANDLE_CHARS
