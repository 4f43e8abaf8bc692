"""What the search service says: real answers, and those that are not to be believed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from questions.harvesting.sru import Question, read_page
from questions.harvesting.web import SourceFailure


def real(corpus: Path, name: str) -> bytes:
    return (corpus / "api" / name).read_bytes()


def test_a_real_page(corpus: Path) -> None:
    page = read_page(real(corpus, "sru/sru-oep.xml"))
    (record,) = page.records
    assert (page.total, record.identifier, record.session_year) == (3, "ah-tk-20202021-3235", "2020-2021")
    assert record.published_on == dt.date(2021, 6, 21)
    assert record.formats == ("html", "metadata", "metadataowms", "odt", "pdf", "xml")
    assert record.stamp.startswith("2021-07-22T13:03:34")
    assert len(page.passed) == 4  # of which the count of the source knows two


def test_a_record_that_says_little(corpus: Path) -> None:
    (record,) = read_page(real(corpus, "sru.page.aanhangsel.assembled.xml")).records
    assert (record.identifier, record.formats) == ("ah-tk-20192020-4046", ())
    assert record.stamp


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("sru.diagnostic.syntax-error.xml", "mismatched input"),
        ("sru-record.gemeenteblad.xml", "hoeveel treffers"),
        ("odata.error500.json", "geen XML"),
        ("syncfeed.error.xml", "hoeveel treffers"),
    ],
)
def test_what_is_no_answer(corpus: Path, name: str, said: str) -> None:
    with pytest.raises(SourceFailure, match=said):
        read_page(real(corpus, name))


@pytest.mark.parametrize(
    "data", [b"", b"<", b"<a/>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", b"\0" * 100]
)
def test_rubbish_is_a_failure_of_the_source(data: bytes) -> None:
    with pytest.raises(SourceFailure):
        read_page(data)


def test_a_question_in_the_language_of_the_service() -> None:
    question = Question("Kamervragen (Aanhangsel)", "2023-2024", dt.date(2024, 1, 2))
    assert question.cql() == (
        'c.product-area==officielepublicaties AND w.publicatienaam=="Kamervragen (Aanhangsel)" AND '
        'w.vergaderjaar=="2023-2024" AND dt.modified>=2024-01-02 sortBy dt.modified/sort.ascending'
    )


def test_no_value_ends_the_quotation() -> None:
    assert 'w.publicatienaam=="a\\"b\\\\c"' in Question('a"b\\c').cql()
