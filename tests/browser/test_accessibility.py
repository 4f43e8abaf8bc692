"""axe-core finds nothing on any kind of page, in light and in dark."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from questions import search
from tests.conftest import fill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = [
    "/", "/en/", "/en/vragen/2024Z99101/", "/zoeken/", "/zoeken/?q=bestaatniet",
    "/zoeken/?q=nachttrein+OF+bericht&status=beantwoord", "/zoeken/?q=bericht&eenheid=vragen",
    "/zoeken/hulp/", "/vragen/2024Z99101/", "/vragen/2024Z99101/?q=nachttrein", "/vragen/2024Z99102/",
    "/vragen/2024Z99104/",
    "/vragen/2024Z99101/vraag/3/", "/bewindspersonen/", "/bewindspersonen/eelco-van-der-meulenbroek/",
    "/ministeries/",
    "/ministeries/defensie/", "/kamerleden/", "/partijen/", "/partijen/sp/", "/vergaderjaren/", "/datum/",
    "/datum/2024/02/",
    "/over/", "/toegankelijkheid/", "/antwoordtijden/", "/antwoordtijden/bewindspersoon/", "/te-laat/",
    "/status/", "/bestaatniet/",
]  # fmt: skip
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violations(browser: Any, live_server: Any, scheme: str) -> None:
    fill()
    search.rebuild()
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": 1280, "height": 900}, bypass_csp=True, locale="nl-NL"
    )
    page = context.new_page()
    found = {}
    for path in PAGES:
        page.goto(f"{live_server.url}{path}")
        result = Axe().run(page, options=RULES)
        if result.violations_count:
            found[path] = [
                (v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in result.response["violations"]
            ]
    context.close()
    assert not found, "\n".join(f"{path} {rules}" for path, rules in found.items())
