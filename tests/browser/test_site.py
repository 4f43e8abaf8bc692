"""The site in a real browser: narrow and wide, with and without JavaScript.

After a click the next page is waited for (`expect`, `wait_for_url`): a click returns when a
navigation has begun, and on a busy machine the new page is not there yet.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from questions import search
from tests.conftest import fill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = [
    "/",
    "/zoeken/",
    "/zoeken/?q=bestaatniet",
    "/zoeken/?q=nachttrein+OF+bericht&status=beantwoord",
    "/zoeken/?q=bericht&eenheid=vragen",
    "/zoeken/hulp/",
    "/antwoordtijden/",
    "/te-laat/",
    "/status/",
    "/over/",
    "/vragen/2024Z99101/?q=nachttrein",
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
    page.get_by_role(
        "link", name="Het bericht «Nachttrein naar Kopenhagen rijdt voorlopig niet»", exact=True
    ).click()
    page.wait_for_url("**/vragen/2024Z99101/?q=nachttrein")
    page.get_by_role("navigation", name="Vragen").get_by_role("link", name="4").click()
    page.wait_for_url("**#vraag-4")
    expect(page.locator("#vraag-4 h2, #vraag-4 h3").first).to_be_in_viewport()


def test_names_while_typing_by_keyboard(page: Any, site: str) -> None:
    page.goto(f"{site}/zoeken/")
    box = page.get_by_role("combobox", name="Zoek in vragen en antwoorden")
    box.press_sequentially("meulen")
    page.get_by_role("option").first.wait_for()
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value(re.compile(r"^minister:eelco-van-der-meulenbroek\s*$"))
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.press("Enter")
    page.wait_for_url("**q=minister**")
    expect(page.locator(".card").first).to_be_visible()


def test_marks_are_carried_into_the_set_and_stepped_through(page: Any, site: str) -> None:
    page.goto(f"{site}/zoeken/?q=nachttrein")
    page.locator(".hit").first.click()
    page.wait_for_url("**#vraag-*")
    expect(page.locator(".set mark").nth(2)).to_be_attached()
    page.get_by_role("button", name="Volgende").press("Enter")
    expect(page.locator("mark.now")).to_have_count(1)
    first = page.locator("mark.now").evaluate(
        "mark => [...document.querySelectorAll('.set mark')].indexOf(mark)"
    )
    page.get_by_role("button", name="Volgende").press("Enter")
    second = page.locator("mark.now").evaluate(
        "mark => [...document.querySelectorAll('.set mark')].indexOf(mark)"
    )
    page.get_by_role("button", name="Vorige").press("Enter")
    assert second == first + 1
    assert page.locator("mark.now").count() == 1
    page.get_by_role("link", name="Terug naar de resultaten").click()
    page.wait_for_url("**/zoeken/?q=nachttrein")


def test_single_questions_a_year_in_the_histogram_and_an_order(page: Any, site: str) -> None:
    page.goto(f"{site}/zoeken/?q=bericht")
    page.get_by_role("link", name="Losse vragen").click()
    page.wait_for_url("**eenheid=vragen**")
    expect(page.locator(".card").first).to_be_visible()
    page.locator(".histogram svg a").last.click()
    page.wait_for_url("**jaar=**")
    page.get_by_label("Volgorde").select_option("oudste")
    page.wait_for_url("**sorteer=oudste**")
    assert "eenheid=vragen" in page.url
    assert "jaar=" in page.url
    page.locator(".chips a").first.click()
    expect(page.locator(".chips a")).to_have_count(1)


def test_nothing_found_has_a_way_on(page: Any, site: str) -> None:
    page.goto(f"{site}/zoeken/?q=nachttrien")
    page.get_by_role("link", name="nachttrein", exact=True).click()
    expect(page.locator(".card")).to_have_count(1)


def test_by_minister_with_a_filter_and_back(page: Any, site: str) -> None:
    page.goto(f"{site}/bewindspersonen/")
    page.get_by_role("link", name="Meulenbroek").click()
    page.locator(".facet a").first.click()
    page.wait_for_url(lambda url: "?" in url)
    expect(page.locator(".chips a").first).to_be_visible()
    page.evaluate("setTimeout(() => history.back(), 50)")
    page.wait_for_url(lambda url: "?" not in url)


def test_by_date(page: Any, site: str) -> None:
    page.goto(f"{site}/datum/")
    page.get_by_role("link", name="2024").first.click()
    page.get_by_role("link", name="Februari").click()
    page.locator(".calendar a").first.click()
    expect(page.locator(".card").first).to_be_visible()


def test_a_footnote_and_back(page: Any, site: str) -> None:
    page.goto(f"{site}/vragen/2024Z99101/")
    page.get_by_role("link", name="Voetnoot 1", exact=True).click()
    page.wait_for_url("**#noot-*")
    page.get_by_role("link", name="Terug naar de tekst bij voetnoot 1").first.click()
    page.wait_for_url("**#ref-*")


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
    expect(page.locator(".card")).to_have_count(1)
    page.locator(".card a").first.click()
    expect(page.locator("#vraag-1")).to_be_visible()
    context.close()


def test_the_keyboard_reaches_the_content(page: Any, site: str) -> None:
    page.goto(site)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Naar de inhoud")


def test_the_console_stays_silent(page: Any, site: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in PAGES[:-1]:
        page.goto(f"{site}{path}")
    assert said == []


def test_at_200_percent(browser: Any, site: str) -> None:
    """A window of 1280 by 900 at twice the size has 640 by 450 pixels of its own."""
    context = browser.new_context(viewport={"width": 640, "height": 450}, device_scale_factor=2)
    page = context.new_page()
    for path in PAGES:
        page.goto(f"{site}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, path
    context.close()


def test_no_movement_for_who_wants_none(browser: Any, site: str) -> None:
    for wish, behaviour in (("reduce", "auto"), ("no-preference", "smooth")):
        context = browser.new_context(reduced_motion=wish)
        page = context.new_page()
        page.goto(f"{site}/vragen/2024Z99101/")
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == behaviour
        context.close()


def test_on_paper_there_is_the_set_and_its_address(page: Any, site: str) -> None:
    page.goto(f"{site}/vragen/2024Z99101/")
    page.emulate_media(media="print")
    for hidden in ("header.site", "footer.site", ".numbers", ".anchor"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator("#vraag-1").is_visible()
    assert page.get_by_text("Blijvend adres").is_visible()


def test_a_link_to_a_question_is_copied(browser: Any, site: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{site}/vragen/2024Z99101/")
    page.get_by_role("link", name="Link naar vraag 3").press("Enter")
    page.get_by_role("link", name="gekopieerd").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").endswith("/vragen/2024Z99101/#vraag-3")
    context.close()


def test_no_page_is_heavy(browser: Any, site: str) -> None:
    """Less than 100 kB with style and script, uncompressed."""
    for path in PAGES:
        context = browser.new_context()
        page = context.new_page()
        responses: list[Any] = []
        page.on("response", lambda response, into=responses: into.append(response))
        page.goto(f"{site}{path}", wait_until="load")
        assert sum(len(response.body()) for response in responses) < 100_000, path
        context.close()


def test_in_english(page: Any, site: str) -> None:
    page.goto(site)
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/")
    page.get_by_role("combobox", name="Search questions and answers").fill("nachttrein")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("1 set", exact=True).first).to_be_visible()
    page.locator(".hit").first.click()
    page.wait_for_url("**/en/vragen/2024Z99101/**")
    expect(page.get_by_role("heading", name="Question 1", exact=False).first).to_be_visible()
    assert page.locator("h1").get_attribute("lang") == "nl"
    page.get_by_role("button", name="Next").click()
    page.get_by_role("link", name="Nederlands").click()
    page.wait_for_url(lambda url: "/en/" not in url)


def test_in_the_dark(browser: Any, site: str) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(f"{site}/vragen/2024Z99101/")
    shade = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert sum(int(part) for part in re.findall(r"\d+", shade)[:3]) < 150
    context.close()
