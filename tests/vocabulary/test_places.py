"""Places: how one is stored, how it comes back, and what people read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.vocabulary.places import PART_TITLES, TITLES, WHOLE_SET, Place

LABELS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("place", "field"),
    [
        (Place(WHOLE_SET, "subject"), "subject"),
        (Place("ah-tk-20232024-3001", "received_on"), "received_on"),
        (Place(WHOLE_SET, "text", "questions", "3"), "questions/3/text"),
        (Place("x", "pairing", "answers", "2, 3"), "answers/2, 3/pairing"),
        (Place("x", "text", "answers", "1/2"), "answers/1/2/text"),
    ],
)
def test_as_it_is_stored(place: Place, field: str) -> None:
    assert place.field == field
    assert Place.read(place.document, field) == place


@given(st.sampled_from(sorted(PART_TITLES)), LABELS)
def test_any_label_comes_back(part_and_name: tuple[str, str], label: str) -> None:
    part, name = part_and_name
    place = Place("handle", name, part, label)
    assert Place.read("handle", place.field) == place


@given(st.sampled_from(sorted(TITLES)))
def test_any_field_comes_back(name: str) -> None:
    assert Place.read(WHOLE_SET, Place(WHOLE_SET, name).field) == Place(WHOLE_SET, name)


@pytest.mark.parametrize(
    ("place", "title"),
    [
        (Place(WHOLE_SET, "case_number"), "vraagnummer"),
        (Place(WHOLE_SET, "text", "questions", "3"), "tekst van vraag 3"),
        (Place("x", "text", "answers", "2, 3"), "tekst van antwoord 2, 3"),
        (Place("x", "pairing", "answers", "2"), "vragen bij antwoord 2"),
        (Place("x", "text", "footnotes", "1"), "voetnoot 1"),
    ],
)
def test_what_people_call_it(place: Place, title: str) -> None:
    assert place.title == title


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("subject", "vlaggen", "vlaggen"),
        ("subject", "", "–"),
        ("subject", None, "–"),
        ("number", 3001, "3001"),
        ("submitted_on", "2025-02-03", "3-2-2025"),
        ("submitted_on", "", "–"),
        ("kind", "correction", "herdruk of rectificatie"),
        ("kind", "onbekend", "onbekend"),
        ("askers", [], "–"),
        ("askers", [{"name": "Terlaak", "party": "SP"}, {"name": "Bos", "party": None}], "Terlaak (SP); Bos"),
        ("addressees", [{"role": "minister", "portfolio": "Defensie"}], "minister (Defensie)"),
        (
            "signatories",
            [{"name": "Hoogveld", "role": "minister", "portfolio": "Defensie", "on_behalf": True}],
            "mede namens minister Hoogveld (Defensie)",
        ),
        ("references", [{"kind": "see_also", "identifier": "ah-tk-20232024-1"}], "ah-tk-20232024-1"),
    ],
)
def test_a_value_as_a_person_reads_it(name: str, value: object, said: str) -> None:
    assert Place(WHOLE_SET, name).said(value) == said


def test_places_are_in_order_and_can_be_keys() -> None:
    places = [Place("b", "subject"), Place("a", "text", "questions", "2"), Place("a", "subject")]
    assert sorted(places) == [places[2], places[1], places[0]]
    assert {places[0]: 1}[Place("b", "subject")] == 1
