"""Real harvests against a real server on this machine, killed in the midst of it, and two at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archives import Archive, rows
from tests.simulated_sources import App
from tests.simulated_sources.scenario import scenario
from tests.simulated_sources.served import served

pytestmark = pytest.mark.slow
PAPERS = 40
KNOWN = (
    "from questions.models import *; "
    "print('known', Inquiry.objects.count(), RemoteDocument.objects.filter(state='wanted').count())"
)


@pytest.fixture
def app() -> App:
    return App(scenario(PAPERS))


@pytest.fixture
def archive(app: App, tmp_path: Path) -> Iterator[Archive]:
    made = Archive(tmp_path / "var")
    with served(app) as settings:
        made.environment |= settings | {"HARVEST_FILES_SECONDS": "0.02"}
        yield made


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


def test_two_harvests_an_ingest_and_an_editor_lose_nothing(
    archive: Archive, app: App, tmp_path: Path
) -> None:
    """The editor corrects the subject of one set, again and again, while the others write."""
    archive.run("harvest", "--limit", "1")
    file = tmp_path / "sets.jsonl"
    file.write_text(rows(200))
    others = [archive.start("harvest"), archive.start("harvest"), archive.start("ingest", str(file))]
    editor = archive.start("shell", "-v0", "-c", EDITING)
    for process in (*others, editor):
        _, err = process.communicate(timeout=240)
        assert process.returncode == 0, err
    archive.run("harvest")
    printed = archive.run("shell", "-v0", "-c", COUNTED)
    assert f"counted {PAPERS + 100} 0 onderwerp 9 False" in printed


EDITING = """
from django.contrib.auth.models import User
from questions.editing.corrections import record
from questions.models import Inquiry
from questions.vocabulary.places import Place
editor = User.objects.create_user("redacteur")
for number in range(10):
    record(Inquiry.objects.order_by("pk")[0], {Place("", "subject"): f"onderwerp {number}"}, editor, "proef")
"""
COUNTED = """
from questions import search
from questions.models import *
print("counted", Inquiry.objects.count(), RemoteDocument.objects.filter(state="wanted").count(),
      Inquiry.objects.order_by("pk")[0].subject, bool(search.check()))
"""
