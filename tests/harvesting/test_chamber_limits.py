"""What nobody would expect of the Chamber's services stops nothing, and loses nothing."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from questions.editing import people as editing_people
from questions.editing.undo_log import undo
from questions.loading.asking import _actor
from questions.loading.people import chamber_sets
from questions.loading.people.directory import Directory
from questions.loading.states import ActorState, AskerState
from questions.models import (
    Asker,
    HarvestCursor,
    IngestProblem,
    Inquiry,
    Member,
    Membership,
    Party,
    RemoteDocument,
    RemoteEntity,
    Source,
)
from questions.vocabulary.kinds import Category, ProblemKind, ProblemStatus, RemoteSource, RemoteState
from tests.builders import account
from tests.simulated_sources.app import Answer
from tests.simulated_sources.chamber import ODATA, case, member, paper

from .chamber_world import LETTER, MINISTER, World, day, fault_of, run_once, run_until_quiet, status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]
Row = dict[str, Any]


def as_ever(_path: str, _count: int, answer: Answer) -> Answer:
    return answer


def a_week_later() -> None:
    """As if the weekly comparison were due again."""
    before = timezone.localdate() - dt.timedelta(days=8)
    HarvestCursor.objects.filter(scope__startswith="vergelijking").update(day=before)


# --- one bad value ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "last"),
    [
        ("2021-05-01", "2021-03-01"),
        ("2021-05-01", "9999-12-31"),
        ("0001-01-01T00:00:00", None),
        ("2021-05-01", "9999-12-31T23:59:59Z"),
    ],
)
def test_the_days_of_a_seat(world: World, since: str, last: str | None) -> None:
    world.chamber.change(world.vries.seats[0], van=since, totEnMet=last)
    run_once(world.app)
    assert Inquiry.objects.count() == 3


@pytest.mark.parametrize("value", ["0001-01-01T00:00:00", "9999-12-31T23:59:59Z"])
def test_the_day_of_a_paper(world: World, value: str) -> None:
    world.chamber.change(world.letter, datum=value)
    run_once(world.app)
    assert Inquiry.objects.count() == 3


def test_two_seats_that_become_one(world: World) -> None:
    run_once(world.app)
    seat = world.chamber.add("FractieZetel", {"gewicht": "1"}, fractie=world.red)
    held = {"functie": "Lid", "van": "2023-01-01", "totEnMet": "2023-02-01"}
    holder = world.chamber.add("FractieZetelPersoon", held, fractieZetel=seat, persoon=world.rijsbosch.person)
    run_once(world.app)
    world.chamber.change(holder, van="2021-03-31", totEnMet="2023-12-05")
    made = case(world.chamber, "2024Z79000", "Nieuw", day(1), [(world.terlaak, "SP")], MINISTER)
    run_once(world.app)
    assert Inquiry.objects.filter(key=made.values["nummer"]).exists()
    assert IngestProblem.objects.filter(kind=ProblemKind.PERSON_FACT).exists()


def _first(name: str, value: object) -> Callable[[Row], None]:
    return lambda answer: answer["value"][0].update({name: value})


ODD_ROWS = {
    "half a letter": _first("Onderwerp", "x\ud800y"),
    "a number for actors": _first("ZaakActor", 5),
    "texts for actors": _first("ZaakActor", ["x"]),
    "numbers for papers": _first("Document", [5]),
    "a number without end": _first("Nummer", "x" * 9000),
    "a link that is none": lambda answer: answer.update({"@odata.nextLink": "http://[x"}),
    "a number for an id": _first("Id", 12),
    "control characters": _first("Onderwerp", "x\x01\x0by\ufffe"),
    "the first day": _first("GestartOp", "0001-01-01T00:00:00"),
    "the first moment": _first("GewijzigdOp", "0001-01-01T00:00:00+00:19"),
}


@pytest.mark.parametrize("name", ODD_ROWS)
def test_odd_rows_of_odata(world: World, name: str) -> None:
    def fault(path: str, _count: int, answer: Answer) -> Answer:
        if not (path.startswith(ODATA) and b'"ZaakActor"' in answer[2]):
            return answer
        data = json.loads(answer[2])
        ODD_ROWS[name](data)
        return answer[0], answer[1], json.dumps(data).encode()

    world.app.fault = fault
    run_once(world.app)
    world.app.fault = as_ever
    run_until_quiet(world.app)
    here = Inquiry.objects.filter(key__in=["2024Z71001", "2024Z71002", "2024Z99006"]).count()
    assert here == 3 or name == "a number without end"  # which a case may have, for all that we know


def test_a_count_without_end(world: World) -> None:
    run_until_quiet(world.app)
    a_week_later()
    world.app.fault = lambda path, _n, answer: (
        (answer[0], answer[1], b'{"value": [], "@odata.count": 1000000000000}')
        if path.startswith(ODATA)
        else answer
    )
    assert run_once(world.app).problems


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<tk:zaak ", "<?a b?><tk:zaak "),
        ('href="https://gegevensmagazijn.tweedekamer.nl/SyncFeed/2.0/Feed', 'href="https://[x/Feed'),
        ('bijgewerkt="2024', 'bijgewerkt="0001'),
    ],
)
def test_odd_pages_of_the_feed(world: World, before: str, after: str) -> None:
    run_once(world.app)
    world.chamber.change(world.put, onderwerp="Nieuw")
    world.app.fault = lambda _path, _n, answer: (
        (answer[0], answer[1], answer[2].replace(before.encode(), after.encode()))
        if "category=Zaak&" in f"{world.app.requests[-1]}&"
        else answer
    )
    run_once(world.app)
    world.app.fault = as_ever
    run_until_quiet(world.app)
    assert Inquiry.objects.get(key="2024Z71001").title == "Nieuw"


# --- nothing is lost ----------------------------------------------------------------------------------------


def test_an_asker_whom_the_chamber_takes_away(world: World) -> None:
    run_once(world.app)
    said: dict[str, str | None] = {
        "actorNaam": "J. van den Zilverberg",
        "actorFractie": "SP",
        "relatie": "Medeindiener",
    }
    actor = world.chamber.add("ZaakActor", said, zaak=world.put, persoon=world.vries.person)
    run_once(world.app)
    assert Asker.objects.filter(inquiry__key="2024Z71001").count() == 3
    world.chamber.delete(actor)
    run_once(world.app)
    assert [row.name for row in Asker.objects.filter(inquiry__key="2024Z71001")] == ["Terlaak", "Rijsbosch"]


@pytest.mark.parametrize("first", [True, False])
def test_the_text_of_a_case_that_was_away(world: World, first: bool) -> None:
    if not first:
        world.app.fault = lambda path, _n, answer: status(404) if "/Resources/" in path else answer
        run_once(world.app)
        world.app.fault = as_ever
    world.chamber.delete(world.answered)
    RemoteDocument.objects.update(next_try_at=timezone.now())
    run_once(world.app)
    world.chamber.delete(world.answered, is_deleted=False)
    run_until_quiet(world.app)
    assert Inquiry.objects.get(key="2024Z99006").questions.exists()


@pytest.mark.parametrize("late", [False, True])
def test_a_paper_of_two_cases_of_which_one_comes_later(world: World, late: bool) -> None:
    run_until_quiet(world.app)
    other = case(world.chamber, "2024Z72000", "Tweede", day(5), [(world.terlaak, "SP")], MINISTER)
    if late:
        other.token = 0
    paper(world.chamber, "2024D10030", "Antwoord schriftelijke vragen", day(1), [world.put, other], LETTER)
    for _ in range(2):
        run_once(world.app)
    for thing in [other, *(one for one in world.chamber.things if one.links.get("zaak") == [other])]:
        world.chamber.touch(thing)
    run_until_quiet(world.app)
    assert Source.objects.filter(name="2024D10030.docx").count() == 2


@pytest.mark.parametrize("first", ["put", "postponed"])
def test_a_paper_that_gets_a_second_case(world: World, first: str) -> None:
    one, two = (world.put, world.postponed) if first == "put" else (world.postponed, world.put)
    answer = paper(world.chamber, "2024D10031", "Antwoord schriftelijke vragen", day(1), [one])
    run_until_quiet(world.app)
    answer.links["zaak"] = [one, two]
    world.chamber.touch(answer)
    run_until_quiet(world.app)
    assert Inquiry.objects.count() == 3
    assert not IngestProblem.objects.filter(
        kind__in=[ProblemKind.CONTRADICTION, ProblemKind.AMBIGUOUS]
    ).exists()
    assert {row.is_answered for row in Inquiry.objects.filter(key__in=["2024Z71001", "2024Z71002"])} == {True}


def test_a_case_that_becomes_ours_later(world: World) -> None:
    made = case(world.chamber, "2024Z78001", "Eerst anders", day(3), [(world.terlaak, "SP")], MINISTER)
    made.values["soort"] = "Overig"
    for _ in range(2):
        run_once(world.app)
    world.chamber.change(made, soort="Schriftelijke vragen")
    run_until_quiet(world.app)
    assert Asker.objects.filter(inquiry__key="2024Z78001").count() == 1


def test_sets_that_were_still_to_be_written(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case(world.chamber, "2023Z50001", "Eerder", "2023-11-01", [(world.rijsbosch, "SP")], MINISTER)
    run_until_quiet(world.app)
    world.chamber.change(world.rijsbosch.seats[1], van="2023-10-01")
    world.chamber.change(world.rijsbosch.seats[0], totEnMet="2023-09-30")

    def killed(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(chamber_sets, "rewrite_set", killed)
        run_once(world.app)
    run_until_quiet(world.app)
    party = Asker.objects.get(inquiry__key="2023Z50001").party
    assert party and party.name == "GroenLinks-PvdA"


def test_only_what_is_taken_in_is_due(world: World) -> None:
    run_until_quiet(world.app)
    assert not RemoteEntity.objects.filter(is_due=True).exists()


# --- people -------------------------------------------------------------------------------------------------


def test_a_minister_is_no_member(world: World) -> None:
    person = {"achternaam": "Bestuurder", "initialen": "A.", "roepnaam": "Anna", "functie": "Minister"}
    minister = world.chamber.add("Persoon", dict(person))
    asked = {"actorNaam": "A. Bestuurder", "functie": MINISTER, "relatie": "Gericht aan"}
    world.chamber.add("ZaakActor", dict(asked), zaak=world.put, persoon=minister)
    run_until_quiet(world.app)
    assert not Member.objects.filter(surname="Bestuurder").exists()


def test_namesakes_whom_the_chamber_names_later(world: World) -> None:
    karel = member(world.chamber, "Terlaak", "Karel", None, (world.red, "2021-03-31", None))
    case(world.chamber, "2024Z72000", "Naamgenoot", day(4), [(karel, "SP")], MINISTER)
    world.app.fault = fault_of("Persoon", status(500))(world.app)
    run_until_quiet(world.app)
    world.app.fault = as_ever
    run_until_quiet(world.app)
    asked = dict(Asker.objects.filter(name="Terlaak").values_list("inquiry__key", "member__name"))
    assert (asked["2024Z72000"], asked["2024Z71001"]) == ("Karel Terlaak", "Bente Terlaak")


def test_a_merge_keeps_the_word_of_the_chamber_and_undo_too(world: World) -> None:
    run_once(world.app)
    known = Member.objects.get(name="Bente Terlaak")
    seat = Membership.objects.get(member=known)
    kept = Member.objects.create(name="B. Terlaak", surname="Terlaak")
    Membership.objects.create(member=kept, party=seat.party, since=seat.since, until=seat.until)
    action = editing_people.merge(kept, known, account("redacteur"), "zelfde")
    assert Directory().party_on(kept.pk, dt.date(2024, 1, 1)) == seat.party_id
    undo(action, account("redacteur2"))
    assert Directory().party_on(known.pk, dt.date(2024, 1, 1)) == seat.party_id


def test_a_party_does_not_take_the_name_of_another(world: World) -> None:
    run_once(world.app)
    world.chamber.change(world.red, afkorting="GroenLinks-PvdA")
    run_once(world.app)
    assert Directory().party("GroenLinks-PvdA") == Party.objects.get(name="GroenLinks-PvdA").pk


def test_a_difference_that_is_settled_leaves_the_queue(world: World) -> None:
    run_once(world.app)
    joost = Member.objects.get(surname="Van den Zilverberg")
    joost.name = "JJ van den Zilverberg"
    joost.save()
    asked = IngestProblem.objects.filter(kind=ProblemKind.PERSON_FACT, status=ProblemStatus.OPEN)
    for called, count in (("Joop", 1), ("JJ", 0)):
        world.chamber.change(world.vries.person, roepnaam=called)
        run_once(world.app)
        assert asked.count() == count


def test_a_name_is_not_the_end_of_another() -> None:
    assert _actor(AskerState("Maas", "VVD"), [ActorState("Thomaas", "SP", "g")]) is None
    assert _actor(AskerState("Anna van der Maas", "SP"), [ActorState("Van der Maas", "SP", "g")])


# --- what is claimed ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["feed", "odata"])
def test_machines_hear_of_what_was_never_read(
    world: World, client: Client, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if what == "feed":
        world.app.fault = fault_of("ZaakActor", status(500))(world.app)
    else:
        world.app.fault = lambda path, _n, answer: status(404) if path.startswith(ODATA) else answer
    run_once(world.app)
    later = timezone.now() + dt.timedelta(days=2)
    monkeypatch.setattr("questions.views.harvested.timezone.now", lambda: later)
    assert client.get("/healthz").status_code == 503


def test_a_loss_is_not_believed_bit_by_bit(world: World) -> None:
    for number in range(40):
        case(world.chamber, f"2024Z8{number:04}", f"Zaak {number}", day(5), [(world.terlaak, "SP")], MINISTER)
    run_once(world.app)
    world.chamber.page_size = 4
    for thing in world.chamber.of("Zaak"):
        world.chamber.delete(thing)
    for _ in range(6):
        run_once(world.app)
    assert RemoteEntity.objects.filter(category=Category.CASE, is_deleted=True).count() <= 5


def test_an_absent_paper_is_asked_for_once_a_week(world: World) -> None:
    world.app.fault = lambda path, _n, answer: status(404) if "/Resources/" in path else answer
    run_once(world.app)
    rows = RemoteDocument.objects.filter(source=RemoteSource.CHAMBER)
    long_ago = timezone.now() - dt.timedelta(days=90)
    rows.update(first_seen_at=long_ago, attempts=9, next_try_at=timezone.now())
    run_once(world.app)
    assert rows.get().state == RemoteState.ABSENT
    world.app.fault = as_ever
    a_week_later()
    run_once(world.app)
    assert rows.get().state == RemoteState.FETCHED


def test_cases_of_any_year_are_read_and_not_again_each_week(world: World) -> None:
    for number in range(5):
        case(world.chamber, f"2024Z8{number:04}", "oud", "1900-01-01", [(world.terlaak, "SP")], MINISTER)
    run_until_quiet(world.app)
    assert RemoteEntity.objects.filter(category=Category.CASE).count() == 8
    a_week_later()
    world.app.requests.clear()
    run_once(world.app)
    assert not any("expand" in path for path in world.app.requests)
