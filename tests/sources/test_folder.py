import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from questions.sources import SourceError, count, read_paths


def read(*paths: Path | str):
    return list(read_paths([str(path) for path in paths]))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.xml").write_bytes(b"<one/>")
    (tmp_path / "a" / "one.metadata.xml").write_bytes(b"<meta/>")
    (tmp_path / "two.txt").write_bytes(b"two")
    (tmp_path / "picture.png").write_bytes(b"png")
    (tmp_path / ".hidden.txt").write_bytes(b"no")
    (tmp_path / "rows.jsonl").write_bytes(b'{"a": 1}\n\n{"b": 2}\n')
    return tmp_path


def test_a_folder_with_all_below_it(folder: Path) -> None:
    documents = read(folder)
    assert [d.name for d in documents] == ["one.xml", "rows.jsonl:1", "rows.jsonl:3", "two.txt"]
    assert documents[0].metadata == b"<meta/>"
    assert documents[1].data == b'{"a": 1}'
    assert count([str(folder)]) == 4


def test_metadata_of_a_folder_that_holds_one_publication(tmp_path: Path) -> None:
    home = tmp_path / "ah-tk-20232024-1"
    home.mkdir()
    (home / "ah-tk-20232024-1.xml").write_bytes(b"<x/>")
    (home / "metadata.xml").write_bytes(b"<meta/>")
    (document,) = read(tmp_path)
    assert document.metadata == b"<meta/>"


def test_a_file_is_taken_whatever_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "letter").write_bytes(b"x")
    assert read(tmp_path / "letter")[0].data == b"x"
    assert read(tmp_path) == []


def test_a_zip_archive(folder: Path) -> None:
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        archive.write(folder / "a" / "one.xml", "x/one.xml")
        archive.write(folder / "a" / "one.metadata.xml", "x/one.metadata.xml")
        archive.write(folder / "rows.jsonl", "rows.jsonl")
        archive.writestr("../../escape.txt", "stays inside")
    documents = {d.name: d for d in read(folder / "all.zip")}
    assert documents["one.xml"].metadata == b"<meta/>"
    assert "rows.jsonl:1" in documents
    assert documents["escape.txt"].data == b"stays inside"
    assert not (folder.parent.parent / "escape.txt").exists()
    assert count([str(folder / "all.zip")]) is None


def test_a_damaged_zip_archive_is_an_error_of_one_document(folder: Path) -> None:
    (folder / "bad.zip").write_bytes(b"PK\x03\x04 nothing")
    (document,) = read(folder / "bad.zip")
    assert document.error
    assert "beschadigd" in document.error


