"""What a search finds and in which order; totals are those of a count over the database."""

from __future__ import annotations

import datetime as dt
import gc
import time
import weakref
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questions.language.syntax import parse
from questions.models import Inquiry
from questions.search.index import documents
from questions.search.page import run
from questions.search.page.run import Criteria, Results
from questions.search.query.facets import FACETS
from questions.vocabulary.kinds import Unit
from tests.search.brute_force import TODAY, meets, of_questions, of_set

Find = Callable[..., list[str]]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "some", "none"),
    [
        ("nachttrein", "2024Z99101", "2024Z99102"),  # subject
        ("NACHTTREINEN", "2024Z99101", "2024Z99102"),  # another form
        ("slaaprijtuigen", "2024Z99101", "2024Z99102"),  # answer
        ("reizigersenquete", "2024Z99101", "2024Z99102"),  # without its accent
        ('"nachttrein naar Kopenhagen"', "2024Z99101", "2024Z99102"),
        ("Overstap", "2024Z99101", "2024Z99102"),  # footnote
        ("vervoerders ontvangen", "2024Z99101", "2024Z99103"),  # notice
        ("=nachttreinen", None, "2024Z99102"),
        ("trein", "2024Z99101", "2024Z99103"),  # within a compound
        ("nachtt*", "2024Z99101", "2024Z99102"),
        ("nachttrein NABIJ/3 Kopenhagen", "2024Z99101", "2024Z99102"),
        ("Kopenhagen NABIJ/3 nachttrein", "2024Z99101", "2024Z99102"),
        ("nachttrein -Kopenhagen", None, "2024Z99101"),
        ("nachttrein OF schoolzwemmen", "2024Z99102", "2024Z99103"),
        ("in:titel nachttrein", "2024Z99101", "2024Z99102"),
        ("in:noot nachttrein in:titel", "2024Z99101", "2024Z99102"),
        ("ministerie:ienw", "2024Z99101", "2024Z99102"),
        ('minister:"van der meulenbroek"', "2024Z99101", "2024Z99102"),
        ("indiener:terlaak", "2024Z99120", "2024Z99101"),
        ("partij:d66", "2024Z99102", "2024Z99101"),
        ("gericht:ienw", "2024Z99101", "2024Z99102"),
        ("beantwoorder:meulenbroek", "2024Z99101", "2024Z99102"),
        ("status:ingetrokken", "2024Z99103", "2024Z99101"),
        ("status:open", "2024Z99120", "2024Z99101"),
        ("status:uitgesteld", "2024Z99119", "2024Z99120"),
        ("soort:nader", "2024Z99101", "2024Z99102"),
        ("ingezonden:2024-02-05", "2024Z99101", "2024Z99102"),
        ("ingezonden:>=2024-11", "2024Z99120", "2024Z99101"),
        ("vergaderjaar:2023-2024", "2024Z99101", "2024Z99120"),
        ("jaar:2024", "2024Z99101", "ah-tk-19981999-3010"),
        ("antwoordtijd:38", "2024Z99101", "2024Z99102"),
        ("nr:3001", "2024Z99101", "2024Z99102"),
        ("kenmerk:ah-tk-20232024-3001", "2024Z99101", "2024Z99102"),
        ("heeft:noot", "2024Z99101", "2024Z99103"),
        ("minister:bestaatniet", None, "2024Z99101"),
    ],
)
def test_what_a_query_finds(found: Find, text: str, some: str | None, none: str) -> None:
    keys = found(text)
    assert (some is None or some in keys) and none not in keys


def test_late_is_worked_out_when_asked() -> None:
    query = parse("status:telaat").query
    keys = {
        day: {c.key for c in Results(Criteria(query=query), today=day)[0:100]}
        for day in (dt.date(2024, 11, 20), dt.date(2026, 1, 1))
    }
    assert "2024Z99120" in keys[dt.date(2026, 1, 1)] - keys[dt.date(2024, 11, 20)]


