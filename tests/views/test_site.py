"""What a site has besides its pages."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest
from django.core.cache import cache
from django.test import Client

from questions.models import Inquiry

pytestmark = pytest.mark.django_db
PATHS = [
    "/",
    "/zoeken/?q=nachttrein",
    "/vragen/2024Z99101/",
    "/over/",
    "/toegankelijkheid/",
    "/beheer/login/",
    "/bestaatniet/",
]


@pytest.mark.parametrize("path", PATHS)
def test_headers_that_protect(client: Client, path: str) -> None:
    response = client.get(path)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("path", [p for p in PATHS if "bestaat" not in p])
def test_nothing_inline(client: Client, path: str) -> None:
    page = client.get(path).content.decode()
    assert "<style" not in page
    assert " style=" not in page
    assert "onclick" not in page
    tags = [tag.split(">")[0] for tag in page.split("<script")[1:]]
    assert all("src=" in tag or 'type="application/ld+json"' in tag for tag in tags)  # data is not run


def test_a_page_that_did_not_change_is_not_sent_again(client: Client) -> None:
    first = client.get("/vragen/2024Z99101/")
    again = client.get("/vragen/2024Z99101/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert not again.content


def test_robots_and_the_site_map(client: Client) -> None:
    cache.clear()
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    places = [place.text for place in index.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert "http://testserver/sitemap-sets.xml" in places
    sets = ElementTree.fromstring(client.get("/sitemap-sets.xml").content)
    assert len(list(sets)) == Inquiry.objects.count()
    assert b"<lastmod>" in client.get("/sitemap-sets.xml").content
    assert client.get("/sitemap-people.xml").status_code == 200


def test_a_browser_can_search_here(client: Client) -> None:
    description = client.get("/opensearch.xml")
    assert b"http://testserver/zoeken/?q={searchTerms}" in description.content
    ElementTree.fromstring(description.content)


def test_what_the_archive_holds(client: Client) -> None:
    page = client.get("/over/").content.decode()
    assert f"{Inquiry.objects.count()} vragensets" in page
    assert "2023-2024" in page


@pytest.mark.usefixtures("empty")
def test_an_empty_archive_says_what_it_holds(client: Client) -> None:
    assert "0 vragensets" in client.get("/over/").content.decode()


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/", "max-age=0, public, s-maxage=60"),
        ("/ah-tk-20232024-3001/", "max-age=0, public, s-maxage=60"),
        ("/healthz", "no-store"),
        ("/beheer/login/", "max-age=0, no-cache, no-store, must-revalidate, private"),
    ],
)
def test_a_proxy_may_keep_what_is_public(client: Client, path: str, kept: str) -> None:
    header = client.get(path).headers["Cache-Control"]
    assert set(header.split(", ")) == set(kept.split(", "))


def test_a_site_map_has_no_other_addresses(client: Client) -> None:
    """Each would be kept for an hour."""
    assert client.get("/sitemap-sets.xml?p=1").status_code == 200
    assert [
        client.get(f"/sitemap-sets.xml?{query}").status_code for query in ("x=1", "p=%C2%B2", "p=1234567")
    ] == [404] * 3
