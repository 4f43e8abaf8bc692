"""The files of an index: which generation is live, what makes one unusable, and who may write."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from questions.search import IndexMissing
from questions.search.index import locking, storage
from questions.search.index.storage import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder() -> Path:
    storage.open_index()
    return storage.current()


def test_the_state_comes_back(folder: Path) -> None:
    state = storage.state_of(folder)
    files = {"sets/a.idx": (1, 2, 3)}
    for changed in (State(state.fingerprint, 12345), State(state.fingerprint, 1, (4, 5), files)):
        storage.write_state(folder, changed)
        assert storage.state_of(folder) == changed


@pytest.mark.parametrize(
    "text",
    ["", "rommel", "[]", "{}", '{"fingerprint": "%"}', '{"fingerprint": "%", "position": "veel"}',
     '{"fingerprint": "%", "position": 1, "newest": [1], "files": {}}',
     '{"fingerprint": "%", "position": 1, "newest": null, "files": []}'],
)  # fmt: skip
def test_a_damaged_state_is_no_index(folder: Path, text: str) -> None:
    (folder / "state.json").write_text(text.replace("%", storage.fingerprint()))
    with pytest.raises(IndexMissing, match="beschadigd"):
        storage.state_of(folder)


def test_the_index_of_another_version_is_none(folder: Path) -> None:
    (folder / "state.json").write_text(json.dumps({"fingerprint": "oud", "position": 1}))
    with pytest.raises(IndexMissing, match="andere versie"):
        storage.state_of(folder)


@pytest.mark.parametrize("name", ["", "../../etc", "/etc", "nergens", "a/b", "."])
def test_what_is_no_generation(folder: Path, name: str) -> None:
    (storage.home() / "current").write_text(name)
    if name == ".":
        assert storage.current() == storage.home()
        return
    with pytest.raises(IndexMissing):
        storage.current()


def test_where_nothing_is_there_is_no_index(settings: object, tmp_path: Path) -> None:
    settings.SEARCH_DIR = str(tmp_path / "nergens")
    with pytest.raises(IndexMissing, match="nog geen"):
        storage.current()


def test_a_file_in_the_place_of_the_folder(settings: object, tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("x")
    settings.SEARCH_DIR = str(tmp_path / "bestand")
    with pytest.raises(IndexMissing):
        storage.current()


def test_the_index_stays_open_while_nothing_changes(folder: Path) -> None:
    assert storage.open_index() is storage.open_index()


def test_a_change_opens_it_anew(folder: Path) -> None:
    before = storage.open_index()
    storage.write_state(folder, storage.state_of(folder))
    after = storage.open_index()
    assert after.folder == before.folder
    assert after.changed != before.changed


def test_the_one_that_is_finished_takes_the_place_of_the_other(folder: Path) -> None:
    newer = storage.home() / f"{storage.fingerprint()}-nieuw"
    newer.mkdir()
    other = storage.home() / "aantekeningen"
    other.mkdir()
    storage.make_current(newer)
    assert storage.current() == newer
    assert not folder.exists()
    assert other.is_dir(), "what is no generation is left alone"


def test_no_half_written_file_is_left(folder: Path) -> None:
    storage.write_state(folder, storage.state_of(folder))
    assert [file.name for file in folder.iterdir() if "state" in file.name] == ["state.json"]


def test_a_damaged_folder_says_so(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text("rommel")
    with pytest.raises(IndexMissing, match="beschadigd"):
        storage.open_unit_index(tmp_path)


def test_one_writer_at_a_time() -> None:
    with locking.only_writer(), pytest.raises(TimeoutError, match="in gebruik"), locking.only_writer(0.05):
        pass


def test_who_wrote_lets_go() -> None:
    with locking.only_writer():
        pass
    with locking.only_writer(0.05):
        pass


def test_a_writer_that_failed_lets_go() -> None:
    with pytest.raises(ZeroDivisionError), locking.only_writer():
        raise ZeroDivisionError
    with locking.only_writer(0.05):
        pass


def test_nobody_waits_in_its_place() -> None:
    assert not locking.is_awaited()


def test_both_units_have_an_index(folder: Path) -> None:
    opened = storage.open_index()
    assert opened.sets.searcher.num_docs > 0
    assert opened.questions.searcher.num_docs > opened.sets.searcher.num_docs
    assert {name for name in storage.UNITS if (folder / name).is_dir()} == set(storage.UNITS)


def test_who_waits_is_seen_although_another_looks() -> None:
    """Who looks whether somebody waits takes the lock for a moment."""
    seen: list[bool] = []

    def waiting(_count: int) -> None:
        looks.close()
        seen.append(locking.is_awaited())
        if len(seen) > 3:
            raise KeyboardInterrupt

    with locking.only_writer(), (storage.home() / locking.WAITING_LOCK).open("w") as looks:
        assert locking._locked(looks)
        with pytest.raises(KeyboardInterrupt), locking.only_writer(waiting=waiting):
            pass
    assert seen[-1]
