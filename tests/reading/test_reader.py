"""What could take a process with it is read in one of its own, and costs that document only."""

from __future__ import annotations

import errno
import io
import multiprocessing.context
import os
import re
import signal
import sys
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from reportlab.pdfgen.canvas import Canvas

from kamerarchief.stopping import stopped_by
from questions.parsing import ParseError, parse, readable
from questions.reading import Reader, limited, reader
from questions.reading.answers import Request, Wanted, answer
from tests.conftest import DOCUMENTS

WORD = DOCUMENTS / "provisional" / "2024Z99005.docx"
PDF = DOCUMENTS / "pdf" / "ah-tk-20242025-3021.pdf"
TEXT = DOCUMENTS / "provisional" / "2024Z99003.txt"


@pytest.fixture
def reading() -> Iterator[Reader]:
    made = Reader()
    yield made
    made.close()


def process_of(reading: Reader) -> psutil.Process:
    assert reading._apart
    assert reading._apart._process.pid
    return psutil.Process(reading._apart._process.pid)


@pytest.mark.parametrize("file", [WORD, PDF, TEXT], ids=lambda file: file.suffix)
def test_it_reads_what_parsing_reads(reading: Reader, file: Path) -> None:
    data = file.read_bytes()
    assert reading.parse(data, file.name) == parse(data, file.name)


def test_lines_come_as_they_are(reading: Reader) -> None:
    assert reading.readable(WORD.read_bytes(), WORD.name) == readable(WORD.read_bytes(), WORD.name)


def test_metadata_go_along(reading: Reader) -> None:
    xml = DOCUMENTS / "official-xml" / "ah-tk-20232024-3001.xml"
    beside = xml.with_suffix(".metadata.xml").read_bytes()
    assert reading.parse(xml.read_bytes(), xml.name, beside) == parse(xml.read_bytes(), xml.name, beside)


def test_a_refusal_is_the_same(reading: Reader) -> None:
    with pytest.raises(ParseError, match="beschadigd of niet volledig"):
        reading.parse(b"%PDF-1.7 kapot")


def test_plain_text_needs_no_process(reading: Reader) -> None:
    reading.parse(TEXT.read_bytes(), TEXT.name)
    assert reading._apart is None


def test_a_very_large_text_has_one(reading: Reader) -> None:
    with pytest.raises(ParseError):
        reading.parse(b"rommel " * 200_000, "x.txt")
    assert reading._apart is not None


def test_one_process_reads_many(reading: Reader) -> None:
    reading.parse(WORD.read_bytes(), WORD.name)
    first = process_of(reading)
    reading.parse(WORD.read_bytes(), WORD.name)
    assert process_of(reading) == first


def test_a_reader_that_is_gone_is_started_again(reading: Reader) -> None:
    reading.parse(WORD.read_bytes(), WORD.name)
    process_of(reading).kill()
    assert reading.parse(WORD.read_bytes(), WORD.name).case_number == "2024Z99005"


def test_closing_ends_the_process(reading: Reader) -> None:
    reading.parse(WORD.read_bytes(), WORD.name)
    process = process_of(reading)
    reading.close()
    assert not process.is_running()


# --- what a process does to itself, each in the place of the parser ----------------------------------------


def crash(_request: Request) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def use_all_time(_request: Request) -> None:
    while True:
        pass


def use_all_memory(request: Request) -> object:
    kept = []
    try:
        while True:
            kept.append(bytearray(50_000_000))
    except MemoryError:
        kept.clear()
    return answer(Request(Wanted.DOCUMENT, b"", request.name))


def sleep(_request: Request) -> None:
    time.sleep(60)


def serve_crash(line: object) -> None:
    limited.answer = crash  # type: ignore[assignment]
    limited.serve(line)  # type: ignore[arg-type]


def serve_endless(line: object) -> None:
    limited.answer = use_all_time  # type: ignore[assignment]
    limited.MAX_CPU_SECONDS = 0.3  # type: ignore[attr-defined]
    limited.serve(line)  # type: ignore[arg-type]


def serve_large(line: object) -> None:
    limited.answer = use_all_memory  # type: ignore[assignment]
    limited.serve(line)  # type: ignore[arg-type]


def serve_asleep(line: object) -> None:
    limited.answer = sleep  # type: ignore[assignment]
    limited.serve(line)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("serve", "said"),
    [(serve_crash, "brak af"), (serve_endless, "duurt te lang"), (serve_large, "leeg")],
    ids=["a crash", "no end", "all memory"],
)
def test_what_a_library_does_costs_the_document_only(
    reading: Reader, monkeypatch: pytest.MonkeyPatch, serve: object, said: str
) -> None:
    monkeypatch.setattr(reader, "serve", serve)
    with pytest.raises(ParseError, match=said):
        reading.parse(WORD.read_bytes(), WORD.name)
    monkeypatch.undo()
    reading.close()
    assert reading.parse(WORD.read_bytes(), WORD.name).case_number == "2024Z99005"


def be_killed(_request: Request) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def serve_killed(line: object) -> None:
    limited.answer = be_killed  # type: ignore[assignment]
    limited.serve(line)  # type: ignore[arg-type]


