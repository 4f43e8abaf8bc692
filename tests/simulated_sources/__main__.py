"""`make watch-harvest`: an empty archive fills itself from simulated sources, before your eyes, in a minute
or two.

What the sources have happens in steps, as in a week of the Chamber; after each the harvest runs, and what the
archive says of one set is shown.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.archives import Archive
from tests.conftest import ROOT

from .app import App
from .chamber import Chamber, case, faction, member, paper
from .scenario import Publication, scenario
from .served import served

PAPERS = 300
CASE = "2024Z75900"
OF_SET = (
    "from questions.models import *; s = Inquiry.objects.filter(case_number='" + CASE + "').first(); "
    "print('  het archief zegt:', s and f'{s.title} | {s.get_status_display()} | "
    "{s.documents.count()} documenten | {s.questions.count()} vragen | '"
    " + ', '.join(str(a.member or a) + ' (' + str(a.party) + ')' for a in s.askers.all()))"
)


def main() -> None:
    papers = scenario(PAPERS)
    chamber = papers.chamber = Chamber()
    party = faction(chamber, "GroenLinks-PvdA", "GroenLinks en Partij van de Arbeid")
    asker = member(chamber, "Rijsbosch", "Nadia", None, (party, "2023-12-06", None))
    with tempfile.TemporaryDirectory() as home, served(App(papers)) as settings:
        archive = Archive(Path(home) / "var")
        archive.environment |= settings | {"HARVEST_FILES_SECONDS": "0.02"}
        told: list[tuple[str, Callable[[], object]]] = [
            (f"De bronnen hebben {PAPERS} publicaties.", lambda: None),
            ("Een lid dient vragen in.", lambda: _put(chamber, asker)),
            ("De minister antwoordt; de Tweede Kamer noemt de brief.", lambda: _answered(chamber)),
            ("Het antwoord wordt officieel gepubliceerd.", lambda: papers.publications.append(_official())),
            ("De publicatie wordt verbeterd.", lambda: _corrected(papers.publications[-1])),
            ("Er gebeurt niets.", lambda: None),
        ]
        _manage(archive, "harvest", "--plan")
        for what, happens in told:
            happens()
            _say(f"\n== {what}")
            _manage(archive, "harvest")
            _manage(archive, "shell", "-v0", "-c", OF_SET)


def _put(chamber: Chamber, asker: object) -> None:
    today = str(dt.date(2024, 2, 5))
    case(
        chamber,
        CASE,
        "De nachttrein",
        today,
        [(asker, "GroenLinks-PvdA")],
        "minister van Infrastructuur en Waterstaat",
    )


def _answered(chamber: Chamber) -> None:
    put = next(thing for thing in chamber.of("Zaak") if thing.values["nummer"] == CASE)
    paper(chamber, "2024D11000", "Antwoord schriftelijke vragen", "2024-03-14", [put])


def _official() -> Publication:
    return Publication(int(CASE[5:]) - 70000, dt.date.today())


def _corrected(publication: Publication) -> None:
    publication.version, publication.modified_on = 2, dt.date.today()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _manage(archive: Archive, *arguments: str) -> None:
    """As a person would, with its progress on the screen."""
    if arguments[0] == "harvest":
        _say(f"$ manage.py {' '.join(arguments)}")
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    subprocess.run(command, env=archive.environment, check=True)  # noqa: S603  our own command


if __name__ == "__main__":
    main()
