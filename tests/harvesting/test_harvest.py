"""The archive fills itself from the official publications, and nothing that a source does makes it less
true.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import stamina
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from kamerarchief.stopping import Stop
from questions import search
from questions.harvesting import files, publications, reconciliation, run, sru
from questions.harvesting.cursors import COMPARISON_INTERVAL
from questions.harvesting.web import Pace
from questions.ingesting import run as ingesting_run
from questions.models import HarvestCursor, Inquiry, RemoteDocument, Source
from questions.views.harvested import harvested
from questions.vocabulary.kinds import RemoteState
from tests.simulated_sources import App, Publication, Scenario
from tests.simulated_sources.app import XML, Answer
from tests.simulated_sources.scenario import scenario

from .chamber_world import make_due, run_once, web

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]
SEARCH, FILES = "http://search.example/sru", "http://files.example"


@pytest.fixture(autouse=True)
def _at_once(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No waits; the addresses are those of the simulation; two session years are asked for."""
    settings.HARVEST_SEARCH_URL, settings.HARVEST_FILES_URL = SEARCH, FILES
    settings.HARVEST_FEED_URL = settings.HARVEST_ODATA_URL = ""  # tests/harvesting/test_chamber.py asks those
    monkeypatch.setattr(publications, "session_years", lambda _today: ["2023-2024", "2022-2023"])
    with stamina.set_testing(True, attempts=3):
        yield


def run_until_quiet(app: App, most: int = 12) -> None:
    for _ in range(most):
        done = run_once(app)
        make_due()
        if not (done.problems or done.waiting):
            return


def state() -> list[tuple[Any, ...]]:
    """What the archive says, whichever way it came."""
    return sorted(Inquiry.objects.values_list("key", "subject", "is_answered", "question_count"))


def test_a_first_filling(monkeypatch: pytest.MonkeyPatch) -> None:
    app = App(scenario(250))
    done = run_once(app)
    assert (done.listed, done.tally.created, done.waiting, done.problems) == (250, 250, 0, ())
    assert not search.check()
    assert HarvestCursor.objects.get(scope=sru.JOURNALS[0], session_year="").day == timezone.localdate()


def test_the_newest_are_fetched_first() -> None:
    app = App(scenario(40))
    run_once(app, limit=5)
    newest = RemoteDocument.objects.order_by("-published_on", "-pk")[:5]
    assert {row.state for row in newest} == {RemoteState.FETCHED}
    assert RemoteDocument.objects.filter(state=RemoteState.WANTED).count() == 35


def test_running_again_writes_nothing_and_asks_little() -> None:
    app = App(scenario(30))
    run_once(app)
    before, sources = state(), Source.objects.count()
    app.requests.clear()
    done = run_once(app)
    assert (done.listed, done.tally.total) == (0, 0)
    assert (state(), Source.objects.count()) == (before, sources)
    assert len(app.requests) == len(sru.JOURNALS)


def test_the_record_of_the_source_is_kept_with_the_text() -> None:
    run_once(App(scenario(1)))
    source = Source.objects.get()
    assert source.metadata_file
    assert source.origin == f"{FILES}/ah-tk-20232024-5000.xml"


def test_what_is_published_later_comes_with_the_next_run() -> None:
    app = App(scenario(3))
    run_once(app)
    app.scenario.publications.append(Publication(6000, timezone.localdate()))
    done = run_once(app)
    assert (done.listed, done.tally.created) == (1, 1)


def test_what_changed_is_fetched_again() -> None:
    app = App(scenario(3))
    run_once(app)
    changed = app.scenario.publications[1]
    changed.version, changed.modified_on = 2, timezone.localdate()
    done = run_once(app)
    assert (done.listed, done.tally.updated) == (1, 1)
    assert Inquiry.objects.filter(subject__contains="versie 2").count() == 1


