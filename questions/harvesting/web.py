"""Asks a source over HTTP with care: within the pace of each host, again when that may help, and never for
more than a bound.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

import httpx2
import stamina

XML, JSON = "application/xml, */*;q=0.1", "application/json"  # what a service is asked for
MAX_ANSWER_BYTES = 64 * 1024 * 1024
MAX_ATTEMPTS = 5
MAX_REDIRECTS = 5
MAX_WAIT_SECONDS = 60.0
CONNECT_SECONDS, READ_SECONDS = 10.0, 120.0  # a search at the source takes minutes at times; see the settings
PASSING_STATUSES = {
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
}
# The source's own page for what it does not have, which comes with status 200 after a redirect.
NOT_FOUND_PLACES = ("fout404", "errors/404")


class SourceFailure(Exception):
    """A source gave no usable answer; the message says which and why, in Dutch. It may next time."""


class WrongText(SourceFailure):
    """The source answers, with something else than was asked for."""


class NotThere(WrongText):
    """The source does not have what was asked for, or not yet."""


class _Passing(Exception):
    """An answer that may be another in a while; `wait` as the source asks for, in seconds."""

    def __init__(self, said: str, wait: float | None = None) -> None:
        super().__init__(said)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole answer, and the address that it came from in the end."""

    address: str
    content_type: str
    data: bytes


class Pace:
    """Lets so many seconds pass between two requests to one host, by its name; to another none."""

    def __init__(
        self,
        seconds: Mapping[str, float],
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._seconds, self._clock, self._sleep = seconds, clock, sleep
        self._last: dict[str, float] = {}

    def wait(self, host: str) -> None:
        """Returns when the next request may be sent."""
        last = self._last.get(host)
        if last is not None and (left := last + self._seconds.get(host, 0.0) - self._clock()) > 0:
            self._sleep(left)
        self._last[host] = self._clock()


class Web:
    """One connection a host. Close it."""

    def __init__(
        self,
        user_agent: str,
        pace: Pace,
        transport: httpx2.BaseTransport | None = None,
        read_seconds: float = READ_SECONDS,
    ) -> None:
        self._pace = pace
        self._host: str | None = None  # of the source that is asked now
        self._client = httpx2.Client(
            headers={"User-Agent": user_agent},
            timeout=httpx2.Timeout(read_seconds, connect=CONNECT_SECONDS),
            follow_redirects=False,  # it would read the page of a redirect whole, however long
            event_hooks={"request": [self._before]},
            limits=httpx2.Limits(max_connections=1),
            transport=transport,
        )

    def _before(self, request: httpx2.Request) -> None:
        """Of each request, also one to which another led: the pace, and that it stays at the source."""
        if request.url.host != self._host:
            raise SourceFailure(f"De bron verwijst naar een andere plaats: {request.url.host}.")
        self._pace.wait(request.url.netloc.decode("ascii"))

    def close(self) -> None:
        self._client.close()

    def get(self, address: str, parameters: dict[str, str] | None = None, accepts: str = XML) -> Fetched:
        """The answer to a request, in a form that is accepted.

        Raises NotThere for what the source does not have, SourceFailure for anything else but an answer.
        """
        try:
            for attempt in stamina.retry_context(
                on=_wait_for, attempts=MAX_ATTEMPTS, timeout=None, wait_initial=1.0, wait_max=MAX_WAIT_SECONDS
            ):
                with attempt:
                    return self._get(address, parameters, accepts)
        except (
            httpx2.HTTPError,
            httpx2.InvalidURL,
            ValueError,
            _Passing,
        ) as error:  # ValueError: of an address
            raise SourceFailure(f"{address} geeft geen antwoord: {error or type(error).__name__}.") from error
        raise AssertionError("unreachable")

    def _get(self, address: str, parameters: dict[str, str] | None, accepts: str) -> Fetched:
        """Follows redirects itself: the library would read the page of each to its end, however long."""
        self._host = urlsplit(address).hostname
        request = self._client.build_request("GET", address, params=parameters, headers={"Accept": accepts})
        for _ in range(MAX_REDIRECTS):
            answer = self._client.send(request, stream=True)
            with closing(answer):
                if answer.next_request is None:
                    return _fetched(answer, address)
                request = answer.next_request
        raise SourceFailure(f"{address} blijft doorverwijzen.")


def _fetched(answer: httpx2.Response, address: str) -> Fetched:
    """The whole answer, within the bound."""
    if answer.status_code in PASSING_STATUSES:
        raise _Passing(f"HTTP {answer.status_code}", _retry_after(answer.headers.get("Retry-After")))
    if answer.status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE) or _is_not_found(str(answer.url)):
        raise NotThere(f"{address} bestaat niet bij de bron.")
    if answer.status_code != HTTPStatus.OK:
        raise SourceFailure(f"{address} antwoordt met HTTP {answer.status_code}.")
    data = bytearray()
    for part in answer.iter_bytes():
        data += part
        if len(data) > MAX_ANSWER_BYTES:
            raise SourceFailure(f"{address} geeft meer dan {MAX_ANSWER_BYTES // 1024**2} MB.")
    return Fetched(str(answer.url), answer.headers.get("Content-Type", ""), bytes(data))


def _is_not_found(address: str) -> bool:
    return any(place in address.lower() for place in NOT_FOUND_PLACES)


def _retry_after(value: str | None) -> float | None:
    """Seconds; a date is answered with the usual wait."""
    return min(float(value), MAX_WAIT_SECONDS) if value and value.isascii() and value.isdigit() else None


def _wait_for(error: Exception) -> bool | float:
    """Whether to try again, or after how many seconds; a search that took too long goes on at the source."""
    if isinstance(error, _Passing):
        return True if error.wait is None else error.wait
    return isinstance(error, httpx2.TransportError) and not isinstance(error, httpx2.ReadTimeout)