def test_orders(found: Find) -> None:
    assert (
        found("", order="nieuwste")[0] == "2024Z99120"
        and found("", order="oudste")[0] == "ah-tk-19981999-3010"
    )
    assert found("", order="beantwoord")[0] == "2024Z99005"
    days = (
        dict(Inquiry.objects.values_list("key", "answered_on")),
        dict(Inquiry.objects.values_list("key", "submitted_on")),
    )
    slow = [
        (days[0][key] - days[1][key]).days
        for key in found("", order="antwoordtijd")
        if days[0][key] and days[1][key]
    ]
    assert slow == sorted(slow, reverse=True)
    for order in ("nieuwste", "oudste", "beantwoord", "antwoordtijd", "relevantie"):
        assert sorted(found("", order=order)) == sorted(Inquiry.objects.values_list("key", flat=True))


WORDS = ["nachttrein", "trein", "Kopenhagen", "school", "scholen", "zwemmen", "gemeente", "kabinet", "de", "het", "kosten", "IenW",
         "bericht", "vraag", "en", "wandelkaart", "kaart", "e-mail", "2024", "antwoord", "minister"]  # fmt: skip
CONDITIONS = ["status:open", "status:beantwoord", "status:telaat", "jaar:2024", "vergaderjaar:2023-2024", "partij:sp",
              "ministerie:ienw", "soort:antwoord", "heeft:noot", "antwoordtijd:>20", "ingezonden:2024-02..", "gericht:ocw"]  # fmt: skip
LEAF = st.one_of(
    st.sampled_from(WORDS), st.sampled_from(WORDS).map(lambda w: f"={w}"), st.sampled_from(CONDITIONS),
    st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)).map(lambda p: f'"{p[0]} {p[1]}"'),
    st.tuples(st.sampled_from(WORDS), st.integers(1, 20), st.sampled_from(WORDS)).map(lambda p: f"({p[0]} NABIJ/{p[1]} {p[2]})"),
    st.sampled_from(WORDS).filter(lambda w: len(w) > 3 and w.isalpha()).map(lambda w: f"{w[:3]}*"),
)  # fmt: skip
QUERY = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda items: "(" + " ".join(items) + ")"),
        st.lists(inner, min_size=2, max_size=3).map(lambda items: "(" + " OF ".join(items) + ")"),
        inner.map(lambda item: f"-({item})"),
        st.tuples(st.sampled_from(["vraag", "antwoord", "titel", "noot"]), inner).map(
            lambda p: f"(in:{p[0]} {p[1]})"
        ),
    ),
    max_leaves=6,
)


@pytest.fixture
def everything() -> list[documents.Entry]:
    return list(documents.Reader().read(list(Inquiry.objects.values_list("pk", flat=True))))


@settings(max_examples=250, suppress_health_check=list(HealthCheck))
@given(text=QUERY)
def test_totals_are_those_of_a_count_over_the_database(everything: list[documents.Entry], text: str) -> None:
    query = parse(text).query
    results = Results(Criteria(query=query), today=TODAY)
    sets = {entry.id for entry in everything if meets(query, of_set(entry), TODAY)}
    assert {card.id for card in results[0:1000]} == sets and results.count() == len(sets), text
    singles = sum(meets(query, texts, TODAY) for entry in everything for texts in of_questions(entry))
    assert results.of(Unit.QUESTIONS).count() == singles, text
    page = Results(Criteria(query=query), today=TODAY)
    page.ahead(list(FACETS), 0, 20)
    assert (page.count(), page.of(Unit.QUESTIONS).count(), page.facets()) == (
        len(sets),
        singles,
        results.facets(),
    ), text


def test_facets_leave_their_own_choice_out() -> None:
    everything = Results(Criteria()).facets()
    chosen = Results(Criteria(chosen=(("status", ("beantwoord",)),))).facets()
    assert chosen["status"] == everything["status"]
    assert sum(v.count for v in chosen["jaar"]) < sum(v.count for v in everything["jaar"])
    for facet, values in everything.items():
        for value in values[:3]:
            ids = {
                "ministerie": "ministry",
                "bewindspersoon": "minister",
                "indiener": "asker",
                "partij": "party",
            }
            if facet in ids:
                from questions.search.query.name_lookup import MODELS

                pk = MODELS[ids[facet]]._default_manager.get(slug=value.value).pk
            else:
                pk = int(value.value[:4]) if facet in ("jaar", "vergaderjaar") else value.value
            assert Results(Criteria(chosen=((facet, (pk,)),))).count() == value.count, (facet, value)