def test_an_archive_that_lies_about_its_size(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", b"x" * (40 * 1024 * 1024))
    (tmp_path / "a.zip").write_bytes(buffer.getvalue())
    (document,) = read(tmp_path / "a.zip")
    assert document.error
    assert "te groot" in document.error


def test_a_path_that_does_not_exist_is_said_at_once() -> None:
    with pytest.raises(SourceError, match="bestaat niet"):
        read("/no/such/path")


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(b'{"kind": "answer"}\n')

    monkeypatch.setattr("sys.stdin", Stdin())
    assert [d.origin for d in read("-")] == ["-:1"]
    assert count(["-"]) is None


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    os.close(os.open(os.fsencode(tmp_path) + b"/antwoord-\xe9.txt", os.O_CREAT))
    assert [document.name for document in read(tmp_path)] == ["antwoord-?.txt"]


def test_a_folder_without_rights_is_an_error_of_its_own(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A superuser has all rights, so they are played here."""
    iterdir = Path.iterdir

    def refused(path: Path) -> Iterator[Path]:
        if path.name == "a":
            raise PermissionError
        return iterdir(path)

    monkeypatch.setattr(Path, "iterdir", refused)
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "a")
    assert [(d.name, bool(d.error)) for d in read(folder)][0] == ("a", True)
    assert count([str(folder)]) == 3


def test_of_a_line_without_end_no_more_is_read_than_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("questions.sources.lines.MAX_LINE_BYTES", 10)
    (tmp_path / "x.jsonl").write_bytes(b"x" * 95 + b'\n{"a": 1}\n')
    assert [(d.name, d.error) for d in read(tmp_path)] == [
        ("x.jsonl:1", "De regel is te lang."),
        ("x.jsonl:2", None),
    ]


def test_a_member_that_cannot_be_unpacked(tmp_path: Path) -> None:
    file = tmp_path / "x.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("een.txt", "Vraag 1 " * 200)
        archive.writestr("twee.txt", "Ja.")
    data = bytearray(file.read_bytes())
    data[45:60] = b"\xff" * 15
    file.write_bytes(data)
    assert [bool(d.error) for d in read(file)] == [True, False]


def test_an_archive_and_its_folder_are_read_alike(tmp_path: Path) -> None:
    """The hash of a source covers its metadata: otherwise one publication would become two."""
    names = {
        "ah-1/xml/ah-1.xml": b"<a/>",
        "ah-1/xml/metadata.xml": b"<m/>",
        "b.xml": b"<b/>",
        "b.metadata.xml": b"<n/>",
        "metadata.xml": b"<o/>",
    }
    for name, data in names.items():
        (tmp_path / "map" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "map" / name).write_bytes(data)
    with zipfile.ZipFile(tmp_path / "map.zip", "w") as archive:
        for name, data in names.items():
            archive.writestr(name, data)
    found = [{d.name: (d.data, d.metadata) for d in read(tmp_path / given)} for given in ("map", "map.zip")]
    assert found[0] == found[1] == {"ah-1.xml": (b"<a/>", b"<m/>"), "b.xml": (b"<b/>", b"<n/>")}


def zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def test_an_archive_that_unpacks_to_far_more_than_it_is_gives_an_error(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(zipped({f"{n}.txt": b"0" * 30_000_000 for n in range(8)}))
    (document,) = read(tmp_path)
    assert "onredelijk groot" in str(document.error)


def test_archives_within_an_archive_share_its_bound(tmp_path: Path) -> None:
    inner = zipped({f"{n}.txt": b"0" * 30_000_000 for n in range(4)})
    (tmp_path / "x.zip").write_bytes(zipped({f"{n}.zip": inner for n in range(3)}))
    documents = read(tmp_path)
    assert "onredelijk groot" in str(documents[-1].error)
    assert sum(len(document.data) for document in documents) < 210_000_000


def test_an_archive_of_too_many_files_gives_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("questions.sources.archive.MAX_ARCHIVE_FILES", 2)
    (tmp_path / "x.zip").write_bytes(zipped({f"{n}.txt": b"0" for n in range(3)}))
    (document,) = read(tmp_path)
    assert "meer dan 2 bestanden" in str(document.error)


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    os.mkfifo(tmp_path / "a.jsonl")
    (tmp_path / "b.txt").write_bytes(b"x")
    passed: list[tuple[str, str]] = []
    documents = list(read_paths([str(tmp_path)], lambda name, reason: passed.append((name, reason))))
    assert [document.name for document in documents] == ["b.txt"]
    assert {reason for _, reason in passed} == {"geen gewoon bestand"}
    assert count([str(tmp_path)]) == 1


def test_a_file_in_an_archive_without_a_name(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(zipped({".": b"a", "b.txt": b"x"}))
    assert [document.name for document in read(tmp_path)] == ["b.txt"]


@pytest.mark.parametrize("error", [OverflowError("x"), MemoryError(), IndexError("x"), ValueError("x")])
def test_what_a_library_raises_for_one_file_costs_that_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    (tmp_path / "x.zip").write_bytes(zipped({"a.txt": b"a", "b.txt": b"x"}))
    opened = zipfile.ZipFile.open

    def fail(archive: zipfile.ZipFile, info: zipfile.ZipInfo, *rest: object) -> object:
        if info.filename == "a.txt":
            raise error
        return opened(archive, info, *rest)

    monkeypatch.setattr(zipfile.ZipFile, "open", fail)
    bad, good = read(tmp_path)
    assert "niet te lezen" in str(bad.error)
    assert good.data == b"x"


def test_what_a_library_raises_for_an_archive_costs_the_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x.zip").write_bytes(zipped({"a.txt": b"a"}))
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_arguments: 1 / 0)
    (bad,) = read(tmp_path)
    assert "beschadigd" in str(bad.error)


def test_lines_that_cannot_be_opened_are_counted_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"{}")

    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert count([str(tmp_path)]) == 1
    (document,) = read(tmp_path)
    assert "niet te openen" in str(document.error)
