"""Every figure that leads somewhere leads to as many rows: walks the site and checks each pair."""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.html
import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

STARTS = (
    "/", "/status/", "/zoeken/", "/zoeken/?eenheid=vragen", "/zoeken/?q=school", "/antwoordtijden/",
    "/antwoordtijden/bewindspersoon/", "/antwoordtijden/kabinet/", "/antwoordtijden/partij/",
    "/antwoordtijden/jaar/", "/datum/", "/bewindspersonen/", "/ministeries/", "/kamerleden/", "/partijen/",
    "/vergaderjaren/", "/te-laat/", "/ministeries/defensie/", "/partijen/sp/", "/zoeken/hulp/",
)  # fmt: skip
NUMBER = re.compile(r"[\d.]+")


def page_of(client: Client, address: str) -> lxml.html.HtmlElement:
    response = client.get(address, follow=True)
    assert response.status_code == 200, address
    return lxml.html.document_fromstring(response.content.decode())


def figures(page: lxml.html.HtmlElement) -> Iterator[tuple[str, int]]:
    """(address, number) for each link that shows a number: in an element of class "n", or beside it."""
    for link in page.xpath("//a[@href][not(ancestor::*[contains(@class,'chosen')])]"):
        address = link.get("href")
        if link.get("data-count"):
            yield address, int(link.get("data-count"))
            continue
        beside = link.getnext()
        inside = link.xpath(".//*[contains(concat(' ',@class,' '),' n ')]")
        shown = inside[0] if inside else beside if beside is not None and beside.get("class") == "n" else None
        text = (shown.text_content() if shown is not None else "").strip()
        if NUMBER.fullmatch(text):
            yield address, int(text.replace(".", ""))


def total(page: lxml.html.HtmlElement) -> int | None:
    """How many rows the list of a page has, all its pages together."""
    given = page.xpath("//@data-total")
    if given:
        return int(given[0])
    shown = page.xpath("//p[contains(@class,'count')]//strong")
    return int(shown[0].text_content().replace(".", "")) if shown else None


@pytest.mark.parametrize("start", STARTS)
def test_each_figure_leads_to_as_many_rows(client: Client, start: str) -> None:
    wrong = []
    for address, number in dict(figures(page_of(client, start))).items():
        if address.startswith(("#", "http")):
            continue
        target = address if not address.startswith("?") else start.split("?")[0] + address
        found = total(page_of(client, target))
        if found is not None and found != number:
            wrong.append((address, number, found))
    assert wrong == []


def test_the_walk_finds_figures(client: Client) -> None:
    assert sum(len(list(figures(page_of(client, start)))) for start in STARTS) > 150