def test_several_choices_in_a_facet_are_either() -> None:
    one, other = (
        Results(Criteria(chosen=(("status", (s,)),))).count() for s in ("beantwoord", "ingetrokken")
    )
    assert Results(Criteria(chosen=(("status", ("beantwoord", "ingetrokken")),))).count() == one + other


def test_the_best_questions_are_shown_and_marked() -> None:
    card = Results(Criteria(query=parse("slaaprijtuigen").query))[0:1][0]
    assert card.hits and 1 <= len(card.hits) <= 3 and card.found >= len(card.hits)
    assert any("<mark>" in hit.question + hit.answer for hit in card.hits)


def test_every_page_can_be_reached() -> None:
    results = Results(Criteria())
    pages = [card.key for start in range(0, results.count(), 4) for card in results[start : start + 4]]
    assert len(pages) == len(set(pages)) == results.count() == Inquiry.objects.count()
    singles = Results(Criteria(), Unit.QUESTIONS)
    assert len(singles[0:1000]) == singles.count()


@pytest.mark.parametrize("text", ["wiskunde-onderwijs", "wiskundeonderwijs", '"wiskunde onderwijs"'])
def test_three_ways_to_write_a_compound(text: str) -> None:
    written = [
        "het wiskundeonderwijs verbetert",
        "het wiskunde-onderwijs verbetert",
        "het wiskunde onderwijs verbetert",
    ]
    for title in written:
        entry = documents.Entry(1, title, [], {})
        assert meets(parse(text).query, of_set(entry), TODAY), title


@pytest.mark.parametrize(
    ("text", "title"),
    [("azc", "Een asielzoekerscentrum"), ("IenW", "Infrastructuur en Waterstaat"), ("I&W", "IenW"), ("asielzoekerscentra", "Het azc"),
     ("e-mail", "Email"), ('"Natura 2000"', "Natura 2000-gebieden"), ("stikstof", "Stikstofdepositie"), ("gemeente", "gemeenten")],
)  # fmt: skip
def test_other_ways_to_say_it(text: str, title: str) -> None:
    assert meets(parse(text).query, of_set(documents.Entry(1, title, [], {})), TODAY)


def test_a_page_that_has_all_that_a_phrase_finds_is_counted_without_looking_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    real = run._count_of
    monkeypatch.setattr(run, "_count_of", lambda shelf, query: asked.append(str(query)) or real(shelf, query))
    for text in ('"nachttrein naar Kopenhagen"', '"nachttrein naar Kopenhagen" -schoolzwemmen'):
        page = Results(Criteria(query=parse(text).query))
        page.ahead(list(FACETS), 0, 20)
        assert (page.count(), page.facets()["jaar"][0].count, page.of(Unit.QUESTIONS).count()) == (1, 1, 6)
    assert len(asked) == 4  # what is late, and the questions: the sets were counted with the page


def test_a_page_beyond_the_last_is_empty_and_the_total_right() -> None:
    page = Results(Criteria(query=parse("nachttrein").query))
    page.ahead(list(FACETS), 20 * 99_999_999, 20)
    assert page[20 * 99_999_999 : 20 * 100_000_000] == [] and page.count() == len(page[0:1000]) > 0


def test_a_search_is_let_go_with_its_page() -> None:
    """A circle of searches would keep all that they hold until the collector comes, which it seldom does."""
    gc.collect()
    gc.disable()
    try:
        found = Results(Criteria(query=parse("nachttrein").query))
        found.ahead(list(FACETS), 0, 20)
        assert found[0:20] and found.facets() and found.of(Unit.QUESTIONS).count()
        alive = weakref.ref(found)
        del found
        for _ in range(100):  # the thread that counted lets go of it a moment after its answer
            if alive() is None:
                return
            time.sleep(0.01)
        pytest.fail("something holds the search")
    finally:
        gc.enable()
