"""A damaged file is noticed, answered with 503, and the index is made anew; a panic is never passed on."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tantivy
from django.core.management import CommandError, call_command
from django.test import Client

from questions import search
from questions.models import Inquiry, SearchChange
from questions.search.index import integrity, locking, ownership, storage, sync
from questions.search.index.searcher import EngineFailure, Searcher
from questions.search.index.writer import Writer
from questions.search.page.run import run
from questions.search.query.plan import Plan
from tests.conftest import DOCUMENTS
from tests.damage import flip_bits

pytestmark = pytest.mark.django_db
SUFFIXES = ("fast", "store", "pos", "term", "idx", "fieldnorm")


@pytest.fixture
def folder() -> Path:
    """Of the live generation; what is watched is looked at anew."""
    search.ensure()
    return storage.open_index().folder


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """An archive whose index is not made while someone waits; how often one was to be made."""
    started: list[int] = []
    monkeypatch.setattr(sync, "SMALL_ARCHIVE_SETS", 0)
    monkeypatch.setattr(sync, "_start_apart", lambda: started.append(1))
    yield started


def flip(folder: Path, suffix: str, bits: int = 200) -> None:
    """Bits in the files of both units, as a bad disk does."""
    files = sorted(folder.rglob(f"*.{suffix}"))
    assert files
    flip_bits(files, bits, random.Random(4))


def watched() -> None:
    """As if a second had passed."""
    storage._unharmed.cache_clear()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_flipped_bits_are_noticed_and_the_index_is_made_anew(
    client: Client, folder: Path, suffix: str
) -> None:
    before = client.get("/zoeken/?q=nachttrein").content
    flip(folder, suffix)
    watched()
    assert client.get("/zoeken/?q=nachttrein").content == before
    assert storage.current() != folder
    assert not search.check()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_large_archive_says_so_until_it_is_made(
    client: Client, folder: Path, suffix: str, large: list[int]
) -> None:
    flip(folder, suffix)
    watched()
    response = client.get("/zoeken/?q=nachttrein")
    assert response.status_code == 503
    assert response["Retry-After"]
    assert large == [1]
    assert client.get("/healthz").status_code == 503
    search.sync()
    assert client.get("/zoeken/?q=nachttrein").status_code == 200
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_check_reads_all_files(folder: Path, suffix: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Also where a disk changed the bytes and not the time."""
    for file in folder.rglob(f"*.{suffix}"):
        times = file.stat().st_atime_ns, file.stat().st_mtime_ns
        place = file.stat().st_size // 2
        with file.open("r+b") as opened:
            opened.seek(place)
            before = opened.read(1)[0]
            opened.seek(place)
            opened.write(bytes([before ^ 1]))
        os.utime(file, ns=times)
    watched()
    with pytest.raises(CommandError, match="beschadigd"):
        call_command("index", "--check")
    call_command("index")
    call_command("index", "--check")
    assert "komen overeen" in capsys.readouterr().out


def test_a_file_that_is_gone_is_damage(folder: Path) -> None:
    next(iter(folder.rglob("*.store"))).unlink()
    watched()
    with pytest.raises(search.IndexMissing, match="beschadigd"):
        storage.open_index()


def test_another_time_alone_is_no_damage(folder: Path) -> None:
    """An index that was copied from another disk."""
    for file in folder.rglob("*.*"):
        os.utime(file, (1, 1))
    watched()
    assert storage.open_index().folder == folder


def test_a_file_of_another_time_is_read_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in folder.rglob("*.store"):
        os.utime(file, (2, 2))
    assert integrity.damaged(folder, storage.state_of(folder).files) == []
    monkeypatch.setattr(integrity, "_checksum", lambda _file: 1 / 0)
    assert integrity.damaged(folder, storage.state_of(folder).files) == []


def test_every_segment_file_has_a_checksum(folder: Path) -> None:
    files = {str(file.relative_to(folder)) for file in folder.rglob("*.*") if file.suffix[1:] in SUFFIXES}
    assert files == set(storage.state_of(folder).files)


