import pytest

from questions.models import Addressee, Document, Ministry
from questions.templatetags.archive import cited, office, spoken
from questions.vocabulary.kinds import Kind


@pytest.mark.parametrize(
    ("names", "text"), [([], ""), (["1"], "1"), (["1", "2"], "1 en 2"), (["2", "3", "5"], "2, 3 en 5")]
)
def test_numbers_as_spoken(names: list[str], text: str) -> None:
    assert spoken(names) == text


def test_offices_as_spoken() -> None:
    justice = Ministry(name="Justitie en Veiligheid")
    assert (
        office(Addressee(role="minister", portfolio="Justitie en Veiligheid", ministry=justice))
        == "minister van Justitie en Veiligheid"
    )
    assert (
        office(Addressee(role="minister", portfolio="Rechtsbescherming", ministry=justice))
        == "minister voor Rechtsbescherming"
    )
    assert office(Addressee(role="minister-president", portfolio="Algemene Zaken")) == "minister-president"
    assert office(Addressee(role="minister")) == "minister"


@pytest.mark.parametrize(
    ("identifier", "text"),
    [
        ("ah-tk-19981999-3010", "Aanhangsel 1998/99, nr. 3010"),
        ("ah-ek-20232024-30", "Aanhangsel Eerste Kamer 2023/24, nr. 30"),
        ("2024z14247", "2024Z14247"),
        ("kv-2060721190", "kv-2060721190"),
    ],
)
def test_numbers_as_people_call_them(identifier: str, text: str) -> None:
    assert cited(identifier) == text


def test_versions_are_told_apart() -> None:
    document = Document(
        kind=Kind.FURTHER_ANSWER, session_year="2023-2024", number=3001, identifier="ah-tk-20232024-3001-n1"
    )
    assert document.citation == "Aanhangsel Handelingen II 2023/24, nr. 3001 (nader)"
