from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from questions.loading.changes import changes


def test_rows_are_matched_by_key() -> None:
    here = {1: SimpleNamespace(text="a"), 2: SimpleNamespace(text="b"), 3: SimpleNamespace(text="c")}
    found = changes(here, {1: {"text": "a"}, 2: {"text": "B"}, 4: {"text": "d"}})
    assert found.create == {4: {"text": "d"}}
    assert found.update == {2: (here[2], {"text": "B"})}
    assert found.delete == {3: here[3]}


def test_nothing_to_do_is_false() -> None:
    assert not changes({1: SimpleNamespace(text="a")}, {1: {"text": "a"}})
    assert changes({}, {1: {}})


ROWS = st.dictionaries(st.integers(0, 5), st.text("ab", max_size=2))


@given(ROWS, ROWS)
def test_after_the_changes_all_is_as_it_should_be(here: dict[int, str], wanted: dict[int, str]) -> None:
    rows = {key: SimpleNamespace(text=text) for key, text in here.items()}
    found = changes(rows, {key: {"text": text} for key, text in wanted.items()})
    for key in found.delete:
        del rows[key]
    for row, values in found.update.values():
        row.text = values["text"]
    rows |= {key: SimpleNamespace(**values) for key, values in found.create.items()}
    assert {key: row.text for key, row in rows.items()} == wanted


@given(ROWS)
def test_what_is_as_it_should_be_is_left_alone(here: dict[int, str]) -> None:
    rows = {key: SimpleNamespace(text=text) for key, text in here.items()}
    assert not changes(rows, {key: {"text": text} for key, text in here.items()})


def test_only_the_columns_that_differ_are_written() -> None:
    row = SimpleNamespace(text="a", number="1")
    found = changes({1: row}, {1: {"text": "b", "number": "1"}})
    assert found.update == {1: (row, {"text": "b"})}


def test_columns_that_are_not_named_stay() -> None:
    assert not changes({1: SimpleNamespace(text="a", note="van de redactie")}, {1: {"text": "a"}})
