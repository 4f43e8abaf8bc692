"""The index follows the database, is made anew when it must be, and proves that both agree."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.test import Client

from questions import search
from questions.language.syntax import parse
from questions.models import Inquiry, SearchChange
from questions.search.index import locking, ownership, storage, sync, word_cache, writer
from questions.search.query.matching import Matching
from questions.search.query.plan import Plan

Find = Callable[..., list[str]]
pytestmark = pytest.mark.django_db


def rename(key: str, subject: str) -> Inquiry:
    inquiry = Inquiry.objects.get(key=key)
    inquiry.subject = subject
    inquiry.save()
    inquiry.touch()
    return inquiry


def test_sync_takes_in_what_changed(found: Find) -> None:
    search.sync()
    rename("2024Z99103", "ansichtkaarten van hunebedden")
    assert search.check().outdated
    assert search.sync() == 1
    assert found("hunebedden") == ["2024Z99103"]
    assert not search.check()


def test_words_of_a_changed_set_are_kept() -> None:
    rename("2024Z99103", "Hunebeddenkaarten, ongekende")
    search.sync()
    words = word_cache.Recaller(storage.current() / word_cache.FILE_NAME)(
        {"hunebeddenkaarten,", "ongekende", "nergens"}
    )
    assert {known.run for known in words} == {"hunebeddenkaarten,", "ongekende"}


def test_a_set_that_is_gone_leaves_the_index(found: Find) -> None:
    inquiry = Inquiry.objects.get(key="2024Z99103")
    SearchChange.objects.create(inquiry_id=inquiry.pk)
    pk = inquiry.pk
    inquiry.delete()
    assert search.check().surplus == [pk]
    search.sync()
    assert "2024Z99103" not in found("")
    assert not search.check()


def test_a_set_that_the_index_lacks_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    Inquiry.objects.create(key="2024Z99999", case_number="2024Z99999")  # without a change row
    assert len(search.check().missing) == 1
    with pytest.raises(SystemExit):
        call_command("index", "--check")
    assert "2024Z99999: ontbreekt in de index" in capsys.readouterr().out


def test_nothing_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    search.rebuild()
    folder, before = storage.current(), storage.state_of(storage.current())
    call_command("index")
    after = storage.state_of(folder)
    assert storage.current() == folder
    assert after.fingerprint == before.fingerprint
    assert after.position >= before.position
    assert not search.check()


def test_rebuild_swaps(found: Find) -> None:
    old = storage.current()
    reading = Matching(Plan(query=parse("nachttrein").query), storage.open_index().sets)
    assert reading.count() == 1
    search.rebuild()
    assert storage.current() != old
    assert not old.exists()
    addresses, _ = reading.page(0, 10)
    assert len(addresses) == 1  # who was reading goes on with what is gone from the disk
    assert found("nachttrein") == ["2024Z99101"]
    assert not search.check()


@pytest.mark.parametrize("damage", ["meta", "state", "current", "store", "version", "gone"])
def test_a_damaged_or_outdated_index_is_noticed_and_made_anew(client: Client, damage: str) -> None:
    folder = storage.current()
    if damage == "meta":
        (folder / "sets" / "meta.json").write_text("rommel")
    elif damage == "state":
        (folder / "state.json").write_text("rommel")
    elif damage == "current":
        (storage.home() / "current").write_text("../../etc")
    elif damage == "store":
        for file in (folder / "questions").glob("*.idx"):
            file.unlink()
    elif damage == "version":
        (folder / "state.json").write_text(json.dumps({"fingerprint": "oud", "position": 1}))
    else:
        (storage.home() / "current").unlink()
    storage.forget()
    with pytest.raises(search.IndexMissing):
        storage.open_index()
    assert "2024Z99101" in client.get("/zoeken/?q=nachttrein").content.decode()
    assert not search.check()


def test_a_large_archive_says_that_its_index_is_being_made(
    client: Client, monkeypatch: pytest.MonkeyPatch, started: list[list[str]]
) -> None:
    monkeypatch.setattr(sync, "SMALL_ARCHIVE_SETS", 0)
    (storage.home() / "current").unlink()
    response = client.get("/zoeken/?q=nachttrein")
    assert response.status_code == 503
    assert "opnieuw gemaakt" in response.content.decode()
    assert response["Retry-After"]
    assert client.get("/").status_code == client.get("/zoeken/hulp/").status_code == 200
    assert len(started) == 1, "who comes second waits"


def test_one_writer_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "COMMAND_PATIENCE_SECONDS", 0.1)
    with locking.only_writer(), pytest.raises(TimeoutError, match="in gebruik"):
        search.rebuild()
    with locking.only_writer(), pytest.raises(CommandError, match="in gebruik"):
        call_command("index", "--rebuild")


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that were started as processes of their own."""
    commands: list[list[str]] = []
    monkeypatch.setattr(sync.subprocess, "Popen", lambda command, **_: commands.append(command))
    return commands


