"""The site in English: the same addresses below /en/, nothing Dutch but the texts of the archive
themselves.
"""

from __future__ import annotations

import re

import pytest
from django.test import Client
from lxml import html as lxml_html

from tests.conftest import ROOT

pytestmark = pytest.mark.django_db
PATHS = [
    "/", "/zoeken/", "/zoeken/?q=nachttrein", "/zoeken/?q=bestaatniet",
    "/zoeken/?q=bericht&eenheid=vragen", "/zoeken/hulp/",
    "/zoeken/?q=%22los&status=beantwoord&van=2024-01-01", "/vragen/2024Z99101/",
    "/vragen/2024Z99101/vraag/3/", "/vragen/2024Z99102/",
    "/bewindspersonen/", "/bewindspersonen/?per=kabinet", "/bewindspersonen/eelco-van-der-meulenbroek/",
    "/ministeries/", "/kamerleden/",
    "/partijen/", "/vergaderjaren/", "/vergaderjaren/2023-2024/", "/datum/", "/datum/2024/02/",
    "/antwoordtijden/", "/te-laat/",
    "/status/", "/over/", "/toegankelijkheid/", "/bestaatniet/",
]  # fmt: skip
DUTCH = re.compile(
    r"\b(?:het|een|niet|van|voor|zijn|door|met|vraag|vragen|antwoord|zoek|zoeken|dagen|alle|nog|wordt|bij)\b",
    re.IGNORECASE,
)
# Names stay as they are: of people, ministries, parties, cabinets, documents, and what somebody typed.
NAMES = (
    "//*[@lang='nl'] | //script | //style | //code | //*[@class='copyable'] | "
    "//*[contains(@class,'who')] | //*[contains(@class,'facet')]//li | //*[@class='people']//li | "
    "//*[@class='people narrow']//li | //ul[@class='offices'] | //*[@class='refs'] | "
    "//*[@class='examples'] | //*[@class='tiles'] | //*[@class='chips']//a/text() | "
    "//dl[@class='facts']//dd | //th[@scope='row'] | //*[@class='sources']//a | "
    "//*[@class='neighbours']//a | //*[@class='subjects']//a | //h1 | //title | //*[@class='by'] | "
    "//*[@class='hits-bar']//strong | //input"
)


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_left_in_dutch(client: Client, path: str) -> None:
    response = client.get(f"/en{path}")
    page = lxml_html.fromstring(response.content.decode())
    assert page.get("lang") == "en"
    assert response.headers["Content-Language"] == "en"
    for element in page.xpath(NAMES):
        if hasattr(element, "drop_tree"):
            element.drop_tree()
    text = page.text_content()
    labels = " ".join(page.xpath("//@aria-label | //@placeholder | //@title"))
    names = re.sub(r"(?:by|of) Eelco van der Meulenbroek|Other answers by .*", "", labels)
    left = [line.strip() for line in f"{text}\n{names}".splitlines() if DUTCH.search(line)]
    assert left == []


@pytest.mark.parametrize("path", ["/", "/zoeken/?q=nachttrein", "/vragen/2024Z99101/"])
def test_each_page_names_itself_in_the_other_language(client: Client, path: str) -> None:
    for here, there in ((path, f"/en{path}"), (f"/en{path}", path)):
        page = lxml_html.fromstring(client.get(here).content.decode())
        assert f"http://testserver{there}" in page.xpath("//link[@rel='alternate']/@href")
        assert f"http://testserver{there}" in page.xpath("//footer//a[@hreflang]/@href")


def test_links_stay_in_the_language(client: Client) -> None:
    page = lxml_html.fromstring(client.get("/en/vragen/2024Z99101/").content.decode())
    own = [
        href
        for href in page.xpath("//main//a/@href")
        if href.startswith("/") and not href.startswith("/bronnen")
    ]
    assert own
    assert all(href.startswith("/en/") for href in own)
    assert client.get("/en/ah-tk-20232024-3001/")["Location"] == "/en/vragen/2024Z99101/"


def test_the_language_is_that_of_the_address_and_of_nothing_else(client: Client) -> None:
    response = client.get("/", headers={"accept-language": "en"})
    assert '<html lang="nl">' in response.content.decode()
    assert "Accept-Language" not in response.headers.get("Vary", "")


def test_the_permanent_address_is_one(client: Client) -> None:
    page = client.get("/en/vragen/2024Z99101/").content.decode()
    assert 'href="http://testserver/vragen/2024Z99101/">http://testserver/vragen/2024Z99101/</a>' in page


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_text_has_its_translation(language: str) -> None:
    """And the compiled catalogue is that of the source."""
    import gettext

    folder = ROOT / "locale" / language / "LC_MESSAGES"
    source = (folder / "django.po").read_text()
    assert 'msgstr ""\n\n' not in source
    assert "fuzzy" not in source
    assert "#~" not in source
    with (folder / "django.mo").open("rb") as opened:
        compiled = gettext.GNUTranslations(opened)
    for text, translated in re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', source, re.MULTILINE):
        plain = text.encode().decode("unicode_escape").encode("latin-1", "ignore") if "\\" in text else text
        if isinstance(plain, str):
            assert compiled.gettext(plain) == translated
