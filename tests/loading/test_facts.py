import json
from pathlib import Path

import pytest

from questions.loading import load_facts
from questions.loading.facts import FACTS
from questions.models import Cabinet, Minister, Ministry, Office

pytestmark = pytest.mark.django_db


def test_loading_again_makes_nothing() -> None:
    assert load_facts() == 0


def test_what_an_editor_changed_is_left_alone() -> None:
    Ministry.objects.filter(name="Defensie").update(abbreviation="DEF")
    load_facts()
    assert Ministry.objects.get(name="Defensie").abbreviation == "DEF"


def test_every_file_says_where_its_facts_come_from() -> None:
    for file in FACTS.glob("*.json"):
        assert json.loads(file.read_text())["source"]


def test_offices_know_their_ministry_and_cabinet() -> None:
    assert not Office.objects.filter(ministry=None, minister__is_confirmed=True).exclude(portfolio="").exists()
    bruins = Minister.objects.get(name="Eppo Bruins").offices.get()
    assert bruins.cabinet == Cabinet.objects.get(name="Kabinet-Schoof") and bruins.ministry.abbreviation == "OCW"


def test_ministries_have_successors() -> None:
    successors = Ministry.objects.get(abbreviation="V&W").successors.values_list("abbreviation", flat=True)
    assert list(successors) == ["IenM"]
    assert Ministry.objects.get(abbreviation="IenM").successors.get().abbreviation == "IenW"


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text(json.dumps({"members": [{"name": "Aa Bb", "surname": "Bb", "parties": [{"party": "Nieuwe Partij"}]}]}))
    assert load_facts(file) == 3
