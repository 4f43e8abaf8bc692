"""Reading again what is here: what reads the same changes nothing, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from questions.ingesting import ingest, reparse
from questions.ingesting.reparsing import parse_stored, source_text, stored_bytes
from questions.models import IngestProblem, Inquiry, Source
from questions.parsing import ParseError
from questions.reading import Reader
from questions.vocabulary.kinds import ProblemKind, SourceStatus
from tests.builders import snapshot
from tests.conftest import DOCUMENTS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]


@pytest.fixture
def source() -> Source:
    ingest([str(DOCUMENTS / "provisional" / "2024Z99003.txt")])
    return Source.objects.get()


def again(**options: object) -> object:
    return reparse(Source.objects.order_by("pk"), **options)


def test_what_reads_the_same_is_unchanged(source: Source) -> None:
    before = snapshot()
    tally = again()
    assert (tally.unchanged, tally.updated, tally.failed) == (1, 0, 0)
    assert snapshot() == before


def test_a_better_reading_renews_the_set_and_keeps_its_id(source: Source) -> None:
    pk = source.inquiry_id
    Source.objects.update(parsed=source.parsed | {"subject": "een oude lezing"})
    Inquiry.objects.update(subject="een oude lezing")
    tally = again()
    source.refresh_from_db()
    assert tally.updated == 1
    assert source.inquiry_id == pk
    assert source.parsed["subject"] != "een oude lezing"


def test_questions_keep_their_ids(source: Source) -> None:
    inquiry = Inquiry.objects.get()
    before = dict(inquiry.questions.values_list("number", "pk"))
    inquiry.questions.filter(number="1").update(text="een oude lezing")
    parsed = source.parsed
    parsed["questions"][0]["text"] = "een oude lezing"
    Source.objects.update(parsed=parsed)
    again()
    assert dict(inquiry.questions.values_list("number", "pk")) == before
    assert inquiry.questions.get(number="1").text != "een oude lezing"


@pytest.fixture
def bytes_gone(source: Source) -> Iterator[Source]:
    """A source whose bytes are not in the storage; they come back, for the archive of other tests has them
    too.
    """
    data = stored_bytes(source.file)
    default_storage.delete(source.file)
    yield source
    default_storage.save(source.file, ContentFile(data))


def test_bytes_that_are_gone_leave_the_set_as_it_was(bytes_gone: Source) -> None:
    before = snapshot()
    tally = again()
    assert tally.failed == 1
    assert "ontbreken in de opslag" in tally.failures[0].reason
    assert snapshot() == before


def test_the_reason_of_what_still_cannot_be_read_is_renewed(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(b"<vraag>")
    ingest([str(tmp_path)])
    IngestProblem.objects.update(message="oude reden")
    tally = again()
    assert (tally.unchanged, tally.unreadable, tally.failed) == (1, 1, 0)
    assert IngestProblem.objects.get().message != "oude reden"


def test_what_can_be_read_by_now_becomes_a_set(source: Source) -> None:
    Inquiry.objects.all().delete()
    Source.objects.update(status=SourceStatus.FAILED, parsed=None, inquiry=None)
    tally = again()
    source.refresh_from_db()
    assert tally.failed == 0
    assert source.status == SourceStatus.LOADED
    assert Inquiry.objects.count() == 1
    assert not IngestProblem.objects.filter(kind=ProblemKind.UNREADABLE, status="open").exists()


def test_finding_people_anew_changes_nothing_where_they_are_right(source: Source) -> None:
    assert again(finds_people=True).updated == 0


def test_the_progress_hears_of_each(source: Source) -> None:
    heard: list[object] = []
    reparse(Source.objects.all(), heard.append)
    assert len(heard) == 1


def test_the_stored_bytes_are_those_that_came(source: Source) -> None:
    assert stored_bytes(source.file) == (DOCUMENTS / "provisional" / "2024Z99003.txt").read_bytes()
    assert parse_stored(source, Reader()).case_number == Inquiry.objects.get().case_number


def test_the_text_for_an_eye_that_compares(source: Source) -> None:
    assert any("2024Z" in line for line in source_text(source))


def test_where_there_is_no_text_the_reason_stands(bytes_gone: Source) -> None:
    (said,) = source_text(bytes_gone)
    assert "ontbreken" in said
    with pytest.raises(ParseError):
        stored_bytes(bytes_gone.file)
