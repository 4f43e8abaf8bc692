"""The site in a real browser: narrow and wide, with and without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest

from questions import search
from tests.conftest import fill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = [
    "/",
    "/zoeken/",
    "/zoeken/?q=bestaatniet",
    "/vragen/2024Z99101/",
    "/vragen/2024Z99102/",
    "/bewindspersonen/",
    "/ministeries/",
    "/kamerleden/",
    "/datum/2024/02/",
    "/bestaatniet/",
]


@pytest.fixture
def site(live_server: Any) -> str:
    from questions.models import Inquiry

    if not Inquiry.objects.exists():
        fill()
    search.rebuild()
    return str(live_server.url)


@pytest.fixture
def page(browser: Any):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nl-NL")
    opened = context.new_page()
    yield opened
    context.close()


def test_from_the_front_page_to_one_answer(page: Any, site: str) -> None:
    page.goto(site)
    page.get_by_role("combobox", name="Zoek in vragen en antwoorden").fill("nachttrein")
    page.get_by_role("button", name="Zoek").click()
    page.get_by_role("link", name="Het bericht «Nachttrein naar Kopenhagen rijdt voorlopig niet»", exact=True).click()
    assert page.url.endswith("/vragen/2024Z99101/?q=nachttrein")
    page.get_by_role("navigation", name="Vragen").get_by_role("link", name="4").click()
    assert page.url.endswith("#vraag-4")
    page.wait_for_function("document.getElementById('vraag-4').getBoundingClientRect().top < 200")


def test_by_minister_with_a_filter_and_back(page: Any, site: str) -> None:
    page.goto(f"{site}/bewindspersonen/")
    page.get_by_role("link", name="Meulenbroek").click()
    page.locator(".facet a").first.click()
    assert "?" in page.url and page.locator(".chips a").first.is_visible()
    page.evaluate("setTimeout(() => history.back(), 50)")
    page.wait_for_url(lambda url: "?" not in url)


def test_by_date(page: Any, site: str) -> None:
    page.goto(f"{site}/datum/")
    page.get_by_role("link", name="2024").first.click()
    page.get_by_role("link", name="Februari").click()
    page.locator(".calendar a").first.click()
    assert page.locator(".card").count() >= 1


def test_a_footnote_and_back(page: Any, site: str) -> None:
    page.goto(f"{site}/vragen/2024Z99101/")
    page.get_by_role("link", name="Voetnoot 1", exact=True).click()
    assert "#noot-" in page.url
    page.get_by_role("link", name="Terug naar de tekst bij voetnoot 1").first.click()
    assert "#ref-" in page.url


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_no_page_is_wider_than_the_screen(browser: Any, site: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    for path in PAGES:
        page.goto(f"{site}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()


def test_without_javascript(browser: Any, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/zoeken/?q=nachttrein")
    assert page.locator(".card").count() == 1
    page.locator(".card a").first.click()
    assert page.locator("#vraag-1").is_visible()
    context.close()


def test_the_keyboard_reaches_the_content(page: Any, site: str) -> None:
    page.goto(site)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Naar de inhoud"


def test_the_console_stays_silent(page: Any, site: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in PAGES[:-1]:
        page.goto(f"{site}{path}")
    assert said == []
