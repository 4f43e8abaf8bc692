"""What a search finds and in which order; totals are those of a count over the database."""

from __future__ import annotations

import datetime as dt
import gc
import time
import weakref
from collections.abc import Callable, Mapping, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questions.language.syntax import parse
from questions.models import Inquiry
from questions.search.index import documents
from questions.search.page.run import count, run
from questions.search.query.facets import FACETS, FacetValue
from questions.search.query.plan import Plan
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
    assert some is None or some in keys
    assert none not in keys


def test_late_is_worked_out_when_asked() -> None:
    query = parse("status:telaat").query
    keys = {
        day: {card.key for card in run(Plan(query=query, today=day), size=100).rows}
        for day in (dt.date(2024, 11, 20), dt.date(2026, 1, 1))
    }
    assert "2024Z99120" in keys[dt.date(2026, 1, 1)] - keys[dt.date(2024, 11, 20)]


def test_orders(found: Find) -> None:
    assert found("", order="nieuwste")[0] == "2024Z99120"
    assert found("", order="oudste")[0] == "ah-tk-19981999-3010"
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


WORDS = [
    "nachttrein",
    "trein",
    "Kopenhagen",
    "school",
    "scholen",
    "zwemmen",
    "gemeente",
    "kabinet",
    "de",
    "het",
    "kosten",
    "IenW",
    # fmt: skip
    "bericht",
    "vraag",
    "en",
    "wandelkaart",
    "kaart",
    "e-mail",
    "2024",
    "antwoord",
    "minister",
]
CONDITIONS = [
    "status:open",
    "status:beantwoord",
    "status:telaat",
    "jaar:2024",
    "vergaderjaar:2023-2024",
    "partij:sp",
    # fmt: skip
    "ministerie:ienw",
    "soort:antwoord",
    "heeft:noot",
    "antwoordtijd:>20",
    "ingezonden:2024-02..",
    "gericht:ocw",
]
LEAF = st.one_of(
    st.sampled_from(WORDS), st.sampled_from(WORDS).map(lambda w: f"={w}"), st.sampled_from(CONDITIONS),
    st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)).map(lambda p: f'"{p[0]} {p[1]}"'),
    st.tuples(st.sampled_from(WORDS), st.integers(1, 20), st.sampled_from(WORDS)).map(
        lambda near: "({} NABIJ/{} {})".format(*near)
    ),
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
    return list(documents.SetReader().read(list(Inquiry.objects.values_list("pk", flat=True))))


@pytest.mark.slow
@settings(max_examples=250, suppress_health_check=list(HealthCheck))
@given(text=QUERY)
def test_totals_are_those_of_a_count_over_the_database(everything: list[documents.Entry], text: str) -> None:
    plan = Plan(query=parse(text).query, today=TODAY)
    found = run(plan, size=1000, facet_names=list(FACETS))
    sets = {entry.id for entry in everything if meets(plan.query, of_set(entry), TODAY)}
    assert {card.id for card in found.rows} == sets, text
    singles = sum(meets(plan.query, texts, TODAY) for entry in everything for texts in of_questions(entry))
    assert found.totals == {Unit.SETS: len(sets), Unit.QUESTIONS: singles}, text
    asked_apart = (count(plan), count(plan.of(Unit.QUESTIONS)))
    assert asked_apart == (len(sets), singles), text
    other = run(plan.of(Unit.QUESTIONS), size=1000, facet_names=list(FACETS))
    assert len(other.rows) == singles, text
    assert other.totals == found.totals, text


def facets(plan: Plan) -> Mapping[str, Sequence[FacetValue]]:
    return run(plan, facet_names=list(FACETS)).facets


def test_facets_leave_their_own_choice_out() -> None:
    everything = facets(Plan())
    chosen = facets(Plan(chosen=(("status", ("beantwoord",)),)))
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
                from questions.search.query.name_lookup import MODEL_OF_FIELD

                pk = MODEL_OF_FIELD[ids[facet]]._default_manager.get(slug=value.value).pk
            else:
                pk = int(value.value[:4]) if facet in ("jaar", "vergaderjaar") else value.value
            assert count(Plan(chosen=((facet, (pk,)),))) == value.count, (facet, value)