def test_all_is_read_again_after_a_day(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []
    whole = integrity.damaged
    monkeypatch.setattr(
        integrity, "damaged", lambda *a, thorough=False: seen.append(thorough) or whole(*a, thorough=thorough)
    )
    search.sync()
    assert True not in seen
    long_ago = time.time() - 2 * storage.PROVING_SECONDS
    os.utime(folder / storage.PROVEN_FILE, (long_ago, long_ago))
    search.sync()
    assert True in seen


# --- panics -------------------------------------------------------------------------------------------------


class PanicException(BaseException):
    """As the engine's, which cannot be imported."""


class Engine:
    """An engine that fails."""

    num_docs = num_segments = 1

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def search(self, *_arguments: object, **_options: object) -> None:
        raise self.error

    aggregate = doc_freq = fast_field_values = terms_with_prefix = search


ASKED = [
    lambda searcher: searcher.search(tantivy.Query.all_query(), limit=1),
    lambda searcher: searcher.aggregate(tantivy.Query.all_query(), {}),
    lambda searcher: searcher.doc_freq("id", 1),
    lambda searcher: searcher.fast_field_values("id", []),
    lambda searcher: searcher.terms_with_prefix("text", "a", limit=1),
]


@pytest.mark.parametrize("ask", ASKED)
@pytest.mark.parametrize("error", [PanicException("index out of bounds"), ValueError("x"), OSError("x")])
def test_a_failure_on_a_damaged_file_is_a_missing_index(
    folder: Path, ask: object, error: BaseException
) -> None:
    flip(folder, "fast")
    searcher = Searcher(Engine(error), lambda failure: storage.judge(folder, failure))
    with pytest.raises(search.IndexMissing, match="beschadigd"):
        ask(searcher)
    assert (folder / "state.json").read_text() == "{}"


@pytest.mark.parametrize("ask", ASKED)
def test_a_panic_on_files_that_are_whole_is_an_exception(folder: Path, ask: object) -> None:
    searcher = Searcher(Engine(PanicException("x")), lambda failure: storage.judge(folder, failure))
    with pytest.raises(EngineFailure):
        ask(searcher)


def test_what_ends_the_process_is_not_held_up(folder: Path) -> None:
    searcher = Searcher(Engine(KeyboardInterrupt()), lambda failure: storage.judge(folder, failure))
    with pytest.raises(KeyboardInterrupt):
        searcher.doc_freq("id", 1)


def test_an_index_that_panics_when_it_is_opened_is_damaged(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def panic(*_arguments: object, **_options: object) -> None:
        raise PanicException("x")

    monkeypatch.setattr(storage.tantivy, "Index", panic)
    with pytest.raises(search.IndexMissing):
        storage.open_unit_index(folder / "sets")


def test_an_index_that_is_damaged_when_it_is_written_is_made_anew(folder: Path) -> None:
    for suffix in ("term", "idx", "fast"):
        flip(storage.current(), suffix, bits=1000)
    storage.forget()
    Inquiry.objects.get(key="2024Z99103").touch()
    search.sync()
    assert not search.check()
    assert run(Plan()).total > 10


# --- a backup that was put back -------------------------------------------------------------------


def test_fewer_changes_than_the_index_has_seen(folder: Path) -> None:
    newest = SearchChange.objects.latest("id")
    SearchChange.objects.update(transaction=5)
    storage.write_state(folder, storage.State(storage.fingerprint(), 10, (newest.pk, 5)))
    ownership.check_own(folder)
    newest.delete()
    with pytest.raises(ownership.OtherDatabase):
        ownership.check_own(folder)


def test_other_changes_than_the_index_has_seen(folder: Path) -> None:
    newest = SearchChange.objects.latest("id")
    SearchChange.objects.update(transaction=5)
    storage.write_state(folder, storage.State(storage.fingerprint(), 10, (newest.pk, 6)))
    with pytest.raises(ownership.OtherDatabase):
        ownership.check_own(folder)


def test_more_old_changes_than_the_index_has_seen(folder: Path) -> None:
    """A newer backup over an older one."""
    SearchChange.objects.update(transaction=5)
    first = SearchChange.objects.earliest("id")
    storage.write_state(folder, storage.State(storage.fingerprint(), 10, (first.pk, 5)))
    with pytest.raises(ownership.OtherDatabase):
        ownership.check_own(folder)


def test_a_search_notices_it_by_itself(client: Client, folder: Path) -> None:
    state = storage.state_of(folder)
    storage.write_state(folder, storage.State(state.fingerprint, state.position, (1 << 40, 1), state.files))
    ownership._check_own_at.cache_clear()
    assert client.get("/zoeken/?q=nachttrein").status_code == 200
    assert storage.current() != folder


# --- what killed writers left -------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [["index"], ["index", "--rebuild"]])
def test_what_a_killed_rebuild_left_is_taken_away(folder: Path, command: list[str]) -> None:
    stray = storage.home() / f"{storage.fingerprint()}-abcdefgh"
    (stray / "sets").mkdir(parents=True)
    (storage.home() / "current.123").write_text("x")
    (storage.home() / "iets.txt").write_text("x")
    call_command(*command)
    left = {file.name for file in storage.home().iterdir()}
    assert left == {storage.current().name, "current", "iets.txt", "writer.lock", "waiting.lock"}


def test_a_rebuild_that_fails_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sync, "_put_all", full)
    with pytest.raises(CommandError, match="schijf is vol"):
        call_command("index", "--rebuild")
    generations = [file for file in storage.home().iterdir() if storage.GENERATION.fullmatch(file.name)]
    assert generations == [folder]


def test_a_rebuild_that_is_asked_to_stop_leaves_the_index_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import signal

    put_all = sync._put_all

    def interrupted(*arguments: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        put_all(*arguments)

    monkeypatch.setattr(sync, "_put_all", interrupted)
    with pytest.raises(CommandError, match="op verzoek"):
        call_command("index", "--rebuild")
    assert storage.current() == folder
    assert not search.check()


def test_a_commit_does_not_bless_what_was_damaged_meanwhile(folder: Path) -> None:
    flip(folder, "store")
    files = integrity.manifest(folder, storage.UNITS, storage.state_of(folder).files)
    assert files == storage.state_of(folder).files
    assert integrity.damaged(folder, files)


def test_a_commit_does_not_undo_that_a_page_found_damage(folder: Path) -> None:
    writing = Writer(folder, dict.fromkeys(storage.UNITS, 20_000_000))
    storage.mark_damaged(folder)
    with pytest.raises(search.IndexMissing):
        writing.commit(1, None)
    assert (folder / "state.json").read_text() == "{}"


def test_a_rebuild_that_was_killed_is_begun_again_soon(folder: Path, large: list[int]) -> None:
    (storage.home() / sync.REBUILD_STARTED).touch()
    long_ago = time.time() - 2 * sync.START_SECONDS
    os.utime(storage.home() / sync.REBUILD_STARTED, (long_ago, long_ago))
    storage.mark_damaged(folder)
    for _ in range(2):
        with pytest.raises(search.IndexMissing):
            search.ensure()
    assert large == [1]


def test_nobody_begins_what_another_is_at(folder: Path, large: list[int]) -> None:
    storage.mark_damaged(folder)
    with locking.only_writer(), pytest.raises(search.IndexMissing):
        search.ensure()
    assert large == []


def test_who_waits_for_another_hears_of_a_signal() -> None:
    def asked(_count: int) -> None:
        raise KeyboardInterrupt

    with locking.only_writer(), pytest.raises(KeyboardInterrupt), locking.only_writer(60, asked):
        pass


def test_a_disk_that_is_full_is_said_on_the_page(
    client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    storage.mark_damaged(folder)
    monkeypatch.setattr(sync, "_put_all", full)
    answer = client.get("/zoeken/?q=nachttrein")
    assert (answer.status_code, "schijf is vol" in answer.content.decode()) == (503, True)
    assert client.get("/healthz").status_code == 503


@pytest.mark.parametrize("damage", ["not UTF-8", "a folder", "empty"])
def test_a_name_of_the_live_index_that_is_none_is_mended(client: Client, folder: Path, damage: str) -> None:
    file = storage.home() / "current"
    file.unlink()
    if damage == "a folder":
        file.mkdir()
    else:
        file.write_bytes(b"\xff\xfe" if damage == "not UTF-8" else b"")
    assert client.get("/zoeken/?q=nachttrein").status_code == 200
    assert not search.check()


def test_a_folder_that_is_none_is_said(client: Client, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    settings.SEARCH_DIR = str(tmp_path / "file")
    assert client.get("/zoeken/?q=nachttrein").status_code == 503
    assert client.get("/healthz").status_code == 503
    with pytest.raises(CommandError):
        call_command("index")
    with pytest.raises(SystemExit):
        call_command("ingest", str(DOCUMENTS / "jsonl"))


def test_a_folder_that_cannot_be_written_is_no_damage(
    client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(storage.tantivy, "Index", refuse)
    monkeypatch.setattr(storage.os, "access", lambda *_arguments: False)
    monkeypatch.setattr("questions.search.index.locking.only_writer", refuse)
    storage.forget()
    answer = client.get("/zoeken/?q=nachttrein")
    assert (answer.status_code, "geschreven" in answer.content.decode()) == (503, True)
    assert (folder / "state.json").read_text() != "{}"
    search.follow()
