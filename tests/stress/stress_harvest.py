"""A harvest that is killed at any of its requests ends as if it had not been."""

from __future__ import annotations

import random
import threading
from pathlib import Path

from tests.archives import Archive
from tests.simulated_sources import App
from tests.simulated_sources.app import Answer
from tests.simulated_sources.chamber import case, faction, member, paper
from tests.simulated_sources.scenario import Scenario, scenario
from tests.simulated_sources.served import served

from .conftest import Note

PAPERS = 25
CASES = 6
KILLS = 40  # of some 250 requests; tests/harvesting/test_chamber.py breaks off at any of them


def sources() -> Scenario:
    """Some papers, and cases of a member that have a paper each."""
    made = scenario(PAPERS)
    party = faction(made.chamber, "SP", "Socialistische Partij")
    asker = member(made.chamber, "Terlaak", "Bente", None, (party, "2021-03-31", None))
    for number in range(CASES):
        put = case(
            made.chamber,
            f"2024Z7500{number}",
            f"Zaak {number}",
            "2024-02-05",
            [(asker, "SP")],
            "minister van Defensie",
        )
        paper(made.chamber, f"2024D1000{number}", "Antwoord schriftelijke vragen", "2024-03-01", [put])
    return made


def test_killed_at_any_request(tmp_path: Path, note: Note) -> None:
    app = App(sources())
    archive = Archive(tmp_path / "var")
    with served(app) as settings:
        archive.environment |= settings
        for _ in range(2):
            archive.run("harvest")
        right, requests = archive.digest(), len(app.requests)
        numbers = random.Random(4).sample(range(1, requests + 1), KILLS)
        lost = sum(killed_at(number, app, archive) != right for number in numbers)
    note("a harvest killed at one of its requests", KILLS, f"{lost} other archives")
    assert not lost


def killed_at(number: int, app: App, archive: Archive) -> str:
    """What the archive says when a harvest was killed as it sent a request, and another came after it."""
    archive.empty()
    app.requests.clear()
    reached = threading.Event()

    def fault(_path: str, count: int, answer: Answer) -> Answer:
        if count >= number:
            reached.set()
        return answer

    app.fault = fault
    process = archive.start("harvest")
    reached.wait(60)
    archive.kill(process)
    app.fault = lambda _path, _count, answer: answer
    for _ in range(2):
        archive.run("harvest")
    return archive.digest()
