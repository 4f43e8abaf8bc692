"""The benchmark fills an empty archive once, and says how fast each class of queries is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from questions.benchmark import corpus
from questions.models import Inquiry
from tests.conftest import DOCUMENTS


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("empty")
def test_an_empty_archive_is_filled_with_a_file_of_ones_own(tmp_path: Path) -> None:
    lines, figures = tmp_path / "eigen.jsonl", tmp_path / "cijfers.json"
    lines.write_text("".join(corpus.sets(40, DOCUMENTS)))
    call_command("benchmark", "--corpus", str(lines), "--json", str(figures))
    assert json.loads(figures.read_text())["sets"] == Inquiry.objects.count() == 40
    assert lines.exists(), "a file of one's own is left alone"


@pytest.mark.slow
@pytest.mark.django_db
def test_an_archive_that_has_sets_is_measured_as_it_is(tmp_path: Path) -> None:
    before = Inquiry.objects.count()
    call_command("benchmark", "--sets", "5", "--json", str(tmp_path / "cijfers.json"))
    assert Inquiry.objects.count() == before
    figures = json.loads((tmp_path / "cijfers.json").read_text())
    assert figures["whole search, ms"]["all classes"]["median"] > 0


@pytest.mark.slow
def test_the_same_number_gives_the_same_sets() -> None:
    assert list(corpus.sets(5, DOCUMENTS)) == list(corpus.sets(5, DOCUMENTS))
    assert len(list(corpus.sets(5, DOCUMENTS))) == 5
