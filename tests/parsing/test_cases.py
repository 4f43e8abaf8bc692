"""Small invented documents, one folder a fault that real documents showed, each with its reading.

Beside an input lies `expected.json`, or `<name>.expected.json`: `why` says the rule, the other fields are
those of a reading in JSON. `"error": "ParseError"` means that the input is refused. A folder `input/` holds
one document with what is published beside it. Folders of this shape that are not part of the project are
read too, where they are.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from questions.parsing import ParseError, parse
from questions.parsing.formats.json_lines import to_dict
from questions.sources import RawDocument, read_paths
from tests.conftest import CASES

OWN = Path(__file__).parent / "cases"
FREE = {"why", "warning"}  # what is no field of a reading


@dataclass(frozen=True)
class Case:
    """An input and the reading that it must have."""

    input: Path
    expected: Path

    def __str__(self) -> str:
        return f"{self.input.parent.name}/{self.input.name}"


def cases_in(root: Path) -> list[Case]:
    found: list[Case] = []
    for expected in sorted(root.glob("*/*expected.json")):
        stem = expected.name.removesuffix("expected.json").rstrip(".") or "input"
        beside = [path for path in expected.parent.iterdir() if path.name.split(".")[0] == stem]
        found += [Case(path, expected) for path in beside if path.suffix != ".json"]
    return found


def document_of(case: Case) -> RawDocument:
    (document,) = read_paths([str(case.input)])
    return document


def reading_of(case: Case) -> dict[str, Any]:
    """The reading in JSON, or that the document is refused."""
    document = document_of(case)
    try:
        return to_dict(parse(document.data, document.name, document.metadata))
    except ParseError:
        return {"error": "ParseError"}


def differing(case: Case) -> dict[str, tuple[Any, Any]]:
    """The fields that are read otherwise than expected: name → (expected, read)."""
    expected = {
        name: value for name, value in json.loads(case.expected.read_text()).items() if name not in FREE
    }
    read = reading_of(case)
    pairs = {name: (value, read.get(name)) for name, value in expected.items()}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


@pytest.mark.parametrize("case", cases_in(OWN), ids=str)
def test_case(case: Case) -> None:
    assert differing(case) == {}


@pytest.mark.parametrize("case", cases_in(CASES / "parse") or [None], ids=str)
def test_case_from_elsewhere(case: Case | None) -> None:
    if case is None:
        pytest.skip("the cases are not here: set CORPUS to the folder of the real documents beside them")
    assert differing(case) == {}
