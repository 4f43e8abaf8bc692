"""The embedded PostgreSQL: starts at the first connection, for several processes at once, and after a
crash.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from kamerarchief.embedded.server import remove_stale_pid
from tests.conftest import ROOT

COUNT = (
    "from django.db import connection; c = connection.cursor(); c.execute('SELECT 41 + 1'); "
    "print('answer', c.fetchone()[0])"
)


def shell(home: Path, code: str = COUNT) -> subprocess.Popen[str]:
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {
        "KAMERARCHIEF_VAR": str(home)
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "shell", "-v0", "-c", code],
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def answers(process: subprocess.Popen[str]) -> bool:
    out, err = process.communicate(timeout=90)
    assert process.returncode == 0, err
    return "answer 42" in out


def postmaster(home: Path) -> int | None:
    file = home / "postgres" / "postmaster.pid"
    return int(file.read_text().split("\n")[0]) if file.exists() else None


@pytest.mark.slow
def test_it_starts_by_itself_and_the_last_process_stops_it(tmp_path: Path) -> None:
    assert answers(shell(tmp_path))
    assert postmaster(tmp_path) is None


@pytest.mark.slow
def test_several_processes_at_once(tmp_path: Path) -> None:
    processes = [shell(tmp_path) for _ in range(3)]
    assert all(answers(process) for process in processes)


@pytest.mark.slow
def test_it_comes_back_after_a_crash(tmp_path: Path) -> None:
    process = shell(tmp_path, COUNT.replace("[0])", "[0], flush=True)") + "; import time; time.sleep(60)")
    assert process.stdout
    assert "answer 42" in process.stdout.readline()
    pid = postmaster(tmp_path)
    process.kill()
    process.communicate()
    assert pid is not None
    server = psutil.Process(pid)
    for process_of_server in [server, *server.children(recursive=True)]:
        with contextlib.suppress(psutil.NoSuchProcess):
            process_of_server.kill()
    assert postmaster(tmp_path) == pid
    assert answers(shell(tmp_path))


def test_a_pid_file_of_another_program_is_removed(tmp_path: Path) -> None:
    file = tmp_path / "postmaster.pid"
    for stale in (f"{os.getpid()}\n{tmp_path}\n", "999999999\n", "rommel", ""):
        file.write_text(stale)
        remove_stale_pid(tmp_path)
        assert not file.exists()
    remove_stale_pid(tmp_path)


@pytest.mark.slow
def test_a_process_that_was_killed_does_not_keep_it_running(tmp_path: Path) -> None:
    process = shell(tmp_path, COUNT.replace("[0])", "[0], flush=True)") + "; import time; time.sleep(60)")
    assert process.stdout
    assert "answer 42" in process.stdout.readline()
    process.kill()
    process.communicate()
    assert postmaster(tmp_path)
    assert answers(shell(tmp_path))
    assert postmaster(tmp_path) is None
