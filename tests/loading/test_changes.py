from types import SimpleNamespace

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