def test_several_choices_in_a_facet_are_either() -> None:
    one, other = (count(Plan(chosen=(("status", (s,)),))) for s in ("beantwoord", "ingetrokken"))
    assert count(Plan(chosen=(("status", ("beantwoord", "ingetrokken")),))) == one + other


def test_the_best_questions_are_shown_and_marked() -> None:
    card = run(Plan(query=parse("slaaprijtuigen").query), size=1).rows[0]
    assert card.hits
    assert 1 <= len(card.hits) <= 3
    assert card.found >= len(card.hits)
    assert any("<mark>" in hit.question + hit.answer for hit in card.hits)


def test_every_page_can_be_reached() -> None:
    total = count(Plan())
    pages = range(1, total // 4 + 2)
    keys = [card.key for number in pages for card in run(Plan(), number, size=4).rows]
    assert len(keys) >= total == Inquiry.objects.count()
    assert set(keys) == set(Inquiry.objects.values_list("key", flat=True))
    singles = run(Plan(unit=Unit.QUESTIONS), size=1000)
    assert len(singles.rows) == singles.total


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
    [("azc", "Een asielzoekerscentrum"), ("IenW", "Infrastructuur en Waterstaat"), ("I&W", "IenW"),
    ("asielzoekerscentra", "Het azc"),
     ("e-mail", "Email"), ('"Natura 2000"', "Natura 2000-gebieden"), ("stikstof", "Stikstofdepositie"),
     ("gemeente", "gemeenten")],
)  # fmt: skip
def test_other_ways_to_say_it(text: str, title: str) -> None:
    assert meets(parse(text).query, of_set(documents.Entry(1, title, [], {})), TODAY)


@pytest.mark.parametrize(
    "text", ['"nachttrein naar Kopenhagen"', '"nachttrein naar Kopenhagen" -schoolzwemmen']
)
def test_all_figures_of_a_page_agree(text: str) -> None:
    found = run(Plan(query=parse(text).query), facet_names=list(FACETS))
    assert found.totals == {Unit.SETS: 1, Unit.QUESTIONS: 5}
    assert found.facets["jaar"][0].count == 1


@pytest.mark.parametrize("number", [3, 99_999_999])
def test_a_page_beyond_the_last_is_the_last(number: int) -> None:
    last = run(Plan(query=parse("nachttrein").query), number)
    assert last.number == 1
    assert len(last.rows) == last.total > 0


def test_a_result_without_rows_has_one_page() -> None:
    found = run(Plan(query=parse("hunebeddenkaarten").query), 5, facet_names=list(FACETS))
    assert (found.number, list(found.rows), found.total) == (1, [], 0)


@pytest.mark.parametrize("order", ["nieuwste", "oudste", "beantwoord", "antwoordtijd", "relevantie"])
def test_a_page_is_a_piece_of_the_whole(order: str) -> None:
    plan = Plan(query=parse("de").query, order=order)
    whole = [card.key for card in run(plan, size=1000).rows]
    assert whole
    assert [card.key for card in run(plan, 2, size=3).rows] == whole[3:6]


def test_a_plan_is_a_value() -> None:
    plan = Plan(query=parse("nachttrein").query)
    assert plan == Plan(query=parse("nachttrein").query) != plan.of(Unit.QUESTIONS)
    assert plan.choose("partij", ()) is plan
    assert plan.choose("partij", (1, 2)).chosen == (("partij", (1, 2)),)


def test_a_search_is_let_go_with_its_page() -> None:
    """A circle of searches would keep all that they hold until the collector comes, which it seldom does."""
    gc.collect()
    gc.disable()
    try:
        found = run(Plan(query=parse("nachttrein").query), facet_names=list(FACETS))
        assert found.rows
        alive = weakref.ref(found)
        del found
        for _ in range(100):  # the thread that counted lets go of it a moment after its answer
            if alive() is None:
                return
            time.sleep(0.01)
        pytest.fail("something holds the search")
    finally:
        gc.enable()
