import contextlib
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questions.parsing import ParseError
from questions.parsing.formats.json_lines import parse, to_dict


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