def test_a_republication_of_everything_writes_nothing() -> None:
    """The days of the records move, their stamps do not."""
    app = App(scenario(20))
    run_once(app)
    before = list(RemoteDocument.objects.order_by("pk").values())
    for one in app.scenario.publications:
        stamp = one.stamp
        one.modified_on = timezone.localdate()
        one.__class__ = type("Republished", (Publication,), {"stamp": stamp})
    done = run_once(app)
    assert (done.listed, done.tally.total) == (0, 0)
    assert list(RemoteDocument.objects.order_by("pk").values()) == before


def test_nothing_is_deleted_when_a_source_forgets() -> None:
    app = App(scenario(5))
    run_once(app)
    app.scenario.publications.clear()
    run_once(app, since=dt.date(2024, 1, 1))
    assert Inquiry.objects.count() == 5


# --- moods of the sources -------------------------------------------------------------------------


def status(line: str, *headers: tuple[str, str]) -> Answer:
    return line, [("Content-Type", "text/html"), *headers], b"<html><body>Storing</body></html>"


def texts_answer(line: str) -> Callable[[str, int, Answer], Answer]:
    """A fault: each text is answered so, and the search service as ever."""
    return lambda path, _count, answer: status(line) if path != "/sru" else answer


BAD_PAGES = {
    "server error": lambda _app: status("500 Internal Server Error"),
    "too many requests": lambda _app: status("429 Too Many Requests", ("Retry-After", "1")),
    "away": lambda _app: status("503 Service Unavailable"),
    "a page of an error": lambda _app: status("200 OK"),
    "nothing": lambda _app: ("200 OK", XML, b""),
    "half": lambda app: ("200 OK", XML, app.page(1, app.scenario.publications[:1]).encode()[:-200]),
    "no count": lambda app: ("200 OK", XML, app.page(None, ()).encode()),
    "an ignored clause": lambda app: (
        "200 OK", XML, app.page(9, app.scenario.publications, 1, "not a valid range constraint").encode(),
    ),
    "fewer than it counts": lambda app: ("200 OK", XML, app.page(9000, ()).encode()),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_PAGES)
def test_a_search_that_cannot_be_believed_moves_no_cursor(name: str) -> None:
    app = App(scenario(30))
    right = app.fault
    app.fault = lambda path, _count, answer: BAD_PAGES[name](app) if path == "/sru" else answer
    done = run_once(app)
    assert len(done.problems) == len(sru.JOURNALS)
    assert not HarvestCursor.objects.exclude(day=None).exists()
    app.fault = right
    run_until_quiet(app)
    assert Inquiry.objects.count() == 30
    assert not HarvestCursor.objects.exclude(problem="").exists()


def test_a_page_in_the_middle_that_fails_keeps_what_was_read() -> None:
    app = App(scenario(250))
    app.fault = lambda _path, _count, answer: answer
    whole = app.page

    def fault(path: str, _count: int, answer: Answer) -> Answer:
        second = "startRecord=101" in app.requests[-1]
        return ("200 OK", XML, whole(None, ()).encode()) if second else answer

    app.fault = fault
    done = run_once(app, steps=("publications",))
    assert (done.listed, len(done.problems)) == (100, 1)
    app.fault = lambda _path, _count, answer: answer
    assert run_once(app, steps=("publications",)).listed == 150


