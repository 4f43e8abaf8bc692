import contextlib
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questions.parsing import ParseError
from questions.parsing.formats.json_lines import lines, parse, to_dict


def test_the_least_that_is_a_document() -> None:
    document = parse(b'{"kind": "answer"}')
    assert document.kind == "answer"
    assert document.chamber == "tk"
    assert document.questions == ()
    assert set(to_dict(document)) >= {"kind", "identifier", "questions", "warnings"}


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({}, "kind"),
        ({"kind": "poem"}, "kind"),
        ({"kind": "answer", "chamber": "hoger"}, "chamber"),
        ({"kind": "answer", "number": "12"}, "number"),
        ({"kind": "answer", "number": True}, "number"),
        ({"kind": "answer", "session_year": "2023-2029"}, "session_year"),
        ({"kind": "answer", "submitted_on": "2024-02-31"}, "submitted_on"),
        ({"kind": "answer", "subject": 5}, "subject"),
        ({"kind": "answer", "subject": "a\0b"}, "subject"),
        ({"kind": "answer", "subject": "\ud800"}, "subject"),
        ({"kind": "answer", "askers": "Jansen"}, "askers"),
        ({"kind": "answer", "askers": [{}]}, "name"),
        ({"kind": "answer", "addressees": [{"role": "koning"}]}, "role"),
        ({"kind": "answer", "questions": [{"number": "1"}]}, "text"),
        ({"kind": "answer", "answers": [{"numbers": "1", "text": "x"}]}, "numbers"),
        ({"kind": "answer", "see_also": [1]}, "see_also"),
    ],
)
def test_a_misshapen_field_is_named(row: dict, field: str) -> None:
    with pytest.raises(ParseError, match=field):
        parse(json.dumps(row).encode())


@pytest.mark.parametrize("data", [b"{", b"[]", b"null", b"\xff\xfe", b'"x"', b"[" * 100_000])
def test_what_is_no_object(data: bytes) -> None:
    with pytest.raises(ParseError):
        parse(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda s: st.lists(s) | st.dictionaries(st.text(), s),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    ["kind", "number", "askers", "questions", "answers", "footnotes", "subject", "submitted_on", "addressees"]
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(FIELDS, JSON))
def test_any_json_is_read_or_refused(row: dict) -> None:
    with contextlib.suppress(ParseError):
        parse(json.dumps({"kind": "answer", **row}).encode())


@pytest.mark.parametrize("number", ["1/2", "3 a", "vraag één?"])
def test_a_number_that_fits_no_address_is_refused(number: str) -> None:
    row = {
        "kind": "answer",
        "questions": [{"number": number, "text": "Kent u dit?"}],
        "answers": [{"numbers": ["1"], "text": "Ja."}],
    }
    with pytest.raises(ParseError, match="«number» mag alleen letters"):
        parse(json.dumps(row).encode())


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({}, "Veld «kind» ontbreekt."),
        ({"kind": None}, "Veld «kind» ontbreekt."),
        ({"kind": 5}, "Veld «kind» moet een van answer, questions, postponement, withdrawal"),
        ({"kind": "answer", "chamber": "hoger"}, "Veld «chamber» moet tk of ek zijn."),
        ({"kind": "answer", "number": 0}, "Veld «number» moet een geheel getal zijn."),
        ({"kind": "answer", "session_year": "2023"}, "Veld «session_year» moet de vorm 2023-2024 hebben."),
        (
            {"kind": "answer", "received_on": "gisteren"},
            "Veld «received_on» moet een datum (JJJJ-MM-DD) zijn.",
        ),
        ({"kind": "answer", "received_on": "0999-01-01"}, "Veld «received_on» moet een datum zijn"),
        ({"kind": "answer", "questions": {"a": 1}}, "Veld «questions» moet een lijst van objecten zijn."),
        ({"kind": "answer", "see_also": "x"}, "Veld «see_also» moet een lijst van teksten zijn."),
        ({"kind": "answer", "footnotes": [{"mark": "1"}]}, "text» ontbreekt."),
        ({"kind": "answer", "subject": "x" * 1_000_001}, "Veld «subject» is langer dan 1000000 tekens."),
        ({"kind": "answer", "subject": "a\0b"}, "Veld «subject» bevat ongeldige tekens."),
    ],
)
def test_the_reason_says_what_to_do(row: dict, said: str) -> None:
    with pytest.raises(ParseError) as refused:
        parse(json.dumps(row).encode())
    assert said in str(refused.value)


def test_a_fault_deep_within_is_placed() -> None:
    row = {"kind": "answer", "questions": [{"number": "1", "text": "A?"}, {"number": "2", "text": 5}]}
    with pytest.raises(ParseError, match=r"questions\[1\]\.text"):
        parse(json.dumps(row).encode())


@pytest.mark.parametrize("absent", [None, ""])
@pytest.mark.parametrize("name", ["identifier", "session_year", "case_number", "subject", "explanation"])
def test_absent_and_empty_are_the_same(name: str, absent: str | None) -> None:
    assert parse(json.dumps({"kind": "answer", name: absent}).encode()) == parse(b'{"kind": "answer"}')


@pytest.mark.parametrize("name", ["questions", "answers", "footnotes", "askers", "see_also"])
def test_an_absent_list_is_an_empty_one(name: str) -> None:
    for absent in (None, [], ""):
        assert parse(json.dumps({"kind": "answer", name: absent}).encode()) == parse(b'{"kind": "answer"}')


def test_fields_that_we_do_not_know_are_passed_over() -> None:
    assert parse(b'{"kind": "answer", "colour": "blue"}') == parse(b'{"kind": "answer"}')


def test_a_time_of_day_is_left_out() -> None:
    document = parse(b'{"kind": "answer", "received_on": "2024-03-20T00:00:00Z"}')
    assert to_dict(document)["received_on"] == "2024-03-20"


def test_an_office_signs_without_a_name() -> None:
    row = {"kind": "answer", "answered_by": [{"role": "minister", "portfolio": "Defensie"}]}
    (signatory,) = parse(json.dumps(row).encode()).answered_by
    assert (signatory.name, signatory.role, signatory.portfolio) == (None, "minister", "Defensie")


def test_a_byte_order_mark_is_no_part_of_the_line() -> None:
    assert parse(b'\xef\xbb\xbf{"kind": "answer"}') == parse(b'{"kind": "answer"}')


def test_for_an_eye_that_compares_the_line_is_spread() -> None:
    assert lines(b'{"kind": "answer"}') == ("{", ' "kind": "answer"', "}")
    assert lines(b"{rommel\nmeer") == ("{rommel", "meer")