def test_what_the_system_ended_can_be_read_later(reading: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the document is at fault, but the memory that others use."""
    monkeypatch.setattr(reader, "serve", serve_killed)
    with pytest.raises(ParseError, match="reparse --failed"):
        reading.parse(WORD.read_bytes(), WORD.name)


def test_a_process_that_cannot_be_started_is_no_fault_of_the_document(
    reading: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(errno.EAGAIN, "x")

    monkeypatch.setattr(multiprocessing.context.SpawnProcess, "start", full)
    with pytest.raises(OSError) as caught:
        reading.parse(WORD.read_bytes(), WORD.name)
    assert "geen processen meer" in stopped_by(caught.value)


def test_who_sleeps_is_not_waited_for(reading: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "serve", serve_asleep)
    monkeypatch.setattr(reader, "MAX_SECONDS", 1.0)
    with pytest.raises(ParseError, match="duurt te lang"):
        reading.parse(WORD.read_bytes(), WORD.name)


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS knows no bound of memory for a process")
def test_memory_has_an_end() -> None:
    """In a process of its own, since the bound stays."""
    pid = os.fork()
    if pid == 0:
        line, _ = __import__("multiprocessing").Pipe()
        line.close()
        limited.serve(line)
        try:
            bytearray(2_000_000_000)
        except MemoryError:
            os._exit(7)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7


# --- whatever a library raises ------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [IndexError("x"), KeyError("x"), RecursionError(), AssertionError()])
def test_whatever_is_raised_is_a_reason(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def stuck(*_arguments: object) -> None:
        raise error

    monkeypatch.setattr("questions.reading.answers.parse", stuck)
    said = answer(Request(Wanted.DOCUMENT, b"x", "x.txt")).refusal
    assert type(error).__name__ in said
    assert "test_reader.py regel" in said


def test_too_little_memory_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise MemoryError

    monkeypatch.setattr("questions.reading.answers.parse", full)
    assert "geheugen" in answer(Request(Wanted.DOCUMENT, b"x", "x.txt")).refusal


# --- real bombs --------------------------------------------------------------------------------------------


def word_with(name: str, part: bytes) -> bytes:
    """A Word file one of whose parts is another, with a ballast that keeps the ratio low."""
    made = io.BytesIO()
    with zipfile.ZipFile(WORD) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, part if member == name else old.read(member))
        if name not in old.namelist():
            new.writestr(name, part)
        new.writestr("word/media/ballast.bin", os.urandom(700_000), zipfile.ZIP_STORED)
    return made.getvalue()


STYLES = (
    b'<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    + b'<w:style w:type="paragraph" w:styleId="a"/>' * 600_000
    + b"</w:styles>"
)


@pytest.mark.parametrize(
    "name",
    ["word/styles.xml", "word/numbering.xml", "word/comments.xml", "[Content_Types].xml", "anders.bin"],
)
def test_a_bomb_in_any_part_of_a_word_file_is_refused_at_once(reading: Reader, name: str) -> None:
    start = time.process_time()
    with pytest.raises(ParseError, match="onredelijk veel onderdelen"):
        parse(word_with(name, STYLES), "x.docx")
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "name", ["word/styles.xml", "_rels/.rels", "[Content_Types].xml", "word/document.xml"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_no_part_of_a_word_file_defines_entities(name: str, encoding: str) -> None:
    part = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>'.encode(encoding)
    with pytest.raises(ParseError, match="entiteiten"):
        parse(word_with(name, part), "x.docx")


@pytest.mark.parametrize(
    "name",
    ["word/styles.xml", "word/numbering.xml", "word/_rels/document.xml.rels", "[Content_Types].xml",
     "word/document.xml"],
)  # fmt: skip
@pytest.mark.parametrize("damage", [b"", b"<", b"\0\0\0", b"<a/>", b"<a><b></a>"])
def test_a_damaged_part_is_a_bad_document(reading: Reader, name: str, damage: bytes) -> None:
    try:
        reading.parse(word_with(name, damage), "x.docx")
    except ParseError as error:
        assert str(error)


def test_a_pdf_of_many_pages_is_within_the_bounds(reading: Reader) -> None:
    made = io.BytesIO()
    canvas = Canvas(made)
    for number in range(1, 301):
        for line in range(40):
            canvas.drawString(60, 800 - line * 18, f"Vraag {number}: hoeveel bruggen zijn er in {line}?")
        canvas.showPage()
    canvas.save()
    assert len(reading.readable(made.getvalue(), "x.pdf")) > 10_000


# --- time in this process -----------------------------------------------------------------------------------

ENDLESS = re.compile(r"(?:a|aa)+b")


def test_a_rule_that_takes_too_long_is_interrupted(reading: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also within a regular expression that would take years."""
    monkeypatch.setattr("questions.reading.answers.MAX_CPU_SECONDS", 0.3)
    monkeypatch.setattr("questions.reading.answers.parse", lambda *_arguments: ENDLESS.match("a" * 90))
    with pytest.raises(ParseError, match="duurt te lang"):
        reading.parse(TEXT.read_bytes(), TEXT.name)
    assert signal.getsignal(signal.SIGPROF) == signal.SIG_DFL


def test_a_thread_reads_everything_apart(reading: Reader) -> None:
    """A web server reads in threads, which no signal reaches."""
    with ThreadPoolExecutor(1) as pool:
        found = pool.submit(reading.parse, TEXT.read_bytes(), TEXT.name).result()
    assert found == parse(TEXT.read_bytes(), TEXT.name)
    assert reading._apart is not None
