"""Every kind of page, what it shows, and how many queries it takes."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from questions.models import FormerSlug, Inquiry, Member, Minister

pytestmark = pytest.mark.django_db


def html(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


# Pinned: a page that takes more asks the database once a row, or twice for one thing.
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/", 3),
        ("/zoeken/", 1),
        ("/zoeken/?q=nachttrein", 1),
        ("/vragen/2024Z99101/", 22),
        ("/vragen/2024Z99101/vraag/3/", 14),
        ("/bewindspersonen/", 5),
        ("/bewindspersonen/eelco-van-der-meulenbroek/", 5),
        ("/ministeries/", 3),
        ("/ministeries/defensie/", 5),
        ("/kamerleden/", 1),
        ("/kamerleden/sanne-terlaak/", 4),
        ("/partijen/", 2),
        ("/partijen/sp/", 3),
        ("/vergaderjaren/", 1),
        ("/vergaderjaren/2023-2024/", 2),
        ("/datum/", 2),
        ("/datum/2024/", 2),
        ("/datum/2024/02/", 3),
        ("/datum/2024/02/05/", 0),
    ],
)
def test_pages_and_their_queries(
    client: Client, path: str, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    if "sanne" in path:
        path = Member.objects.get(surname="Terlaak").get_absolute_url()
    if "eelco" in path:
        path = Minister.objects.get(surname="Van der Meulenbroek").get_absolute_url()
    assert "<h1" in html(client, path)
    with django_assert_num_queries(queries):  # what is kept between requests is kept by now
        client.get(path)


def test_the_set_page(client: Client) -> None:
    page = html(client, "/vragen/2024Z99101/")
    assert "Het bericht «Nachttrein naar Kopenhagen rijdt voorlopig niet»" in page
    assert 'rel="canonical"' in page
    for anchor in (
        'id="vraag-3"',
        'id="antwoord-3"',
        "Mededeling van uitstel",
        "Nader antwoord 3",
        "38 dagen",
        "GroenLinks-PvdA",
    ):
        assert anchor in page
    assert page.index('id="vraag-1"') < page.index('id="antwoord-1"') < page.index('id="vraag-2"')
    assert 'href="https://zoek.officielebekendmakingen.nl/ah-tk-20232024-3001.html"' in page


def test_footnotes_link_both_ways(client: Client) -> None:
    page = html(client, "/vragen/2024Z99101/")
    targets = set(re.findall(r'href="#(noot-\d+-\w+)"', page))
    assert targets
    assert all(f'id="{target}"' in page for target in targets)
    backs = set(re.findall(r'href="#(ref-\d+-\w+)"', page))
    assert backs
    assert all(f'id="{back}"' in page for back in backs)


@pytest.mark.slow
def test_every_id_on_the_set_page_is_unique(client: Client) -> None:
    for inquiry in Inquiry.objects.all():
        ids = re.findall(r'\bid="([^"]+)"', html(client, inquiry.get_absolute_url()))
        assert len(ids) == len(set(ids)), inquiry.key


def test_a_joint_answer_stands_once_under_all_its_questions(client: Client) -> None:
    page = html(client, "/vragen/2024Z99102/")
    assert page.count("Antwoord 2, 3 en 5") == 1
    assert (
        page.index('id="vraag-2"')
        < page.index('id="vraag-3"')
        < page.index('id="vraag-5"')
        < page.index("Antwoord 2, 3 en 5")
        < page.index('id="vraag-4"')
    )


def test_a_reprint_takes_the_place_of_what_it_replaces(client: Client) -> None:
    page = html(client, "/vragen/2024Z99102/")
    assert "1.620" in page
    assert "2.610 basisscholen" not in page
    assert "vervangt Aanhangsel Handelingen II 2023/24, nr. 3002" in page


def test_two_ministers_to_one_question(client: Client) -> None:
    page = html(client, "/vragen/2024Z99104/")
    part = page[page.index('id="vraag-1"') : page.index('id="vraag-2"')]
    assert "Çelikbaş" in part
    assert "Van Duivenbode" in part


def test_a_withdrawn_set_and_an_open_one(client: Client) -> None:
    assert "Ingetrokken" in html(client, "/vragen/2024Z99103/")
    assert "Geen antwoord in dit archief tot en met 18 december 2024" in html(client, "/vragen/2024Z99120/")


def test_references_link_both_ways(client: Client) -> None:
    page = html(client, "/vragen/2024Z99101/")
    assert 'href="/vragen/ah-tk-19981999-3010/"' in page
    assert "Aangehaald in" in html(client, "/vragen/ah-tk-19981999-3010/")


def test_a_reference_to_what_is_not_here_leads_to_the_official_page(client: Client) -> None:
    assert "https://zoek.officielebekendmakingen.nl/ah-tk-20242025-9015.html" in html(
        client, "/vragen/2024Z99003/"
    )


def test_one_question(client: Client) -> None:
    page = html(client, "/vragen/2024Z99101/vraag/3/")
    assert 'id="vraag-3"' in page
    assert 'id="vraag-1"' not in page
    assert 'rel="canonical"' in page
    assert client.get("/vragen/2024Z99101/vraag/99/").status_code == 404


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/ah-tk-20232024-3001/", "/vragen/2024Z99101/"),
        ("/AH-TK-20232024-03001/", "/vragen/2024Z99101/"),
        ("/KV-TK-2024Z99101/", "/vragen/2024Z99101/"),
        ("/174800030/", "/vragen/174800030/"),
        ("/vragen/2024z99101/?q=trein", "/vragen/2024Z99101/?q=trein"),
        ("/ah-tk-20232024-2950/", "/vragen/2024Z99101/"),
        ("/ah-tk-20232024-3001-n1/", "/vragen/2024Z99101/"),
        ("/kv-tk-2024Z99001/", "/vragen/2024Z99001/"),
        ("/kv-tk-2024z99101/", "/vragen/2024Z99101/"),
        ("/2024Z99101/", "/vragen/2024Z99101/"),
        ("/vragen/ah-tk-20232024-3001/", "/vragen/2024Z99101/"),
        ("/vragen/2024z99101/", "/vragen/2024Z99101/"),
        ("/vragen/ah-tk-20232024-3001/vraag/3/", "/vragen/2024Z99101/vraag/3/"),
    ],
)
def test_every_identifier_leads_to_the_canonical_address(client: Client, path: str, target: str) -> None:
    response = client.get(path)
    assert response.status_code == 301
    assert response["Location"] == target


def test_a_number_in_the_search_box_goes_straight_to_its_set(client: Client) -> None:
    assert client.get("/zoeken/", {"q": "2024Z99101"})["Location"] == "/vragen/2024Z99101/"
    assert client.get("/zoeken/", {"q": "ah-tk-20232024-3001"})["Location"] == "/vragen/2024Z99101/"


def test_a_renamed_minister_keeps_the_old_address(client: Client) -> None:
    minister = Minister.objects.get(surname="Van der Meulenbroek")
    old = minister.get_absolute_url()
    minister.slug = "nieuw-adres"
    minister.save()
    assert FormerSlug.objects.get().target == "nieuw-adres"
    assert client.get(old)["Location"] == "/bewindspersonen/nieuw-adres/"
    assert (
        client.get(f"{old}?jaar=2024&q=x y")["Location"] == "/bewindspersonen/nieuw-adres/?jaar=2024&q=x%20y"
    )
    minister.slug = "nog-nieuwer"
    minister.save()
    assert client.get(old)["Location"] == "/bewindspersonen/nog-nieuwer/"


def test_lists_count_and_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("questions.views.results.PER_PAGE", 3)
    page = html(client, "/zoeken/?status=beantwoord")
    assert "pagina 1 van" in page
    assert "status=beantwoord&amp;pagina=2" in page
    assert "pagina 2 van" in html(client, "/zoeken/?status=beantwoord&pagina=2")
    assert html(client, "/zoeken/?pagina=999")
    assert html(client, "/zoeken/?pagina=x")


def test_an_empty_result_says_so(client: Client) -> None:
    assert "Niets gevonden" in html(client, "/zoeken/?q=bestaatnietwoord")


def test_a_minister_page_has_offices_and_only_own_sets(client: Client) -> None:
    page = html(client, Minister.objects.get(surname="Van der Meulenbroek").get_absolute_url())
    assert "Infrastructuur en Waterstaat" in page
    assert "/vragen/2024Z99101/" in page
    assert "/vragen/2024Z99102/" not in page


def test_ministry_pages_show_what_came_before(client: Client) -> None:
    assert "Voorheen" in html(client, "/ministeries/infrastructuur-en-waterstaat/")


def test_a_month_is_a_calendar(client: Client) -> None:
    page = html(client, "/datum/2024/02/")
    assert 'href="/datum/2024/02/05/"' in page
    assert "Maart 2023" in page
    assert "Maart 2024" in page


@pytest.mark.parametrize(
    "path",
    [
        "/bestaatniet/",
        "/vragen/2099Z00001/",
        "/ah-tk-20992100-1/",
        "/datum/2024/13/",
        "/datum/2024/02/31/",
        "/datum/0000/",
        "/vergaderjaren/1900-1901/",
        "/bewindspersonen/niemand/",
        "/vragen/%00/",
    ],
)
def test_not_found(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "Deze pagina is er niet" in response.content.decode()


def test_a_failure_shows_a_page_that_needs_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("questions.views.home.Inquiry.objects.shown", lambda: 1 / 0, raising=False)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert "Er ging iets mis" in response.content.decode()


def test_a_set_without_a_subject_has_a_title(client: Client) -> None:
    page = html(client, Inquiry.objects.get(case_number="2024Z99004").get_absolute_url())
    assert re.search(r"<h1[^>]*>[^<]{10,}</h1>", page)


@pytest.mark.usefixtures("empty")
def test_an_empty_archive(client: Client) -> None:
    assert "nog leeg" in html(client, "/")
    for path in (
        "/zoeken/",
        "/bewindspersonen/",
        "/kamerleden/",
        "/partijen/",
        "/datum/",
        "/vergaderjaren/",
        "/ministeries/",
    ):
        html(client, path)


@pytest.mark.parametrize(
    "citation",
    ["Aanhangsel Handelingen II 2023/24, nr. 3001", "2023–2024, nr. 3001", ("Aanhangsel van de Handelingen, "
        "vergaderjaar "
        "2023-2024, nr. 3001"),
     "Handelingen II 2023/24, Aanhangsel, nr. 3001"],
)  # fmt: skip
def test_a_citation_goes_straight_to_its_set(client: Client, citation: str) -> None:
    assert client.get("/zoeken/", {"q": citation})["Location"] == "/vragen/2024Z99101/"


def test_names_while_typing(client: Client) -> None:
    names = client.get("/zoeken/namen/", {"q": "meulen"}).json()["names"]
    assert ("minister:eelco-van-der-meulenbroek", "Eelco van der Meulenbroek", "Bewindspersoon") in [
        (row["value"], row["name"], row["kind"]) for row in names
    ]
    assert (
        client.get("/zoeken/namen/", {"q": "ienw"}).json()["names"][0]["value"]
        == "ministerie:infrastructuur-en-waterstaat"
    )
    assert client.get("/zoeken/namen/", {"q": "a"}).json()["names"] == []
    assert client.get("/zoeken/namen/", {"q": "%_\0"}).status_code == 200


def test_words_of_a_search_are_marked_in_the_set(client: Client) -> None:
    page = html(client, "/vragen/2024Z99101/?q=nachttrein+in:antwoord")
    assert "<mark>" in page
    assert "gevonden in vraag" in page
    assert "Terug naar de resultaten" in page
    assert "<mark>" not in html(client, "/vragen/2024Z99101/")
    assert "&lt;script&gt;" in html(client, "/vragen/2024Z99101/?q=%3Cscript%3E")


def test_a_search_leads_on_when_nothing_is_found(client: Client) -> None:
    page = html(client, "/zoeken/?q=nachttrien&jaar=2024")
    assert "Bedoelde u" in page
    assert "q=nachttrein&amp;jaar=2024" in page


def test_a_suggestion_leads_to_the_sets_that_it_counts(client: Client) -> None:
    page = client.get("/zoeken/", {"q": "nachttrien", "eenheid": "vragen"})
    suggestions = page.context["found"].suggestions
    assert suggestions
    assert not any("eenheid" in suggestion.address for suggestion in suggestions)


def test_the_help_page_has_live_examples(client: Client) -> None:
    page = html(client, "/zoeken/hulp/")
    assert "NABIJ/5" in page
    assert "vragensets" in page
    assert "antwoordtijd:" in page


def test_answers_of_several_ministers_stand_side_by_side(client: Client) -> None:
    assert 'class="compare"' in html(client, "/vragen/2024Z99104/")
    assert 'class="compare"' not in html(client, "/vragen/2024Z99101/")  # a further answer comes after


def test_the_sets_of_a_minister_follow_each_other(client: Client) -> None:
    minister = Minister.objects.get(surname="Van der Meulenbroek")
    sets = list(
        Inquiry.objects.filter(documents__signatories__minister=minister)
        .distinct()
        .exclude(answered_on=None)
        .order_by("answered_on", "pk")
    )
    for before, after in zip(sets, sets[1:], strict=False):
        assert f'rel="next" href="{after.get_absolute_url()}"' in html(client, before.get_absolute_url())
        assert f'rel="prev" href="{before.get_absolute_url()}"' in html(client, after.get_absolute_url())


def test_a_question_by_itself_says_whose_it_is(client: Client) -> None:
    page = html(client, "/vragen/2024Z99101/vraag/3/")
    assert "Gesteld door" in page
    assert "Beantwoord door" in page
    assert "/vraag/2/" in page
    assert "/vraag/4/" in page
    for number in ("1", "2", "3"):
        page = html(client, f"/vragen/2024Z99101/vraag/{number}/")
        for back in re.findall(r'href="#(ref-[^"]+)"', page):
            assert f'id="{back}"' in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("minister:bestaatniet", "Bewindspersoon «bestaatniet» is niet in dit archief."),
        ("2031Z00001", "Nummer «2031Z00001» is niet in dit archief."),
    ],
)
def test_what_is_not_here_is_said(client: Client, query: str, words: str) -> None:
    page = html(client, f"/zoeken/?q={query}")
    assert words in page
    assert "Bedoelde u" not in page
