import pytest

from questions.parsing.types import Signatory
from questions.parsing.wording import people, portfolios
from tests.tables import blocks


@pytest.mark.parametrize(("printed", "expected"), blocks("offices.txt"))
def test_offices(printed: str, expected: list[str]) -> None:
    assert [f"{office.role}: {office.portfolio or '-'}" for office in people.offices(printed)] == expected


@pytest.mark.parametrize(("printed", "expected"), blocks("askers.txt"))
def test_askers(printed: str, expected: list[str]) -> None:
    assert [f"{asker.name}: {asker.party or '-'}" for asker in people.askers(printed)] == expected


def _shown(signatory: Signatory, before: str = "") -> str:
    return f"{before}{signatory.role} | {signatory.name or '-'} | {signatory.portfolio or '-'}"


@pytest.mark.parametrize(("printed", "expected"), blocks("signatories.txt"))
def test_signatories(printed: str, expected: list[str]) -> None:
    signed, behalf = people.signatories(printed)
    assert [_shown(s) for s in signed] + [_shown(s, "namens ") for s in behalf] == expected


def test_known_portfolios_are_respaced() -> None:
    assert portfolios.respace("Onderwijs, Cultuur enWetenschap") == "Onderwijs, Cultuur en Wetenschap"
    assert portfolios.respace("Welzijn en Volksgezondheid, Welzijn en Sportover zorg").endswith(
        "Welzijn en Sport over zorg"
    )
    assert portfolios.respace("niets bekends") == "niets bekends"


def test_nothing_comes_of_nothing() -> None:
    assert people.askers("") == ()
    assert people.offices("") == ()
    assert people.signatories("") == ((), ())
