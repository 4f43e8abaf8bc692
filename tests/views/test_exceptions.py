"""What views raise becomes a page: a redirect for good, a 503, a 404; a bug stays a bug."""

from __future__ import annotations

import pytest
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory

from questions.search import IndexMissing
from questions.search.index import storage, sync
from questions.views.exceptions import Moved, ViewExceptions, server_error

FACTORY = RequestFactory()
MIDDLEWARE = ViewExceptions(lambda request: HttpResponse())


def test_what_moved_is_redirected_for_good() -> None:
    answer = MIDDLEWARE.process_exception(FACTORY.get("/oud/"), Moved("/nieuw/"))
    assert answer is not None
    assert answer.status_code == 301
    assert answer["Location"] == "/nieuw/"


@pytest.mark.parametrize(
    ("asked", "taken_along"),
    [
        ("/oud/?q=vlaggen", "/nieuw/?q=vlaggen"),
        ("/oud/?q=a+b&pagina=2", "/nieuw/?q=a+b&pagina=2"),
        ("/oud/?q=%22los%22", "/nieuw/?q=%22los%22"),
        ("/oud/?", "/nieuw/"),
    ],
)
def test_what_was_asked_is_taken_along(asked: str, taken_along: str) -> None:
    answer = MIDDLEWARE.process_exception(FACTORY.get(asked), Moved("/nieuw/"))
    assert answer is not None
    assert answer["Location"] == taken_along


def test_no_line_can_be_added_to_the_headers() -> None:
    request = FACTORY.get("/oud/")
    request.META["QUERY_STRING"] = "q=a\r\nSet-Cookie: x=1"
    answer = MIDDLEWARE.process_exception(request, Moved("/nieuw/"))
    assert answer is not None
    assert "\r" not in answer["Location"]
    assert "\n" not in answer["Location"]


@pytest.mark.django_db
def test_without_an_index_a_page_says_when_to_come_back() -> None:
    answer = MIDDLEWARE.process_exception(FACTORY.get("/zoeken/"), IndexMissing("De index ontbreekt."))
    assert answer is not None
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert "De index ontbreekt." in answer.content.decode()


def test_a_bug_stays_a_bug() -> None:
    assert MIDDLEWARE.process_exception(FACTORY.get("/"), ZeroDivisionError()) is None


def test_a_view_that_returns_is_left_alone() -> None:
    assert MIDDLEWARE(FACTORY.get("/")).status_code == 200


# --- through the whole site -----------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/ah-tk-20232024-3001/", "/vragen/2024Z99101/"),
        ("/AH-TK-20232024-3001/", "/vragen/2024Z99101/"),
        ("/vragen/ah-tk-20232024-3001/", "/vragen/2024Z99101/"),
        ("/vragen/2024z99101/", "/vragen/2024Z99101/"),
        ("/vragen/2024z99101/vraag/3/", "/vragen/2024Z99101/vraag/3/"),
        ("/vragen/ah-tk-20232024-3001/?q=nachttrein", "/vragen/2024Z99101/?q=nachttrein"),
    ],
)
def test_every_name_of_a_set_leads_to_its_page(client: Client, asked: str, leads_to: str) -> None:
    answer = client.get(asked)
    assert (answer.status_code, answer["Location"]) == (301, leads_to)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/zoeken/?q=nachttrein", "/ministeries/defensie/", "/partijen/sp/"])
def test_lists_wait_for_an_index_that_is_being_made(
    client: Client, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(sync, "SMALL_ARCHIVE_SETS", 0)
    monkeypatch.setattr(sync.subprocess, "Popen", lambda *args, **kwargs: None)
    (storage.home() / "current").unlink(missing_ok=True)
    storage.forget()
    assert client.get(path).status_code == 503


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OperationalError("couldn't get a connection after 2.00 sec"), "even niet bereikbaar"),
        (InterfaceError("connection already closed"), "even niet bereikbaar"),
        (InternalError("cannot execute INSERT in a read-only transaction"), "alleen lezen"),
    ],
)
def test_a_database_that_is_away_is_said(error: Exception, said: str) -> None:
    answer = MIDDLEWARE.process_exception(FACTORY.get("/"), error)
    assert answer is not None
    assert (answer.status_code, said in answer.content.decode()) == (503, True)
    assert answer["Retry-After"]


def test_a_database_that_is_away_is_said_by_middleware_too() -> None:
    try:
        raise OperationalError("away")
    except OperationalError:
        assert server_error(FACTORY.get("/")).status_code == 503


def test_another_error_stays_one() -> None:
    try:
        raise ZeroDivisionError
    except ZeroDivisionError:
        assert server_error(FACTORY.get("/")).status_code == 500
