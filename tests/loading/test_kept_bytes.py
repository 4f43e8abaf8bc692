"""Bytes under their hash: never half of them, and nothing left behind."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from questions.loading import kept_bytes
from questions.loading.kept_bytes import is_kept, keep_bytes, sweep

HASH = "ab" * 32


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    (tmp_path / "sources" / "ab").mkdir(parents=True)
    return tmp_path / "sources" / "ab"


def gone_pid() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_bytes_and_metadata_lie_beside_each_other(folder: Path) -> None:
    assert keep_bytes(HASH, b"a", b"b") == (f"sources/ab/{HASH}", f"sources/ab/{HASH}.metadata.xml")
    assert sorted(file.name for file in folder.iterdir()) == [HASH, f"{HASH}.metadata.xml"]


def test_others_may_read_them(folder: Path) -> None:
    keep_bytes(HASH, b"a", None)
    assert (folder / HASH).stat().st_mode & 0o777 == 0o644


def test_what_is_there_is_not_written_again(folder: Path) -> None:
    keep_bytes(HASH, b"a", None)
    before = (folder / HASH).stat().st_mtime_ns
    keep_bytes(HASH, b"a", None)
    assert (folder / HASH).stat().st_mtime_ns == before


def test_many_at_once_keep_the_same(folder: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        for _ in range(20):
            (folder / HASH).unlink(missing_ok=True)
            list(pool.map(lambda _n: keep_bytes(HASH, b"a" * 100_000, None), range(8)))
    assert [file.name for file in folder.iterdir()] == [HASH]
    assert (folder / HASH).stat().st_size == 100_000


def test_a_full_disk_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        keep_bytes(HASH, b"a", None)
    assert list(folder.iterdir()) == []


def test_what_is_swept_away_while_it_is_written_is_written_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chmod, swept = Path.chmod, []

    def sweep_first(path: Path, mode: int) -> None:
        if not swept:
            swept.append(path)
            path.unlink()
        chmod(path, mode)

    monkeypatch.setattr(Path, "chmod", sweep_first)
    keep_bytes(HASH, b"a", None)
    assert (folder / HASH).read_bytes() == b"a"


@pytest.mark.parametrize(
    ("name", "age_seconds", "is_stray"),
    [
        (HASH, 9999, False),
        (f"{HASH}.metadata.xml", 9999, False),
        (f"{HASH}.{os.getpid()}.x1.part", 0, False),
        (f"{HASH}.{os.getpid()}.x1.part", 9999, True),
        (f"{HASH}.metadata.xml.{os.getpid()}.x1.part", 0, False),
        (f"{HASH}.part", 0, False),
        (f"{HASH}.part", 9999, True),
        (f"{HASH}.part_x1y2z3a", 9999, True),
        (f"{HASH}_x1y2z3a", 9999, True),
        (f"{HASH}.metadata.xml.part", 9999, True),
        (f"{HASH}.metadata_x1y2z3a.xml", 9999, False),
        ("leesmij.txt", 9999, False),
        (f"{HASH}.bak", 9999, False),
    ],
    ids=(str(number) for number in itertools.count()),
)
def test_what_is_swept(folder: Path, name: str, age_seconds: int, is_stray: bool) -> None:
    file = folder / name
    file.write_bytes(b"a")
    os.utime(file, (time.time() - age_seconds,) * 2)
    assert sweep() == is_stray
    assert file.exists() != is_stray


def test_what_a_killed_process_left_is_swept_at_once(folder: Path) -> None:
    (folder / f"{HASH}.{gone_pid()}.x1.part").write_bytes(b"a")
    assert sweep() == 1


def test_an_empty_archive_has_nothing_to_sweep(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "not" / "yet")
    assert sweep() == 0


def test_whether_bytes_are_there(folder: Path) -> None:
    name, _ = keep_bytes(HASH, b"abc", None)
    assert is_kept(name)
    assert is_kept(name, 3)
    assert not is_kept(name, 4)
    assert not is_kept("sources/00/gone")


def test_a_run_waits_for_the_disk_once(monkeypatch: pytest.MonkeyPatch) -> None:
    waited = []
    monkeypatch.setattr(os, "sync", lambda: waited.append(1))
    kept_bytes.make_lasting()
    assert waited == [1]
