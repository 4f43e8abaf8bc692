"""The readings of the invented samples, in every format, as they were looked at by a person."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path

import mammoth
import pytest

from questions.parsing import parse
from questions.parsing.formats.json_lines import from_dict, to_dict
from questions.sources import RawDocument, read_paths
from tests.conftest import DOCUMENTS, SAMPLES

GOLDEN = Path(__file__).parent / "golden"
RAW = sorted(read_paths([str(DOCUMENTS)]), key=lambda document: document.origin)


def golden_file(document: RawDocument) -> Path:
    name = re.sub(r"[^A-Za-z0-9.-]+", "-", document.origin.removeprefix(f"{DOCUMENTS}/"))
    return GOLDEN / f"{name[:80]}.json"


@pytest.mark.parametrize("document", RAW, ids=lambda document: document.name[:40])
def test_reading(document: RawDocument, request: pytest.FixtureRequest) -> None:
    reading = to_dict(parse(document.data, document.name, document.metadata))
    file = golden_file(document)
    if request.config.getoption("--update-golden"):
        file.write_text(json.dumps(reading, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert reading == json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("document", RAW, ids=lambda document: document.name[:40])
def test_a_reading_survives_json(document: RawDocument) -> None:
    parsed = parse(document.data, document.name, document.metadata)
    assert from_dict(json.loads(json.dumps(to_dict(parsed)))) == parsed


def test_no_golden_file_is_left_over() -> None:
    assert {golden_file(document).name for document in RAW} == {file.name for file in GOLDEN.glob("*.json")}


def test_the_samples_show_every_format_and_kind() -> None:
    kinds = {json.loads(file.read_text())["kind"] for file in GOLDEN.glob("*.json")}
    assert kinds == {"answer", "questions", "postponement", "withdrawal", "further_answer", "correction"}
    suffixes = {Path(document.name.split(":")[0]).suffix for document in RAW}
    assert suffixes == {".xml", ".html", ".pdf", ".docx", ".odt", ".md", ".txt", ".jsonl"}
    assert len(RAW) >= 15


README_ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (SAMPLES / "README.md").read_text().splitlines()
    if line.startswith("| `documents/")
]


def files_of(row: list[str]) -> list[str]:
    """The sample files of a row of the table; metadata beside a document are no file of their own."""
    return re.findall(r"`documents/([^`]+)`", row[0])


@pytest.mark.parametrize("row", README_ROWS, ids=lambda row: row[0][:60])
def test_counts_that_the_author_of_the_samples_wrote_down(row: list[str]) -> None:
    """Counted by hand when the documents were written."""
    counted = [tuple(map(int, counts)) for counts in re.findall(r"(\d+) ?/ ?(\d+) ?/ ?(\d+)", row[2])]
    read = []
    for name in files_of(row):
        for raw in read_paths([str(DOCUMENTS / name)]):
            parsed = parse(raw.data, raw.name, raw.metadata)
            read.append((len(parsed.questions), len(parsed.answers), len(parsed.footnotes)))
    assert read == counted


def test_every_sample_is_in_the_table() -> None:
    listed = {name for row in README_ROWS for name in files_of(row)}
    samples = {str(file.relative_to(DOCUMENTS)) for file in DOCUMENTS.rglob("*") if file.is_file()}
    assert listed == {name for name in samples if not name.endswith(".metadata.xml")}


@pytest.mark.slow
def test_an_officials_name_in_a_letterhead_is_not_read() -> None:
    (letter,) = [raw for raw in RAW if raw.name.endswith(".docx") and "/letter/" in raw.origin]
    assert "Molenwiek" in mammoth.extract_raw_text(BytesIO(letter.data)).value
    assert "Molenwiek" not in str(to_dict(parse(letter.data, letter.name)))
