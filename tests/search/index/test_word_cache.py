"""Words that were analysed once are looked up afterwards, and nothing is lost when they cannot be."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from questions import search
from questions.language.analysis import AnalysedRun, Runs
from questions.language.syntax import parse
from questions.search.index import word_cache
from questions.search.page.run import run
from questions.search.query.plan import Plan

analyse = Runs().analyse  # without what is kept
TEXT = "De scholen en het wiskunde-onderwijs; Natura 2000-gebieden, I&W."


def kept(folder: Path, *texts: str) -> Path:
    runs, keeper = Runs(), word_cache.Keeper(folder)
    for text in texts:
        runs.analyse(text)
    keeper.add(runs.analysed())
    keeper.write()
    return folder / word_cache.FILE_NAME


def known_from(file: Path) -> Runs:
    return Runs(word_cache.Recaller(file))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(), max_size=4))
def test_what_was_kept_is_the_same_and_not_analysed_again(tmp_path: Path, texts: list[str]) -> None:
    runs = known_from(kept(tmp_path, TEXT, *texts))
    assert [runs.analyse(text) for text in (TEXT, *texts)] == [analyse(text) for text in (TEXT, *texts)]
    assert not runs.analysed()


def test_more_words_than_one_statement_takes(tmp_path: Path) -> None:
    text = " ".join(f"woord{number}" for number in range(3 * word_cache.STATEMENT_RUNS + 1))
    runs = known_from(kept(tmp_path, text))
    assert runs.analyse(text) == analyse(text)
    assert not runs.analysed()


def test_what_was_kept_is_found_by_its_terms(tmp_path: Path) -> None:
    runs = known_from(kept(tmp_path, "de scholen, het schoolplein"))
    runs.learn({"scholen,", "schoolplein", "de"})
    assert runs.having(["school", "~school"]) == {"scholen,", "schoolplein"}


def test_what_is_new_is_analysed_and_told_once(tmp_path: Path) -> None:
    runs = known_from(kept(tmp_path, "de school"))
    runs.analyse("de scholen")
    assert runs.analysed() == [AnalysedRun("scholen", "school =scholen", "")]
    assert not runs.analysed()


@pytest.mark.parametrize("damage", [b"", b"rommel" * 1000, b"SQLite format 3\0" + b"x" * 5000, None])
def test_a_file_that_cannot_be_read_is_begun_anew(tmp_path: Path, damage: bytes | None) -> None:
    file = kept(tmp_path, TEXT)
    file.unlink() if damage is None else file.write_bytes(damage)
    assert known_from(file).analyse(TEXT) == analyse(TEXT)
    runs = known_from(kept(tmp_path, TEXT))
    assert runs.analyse(TEXT) == analyse(TEXT)
    assert not runs.analysed()


def test_a_file_that_cannot_be_written_is_begun_anew(tmp_path: Path) -> None:
    """No run ends for it, and no page: a header of another format is an "operational" error to SQLite."""
    file = kept(tmp_path, TEXT)
    header = bytearray(file.read_bytes())
    header[47] = 9
    file.write_bytes(header)
    kept(tmp_path, "andere woorden")
    assert not file.exists()
    runs = known_from(kept(tmp_path, TEXT))
    assert runs.analyse(TEXT) == analyse(TEXT)
    assert not runs.analysed()


def test_a_folder_that_is_not_there_ends_no_run(tmp_path: Path) -> None:
    kept(tmp_path / "weg", TEXT)


@given(place=st.integers(min_value=0), value=st.integers(0, 255))
@example(place=3968, value=128)  # SQLite repeats the damage in its message, which is no text then
def test_a_changed_byte_never_gives_other_terms(
    tmp_path_factory: pytest.TempPathFactory, place: int, value: int
) -> None:
    """SQLite has no checksums: it hands out what stands there."""
    file = kept(tmp_path_factory.mktemp("words"), TEXT)
    data = bytearray(file.read_bytes())
    data[place % len(data)] = value
    file.write_bytes(data)
    assert known_from(file).analyse(TEXT) == analyse(TEXT)


def test_a_row_that_was_changed_is_not_believed_and_the_file_goes(tmp_path: Path) -> None:
    file = kept(tmp_path, TEXT)
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute("UPDATE known SET words = 'onzin =onzin' WHERE run = 'scholen'")
    assert known_from(file).analyse(TEXT) == analyse(TEXT)
    assert not file.exists()


def test_nobody_waits_for_who_writes(tmp_path: Path) -> None:
    file = kept(tmp_path, TEXT)
    with closing(sqlite3.connect(file)) as writing:
        writing.execute("BEGIN EXCLUSIVE")
        runs = known_from(file)
        assert runs.analyse(TEXT) == analyse(TEXT)
        assert runs.analysed()
    assert file.exists()
    assert runs.analyse("de scholen")


def test_a_writer_that_was_killed_leaves_a_file_that_goes_on(tmp_path: Path) -> None:
    script = """if True:
        import os, sqlite3, sys
        opened = sqlite3.connect(sys.argv[1])
        opened.execute("PRAGMA cache_size = 1")
        opened.execute("BEGIN")
        opened.executemany("INSERT INTO known VALUES (?, '', '', 0)", ((f"x{n}",) for n in range(5000)))
        os.kill(os.getpid(), 9)
    """
    file = kept(tmp_path, TEXT)
    subprocess.run([sys.executable, "-c", script, str(file)], check=False)
    assert (tmp_path / f"{word_cache.FILE_NAME}-journal").exists()
    assert known_from(file).analyse(TEXT) == analyse(TEXT)
    runs = known_from(kept(tmp_path, "en verder"))
    assert runs.analyse(f"{TEXT} en verder x1") == analyse(f"{TEXT} en verder x1")
    assert [known.run for known in runs.analysed()] == ["x1"]


def test_memory_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_cache, "MAX_RUNS_IN_MEMORY", 3)
    first = word_cache.of(tmp_path)
    assert word_cache.of(tmp_path) is first
    first.analyse("vier woorden zijn genoeg")
    assert word_cache.of(tmp_path) is not first


@pytest.mark.django_db
def test_a_search_analyses_no_word_of_the_archive() -> None:
    search.rebuild()
    word_cache._kept.cache_clear()  # as in a process that just started
    found = run(Plan(query=parse("minister").query)).rows
    runs = word_cache.of_archive()
    assert len(found) > 5
    assert len(runs.known) > 100
    assert not runs.analysed()
