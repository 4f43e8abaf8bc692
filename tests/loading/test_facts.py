import json
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from questions.loading import load_facts
from questions.loading.facts import FACTS
from questions.models import Cabinet, FormerSlug, Member, Minister, Ministry, Office, Party

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
    assert (
        not Office.objects.filter(ministry=None, minister__is_confirmed=True).exclude(portfolio="").exists()
    )
    bruins = Minister.objects.get(name="Eppo Bruins").offices.get()
    assert bruins.cabinet == Cabinet.objects.get(name="Kabinet-Schoof")
    assert bruins.ministry.abbreviation == "OCW"


def test_ministries_have_successors() -> None:
    successors = Ministry.objects.get(abbreviation="V&W").successors.values_list("abbreviation", flat=True)
    assert list(successors) == ["IenM"]
    assert Ministry.objects.get(abbreviation="IenM").successors.get().abbreviation == "IenW"


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text(
        json.dumps({"members": [{"name": "Aa Bb", "surname": "Bb", "parties": [{"party": "Nieuwe Partij"}]}]})
    )
    assert load_facts(file) == 3


def written(folder: Path, **facts: object) -> Path:
    file = folder / "x.json"
    file.write_text(json.dumps(facts))
    return file


def test_facts_are_written_together(
    tmp_path: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    names = [f"Lid {number}" for number in range(50)]
    held = [
        {"role": "minister", "portfolio": "Defensie", "from": f"20{year}-01-01"} for year in range(10, 20)
    ]
    file = written(
        tmp_path,
        ministers=[{"name": f"{name} M", "surname": "M", "offices": held} for name in names],
        members=[{"name": name, "surname": "Lid", "parties": [{"party": "Vijftig"}]} for name in names],
    )
    with django_assert_num_queries(34):
        assert load_facts(file) == 50 + 500 + 50 + 1 + 50
    assert Minister.objects.get(name="Lid 7 M").surname_key == "m"


def test_who_was_merged_away_is_not_made_anew(tmp_path: Path) -> None:
    FormerSlug.objects.create(kind="minister", slug="e-bruins-oud", target="eppo-bruins")
    file = written(tmp_path, ministers=[{"name": "E. Bruins oud", "surname": "Bruins", "offices": []}])
    assert load_facts(file) == 0


def test_a_new_row_has_an_address_that_none_had(tmp_path: Path) -> None:
    FormerSlug.objects.create(kind="member", slug="aa-bb", target="elders")
    people = [{"name": name, "surname": "Bb", "parties": []} for name in ("Aa Bb", "Áá Bb")]
    load_facts(written(tmp_path, members=people))
    assert set(Member.objects.filter(slug__startswith="aa-bb").values_list("slug", flat=True)) == {
        "aa-bb-2",
        "aa-bb-3",
    }


def test_a_party_is_known_by_its_other_spellings(tmp_path: Path) -> None:
    Party.objects.create(name="Proefpartij", aliases=["Proef-P"])
    periods = [{"party": "Proef-P", "from": "2020-01-01"}, {"party": "Proefpartij", "from": "2020-01-01"}]
    member = {"name": "Aa Bb", "surname": "Bb", "parties": periods}
    assert load_facts(written(tmp_path, members=[member])) == 2
    assert Member.objects.get(name="Aa Bb").memberships.get().party.name == "Proefpartij"