def test_a_form_does_not_wait_for_another_process_that_writes(
    monkeypatch: pytest.MonkeyPatch, started: list[list[str]]
) -> None:
    """Who waits in its place is one process, whatever is saved meanwhile."""
    monkeypatch.setattr(sync, "PAGE_PATIENCE_SECONDS", 0.1)
    rename("2024Z99103", "ansichtkaarten van hunebedden")
    with locking.only_writer():
        search.follow()
        assert [command[-1] for command in started] == ["index"]
        with (storage.home() / locking.WAITING_LOCK).open("w") as waiting:
            assert locking._locked(waiting)
            search.follow()
        assert len(started) == 1
    assert search.check().outdated
    assert not locking.is_awaited()
    search.follow()
    assert len(started) == 1
    assert not search.check()


def test_what_changes_much_is_taken_in_by_a_process_of_its_own(
    monkeypatch: pytest.MonkeyPatch, started: list[list[str]]
) -> None:
    monkeypatch.setattr(sync, "FEW_CHANGES", 0)
    rename("2024Z99103", "ansichtkaarten van hunebedden")
    search.follow()
    assert search.check().outdated
    assert [command[-1] for command in started] == ["index"]


def test_a_search_does_not_wait_for_another_process_that_makes_the_index(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "PAGE_PATIENCE_SECONDS", 0.1)
    (storage.home() / "current").unlink()
    with locking.only_writer():
        assert client.get("/zoeken/?q=nachttrein").status_code == 503


def test_who_waited_for_another_process_finds_the_index_made(monkeypatch: pytest.MonkeyPatch) -> None:
    (storage.home() / "current").unlink()
    only_writer, made = locking.only_writer, []

    @contextmanager
    def busy(patience: float | None = None, _waiting: object = None) -> Iterator[None]:
        with only_writer(patience):
            sync._rebuild(lambda _count: None, is_sparing=True)
            made.append(storage.current())
            yield

    monkeypatch.setattr(locking, "only_writer", busy)
    search.sync()
    assert [storage.current()] == made
    assert not search.check()


def test_an_index_that_is_too_far_behind_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    rename("2024Z99103", "ansichtkaarten van hunebedden")
    newest = SearchChange.objects.latest("id")
    SearchChange.objects.exclude(pk=newest.pk).delete()
    SearchChange.objects.filter(pk=newest.pk).update(transaction=newest.transaction + 10)
    folder = storage.current()
    search.sync()
    assert storage.current() != folder
    assert not search.check()


def test_what_is_made_anew_ends_as_one_segment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every search looks at each segment; eight of like size are merged."""
    monkeypatch.setattr(sync, "MAX_SEGMENT_ROWS", 3)
    search.rebuild()
    assert storage.open_index().sets.searcher.num_segments == 1
    assert not search.check()


@pytest.mark.parametrize(
    ("rows", "segments"), [(0, 1), (16_800, 1), (16_801, 8), (100_000, 8), (700_000, 64), (2_000_000, 512)]
)
def test_into_how_many_segments_an_index_is_cut(rows: int, segments: int) -> None:
    assert sync._segments(rows) == segments


def test_old_changes_are_pruned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync, "MAX_CHANGE_ROWS", 3)
    for _ in range(6):
        rename("2024Z99103", "hunebedden")
    search.sync()
    assert SearchChange.objects.count() <= 4


def test_a_writer_that_was_killed_before_its_commit_leaves_no_trace(found: Find) -> None:
    rename("2024Z99103", "ansichtkaarten van hunebedden")
    killed = writer.Writer(storage.current(), dict.fromkeys(storage.UNITS, 20_000_000))
    killed.remove(Inquiry.objects.get(key="2024Z99101").pk)
    del killed
    assert found("nachttrein") == ["2024Z99101"]
    search.sync()
    assert found("hunebedden") == ["2024Z99103"]
    assert not search.check()


def test_a_kill_between_the_two_commits_is_caught_up(found: Find, monkeypatch: pytest.MonkeyPatch) -> None:
    rename("2024Z99103", "ansichtkaarten van hunebedden")
    monkeypatch.setattr(storage, "write_state", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        search.sync()
    monkeypatch.undo()
    search.sync()
    assert found("hunebedden") == ["2024Z99103"]
    assert not search.check()


def test_the_folder_is_that_of_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(django_settings, "SEARCH_DIR", str(tmp_path / "elders"))
    search.sync()
    assert (tmp_path / "elders" / "current").exists()


def test_an_index_of_another_database_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup that was put back in a new cluster: numbers of transactions begin again there, so changes
    would be missed.
    """
    search.ensure()
    folder = storage.current()
    SearchChange.objects.create(inquiry_id=Inquiry.objects.first().pk, transaction=1 << 60)
    state = storage.state_of(folder)
    storage.write_state(folder, replace(state, position=1 << 60))
    storage.forget()
    with pytest.raises(ownership.OtherDatabase):
        sync._own_state()
    search.ensure()
    assert storage.current() != folder
    assert storage.state_of(storage.current()).position < 1 << 60
    assert not SearchChange.objects.filter(transaction=1 << 60).exists()
    assert search.sync() == 0


def test_what_is_no_index_is_left_alone() -> None:
    """The folder may be one in which somebody keeps other things."""
    kept = storage.home() / "backup"
    kept.mkdir()
    (kept / "state.json").write_text("{}")
    sync.rebuild()
    assert kept.is_dir()
    assert len([f for f in storage.home().iterdir() if storage.GENERATION.fullmatch(f.name)]) == 1
    shutil.rmtree(kept)
