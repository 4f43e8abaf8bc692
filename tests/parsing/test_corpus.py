"""The parsers against real documents and readings of them by hand; only where these are at hand."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from questions.parsing import ParsedDocument, ParseError, parse
from questions.parsing.formats.json_lines import to_dict
from questions.parsing.repair.words import Lexicon
from questions.sources import read_paths

pytestmark = pytest.mark.slow

FOLDERS = (
    "seeds",
    "aanhangsel-pdf-text",
    "aanhangsel-markdown",
    "questions-pdf-text",
    "provisional-docx-text",
    "ministry-docx",
    "official-xml",
    "official-complete",
)


@pytest.fixture(scope="module")
def readings(request: pytest.FixtureRequest) -> dict[Path, ParsedDocument]:
    from tests.conftest import CORPUS, NO_CORPUS

    if not CORPUS.is_dir():
        pytest.skip(NO_CORPUS)
    documents = read_paths([str(CORPUS / folder) for folder in FOLDERS])
    return {Path(raw.origin): parse(raw.data, raw.name, raw.metadata) for raw in documents}


def test_every_document_is_read(readings: dict[Path, ParsedDocument]) -> None:
    assert len(readings) >= 100
    silent = [
        file.name
        for file, reading in readings.items()
        if not (reading.questions or reading.answers or reading.notice)
    ]
    # oral questions: an announcement only
    assert all(re.search(r"kv-tk-2024Z1877[567]", name) for name in silent), silent


def test_the_score_against_readings_by_hand(
    corpus: Path, readings: dict[Path, ParsedDocument], tmp_path: Path
) -> None:
    """Of the folders that are read here; others have a test of their own."""
    parsed, expected = tmp_path / "parsed.jsonl", tmp_path / "expected"
    lines = [json.dumps({"file": str(file), **to_dict(reading)}) for file, reading in readings.items()]
    parsed.write_text("".join(f"{line}\n" for line in lines))
    for folder in FOLDERS:
        if (corpus / "expected" / folder).is_dir():
            shutil.copytree(corpus / "expected" / folder, expected / folder)
    tool = corpus.parent / "tools" / "score_parse.py"
    command = [sys.executable, tool, expected, parsed]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    fields = float(re.search(r"\(([\d.]+) %\)", shown)[1])  # type: ignore[index]
    counts = re.search(r"every field: (\d+) of (\d+)", shown)
    assert counts, shown
    perfect, total = map(int, counts.groups())
    assert total >= 22, shown
    assert fields == 100, shown
    assert perfect == total, shown


def test_no_block_is_lost(readings: dict[Path, ParsedDocument]) -> None:
    """Every heading that stands in the raw text has come out as questions or an answer."""
    for file, reading in readings.items():
        if file.suffix not in {".txt", ".md"}:
            continue
        raw = file.read_text()
        # the page furniture may be glued to a heading: "Aanhangsel 1Vraag 2"
        headings = re.findall(r"(?m)(?:^\s*|Aanhangsel \d+|Vragen \d+)Vraag (\d+)[^\n]{0,40}$", raw)
        numbers = {question.number.split("-")[0] for question in reading.questions}
        assert set(headings) <= numbers, file.name
        answers = re.findall(
            r"(?m)(?:^\s*|Aanhangsel \d+)(?:Antwoord(?:en)?)(?: op)?(?: vra\w+)? "
            r"\d[^\n]{0,60}$|^Antwoord(?: vraag \d+)?:\s*$",
            raw,
        )
        assert len(reading.answers) >= len(answers), file.name


def test_no_text_is_lost(readings: dict[Path, ParsedDocument]) -> None:
    """Nearly all letters below the first heading come out again; the rest is page furniture."""
    for file, reading in readings.items():
        if file.suffix not in {".txt", ".md"} or not reading.questions:
            continue
        raw = file.read_text()
        start = re.search(r"(?m)^\s*Vraag \d|^1\. ", raw)
        if not start:
            continue
        parts = (
            [q.text for q in reading.questions]
            + [a.text for a in reading.answers]
            + [n.text for n in reading.footnotes]
        )
        out = "".join(
            re.findall(r"[^\W\d_]", "".join([*parts, reading.explanation or "", reading.notice or ""]))
        )
        inside = "".join(re.findall(r"[^\W\d_]", raw[start.start() :]))
        assert len(out) > 0.82 * len(inside), f"{file.name}: {len(out)} of {len(inside)}"


def test_words_that_lost_their_space_have_it_again(readings: dict[Path, ParsedDocument]) -> None:
    """Texts from PDF lack the spaces at their line ends: "vande", "tevoorkomen"; some 560 such words before
    they were mended.
    """
    lexicon = Lexicon({})
    glued = [
        word
        for file, reading in readings.items()
        if "pdf-text" in file.parent.name
        for text in [
            reading.subject or "",
            *(q.text for q in reading.questions),
            *(a.text for a in reading.answers),
        ]
        for word in re.findall(r"(?<![\w/.-])[a-zà-ÿ]{4,}(?![\w/.-])", text)
        if not lexicon.has(word) and lexicon.is_glued(word)
    ]
    assert len(glued) <= 25, glued


def test_what_is_no_kamervraag_is_refused(corpus: Path) -> None:
    for file in sorted((corpus / "not-kamervragen").iterdir()):
        with pytest.raises(ParseError):
            parse(file.read_bytes(), file.name)
