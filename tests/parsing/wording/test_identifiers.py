import lzma
from pathlib import Path

import pytest

from questions.parsing.wording import identifiers as ids


@pytest.mark.parametrize(
    "identifier",
    [
        "ah-tk-20232024-1062", "kv-tk-2024Z18792", "kv-tk-2018z12433", "kv-2060721190", "kv-2009Z03159",
        "ah-ek-20182019-2",
        "ah-tk-19951996-1117-h1", "ah-tk-20202021-0001", "ah-1151601", "kv-tk-2015Z15377a",
        "ah-tk-20152016-6a",
        "kv-2070814730-h", "ah-tk-20092010-AH2134", "kv-200011382H", "ah-tk-20232024-3001-n1", "kv-ek-12",
    ],
)  # fmt: skip
def test_shapes_of_identifiers(identifier: str) -> None:
    assert ids.find_identifier(f"{identifier}.xml") == identifier
    assert ids.find_identifier(f"zie {identifier}, aldaar") == identifier


@pytest.mark.parametrize("text", ["ah-tk", "xah-tk-20232024-1", "Aanhangsel 1062", ""])
def test_what_is_no_identifier(text: str) -> None:
    assert ids.find_identifier(text) is None


def test_nearly_every_published_identifier_is_recognised(corpus: Path) -> None:
    with lzma.open(corpus / "reference" / "identifiers.txt.xz", "rt") as opened:
        published = opened.read().split()
    missed = [name for name in published if ids.find_identifier(name) != name]
    assert len(missed) < len(published) * 0.001, missed[:20]


def test_what_a_series_number_says() -> None:
    assert ids.series_of("ah-tk-20232024-1062") == ids.Series("tk", "2023-2024", 1062)
    assert ids.series_of("ah-tk-20202021-0001") == ids.Series("tk", "2020-2021", 1)
    assert ids.series_of("AH-EK-20182019-2") == ids.Series("ek", "2018-2019", 2)
    assert ids.series_of("ah-tk-20232029-1") is None
    assert ids.series_of("kv-tk-2024Z18792") is None
    assert ids.series_of(None) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024Z18792", "2024Z18792"),
        ("2024Z 17972", "2024Z17972"),  # AH 617
        ("kv 2018z12433", "2018Z12433"),
        ("2009D25439", "2009D25439"),
        ("TZ202306-026", None),
        (None, None),
    ],
)
def test_case_numbers(text: str | None, expected: str | None) -> None:
    assert ids.case_number(text) == expected


def test_a_senate_case_number_counts_in_metadata_only() -> None:
    assert ids.metadata_case_number("218190001") == "218190001"
    assert ids.case_number("218190001") is None


def test_case_number_of_a_question_document() -> None:
    assert ids.case_number_of_identifier("kv-tk-2018z12433") == "2018Z12433"
    assert ids.case_number_of_identifier("ah-tk-20232024-1") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zie ook Aanhangsel Handelingen, vergaderjaar 2023–2024, nr. 998.", ["ah-tk-20232024-998"]),
        ("Zie ook Aanhangsels Handelingen,vergaderjaar 2023–2024, nr. 1767 en 1775",
        ["ah-tk-20232024-1767", "ah-tk-20232024-1775"]),
        ("Zie ook Aanhangsel Handelingen, vergaderjaar2023–2024,nr. 2116.", ["ah-tk-20232024-2116"]),
        ("Zie ook Aanhangsel Handelingen, vergaderjaar 2024-2025, nr. 248", ["ah-tk-20242025-248"]),
        ("Zie ook Aanhangsel Handelingen, vergaderjaar 2023–2024, nr. 1743. Zie ook Aanhangsel "
            "Handelingen, vergaderjaar "
         "2023–2024, nr. 1743.", ["ah-tk-20232024-1743"]),
        ("Zie ook het antwoord op vraag 2.", []),
    ],
)  # fmt: skip
def test_see_also(text: str, expected: list[str]) -> None:
    assert list(ids.see_also(text)) == expected


def test_mentions_in_running_text() -> None:
    text = (
        "in antwoord op vragen (Aanhangsel Handelingen, vergaderjaar 2023–2024, nr. 1045) en "
        "Aanhangsel Handelingen II "
        "2022/23, nr. 12; eerdere vragen (vraagnummer 2024Z14250) en kv-tk-2024Z18792. Kamerstuk "
        "36 410, nr. 59."
    )
    assert ids.mentions(text) == (
        "ah-tk-20232024-1045",
        "ah-tk-20222023-12",
        "2024Z14250",
        "kv-tk-2024Z18792",
    )


def test_canonical_forms_meet() -> None:
    assert ids.canonical("ah-tk-20202021-0001") == ids.canonical("AH-tk-20202021-1")
    assert ids.canonical("kv-tk-2018z12433") == ids.canonical("kv-tk-2018Z12433")


def test_versions() -> None:
    assert ids.is_reprint("ah-tk-19951996-1117-h1")
    assert not ids.is_addition("ah-tk-19951996-1117-h1")
    assert ids.is_addition("ah-tk-20232024-3001-n1")
    assert not ids.is_reprint(None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Zie ook Aanhangsel Handelingen nr. 1070, vergaderjaar 2003–2004", ("ah-tk-20032004-1070",)),
        (
            (
                "Zie ook Aanhangsel Handelingen, vergaderjaar 2023–2024, nr. 1234 en Aanhangsel "
                "Handelingen, vergaderjaar 2024–2025, nr. 1300"
            ),
            ("ah-tk-20232024-1234", "ah-tk-20242025-1300"),
        ),
    ],
)
def test_other_answers_in_other_orders(text: str, found: tuple[str, ...]) -> None:
    assert ids.see_also(text) == found
