"""What the Chamber says of people and cases comes into the archive in any order, and nothing that its
services do makes the archive less true.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from questions.harvesting.chamber import following, snapshot
from questions.models import (
    Asker,
    Document,
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
from questions.models.freshness import chamber_day, complete_until
from questions.vocabulary.kinds import (
    CASE_CATEGORIES,
    PEOPLE_CATEGORIES,
    Category,
    Kind,
    ProblemKind,
    ProblemStatus,
    RemoteSource,
    RemoteState,
)
from tests.builders import account
from tests.simulated_sources import Publication
from tests.simulated_sources.app import Answer
from tests.simulated_sources.chamber import FEED, ODATA, case, member, paper

from .chamber_world import (
    LETTER,
    MINISTER,
    World,
    day,
    fault_of,
    forget_all,
    make_due,
    run_once,
    run_until_quiet,
    state,
    status,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]


def test_a_set_is_here_the_day_it_is_put(world: World) -> None:
    done = run_once(world.app)
    assert not done.problems and not done.oddities
    put = Inquiry.objects.get(key="2024Z71001")
    assert (put.title, str(put.submitted_on), put.is_answered) == ("De brug", day(3), False)
    askers = put.askers.values_list("name", "party__name", "member__name")
    assert list(askers) == [
        ("Terlaak", "SP", "Bente Terlaak"), ("Rijsbosch", "GroenLinks-PvdA", "Nadia Rijsbosch"),
    ]  # fmt: skip
    assert str(put.addressees.get().ministry) == "Infrastructuur en Waterstaat"
    page = Client().get("/vragen/2024Z71001/").content.decode()
    assert "Van deze set zijn de vragen zelf niet in het archief." in page
    assert "Open" in page


def test_states_follow_the_papers(world: World) -> None:
    run_until_quiet(world.app)
    assert Inquiry.objects.get(key="2024Z71002").is_postponed
    answered = Inquiry.objects.get(key="2024Z99006")
    assert (answered.is_answered, str(answered.answered_on)) == (True, "2024-07-20")
    assert answered.questions.exists()
    assert answered.documents.get(kind=Kind.ANSWER).identifier == "2024D10003"
    assert Client().get("/2024D10003/", follow=True).status_code == 200


def test_an_answer_whose_text_is_to_come_is_an_answer(world: World) -> None:
    paper(world.chamber, "2024D10009", "Antwoord schriftelijke vragen", day(1), [world.put])
    run_once(world.app)
    put = Inquiry.objects.get(key="2024Z71001")
    assert (put.is_answered, str(put.answered_on)) == (True, day(1))
    page = Client().get("/vragen/2024Z71001/").content.decode()
    assert "de tekst van het antwoord is nog niet in dit archief" in page


def test_other_cases_are_passed_over(world: World) -> None:
    run_once(world.app)
    run_once(world.app)
    assert not Inquiry.objects.filter(key="2024Z60000").exists()
    numbers = {row.values.get("nummer") for row in RemoteEntity.objects.filter(category=Category.CASE)}
    assert numbers == {"2024Z71001", "2024Z71002", "2024Z99006"}
    actors = RemoteEntity.objects.filter(category=Category.CASE_ACTOR)
    assert actors.count() == 4 + 3


def test_each_asker_has_the_party_of_that_day(world: World) -> None:
    early = case(world.chamber, "2023Z50001", "Eerder", "2023-11-01", [(world.rijsbosch, "SP")], MINISTER)
    run_once(world.app)
    parties = Asker.objects.filter(member__name="Nadia Rijsbosch").values_list("inquiry__key", "party__name")
    assert dict(parties) == {early.values["nummer"]: "SP", "2024Z71001": "GroenLinks-PvdA"}


def test_printed_and_registered_stand_beside_each_other(world: World) -> None:
    """The official text prints another party, and one asker fewer: a person decides."""
    made = case(world.chamber, "2024Z75000", "De trein", "2024-02-05",
                [(world.rijsbosch, "SP"), (world.terlaak, "SP")], MINISTER)  # fmt: skip
    world.chamber.change(world.rijsbosch.seats[0], totEnMet=None)
    world.chamber.delete(world.rijsbosch.seats[1])
    world.app.scenario.publications.append(Publication(5000))
    run_until_quiet(world.app)
    asker = Asker.objects.get(inquiry__key=made.values["nummer"])
    assert (asker.name, asker.party_name, asker.party.name if asker.party else "") == (
        "Rijsbosch", "GroenLinks-PvdA", "SP",
    )  # fmt: skip
    said = {problem.kind: problem.message for problem in IngestProblem.objects.filter(inquiry=asker.inquiry)}
    assert "bij de Tweede Kamer op 05-02-2024 «SP»" in said[ProblemKind.PARTY]
    assert said[ProblemKind.ASKERS] == "Alleen gedrukt: niemand. Alleen bij de Tweede Kamer: Terlaak."
    world.chamber.change(world.rijsbosch.seats[0], totEnMet="2023-12-05")
    world.chamber.delete(world.rijsbosch.seats[1], is_deleted=False)
    run_once(world.app)
    parties = IngestProblem.objects.filter(kind=ProblemKind.PARTY)
    assert {party.status for party in parties} == {ProblemStatus.RESOLVED}
    assert Asker.objects.get(inquiry__key="2024Z75000").party == Party.objects.get(name="GroenLinks-PvdA")


@pytest.mark.parametrize("first", ["case", "text"])
def test_the_official_text_takes_the_place_of_the_paper(world: World, first: str) -> None:
    world.chamber.delete(world.letter)
    made = case(
        world.chamber,
        "2024Z75000",
        "De trein",
        "2024-02-05",
        [(world.rijsbosch, "GroenLinks-PvdA")],
        MINISTER,
    )
    paper(world.chamber, "2024D11000", "Antwoord schriftelijke vragen", "2024-03-14", [made])
    steps = [lambda: run_once(world.app, sources=(RemoteSource.CHAMBER,)),
             lambda: run_once(world.app, sources=(RemoteSource.PUBLICATIONS,))]  # fmt: skip
    world.app.scenario.publications.append(Publication(5000))
    for step in steps if first == "case" else reversed(steps):
        step()
    run_until_quiet(world.app)
    found = Inquiry.objects.get(key="2024Z75000")
    answers = found.documents.filter(kind=Kind.ANSWER)
    assert [document.identifier for document in answers] == ["ah-tk-20232024-5000"]
    assert Client().get("/2024D11000/").headers["Location"].endswith("/vragen/2024Z75000/")


def test_one_answer_to_two_cases_is_in_both_sets(world: World) -> None:
    paper(world.chamber, "2024D10010", "Antwoord schriftelijke vragen", day(1), [world.put, world.postponed])
    run_until_quiet(world.app)
    assert {s.is_answered for s in Inquiry.objects.filter(key__in=["2024Z71001", "2024Z71002"])} == {True}
    assert not IngestProblem.objects.filter(kind=ProblemKind.AMBIGUOUS).exists()
    assert Document.objects.filter(identifier__iexact="2024D10010").count() == 1


def test_running_again_writes_nothing(world: World) -> None:
    run_once(world.app)
    run_once(world.app)
    before, sources = state(), Source.objects.count()
    world.app.requests.clear()
    done = run_once(world.app)
    assert (done.entities, done.tally.total) == (0, 0)
    assert (state(), Source.objects.count()) == (before, sources)
    assert len(world.app.requests) == 8 + 2  # a page of each category, and of each journal


def test_a_republication_of_everything_writes_nothing(world: World) -> None:
    world.chamber.things = [thing for thing in world.chamber.things if thing not in world.others]
    run_until_quiet(world.app)
    before, sources = state(), Source.objects.count()
    world.chamber.republish()
    rows = {row.pk: row.values for row in RemoteEntity.objects.all()}
    done = run_once(world.app)
    assert rows == {row.pk: row.values for row in RemoteEntity.objects.all()}
    assert (done.entities, done.tally.total) == (0, 0)
    assert (state(), Source.objects.count()) == (before, sources)


def test_what_changes_back_is_as_it_was(world: World) -> None:
    run_once(world.app)
    subjects = []
    for subject in ("Iets anders", "De brug", "Iets anders"):
        world.chamber.change(world.put, onderwerp=subject)
        run_once(world.app)
        subjects.append(Inquiry.objects.get(key="2024Z71001").title)
    assert subjects == ["Iets anders", "De brug", "Iets anders"]


def test_a_withdrawal_is_one(world: World) -> None:
    paper(world.chamber, "2024D10020", "Mededeling", day(1), [world.put], onderwerp="Vragen ingetrokken")
    paper(world.chamber, "2024D10021", "Mededeling", day(1), [world.postponed], onderwerp="Iets anders")
    run_once(world.app)
    assert Inquiry.objects.get(key="2024Z71001").is_withdrawn
    assert not Inquiry.objects.get(key="2024Z71002").is_withdrawn


def test_without_odata_the_feed_is_replayed(world: World, settings: Any) -> None:
    run_until_quiet(world.app)
    before = state()
    forget_all()
    settings.HARVEST_ODATA_URL = ""
    run_until_quiet(world.app)
    assert state() == before


def test_a_first_filling_that_cannot_go_on_is_replayed(world: World, settings: Any) -> None:
    world.app.fault = lambda path, _n, answer: status(500) if path.startswith(ODATA) else answer
    assert run_once(world.app).problems
    settings.HARVEST_ODATA_URL = ""
    world.app.fault = lambda _path, _n, answer: answer
    run_until_quiet(world.app)
    assert Inquiry.objects.count() == 3


@pytest.mark.parametrize("order", list(itertools.islice(itertools.permutations(CASE_CATEGORIES), 0, 24, 5)))
def test_the_order_of_categories_does_not_matter(
    world: World, order: tuple[Category, ...], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HARVEST_ODATA_URL = ""
    run_until_quiet(world.app)
    right = state()
    forget_all()
    monkeypatch.setattr(following, "CATEGORIES", (*order, *reversed(PEOPLE_CATEGORIES)))
    world.chamber.page_size = 2
    run_until_quiet(world.app)
    assert state() == right


@pytest.mark.parametrize("prefixed", [True, False])
def test_both_spellings_of_attributes_are_read(world: World, prefixed: bool, settings: Any) -> None:
    settings.HARVEST_ODATA_URL = ""
    world.chamber.prefixed = prefixed
    world.chamber.delete(world.vries.seats[0])
    run_once(world.app)
    assert Inquiry.objects.count() == 3


# --- what is deleted ------------------------------------------------------------------------------


def test_what_the_chamber_deletes_stays_and_is_marked(world: World) -> None:
    run_until_quiet(world.app)
    world.chamber.delete(world.answered)
    world.chamber.delete(world.letter)
    run_once(world.app)
    assert Inquiry.objects.get(key="2024Z99006").questions.exists()
    page = Client().get("/vragen/2024Z99006/").content.decode()
    assert "De Tweede Kamer heeft deze zaak verwijderd" in page
    assert "staat niet meer bij de bron" in page
    world.chamber.delete(world.answered, is_deleted=False)
    world.chamber.delete(world.letter, is_deleted=False)
    run_once(world.app)
    page = Client().get("/vragen/2024Z99006/").content.decode()
    assert "verwijderd" not in page and "staat niet meer" not in page


def test_a_feed_that_deletes_much_is_not_believed(world: World) -> None:
    for number in range(20):
        case(world.chamber, f"2024Z8{number:04}", f"Zaak {number}", day(5), [(world.terlaak, "SP")], MINISTER)
    run_once(world.app)
    for thing in world.chamber.of("Zaak")[3:15]:
        world.chamber.delete(thing)
    done = run_once(world.app)
    assert any("meer verwijderd dan te geloven is" in problem for problem in done.problems)
    assert not RemoteEntity.objects.filter(is_deleted=True).exists()
    assert not run_once(world.app, accepts_gone=True).problems
    assert RemoteEntity.objects.filter(is_deleted=True).count() > 5


# --- moods of the services ------------------------------------------------------------------------


MOODS = {
    "an error for weeks": status(500),
    "away": status(503, ""),
    "an error with status 200": status(200),
    "nothing": status(200, ""),
    "half a page": status(200, '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>'),
    "empty, and no end": status(200, '<feed xmlns="http://www.w3.org/2005/Atom"></feed>'),
    "a web page": status(200, "<html><body>Storing</body></html>"),
}


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize("category", ["Persoon", "ZaakActor"])
def test_a_category_that_fails_costs_no_other(world: World, mood: str, category: str) -> None:
    run_until_quiet(world.app)
    world.app.fault = fault_of(category, MOODS[mood])(world.app)
    made = case(world.chamber, "2024Z79000", "Nieuw", day(1), [(world.terlaak, "SP")], MINISTER)
    done = run_once(world.app)
    assert len(done.problems) == 1 and done.problems[0].startswith(category)
    assert Inquiry.objects.filter(key=made.values["nummer"]).exists()
    assert HarvestCursor.objects.get(scope=category).problem
    world.app.fault = lambda _path, _n, answer: answer
    run_until_quiet(world.app)
    assert Inquiry.objects.get(key="2024Z79000").askers.get().name == "Terlaak"
    assert not HarvestCursor.objects.exclude(problem="").exists()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (">SP<", ">SP<", ""),
        ("tk:nummer", "tk:zaaknummer", "heeft geen veld «nummer»"),
        ('bijgewerkt="2', 'bijgewerkt="x', "tijdstip dat er geen is"),
        (' id="', ' id="zo-', "id dat er geen is"),
        ("tk:zaak ", "tk:dossier ", "geeft een dossier"),
        ("skiptoken=250", "skiptoken=1", "gaat niet vooruit"),
    ],
)
def test_a_service_that_changed_stops_its_category(world: World, before: str, after: str, said: str) -> None:
    run_until_quiet(world.app)
    world.chamber.change(world.put, onderwerp="Nieuw onderwerp")

    def fault(path: str, _count: int, answer: Answer) -> Answer:
        if "category=Zaak&" not in f"{world.app.requests[-1]}&":
            return answer
        changed = (
            answer[2].decode().replace(before, after).replace(f"</{before.strip()}>", f"</{after.strip()}>")
        )
        return answer[0], answer[1], changed.encode()

    world.app.fault = fault
    done = run_once(world.app)
    assert [said in problem for problem in done.problems] == [True] * bool(said)
    title = Inquiry.objects.get(key="2024Z71001").title
    assert title == ("De brug" if said else "Nieuw onderwerp")


def test_a_field_that_nobody_knows_is_said(world: World) -> None:
    run_once(world.app)
    world.chamber.change(world.put, kleur="rood")
    done = run_once(world.app)
    assert done.oddities == ("Zaak heeft een veld dat hier niemand kent: kleur.",)
    assert not done.problems


def test_a_number_without_anything_is_passed_over(world: World) -> None:
    """Some entities have only an id, since people moved from one system to another."""
    world.chamber.add("Persoon", {})
    world.chamber.add("Zaak", {})
    assert not run_once(world.app).problems


@pytest.mark.parametrize("cut", [0, 100])
def test_a_file_that_was_cut_is_asked_for_again(world: World, cut: int) -> None:
    world.app.fault = lambda path, _n, answer: (
        (answer[0], answer[1], answer[2][:cut]) if "/Resources/" in path else answer
    )
    run_once(world.app)
    RemoteDocument.objects.update(next_try_at=timezone.now())
    run_once(world.app)
    row = RemoteDocument.objects.get()
    assert (row.state, row.attempts) == (RemoteState.WANTED, 1)
    world.app.fault = lambda _path, _n, answer: answer
    run_until_quiet(world.app)
    assert Inquiry.objects.get(key="2024Z99006").questions.exists()


def test_the_paper_of_a_published_answer_is_not_fetched(world: World) -> None:
    made = case(world.chamber, "2024Z75000", "De trein", "2024-02-05", [(world.rijsbosch, "SP")], MINISTER)
    paper(world.chamber, "2024D11000", "Antwoord schriftelijke vragen", "2024-03-14", [made], LETTER)
    world.app.scenario.publications.append(Publication(5000))
    run_until_quiet(world.app)
    assert RemoteDocument.objects.get(identifier="2024d11000").state == RemoteState.SUPERSEDED


@pytest.mark.parametrize("plan", range(6))
def test_any_plan_of_faults_ends_in_the_same(world: World, plan: int) -> None:
    world.app.scenario.publications += [Publication(5000 + number) for number in range(6)]
    case(
        world.chamber,
        "2024Z75001",
        "De trein",
        "2024-02-05",
        [(world.rijsbosch, "GroenLinks-PvdA")],
        MINISTER,
    )
    run_until_quiet(world.app)
    right = state()
    forget_all()
    dice = random.Random(plan)
    moods = [status(500), status(503, ""), status(200), status(200, ""), status(404, "")]

    def fault(_path: str, _count: int, answer: Answer) -> Answer:
        if dice.random() < 0.3:
            return dice.choice([*moods, (answer[0], answer[1], answer[2][: len(answer[2]) // 2])])
        return answer

    world.app.fault = fault
    for _ in range(6):
        run_once(world.app)
        make_due()
    world.app.fault = lambda _path, _n, answer: answer
    run_until_quiet(world.app)
    assert state() == right


class Cut(BaseException):
    """As if the process ended here."""


@pytest.mark.parametrize("plan", range(4))
def test_broken_off_at_any_request_and_begun_again(world: World, plan: int) -> None:
    world.app.scenario.publications += [Publication(5000 + number) for number in range(6)]
    run_until_quiet(world.app)
    right = state()
    forget_all()
    dice = random.Random(plan)

    def fault(_path: str, _count: int, answer: Answer) -> Answer:
        if dice.random() < 0.04:
            raise Cut
        return answer

    world.app.fault = fault
    cuts = 0
    for _ in range(60):
        try:
            run_once(world.app)
        except Cut:
            cuts += 1
    assert cuts > 5
    world.app.fault = lambda _path, _n, answer: answer
    run_until_quiet(world.app)
    assert state() == right


# --- people, and editors --------------------------------------------------------------------------


def test_a_person_that_was_made_of_a_printed_name_becomes_known(world: World) -> None:
    Member.objects.filter(surname="Rijsbosch").delete()
    world.app.scenario.publications.append(Publication(5000))
    run_once(world.app, sources=(RemoteSource.PUBLICATIONS,))
    made = Member.objects.get(surname_key="rijsbosch")
    assert not made.is_confirmed
    run_until_quiet(world.app)
    known = Member.objects.get(surname_key="rijsbosch")
    assert (known.pk, known.name, known.is_confirmed, known.slug) == (
        made.pk, "Nadia Rijsbosch", True, made.slug,
    )  # fmt: skip


def test_only_members_are_taken_in(world: World) -> None:
    world.chamber.add("Persoon", {"achternaam": "Ambtenaar", "initialen": "A."})
    run_once(world.app)
    assert not Member.objects.filter(surname="Ambtenaar").exists()
    assert Member.objects.get(surname="Van den Zilverberg").name == "Joost van den Zilverberg"


def test_what_an_editor_changed_of_a_person_stands(world: World) -> None:
    run_once(world.app)
    joost = Member.objects.get(surname="Van den Zilverberg")
    joost.name = "Joost Jan van den Zilverberg"
    joost.save()
    seat = Membership.objects.get(member=joost)
    seat.until = dt.date(2012, 6, 1)
    seat.save()
    world.chamber.change(world.vries.seats[0], totEnMet="2012-03-01")
    world.chamber.change(world.vries.person, roepnaam="Joop", initialen="J.J.")
    run_once(world.app)
    joost.refresh_from_db()
    seat.refresh_from_db()
    assert (joost.name, joost.initials, seat.until) == (
        "Joost Jan van den Zilverberg",
        "J.J.",
        dt.date(2012, 6, 1),
    )
    said = sorted(
        IngestProblem.objects.filter(kind=ProblemKind.PERSON_FACT).values_list("message", flat=True)
    )
    assert len(said) == 2
    assert "hier «2012-06-01», bij de Tweede Kamer «2012-03-02»" in "".join(said)


def test_a_membership_that_an_editor_deleted_does_not_come_back(world: World) -> None:
    run_once(world.app)
    Membership.objects.filter(member__surname="Van den Zilverberg").delete()
    world.chamber.change(world.vries.seats[0], totEnMet="2012-03-01")
    run_once(world.app)
    assert not Membership.objects.filter(member__surname="Van den Zilverberg").exists()


def test_an_editor_who_merges_keeps_the_link(world: World) -> None:
    from questions.editing import people

    run_once(world.app)
    other = Member.objects.create(name="Joost van den Zilverberg (oud)", surname="Van den Zilverberg")
    people.merge(other, Member.objects.get(name="Joost van den Zilverberg"), account("redacteur"), "zelfde")
    world.chamber.change(world.vries.person, initialen="J.J.")
    run_once(world.app)
    assert Member.objects.filter(surname="Van den Zilverberg").count() == 1


def test_namesakes_are_told_apart_by_the_chamber(world: World) -> None:
    other = member(world.chamber, "Terlaak", "Karel", None, (world.red, "2021-03-31", None))
    case(world.chamber, "2024Z72000", "Naamgenoot", day(4), [(other, "SP")], MINISTER)
    run_once(world.app)
    asked = dict(Asker.objects.filter(name="Terlaak").values_list("inquiry__key", "member__name"))
    assert (asked["2024Z72000"], asked["2024Z71001"]) == ("Karel Terlaak", "Bente Terlaak")


# --- what is said of it ---------------------------------------------------------------------------


def test_a_dry_run_stores_nothing(world: World) -> None:
    done = run_once(world.app, dry_run=True)
    assert done.entities
    assert not (RemoteEntity.objects.exists() or HarvestCursor.objects.exists() or Inquiry.objects.exists())


def test_one_source_alone(world: World) -> None:
    world.app.scenario.publications.append(Publication(5000))
    run_once(world.app, sources=(RemoteSource.CHAMBER,))
    assert not any(path.startswith("/sru") for path in world.app.requests)
    world.app.requests.clear()
    run_once(world.app, sources=(RemoteSource.PUBLICATIONS,))
    assert not any(path.startswith((FEED, ODATA)) for path in world.app.requests)


def test_cases_that_the_feed_lost_are_found_by_the_weekly_comparison(world: World) -> None:
    run_until_quiet(world.app)
    for number in range(5):
        thing = case(
            world.chamber, f"2024Z8{number:04}", f"Zaak {number}", day(5), [(world.terlaak, "SP")], MINISTER
        )
        thing.token = 1
    HarvestCursor.objects.filter(scope="vergelijking van zaken").update(
        day=timezone.localdate() - dt.timedelta(8)
    )
    run_once(world.app)
    assert snapshot.is_done()
    assert Inquiry.objects.filter(key__startswith="2024Z8").count() == 5


# --- what people and machines see ---------------------------------------------------------------------


def test_the_archive_knows_up_to_which_day_it_is_complete(world: World, client: Client) -> None:
    run_until_quiet(world.app)
    assert complete_until() == timezone.localdate() - dt.timedelta(days=1)
    page = client.get("/status/").content.decode()
    assert "wat de Tweede Kamer tot die dag aan antwoorden kent" in page
    assert "3 zaken" in page
    still = timezone.now() - dt.timedelta(days=9)
    HarvestCursor.objects.update(moved_at=still)
    cache.clear()
    assert chamber_day() == timezone.localdate(still)
    RemoteEntity.objects.filter(category=Category.CASE).update(is_due=True, seen_at=still)
    cache.clear()
    assert chamber_day() is None


def test_what_is_late_is_judged_by_that_day(world: World, client: Client) -> None:
    late = case(world.chamber, "2024Z72000", "Te laat", day(40), [(world.terlaak, "SP")], MINISTER)
    run_until_quiet(world.app)
    assert f"{late.values['nummer']}" in client.get("/te-laat/").content.decode()
    assert "Te laat" in client.get("/zoeken/?status=telaat").content.decode()


def test_machines_hear_of_a_feed_that_lies_still(world: World, client: Client) -> None:
    run_until_quiet(world.app)
    assert client.get("/healthz").json()["harvest"] == "ok"
    HarvestCursor.objects.update(moved_at=timezone.now() - dt.timedelta(days=9))
    answer = client.get("/healthz")
    assert (answer.status_code, "staat de feed stil" in answer.json()["harvest"]) == (503, True)


def test_machines_hear_of_a_category_that_fails_for_days(world: World, client: Client) -> None:
    run_until_quiet(world.app)
    HarvestCursor.objects.filter(scope="Zaak").update(problem="De dienst is veranderd.")
    assert client.get("/healthz").status_code == 200
    HarvestCursor.objects.filter(scope="Zaak").update(last_ok_at=timezone.now() - dt.timedelta(days=2))
    assert "De dienst is veranderd." in client.get("/healthz").json()["harvest"]