BAD_FILES = {
    "server error": lambda _one: status("500 Internal Server Error"),
    "away": lambda _one: status("503 Service Unavailable"),
    "not there": lambda _one: status("404 Not Found"),
    "gone": lambda _one: status("410 Gone"),
    "a page of an error": lambda _one: status("200 OK"),
    "led to the page for what is not there": lambda _one: status("302 Found", ("Location", "/fout404?x=1")),
    "nothing": lambda _one: ("200 OK", XML, b""),
    "another paper": lambda _one: ("200 OK", XML, Publication(9999).xml),
    "a picture": lambda _one: ("200 OK", XML, b"\x89PNG rommel"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_text_that_is_none_is_asked_for_again_later(name: str) -> None:
    app = App(scenario(4))
    right = app.fault
    app.fault = lambda path, _count, answer: BAD_FILES[name](path) if path != "/sru" else answer
    run_once(app)
    assert not Source.objects.exists()
    rows = RemoteDocument.objects.all()
    assert {row.state for row in rows} == {RemoteState.WANTED}
    assert any(row.next_try_at > timezone.now() and row.reason for row in rows)
    app.fault = right
    make_due()
    run_until_quiet(app)
    assert Inquiry.objects.count() == 4


def test_a_source_that_is_away_is_left_alone() -> None:
    app = App(scenario(30))
    app.fault = texts_answer("500 Internal Server Error")
    done = run_once(app)
    asked = [path for path in app.requests if not path.startswith("/sru")]
    assert len(asked) == files.MAX_FAILURES_IN_A_ROW
    assert done.problems


def test_what_is_named_and_never_there_becomes_absent() -> None:
    app = App(Scenario([Publication(5000, has_text=True)]))
    app.fault = texts_answer("404 Not Found")
    run_once(app)
    RemoteDocument.objects.update(first_seen_at=timezone.now() - 2 * files.PATIENCE)
    for _ in range(len(files.DELAYS) + 1):
        make_due()
        run_once(app, steps=("files",))
    row = RemoteDocument.objects.get()
    assert (row.state, row.next_try_at) == (RemoteState.ABSENT, None)
    app.requests.clear()
    run_once(app, steps=("files",))
    assert app.requests == []


def test_a_paper_without_a_text_waits_for_it() -> None:
    recent = Publication(5000, timezone.localdate(), has_text=False)
    app = App(Scenario([recent]))
    run_once(app)
    assert RemoteDocument.objects.get().state == RemoteState.WANTED
    recent.has_text, recent.version = True, 2
    run_once(app)
    assert Inquiry.objects.count() == 1


def test_a_year_that_fails_costs_the_others_nothing() -> None:
    app = App(scenario(5))
    right = app.fault

    def fault(path: str, _count: int, answer: Answer) -> Answer:
        first_year = "2023-2024" in app.requests[-1]
        return ("200 OK", XML, b"") if path == "/sru" and first_year else answer

    app.fault = fault
    assert len(run_once(app).problems) == len(sru.JOURNALS)
    years = HarvestCursor.objects.exclude(day=None).values_list("session_year", flat=True)
    assert {*years} == {"2022-2023"}
    app.fault = right
    run_until_quiet(app)
    assert Inquiry.objects.count() == 5


@pytest.mark.parametrize("name", ["kv-tk-2024Z70001", "ah-tk-20232024-0007", "ah-1151601"])
def test_a_text_is_asked_for_by_its_number_as_the_source_writes_it(name: str) -> None:
    app = App(Scenario([Publication(5000, name=name)]))
    run_once(app)
    assert f"/{name}.xml" in app.requests


@pytest.mark.parametrize(
    "name", ["ah-1/../../sru?x=1#", "ah-9\x7f", "ah-é", "kst-1-2", "ah-1 2", "ah-" + "1" * 80]
)
def test_a_number_that_is_none_is_passed_over(name: str) -> None:
    app = App(Scenario([Publication(5000, name=name.replace("&", "&amp;")), Publication(5001)]))
    done = run_once(app)
    assert (done.listed, done.tally.created) == (1, 1)


def test_pages_may_be_shorter_than_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    app = App(scenario(130))
    whole = app.page
    app.page = lambda total, shown, start=1, complaint="": whole(total, list(shown)[:50], start, complaint)
    assert run_once(app, steps=("publications",)).listed == 130


def test_wrong_texts_do_not_keep_others_waiting() -> None:
    app = App(scenario(20))
    newest = {one.identifier for one in sorted(app.scenario.publications, key=lambda o: o.published_on)[-8:]}

    def fault(path: str, _count: int, answer: Answer) -> Answer:
        return BAD_FILES["another paper"](path) if path.strip("/").split(".")[0] in newest else answer

    app.fault = fault
    assert run_once(app).tally.created == 12


def test_a_bug_with_one_paper_does_not_keep_others_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    app = App(scenario(3))
    store = files.read_and_store

    def poison(document: Any, *rest: Any) -> Any:
        if "5002" in document.name:
            raise ZeroDivisionError
        return store(document, *rest)

    monkeypatch.setattr(files, "read_and_store", poison)
    with pytest.raises(ZeroDivisionError):
        run_once(app)
    assert run_once(app).tally.created == 2


def test_only_what_is_not_there_becomes_absent() -> None:
    app = App(Scenario([Publication(5000)]))
    app.fault = texts_answer("503 Service Unavailable")
    run_once(app)
    RemoteDocument.objects.update(first_seen_at=timezone.now() - 2 * files.PATIENCE)
    for _ in range(len(files.DELAYS) + 2):
        make_due()
        run_once(app, steps=("files",))
    assert RemoteDocument.objects.get().state == RemoteState.WANTED


def test_a_new_form_under_the_same_stamp_is_noticed() -> None:
    paper = Publication(5000, timezone.localdate(), has_text=False)
    app = App(Scenario([paper]))
    run_once(app)
    paper.has_text = True
    run_once(app)
    assert Inquiry.objects.count() == 1


def test_papers_without_a_text_do_not_use_up_the_limit() -> None:
    today = timezone.localdate()
    app = App(
        Scenario([*(Publication(5000 + n, today, has_text=False) for n in range(5)), Publication(6000)])
    )
    assert run_once(app, limit=1).tally.created == 1


def test_people_are_there_before_the_first_text(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[int] = []
    monkeypatch.setattr(ingesting_run, "load_facts", lambda: loaded.append(1))
    run_once(App(scenario(1)))
    assert loaded == []
    monkeypatch.setattr(ingesting_run.Ministry.objects, "exists", lambda: False)
    run_once(App(scenario(2)))
    assert loaded == [1]


# --- any plan of faults ---------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_any_faults_end_as_if_there_had_been_none(seed: int) -> None:
    chance = random.Random(seed)
    app = App(scenario(60), prefix=chance.choice(["sru:", ""]))
    bad = [*BAD_PAGES.values()]

    def fault(path: str, _count: int, answer: Answer) -> Answer:
        if chance.random() > 0.3:
            return answer
        if path == "/sru":
            return chance.choice(bad)(app)
        return chance.choice([*BAD_FILES.values()])(path)

    app.fault = fault
    for _ in range(8):
        run_once(app)
        make_due()
    app.fault = lambda _path, _count, answer: answer
    run_until_quiet(app)
    expected = {f"2024Z{75000 + number}" for number in range(60)}
    assert set(Inquiry.objects.values_list("case_number", flat=True)) == expected
    assert Source.objects.count() == 60


@pytest.mark.parametrize("seed", range(4))
def test_a_run_that_is_stopped_anywhere_is_finished_by_the_next(seed: int) -> None:
    chance = random.Random(seed)
    app = App(scenario(220))
    stop = Stop()
    last = chance.randint(1, 60)

    def fault(_path: str, count: int, answer: Answer) -> Answer:
        stop.is_asked = count >= last
        return answer

    app.fault = fault
    assert run_once(app, stop=stop).tally.stopped
    app.fault = lambda _path, _count, answer: answer
    run_until_quiet(app)
    assert Inquiry.objects.count() == 220
    assert not search.check()


# --- too many hits, pace, and who asks ------------------------------------------------------------


def test_more_hits_than_the_service_shows_are_asked_for_in_halves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sru, "MAX_HITS", 60)
    app = App(scenario(150))
    assert run_once(app, steps=("publications",)).listed == 150


def test_the_pace_of_each_host_is_kept() -> None:
    now, waited = [100.0], []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        now[0] += seconds

    pace = Pace({"a": 3.0}, lambda: now[0], sleep)
    for host in ("a", "a", "b", "b", "a"):
        pace.wait(host)
        now[0] += 0.5
    assert waited == [2.5, 1.5]


def test_the_settings_say_the_pace_and_whom_to_write_to(settings: Any) -> None:
    settings.HARVEST_CONTACT = "redactie@archief.example"
    settings.HARVEST_SEARCH_SECONDS, settings.HARVEST_FILES_SECONDS = 1.5, 4.0
    settings.HARVEST_FEED_URL = settings.HARVEST_ODATA_URL = "http://chamber.example/dienst"
    settings.HARVEST_READ_SECONDS = 7.0
    made = run.make_web()
    assert made._pace._seconds == {"search.example": 1.5, "files.example": 4.0, "chamber.example": 0.5}
    assert made._client.headers["User-Agent"] == "KamerArchief (+redactie@archief.example)"
    assert made._client.timeout.read == 7.0
    made.close()


def test_one_harvest_at_a_time() -> None:
    with run.only_one(), pytest.raises(run.Busy):
        run_once(App(scenario(1)))


def test_who_lost_his_turn_stops() -> None:
    """Its connection was cut, so another may have begun; what is stored is stored."""
    app = App(scenario(300))

    def cut(_path: str, count: int, answer: Answer) -> Answer:
        if count == 5:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE objid = %s", [run.LOCK_KEY]
                )
        return answer

    app.fault = cut
    assert run_once(app).tally.stopped
    app.fault = lambda _path, _count, answer: answer
    run_until_quiet(app)
    assert Inquiry.objects.count() == 300


def test_without_a_contact_nothing_is_asked(settings: Any) -> None:
    settings.HARVEST_CONTACT = ""
    with pytest.raises(CommandError, match="HARVEST_CONTACT"):
        call_command("harvest")


def test_the_command_says_what_it_did(
    settings: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    app = App(scenario(3))
    monkeypatch.setattr("questions.management.commands.harvest.make_web", lambda: web(app))
    call_command("harvest")
    printed = capsys.readouterr().out
    assert "3 publicaties nieuw of gewijzigd" in printed
    assert "3 nieuw" in printed
    call_command("harvest", "--plan")
    assert "Kamervragen (Aanhangsel): 3 publicaties" in capsys.readouterr().out


def test_a_failure_of_the_source_is_an_exit_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    app = App(scenario(3))
    app.fault = lambda _path, _count, _answer: status("500 Internal Server Error")
    monkeypatch.setattr("questions.management.commands.harvest.make_web", lambda: web(app))
    with pytest.raises(SystemExit):
        call_command("harvest")
    assert "Mislukt: Kamervragen" in capsys.readouterr().err


# --- once a week ----------------------------------------------------------------------------------


def a_week_later() -> None:
    HarvestCursor.objects.filter(scope=reconciliation.SCOPE).update(
        day=timezone.localdate() - COMPARISON_INTERVAL
    )


def test_what_the_source_forgot_is_marked_and_stays() -> None:
    app = App(scenario(150))
    run_once(app)
    app.scenario.publications[3].is_listed = False
    a_week_later()
    run_once(app)
    row = RemoteDocument.objects.get(state=RemoteState.GONE)
    assert row.identifier == app.scenario.publications[3].identifier
    assert Inquiry.objects.count() == 150


def test_what_comes_back_is_as_it_was() -> None:
    app = App(scenario(150))
    run_once(app)
    app.scenario.publications[3].is_listed = False
    a_week_later()
    run_once(app)
    app.scenario.publications[3].is_listed = True
    a_week_later()
    done = run_once(app)
    assert not RemoteDocument.objects.filter(state=RemoteState.GONE).exists()
    assert done.tally.total == 0  # it is not fetched again


def test_a_source_that_lost_much_is_not_believed() -> None:
    app = App(scenario(50))
    run_once(app)
    for one in app.scenario.publications[:10]:
        one.is_listed = False
    a_week_later()
    done = run_once(app)
    assert "te veel om te geloven" in done.problems[0]
    assert not RemoteDocument.objects.filter(state=RemoteState.GONE).exists()


def test_what_was_missed_is_found() -> None:
    app = App(scenario(20))
    run_once(app)
    RemoteDocument.objects.filter(identifier=app.scenario.publications[0].identifier).delete()
    a_week_later()
    assert run_once(app).listed == 1


def test_a_list_that_changes_while_it_is_read_proves_nothing() -> None:
    app = App(scenario(250))
    run_once(app)
    app.scenario.publications.append(Publication(6000))
    a_week_later()

    def fault(_path: str, _count: int, answer: Answer) -> Answer:
        if "startRecord=101" in app.requests[-1]:
            app.scenario.publications[0].modified_on = timezone.localdate()  # it moves to the end
        return answer

    app.fault = fault
    run_once(app, steps=("reconciliation",))
    assert not RemoteDocument.objects.filter(state=RemoteState.GONE).exists()


def test_a_paper_that_came_to_another_journal_is_not_gone() -> None:
    app = App(scenario(150))
    run_once(app)
    app.scenario.publications[3].journal = sru.JOURNALS[1]
    a_week_later()
    run_once(app, steps=("reconciliation",))
    assert not RemoteDocument.objects.filter(state=RemoteState.GONE).exists()


def test_a_comparison_that_failed_is_tried_again_in_a_week() -> None:
    app = App(scenario(50))
    run_once(app)
    for one in app.scenario.publications[:10]:
        one.is_listed = False
    a_week_later()
    run_once(app, steps=("reconciliation",))
    assert not reconciliation.is_due()


def test_the_count_of_the_source_has_its_day() -> None:
    """A figure that is a week old says so."""
    app = App(scenario(3))
    run_once(app)
    app.scenario.publications.append(Publication(6000, timezone.localdate()))
    run_once(app)
    assert [(row.total, row.fetched) for row in harvested().years] == [(3, 4)]
    a_week_later()
    run_once(app)
    assert [(row.total, row.fetched) for row in harvested().years] == [(4, 4)]


def test_it_is_not_done_before_the_first_filling() -> None:
    assert not reconciliation.is_due()


# --- what people and machines see -----------------------------------------------------------------


def test_the_status_page_says_how_far_it_is(client: Client) -> None:
    run_once(App(scenario(12)), limit=10)
    page = client.get("/status/").content.decode()
    assert "Opgehaald bij de bronnen" in page
    assert "<td>10</td><td>2</td><td>0</td><td>12 op " in page


def test_machines_hear_of_silence(client: Client) -> None:
    assert "harvest" not in client.get("/healthz").json()
    run_once(App(scenario(2)))
    assert client.get("/healthz").json()["harvest"] == "ok"
    HarvestCursor.objects.update(last_ok_at=timezone.now() - dt.timedelta(days=4))
    answer = client.get("/healthz")
    assert (answer.status_code, "niets opgehaald" in answer.json()["harvest"]) == (503, True)


def test_an_editor_puts_a_text_in_front(client: Client) -> None:
    client.force_login(User.objects.create_superuser("root", password="x"))
    app = App(scenario(2))
    app.fault = texts_answer("404 Not Found")
    run_once(app)
    row = RemoteDocument.objects.order_by("pk")[0]
    values = {"action": "try_now", "_selected_action": row.pk}
    client.post("/beheer/questions/remotedocument/", values)
    row.refresh_from_db()
    assert (row.attempts, row.next_try_at <= timezone.now()) == (0, True)


def test_a_page_says_that_its_source_lost_the_paper(client: Client) -> None:
    run_once(App(scenario(2)))
    inquiry = Inquiry.objects.get(case_number="2024Z75001")
    assert "niet meer bij de bron" not in client.get(inquiry.get_absolute_url()).content.decode()
    RemoteDocument.objects.filter(identifier="ah-tk-20232024-5001").update(state=RemoteState.GONE)
    assert "niet meer bij de bron" in client.get(inquiry.get_absolute_url()).content.decode()


def test_a_run_has_an_end(settings: Any) -> None:
    """What is left is for the next one, which looks at the lists first."""
    settings.HARVEST_RUN_SECONDS = 0.0
    done = run_once(App(scenario(5)))
    assert (done.tally.total, done.waiting) == (0, 5)
