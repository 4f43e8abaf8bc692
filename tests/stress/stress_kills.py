"""Real kills of ingest, index and rebuild at moments by chance: the end is as if there had been none."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.archives import Archive, rows

from .conftest import Note

ROUNDS = 12
KILLS_PER_ROUND = 5
DOCUMENTS = 800
SIGNALS = (signal.SIGKILL, signal.SIGKILL, signal.SIGKILL, signal.SIGTERM)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive(tmp_path_factory.mktemp("kills") / "var")


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("input") / "sets.jsonl"
    file.write_text(rows(DOCUMENTS))
    return file


@pytest.fixture(scope="module")
def undisturbed(archive: Archive, documents: Path) -> str:
    archive.empty()
    archive.run("ingest", "--jobs", "1", str(documents))
    return archive.digest()


def disturbed(archive: Archive, chance: random.Random, command: list[str]) -> list[psutil.Process]:
    """Starts a command, kills it or its whole group after a while, and gives the processes that it had."""
    process = archive.start(*command)
    time.sleep(chance.uniform(0.3, 3.5))
    family: list[psutil.Process] = []
    with suppress(psutil.NoSuchProcess):
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    number = chance.choice(SIGNALS)
    with suppress(ProcessLookupError):
        if chance.random() < 0.5:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
    try:
        _, err = process.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
        _, err = process.communicate()
        raise AssertionError(f"{command} goes on after {number!r}") from None
    assert number is signal.SIGKILL or "Traceback" not in err, err
    return [one for one in family if "postgres" not in _name(one)]


def _name(process: psutil.Process) -> str:
    try:
        return process.name()
    except psutil.Error:
        return ""


def test_kills(archive: Archive, documents: Path, undisturbed: str, note: Note) -> None:
    chance = random.Random(19)
    commands = [
        ["ingest", "--jobs", "2", str(documents)],
        ["ingest", "--jobs", "1", str(documents)],
        ["ingest", "--jobs", "2", str(documents)],
        ["index", "--rebuild"],
        ["index"],
    ]
    kills = 0
    for _ in range(ROUNDS):
        archive.empty()
        family: list[psutil.Process] = []
        for command in commands[:KILLS_PER_ROUND]:
            family += disturbed(archive, chance, command)
            kills += 1
        archive.run("ingest", "--jobs", "2", str(documents))
        assert archive.digest() == undisturbed
        assert archive.strays() == []
        _, alive = psutil.wait_procs(family, timeout=30)
        assert alive == []
    note("kills of ingest, index and rebuild", kills, "0 rows, files, findings or processes differ")
