"""Real harvests against a real server on this machine, killed in the midst of it, and two at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

from tests.archives import Archive
from tests.simulated_sources import App
from tests.simulated_sources.chamber import FEED, ODATA
from tests.simulated_sources.scenario import scenario

pytestmark = pytest.mark.slow
PAPERS = 40
KNOWN = (
    "from questions.models import *; "
    "print('known', Inquiry.objects.count(), RemoteDocument.objects.filter(state='wanted').count())"
)


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def app() -> App:
    return App(scenario(PAPERS))


@pytest.fixture
def served(app: App) -> Iterator[WSGIServer]:
    server = make_server("127.0.0.1", 0, app, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def archive(served: WSGIServer, tmp_path: Path) -> Archive:
    made = Archive(tmp_path / "var")
    address = f"http://127.0.0.1:{served.server_port}"
    made.environment |= {
        "HARVEST_CONTACT": "proef@archief.example",
        "HARVEST_SEARCH_URL": f"{address}/sru",
        "HARVEST_FILES_URL": address,
        "HARVEST_FEED_URL": f"{address}{FEED}",
        "HARVEST_ODATA_URL": f"{address}{ODATA}",
        "HARVEST_CHAMBER_SECONDS": "0",
        "HARVEST_SEARCH_SECONDS": "0",
        "HARVEST_FILES_SECONDS": "0.02",
    }
    return made


def known(archive: Archive) -> str:
    printed = archive.run("shell", "-v0", "-c", KNOWN)
    return next(line for line in printed.splitlines() if line.startswith("known"))


def test_a_harvest_that_is_killed_anywhere_is_finished_by_the_next(archive: Archive, app: App) -> None:
    for last in (3, 60, 90):
        reached = threading.Event()
        app.requests.clear()
        app.fault = lambda _path, count, answer, last=last, reached=reached: (
            reached.set() if count >= last else None,
            answer,
        )[1]
        process = archive.start("harvest")
        reached.wait(60)
        archive.kill(process)
    app.fault = lambda _path, _count, answer: answer
    printed = archive.run("harvest")
    assert "0 wachten" in printed
    assert known(archive) == f"known {PAPERS} 0"
    assert archive.strays() == []


def test_two_at_once_leave_each_other_alone(archive: Archive, app: App) -> None:
    processes = [archive.start("harvest") for _ in range(2)]
    printed = []
    for process in processes:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        printed.append(out)
    archive.run("harvest")
    assert known(archive) == f"known {PAPERS} 0"
    asked = [path for path in app.requests if path.endswith(".xml")]
    assert len(asked) == len(set(asked)) == PAPERS
