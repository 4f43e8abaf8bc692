"""An invented Chamber, and harvests of it, for the tests of both."""

from __future__ import annotations

import datetime as dt
from typing import Any

import httpx2
from django.utils import timezone

from kamerarchief.stopping import Stop
from questions.harvesting import Wanted, harvest, run
from questions.harvesting.web import Pace, Web
from questions.models import (
    Asker,
    Document,
    HarvestCursor,
    Inquiry,
    Member,
    Membership,
    RemoteDocument,
    RemoteEntity,
    Source,
)
from questions.vocabulary.kinds import Category, RemoteState
from tests.conftest import DOCUMENTS
from tests.simulated_sources import App, Scenario
from tests.simulated_sources.app import Answer
from tests.simulated_sources.chamber import Chamber, case, faction, member, paper

HOST = "http://chamber.example"
LETTER = (
    DOCUMENTS
    / "letter"
    / "Beantwoording Kamervragen van het lid Terlaak (SP) over de maandelijkse sirenetest.docx"
).read_bytes()
MINISTER = "minister van Infrastructuur en Waterstaat"
ERROR = "<Error><Message>An error has occurred.</Message></Error>"


def day(days_ago: int) -> str:
    return str(timezone.localdate() - dt.timedelta(days=days_ago))


class World:
    """Two parties, three members, one of whom went from one to the other, and three sets in three states."""

    def __init__(self) -> None:
        self.chamber = Chamber()
        self.red, self.green = (
            faction(self.chamber, "SP", "Socialistische Partij"),
            faction(self.chamber, "GroenLinks-PvdA", "GroenLinks en Partij van de Arbeid"),
        )
        self.terlaak = member(self.chamber, "Terlaak", "Bente", None, (self.red, "2021-03-31", None))
        self.rijsbosch = member(
            self.chamber, "Rijsbosch", "Nadia", None,
            (self.red, "2021-03-31", "2023-12-05"), (self.green, "2023-12-06", None),
        )  # fmt: skip
        self.vries = member(
            self.chamber, "Zilverberg", "Joost", "van den", (self.red, "2010-01-01", "2012-01-01")
        )
        self.put = case(self.chamber, "2024Z71001", "De brug", day(3),
                        [(self.terlaak, "SP"), (self.rijsbosch, "GroenLinks-PvdA")], MINISTER)  # fmt: skip
        self.postponed = case(
            self.chamber, "2024Z71002", "De kade", day(30), [(self.terlaak, "SP")], MINISTER
        )
        paper(self.chamber, "2024D10002", "Mededeling (uitstel antwoord)", day(8), [self.postponed])
        self.answered = case(
            self.chamber,
            "2024Z99006",
            "De maandelijkse sirenetest",
            "2024-07-05",
            [(self.terlaak, "SP")],
            "minister van Justitie en Veiligheid",
        )
        self.letter = paper(
            self.chamber, "2024D10003", "Antwoord schriftelijke vragen", "2024-07-20", [self.answered], LETTER
        )
        motion = self.chamber.add(
            "Zaak", {"nummer": "2024Z60000", "soort": "Motie", "onderwerp": "Een motie"}
        )
        actor = self.chamber.add("ZaakActor", {"actorNaam": "B. Terlaak", "relatie": "Indiener"}, zaak=motion)
        self.others = [motion, actor]
        self.app = App(Scenario([], self.chamber))


def web(app: App) -> Web:
    """Asks the simulation in this process."""
    return Web("proef", Pace({}), httpx2.WSGITransport(app=app))


def run_once(app: App, stop: Stop | None = None, **options: Any) -> run.Harvest:
    return harvest(web(app), Wanted(**options), stop=stop)


def make_due() -> None:
    """As if the times of all that waits had come."""
    RemoteDocument.objects.filter(state=RemoteState.WANTED).update(next_try_at=timezone.now())


def run_until_quiet(app: App) -> None:
    for _ in range(12):
        done = run_once(app)
        make_due()
        if not (done.problems or done.waiting or done.entities or done.tally.total):
            return


def forget_all() -> None:
    """An archive into which nothing was ever harvested."""
    for model in (Source, Inquiry, RemoteDocument, RemoteEntity, HarvestCursor, Membership, Member):
        model.objects.all().delete()


def state() -> list[list[tuple[Any, ...]]]:
    """All that the archive says of people and cases, whichever way it came."""
    people = Membership.objects.filter(chamber_entities__isnull=False)
    return [
        sorted(map(tuple, rows), key=str)
        for rows in (
            Inquiry.objects.values_list(
                "key", "subject", "submitted_on", "is_answered", "answered_on", "is_postponed", "is_withdrawn"
            ),
            Asker.objects.values_list(
                "inquiry__key", "position", "name", "party_name", "member__name", "party__name"
            ),
            Document.objects.values_list("inquiry__key", "kind", "identifier", "received_on"),
            people.values_list("member__name", "party__name", "since", "until"),
            RemoteEntity.objects.exclude(
                category__in=(Category.CASE_ACTOR, Category.PAPER_VERSION)
            ).values_list("category", "guid", "is_deleted", "is_due"),
        )
    ]


def status(code: int, body: str = ERROR) -> Answer:
    return f"{code} X", [("Content-Type", "application/xml")], body.encode()


def fault_of(category: str, answer: Answer) -> Any:
    def fault(app: App) -> Any:
        def changed(_path: str, _count: int, right: Answer) -> Answer:
            return answer if f"category={category}&" in f"{app.requests[-1]}&" else right

        return changed

    return fault
