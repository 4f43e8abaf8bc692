"""Folders and archives follow one rule, and what is passed over is named."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from questions.sources import read_paths
from questions.sources.rules import OTHER_FORMAT, SYSTEM_FILE, TOO_DEEP, is_metadata, is_noise

FILES = {
    "stukken/een.txt": b"een",
    "stukken/._een.txt": b"x",
    "__MACOSX/stukken/._een.txt": b"x",
    ".DS_Store": b"x",
    "stukken/Thumbs.db": b"x",
    "stukken/~$een.docx": b"x",
    "stukken/.~lock.een.txt#": b"x",
    "stukken/foto.png": b"x",
}


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def taken(path: Path) -> tuple[list[str], dict[str, int]]:
    """(the names of the documents, how many names were passed over for each reason)."""
    passed: dict[str, int] = {}

    def note(_name: str, reason: str) -> None:
        passed[reason] = passed.get(reason, 0) + 1

    return [document.name for document in read_paths([str(path)], note)], passed


def test_an_archive(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(FILES))
    assert taken(tmp_path / "a.zip") == (["een.txt"], {SYSTEM_FILE: 6, OTHER_FORMAT: 1})


def test_a_folder_of_the_same_files(tmp_path: Path) -> None:
    for name, data in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    names, passed = taken(tmp_path)
    assert names == ["een.txt"]
    # a folder of a system is passed over as a whole
    assert passed == {SYSTEM_FILE: 6, OTHER_FORMAT: 1}


def test_archives_within_archives_to_a_depth(tmp_path: Path) -> None:
    third = zipped({"drie.txt": b"3", "vierde.zip": zipped({"vier.txt": b"4"})})
    first = zipped({"een.txt": b"1", "tweede.zip": zipped({"twee.txt": b"2", "derde.zip": third})})
    (tmp_path / "a.zip").write_bytes(first)
    names, passed = taken(tmp_path)
    assert sorted(names) == ["drie.txt", "een.txt", "twee.txt"]
    assert passed == {TOO_DEEP: 1}


def test_a_damaged_archive_within_an_archive_is_an_error_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"een.txt": b"1", "kapot.zip": b"PK\x03\x04 niets"}))
    errors = [document.error for document in read_paths([str(tmp_path)])]
    assert errors[0] is None
    assert "beschadigd" in str(errors[1])


def test_json_lines_in_utf16(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes('{"a": "é"}\n\n{"b": 1}\n'.encode("utf-16"))
    assert [document.data.decode() for document in read_paths([str(tmp_path)])] == ['{"a": "é"}', '{"b": 1}']


@pytest.mark.parametrize("start", ["\n", "\n\n", "{", "{}\n"])
def test_the_first_letters_of_a_file_are_not_lost(tmp_path: Path, start: str) -> None:
    (tmp_path / "a.jsonl").write_text(f'{start}{{"a": 1}}\n')
    lines = {document.name: document.data.decode() for document in read_paths([str(tmp_path)])}
    whole = f'{start}{{"a": 1}}'.splitlines()
    assert lines == {f"a.jsonl:{number}": line for number, line in enumerate(whole, 1) if line}


@pytest.mark.parametrize(
    "name", ["metadata.xml", "metadata_owms.xml", "ah-1.metadata.xml", "sru.xml", "x_owms.xml"]
)
def test_metadata(name: str) -> None:
    assert is_metadata(name)


@pytest.mark.parametrize("name", ["ah-tk-20232024-1.xml", "recorder.xml", "metadata.txt"])
def test_no_metadata(name: str) -> None:
    assert not is_metadata(name)


@pytest.mark.parametrize("name", ["ah-tk-20232024-1.xml", "een~.txt", "desktop.initieel.txt"])
def test_no_noise(name: str) -> None:
    assert not is_noise(name)
