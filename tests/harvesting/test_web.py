"""Requests over HTTP: what is tried again, what is believed, and what has an end."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import httpx2
import pytest
import stamina

from questions.harvesting import web as module
from questions.harvesting.web import NotThere, Pace, SourceFailure, Web, _wait_for

Answering = Callable[[httpx2.Request], httpx2.Response]


@pytest.fixture(autouse=True)
def _at_once() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3):
        yield


def asking(answer: Answering) -> Web:
    return Web("proef", Pace({}), httpx2.MockTransport(answer))


def test_an_answer_comes_whole() -> None:
    web = asking(lambda _request: httpx2.Response(200, content=b"abc", headers={"Content-Type": "text/xml"}))
    fetched = web.get("http://a.example/x", {"q": "é&"})
    assert (fetched.data, fetched.content_type) == (b"abc", "text/xml")
    assert fetched.address == "http://a.example/x?q=%C3%A9%26"


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_what_passes_is_tried_again(status: int) -> None:
    asked: list[int] = []

    def answer(_request: httpx2.Request) -> httpx2.Response:
        asked.append(1)
        return httpx2.Response(status if len(asked) < 3 else 200, content=b"abc")

    assert asking(answer).get("http://a.example/").data == b"abc"
    assert len(asked) == 3


@pytest.mark.parametrize("status", [400, 403, 500])
def test_what_does_not_pass_is_asked_once(status: int) -> None:
    asked: list[int] = []

    def answer(_request: httpx2.Request) -> httpx2.Response:
        asked.append(1)
        return httpx2.Response(status)

    with pytest.raises(SourceFailure, match=str(status)):
        asking(answer).get("http://a.example/")
    assert len(asked) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_not_there(status: int) -> None:
    with pytest.raises(NotThere):
        asking(lambda _request: httpx2.Response(status)).get("http://a.example/")


def test_the_page_for_what_is_not_there_is_no_answer() -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        if "fout404" in str(request.url):
            return httpx2.Response(200, content=b"<html>")
        return httpx2.Response(302, headers={"Location": "/fout404?x=1"})

    with pytest.raises(NotThere):
        asking(answer).get("http://a.example/x.xml")


def test_redirects_have_an_end() -> None:
    with pytest.raises(SourceFailure):
        asking(lambda _request: httpx2.Response(302, headers={"Location": "/x"})).get("http://a.example/x")


def test_an_answer_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_ANSWER_BYTES", 1000)
    with pytest.raises(SourceFailure, match="meer dan"):
        asking(lambda _request: httpx2.Response(200, content=b"a" * 1001)).get("http://a.example/")


def test_the_source_says_how_long_to_wait() -> None:
    assert _wait_for(module._Passing("x", 7.0)) == 7.0
    assert _wait_for(module._Passing("x")) is True


@pytest.mark.parametrize(
    ("value", "seconds"), [("7", 7.0), ("9999", 60.0), ("Wed, 21 Oct 2026", None), (None, None)]
)
def test_what_retry_after_says(value: str | None, seconds: float | None) -> None:
    assert module._retry_after(value) == seconds


def test_a_search_that_takes_too_long_is_not_repeated() -> None:
    assert _wait_for(httpx2.ReadTimeout("x")) is False
    assert _wait_for(httpx2.ConnectTimeout("x")) is True


def test_nobody_at_that_address() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    web = Web("proef", Pace({}))
    with pytest.raises(SourceFailure, match="geen antwoord"):
        web.get(f"http://127.0.0.1:{port}/")
    web.close()


@pytest.mark.parametrize("said", [b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nkort", b"rommel", b""])
def test_an_answer_that_breaks_off(said: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    visitor, _ = listening.accept()
                    visitor.recv(4096)
                    visitor.sendall(said)
                    visitor.close()

        threading.Thread(target=serve, daemon=True).start()
        web = Web("proef", Pace({}))
        with pytest.raises(SourceFailure):
            web.get(f"http://127.0.0.1:{listening.getsockname()[1]}/")
        web.close()


def test_a_source_leads_nowhere_else() -> None:
    """Not to a service of this machine or network."""
    asked: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.url.host)
        return httpx2.Response(302, headers={"Location": "http://127.0.0.1:5432/"})

    with pytest.raises(SourceFailure, match="andere plaats"):
        asking(answer).get("http://a.example/x.xml")
    assert asked == ["a.example"]


def test_what_a_source_leads_to_is_within_its_pace() -> None:
    waited: list[str] = []

    class Seen(Pace):
        def wait(self, host: str) -> None:
            waited.append(host)

    def answer(request: httpx2.Request) -> httpx2.Response:
        is_first = request.url.path == "/x"
        return (
            httpx2.Response(302, headers={"Location": "/y"})
            if is_first
            else httpx2.Response(200, content=b"a")
        )

    Web("proef", Seen({}), httpx2.MockTransport(answer)).get("http://a.example/x")
    assert waited == ["a.example", "a.example"]


@pytest.mark.parametrize("address", ["http://a.example/\x7f", "http://[", "geen adres"])
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(SourceFailure):
        asking(lambda _request: httpx2.Response(200)).get(address)


def test_the_page_of_a_redirect_is_not_read() -> None:
    """It could be without end."""

    def endless() -> Iterator[bytes]:
        raise AssertionError("read")
        yield b""

    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/x":
            return httpx2.Response(302, headers={"Location": "/y"}, content=endless())
        return httpx2.Response(200, content=b"daar")

    fetched = asking(answer).get("http://a.example/x")
    assert (fetched.address, fetched.data) == ("http://a.example/y", b"daar")
