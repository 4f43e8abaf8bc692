"""One document: what becomes of it, in words that an editor can act on."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from django.db import DataError, IntegrityError

from questions.ingesting.documents import (
    MAX_ATTEMPTS,
    MAX_REASON_CHARS,
    read,
    read_and_store,
    refusal,
    retried,
    sha256_of,
)
from questions.loading import Loader
from questions.models import IngestProblem, Inquiry, Source
from questions.parsing import ParsedDocument, ParseError
from questions.reading import Reader
from questions.sources import RawDocument
from questions.vocabulary.kinds import Effect, ProblemKind, SourceStatus

LINE = b'{"kind": "questions", "case_number": "2024Z99901", "questions": [{"number": "1", "text": "A?"}]}'


def raw(data: bytes = LINE, **changes: object) -> RawDocument:
    return replace(RawDocument("regel.json", "map/regel.json", data), **changes)


# --- the hash -------------------------------------------------------------------------------------


def test_without_metadata_the_hash_is_that_of_the_bytes() -> None:
    assert sha256_of(raw(b"a")) == hashlib.sha256(b"a").hexdigest()


def test_metadata_that_come_later_make_another_source() -> None:
    assert sha256_of(raw(b"a", metadata=b"b")) != sha256_of(raw(b"a"))
    assert sha256_of(raw(b"a", metadata=b"b")) != sha256_of(raw(b"ab"))


def test_the_name_is_no_part_of_it() -> None:
    assert sha256_of(raw(name="anders.json")) == sha256_of(raw())


# --- reading --------------------------------------------------------------------------------------


def test_a_reading() -> None:
    reading = read(raw(), Reader())
    assert isinstance(reading, ParsedDocument)
    assert reading.case_number == "2024Z99901"


@pytest.mark.parametrize("data", [b"", b"rommel", b"%PDF-1.7 kapot", b"PK\x03\x04kapot", b"<vraag>", b"{"])
def test_what_cannot_be_read_is_a_reason_and_no_exception(data: bytes) -> None:
    reading = read(raw(data, name="iets"), Reader())
    assert isinstance(reading, ParseError)
    assert str(reading)


def test_what_the_source_could_not_give_is_said() -> None:
    reading = read(raw(b"", error="Het archief is beschadigd."), Reader())
    assert str(reading) == "Het archief is beschadigd."


# --- storing --------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.usefixtures("empty")
class TestStoring:
    def store(self, document: RawDocument, dry_run: bool = False) -> Effect:
        return read_and_store(document, sha256_of(document), Reader(), Loader(), dry_run).effect

    def test_a_new_document(self) -> None:
        assert self.store(raw()) is Effect.CREATED
        assert Inquiry.objects.get().key == "2024Z99901"

    def test_the_same_document_again(self) -> None:
        self.store(raw())
        assert self.store(raw()) is Effect.UNCHANGED

    def test_a_dry_run_writes_nothing(self) -> None:
        assert self.store(raw(), dry_run=True) is Effect.CREATED
        assert self.store(raw(b"rommel", name="a.xml"), dry_run=True) is Effect.FAILED
        assert not Source.objects.exists()
        assert not Inquiry.objects.exists()

    def test_what_cannot_be_read_is_kept_with_the_reason(self) -> None:
        assert self.store(raw(b"<vraag>", name="a.xml")) is Effect.FAILED
        source = Source.objects.get()
        assert source.status == SourceStatus.FAILED
        assert IngestProblem.objects.get(kind=ProblemKind.UNREADABLE).source == source

    def test_what_the_source_could_not_give_is_not_kept(self) -> None:
        assert self.store(raw(b"", error="Het archief is beschadigd.")) is Effect.FAILED
        assert not Source.objects.exists()

    def test_what_the_database_refuses_is_kept_with_the_reason(self) -> None:
        Inquiry.objects.create(key="elders", case_number="2024Z99901")
        document = raw()
        result = read_and_store(document, sha256_of(document), Reader(), Loader())
        assert result.effect is Effect.FAILED
        assert "inquiry_case_number_unique" in result.reason
        assert Source.objects.get().status == SourceStatus.FAILED


# --- what the database says -----------------------------------------------------------------------


class Cause(Exception):
    def __init__(self, sqlstate: str = "", **diag: str) -> None:
        self.sqlstate = sqlstate
        self.diag = type("Diag", (), diag)()


def error_of(kind: type[Exception], cause: Cause) -> Exception:
    error = kind("gezegd door de database")
    error.__cause__ = cause
    return error


def test_a_clash_names_the_constraint() -> None:
    said = refusal(error_of(IntegrityError, Cause(constraint_name="inquiry_key_unique")))
    assert "botst met wat er al is (inquiry_key_unique)" in said


def test_a_value_that_does_not_fit_is_said() -> None:
    said = refusal(error_of(DataError, Cause(message_primary="value too long")))
    assert said == "Dit document past niet in de database: value too long"


def test_a_reason_has_an_end() -> None:
    said = refusal(error_of(DataError, Cause(message_primary="x" * 10_000)))
    assert len(said) == MAX_REASON_CHARS


@pytest.mark.parametrize("sqlstate", ["40P01", "40001"])
def test_what_passes_by_itself_is_tried_again(sqlstate: str) -> None:
    tries: list[int] = []

    def action() -> str:
        tries.append(1)
        if len(tries) < MAX_ATTEMPTS:
            raise error_of(IntegrityError, Cause(sqlstate))
        return "gelukt"

    assert retried(action) == "gelukt"
    assert len(tries) == MAX_ATTEMPTS
