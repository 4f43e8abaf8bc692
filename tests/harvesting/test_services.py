"""The clients of the data warehouse, on real answers where they are here, and on faulty ones."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from uuid import UUID

import httpx2
import pytest
import stamina
from lxml import etree

from questions.harvesting.chamber import syncfeed
from questions.harvesting.chamber.entities import WrongShape, day_of, guid_of, moment
from questions.harvesting.chamber.odata import OData, entity
from questions.harvesting.chamber.syncfeed import SyncFeed
from questions.harvesting.web import Pace, SourceFailure, Web
from questions.vocabulary.kinds import Category
from tests.conftest import CORPUS, NO_CORPUS

API = CORPUS / "api"
real = pytest.mark.skipif(not API.is_dir(), reason=NO_CORPUS)
ADDRESS = "http://chamber.example"
FEED = '<feed xmlns="http://www.w3.org/2005/Atom">{}</feed>'


@pytest.fixture(autouse=True)
def _at_once() -> object:
    with stamina.set_testing(True, attempts=1):
        yield


def web(answer: Callable[[httpx2.Request], bytes]) -> Web:
    return Web(
        "proef", Pace({}), httpx2.MockTransport(lambda asked: httpx2.Response(200, content=answer(asked)))
    )


def feed_of(*entries: str) -> SyncFeed:
    text = FEED.format("".join(entries))
    return SyncFeed(web(lambda _asked: text.encode()), ADDRESS)


def entry(name: str) -> str:
    text = (API / name).read_text()
    return text.replace("<entry>", '<entry xmlns="http://www.w3.org/2005/Atom">')


@real
def test_a_real_seat_of_the_feed() -> None:
    found = feed_of(entry("syncfeed.entry.fractieZetelPersoon.xml")).page(Category.SEAT_HOLDER, None)
    (seat,) = found.entities
    assert (found.token, found.is_end, found.unknown) == (16687327, False, frozenset())
    assert seat.values == {"functie": "Lid", "van": "2002-05-23", "totEnMet": "2010-10-11"}
    assert seat.links["persoon"] == (UUID("ec273841-069f-408b-b434-8524904ae314"),)
    assert seat.version == dt.datetime(2023, 8, 29, 11, 10, 24, tzinfo=dt.UTC)


@real
@pytest.mark.parametrize("name", ["stemming", "besluit"])
def test_tokens_of_real_pages(name: str) -> None:
    """The order is that of the tokens, not of the times; the feed leads to where its last entry does."""
    root = etree.fromstring((API / f"syncfeed.page.{name}.trimmed.xml").read_bytes())
    tokens = [syncfeed._token(one) for one in root.findall("{*}entry")]
    assert tokens == sorted(tokens, key=lambda token: token or 0)
    assert all(tokens)
    assert not syncfeed._is_end(root)


@real
def test_a_real_page_without_more() -> None:
    text = (API / "syncfeed.page.resume.partial.xml.txt").read_text()
    feed = SyncFeed(web(lambda _asked: f"{text}</feed>".encode()), ADDRESS)
    page = feed.page(Category.CASE, 5426067)
    assert (page.entities, page.token, page.is_end) == ((), 5426067, True)


@real
def test_a_real_error_of_the_feed() -> None:
    feed = SyncFeed(web(lambda _asked: (API / "syncfeed.error.xml").read_bytes()), ADDRESS)
    with pytest.raises(SourceFailure, match="An error has occurred"):
        feed.page(Category.CASE, None)


@real
def test_both_services_give_the_same_moment() -> None:
    root = etree.fromstring((API / "syncfeed.page.besluit.trimmed.xml").read_bytes())
    element = next(iter(root.iter("{*}besluit")))
    said = {etree.QName(name).localname: value for name, value in element.attrib.items()}["bijgewerkt"]
    row = json.loads((API / "odata.besluit.same-version-as-syncfeed.json").read_text())
    assert moment(str(said)) == moment(row["GewijzigdOp"])


@real
def test_a_real_case_of_odata() -> None:
    row = json.loads((API / "odata-zaak.full-metadata.sample.json").read_text())
    found, unknown = entity(row, Category.CASE, {})
    assert not unknown
    assert found.values == {
        "nummer": "2023Z14315", "soort": "Schriftelijke vragen", "organisatie": "Tweede Kamer",
        "onderwerp": "Het voorspellend algoritme van de politie", "gestartOp": "2023-08-28",
        "vergaderjaar": "2023-2024",
    }  # fmt: skip


@real
def test_real_people_of_odata() -> None:
    answers = json.loads((API / "odata.people.quoted.json").read_text())
    for category in (Category.PERSON, Category.FACTION, Category.SEAT, Category.SEAT_HOLDER):
        (row,) = answers[category]["value"]
        found, unknown = entity(row, category, {})
        assert not unknown
        assert found.values or found.links


@real
@pytest.mark.parametrize(
    ("name", "rows"), [("odata.collection.empty.json", 0), ("odata.collection.verslag.one.json", 1)]
)
def test_real_collections(name: str, rows: int) -> None:
    odata = OData(web(lambda _asked: (API / name).read_bytes()), ADDRESS)
    assert len(list(odata.rows(Category.CASE))) == rows


@real
def test_a_real_error_of_odata() -> None:
    odata = OData(web(lambda _asked: (API / "odata.error500.json").read_bytes()), ADDRESS)
    with pytest.raises(SourceFailure, match="An error has occurred"):
        list(odata.rows(Category.CASE))


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b'{"value": 1}', b'{"value": [1]}', b"<html/>", b'{"value": null}', b"[" * 9999],
)
def test_what_is_no_answer_of_odata(body: bytes) -> None:
    odata = OData(web(lambda _asked: body), ADDRESS)
    with pytest.raises(SourceFailure):
        list(odata.rows(Category.CASE))
    with pytest.raises(SourceFailure):
        odata.count(Category.CASE, "x")


def test_odata_does_not_lead_elsewhere() -> None:
    odata = OData(web(lambda _asked: b'{"value": [], "@odata.nextLink": "http://127.0.0.1:5432/"}'), ADDRESS)
    with pytest.raises(SourceFailure, match="andere plaats"):
        list(odata.rows(Category.CASE))


def test_odata_that_leads_in_circles_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("questions.harvesting.chamber.odata.MAX_PAGES", 5)
    odata = OData(web(lambda _asked: b'{"value": [], "@odata.nextLink": "Zaak?$skip=250"}'), ADDRESS)
    with pytest.raises(SourceFailure, match="blijft doorverwijzen"):
        list(odata.rows(Category.CASE))


def test_odata_is_asked_for_json() -> None:
    asked: list[str] = []

    def answer(request: httpx2.Request) -> bytes:
        asked.append(request.headers["Accept"])
        return b'{"value": []}'

    list(OData(web(answer), ADDRESS).rows(Category.CASE))
    assert asked == ["application/json"]


@pytest.mark.parametrize("head", [0, 7, 999_999, 1_000_000, 25_400_003, 2**40])
def test_the_end_of_the_feed_is_found(head: int) -> None:
    """Wherever it is, in some fifty requests."""
    asked: list[int] = []

    def answer(request: httpx2.Request) -> bytes:
        token = int(request.url.params["skiptoken"])
        asked.append(token)
        if token >= head:
            return FEED.format(f'<link rel="resume" href="/Feed?skiptoken={token + 1}"/>').encode()
        last = min(head, token + 250)
        link = f'<link rel="next" href="/Feed?skiptoken={last}&amp;category=x"/>'
        return FEED.format(f"<entry>{link}</entry>").encode()

    assert SyncFeed(web(answer), ADDRESS).head() == head
    assert len(asked) <= 70


@pytest.mark.parametrize(
    "body",
    [
        FEED.format(""),
        FEED.format('<entry><link rel="next" href="/Feed?skiptoken=0"/></entry>'),
        FEED.format("<entry></entry>"),
        "<html/>",
        "",
    ],
)
def test_an_end_that_cannot_be_found_is_said(body: str) -> None:
    with pytest.raises(SourceFailure):
        SyncFeed(web(lambda _asked: body.encode()), ADDRESS).head()


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-09-10T13:40:40.9030000", "2026-09-10T11:40:40.903000+00:00"),
        ("2023-08-29T11:10:24Z", "2023-08-29T11:10:24+00:00"),
        ("2012-03-20T00:00:00+01:00", "2012-03-19T23:00:00+00:00"),
        ("2012-03-20T00:00:00+0100", "2012-03-19T23:00:00+00:00"),
        ("2024-01-01T10:00:00", "2024-01-01T09:00:00+00:00"),
    ],
)
def test_moments(text: str, utc: str) -> None:
    assert moment(text).isoformat() == utc


@pytest.mark.parametrize("text", ["", None, "gisteren", "2024-13-01T00:00:00", "9" * 5000])
def test_what_is_no_moment(text: str | None) -> None:
    with pytest.raises(WrongShape):
        moment(text)
    assert day_of(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023-08-28T00:00:00+02:00", "2023-08-28"),
        ("2023-08-27T22:00:00Z", "2023-08-28"),
        ("2023-08-28T00:00:00", "2023-08-28"),
        ("2023-08-28", "2023-08-28"),
    ],
)
def test_days_are_those_of_amsterdam(text: str, day: str) -> None:
    assert str(day_of(text)) == day


@pytest.mark.parametrize("text", ["", None, "x", "1e889902-6ede"])
def test_what_is_no_id(text: str | None) -> None:
    with pytest.raises(WrongShape):
        guid_of(text)
