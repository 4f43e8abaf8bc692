from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.parsing.repair import pages
from questions.parsing.repair.line_ends import (
    BODY_WIDTH,
    FIRM_HYPHEN,
    NOTE_WIDTH,
    LineEnds,
    _measure,
    fits,
    with_kept_hyphens,
)

TEXT = (
    "Ik heb kennisgenomen van het bericht over de vlaggen op het gemeentehuis van Waterveen en ik "
    "begrijp dat bewoners daar "
    "vragen over hebben. De gemeente heeft mij laten weten dat de vlaggen in januari 2020 zijn "
    "vervangen, omdat zij door de wind "
    "waren gescheurd. In totaal zijn 14 vlaggen vervangen, waarvan 95% door een plaatselijke "
    "ondernemer is gemaakt. Het kabinet "
    "vindt het belangrijk dat gemeenten zelf kunnen besluiten welke vlaggen zij gebruiken en hoe "
    "zij die onderhouden, zolang zij "
    "zich daarbij aan de wet houden. Ik zie daarom geen aanleiding om nadere regels te stellen of "
    "om met de gemeente in gesprek "
    "te gaan over de keuze die zij heeft gemaakt."
)


def wrapped(text: str, width: int = BODY_WIDTH) -> list[str]:
    """The lines as a printer would fill them."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if _measure(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def glued(text: str, width: int = BODY_WIDTH) -> str:
    return "".join(wrapped(text, width))


def test_lost_line_ends_are_found_again() -> None:
    ends = LineEnds([glued(TEXT)])
    assert ends.are_lost
    assert " " not in glued(TEXT)[70:76].strip()[:1]
    assert ends.restored(glued(TEXT)) == wrapped(TEXT)


def test_a_note_has_longer_lines() -> None:
    ends = LineEnds([glued(TEXT)])
    assert ends.restored(glued(TEXT, NOTE_WIDTH), NOTE_WIDTH) == wrapped(TEXT, NOTE_WIDTH)


def test_a_text_that_has_its_spaces_is_left_alone() -> None:
    ends = LineEnds([TEXT, TEXT.replace("vlaggen", "borden")])
    assert not ends.are_lost
    assert ends.restored(TEXT) == [TEXT]


def test_a_short_line_is_one() -> None:
    assert LineEnds([glued(TEXT)]).restored("Ja, dat bericht ken ik.") == ["Ja, dat bericht ken ik."]


def test_a_hyphen_at_a_line_end_cuts_and_one_within_a_line_stays() -> None:
    text = (
        "Een kwaliteits-jaarverslag wordt door de gemeente opgesteld en dan verant-woord aan de raad "
        "van Waterveen en allen."
    )
    first = text[: text.index("woord aan")]
    ends = LineEnds([glued(TEXT), text])
    lines = ends.restored(text)
    assert lines[0] == first.replace("kwaliteits-", f"kwaliteits{FIRM_HYPHEN}")
    assert lines[1].startswith("woord aan de raad")


def test_sentences_that_end_a_line_early_end_a_paragraph() -> None:
    document = [
        "Vraag 1",
        "Kent u het bericht?",
        "Antwoord 1",
        glued(TEXT[:300]) + glued("Verder wordt er niets gedaan.") + glued(TEXT[300:]),
    ]
    paragraphs = pages.read(tuple(document)).paragraphs
    assert paragraphs[:3] == ("Vraag 1", "Kent u het bericht?", "Antwoord 1")
    assert paragraphs[3].startswith(
        "Ik heb kennisgenomen van het bericht over de vlaggen op het gemeentehuis"
    )
    assert all("  " not in paragraph for paragraph in paragraphs)


def test_a_paragraph_that_was_glued_to_the_one_before_it() -> None:
    first = TEXT[: TEXT.index(" De gemeente")]
    document = ("Vraag 1", "Kent u dit?", "Antwoord 1", glued(first) + glued(TEXT[len(first) + 1 :]))
    found = pages.read(document).paragraphs[3:]
    # whether the first line was short, its width says
    was_short = fits(wrapped(first)[-1], "De")
    assert found == ((first, TEXT[len(first) + 1 :]) if was_short else (TEXT,))


@pytest.mark.parametrize(
    "text",
    [
        (
            "De school(en) en de leden van de raad van Waterveen, de heer A.B. Vlag en mevrouw C.D. "
            "Wimpel, waren daar tussen 2019–2020 bij."
        ),
        (
            "Artikel 3.14 van de Vlaggenwet, 1.500 vlaggen, 12:30 uur, € 3,50 en de (reclame)borden "
            "van de VvE’s en TikTok zelf niet."
        ),
    ],
)
def test_what_is_no_line_end_stays_whole(text: str) -> None:
    words = " ".join(LineEnds([glued(TEXT)]).restored(text)).replace(FIRM_HYPHEN, "-").split()
    assert set(words) <= set(text.split())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # ah-tk-20242025-597
        (
            "De gemeente Waterveen schrijft dat zij daarvoor ook al de nieuwe foto’s",
            "gebruikt van bewoners, en dat is goed.",
        ),
        # ah-tk-20242025-591
        (
            "De gemeente Waterveen heeft daarvoor een regeling getroffen (m.n.",
            "intrekking van de eerste vergunning).",
        ),
        # ah-tk-20242025-592
        (
            "De gemeente Waterveen schrijft dat zij de vergunning al eerder heeft",
            "t.a.v. de eerste vlag ingetrokken.",
        ),
        # ah-tk-20242025-576
        (
            "De gemeente Waterveen schrijft dat zij daarvoor samen werkt met het",
            "UWV en met andere diensten van het land.",
        ),
        (
            "De gemeente Waterveen schrijft dat zij de school(en) en de vlaggen",
            "(ook die van hout) al eerder heeft gezien.",
        ),
    ],
)
def test_signs_at_line_ends(before: str, after: str) -> None:
    assert LineEnds([glued(TEXT)]).restored(before + after) == [before, after]


def test_a_hyphen_near_the_beginning_of_a_printed_line_was_printed() -> None:  # ah-tk-20232024-971
    line = (
        "worden (34 vlaggen-scenario) beantwoor-ding en "
        + "nog meer woorden op deze regel, en het vlaggen-scenario"
    )
    assert with_kept_hyphens(line) == line.replace("vlaggen-scenario)", f"vlaggen{FIRM_HYPHEN}scenario)")


def test_items_of_a_list_that_were_glued_together() -> None:  # ah-tk-20242025-571
    text = (
        "Een nieuwe vlag mag alleen in de volgende gevallen:– binnen een jaar na het begin;– op "
        "verzoek van de raad van Waterveen."
    )
    assert LineEnds([glued(TEXT)]).restored(text) == [
        "Een nieuwe vlag mag alleen in de volgende gevallen:", "– binnen een jaar na het begin;",
        ("– op verzoek van de raad "
            "van Waterveen."),
    ]  # fmt: skip


def test_a_heading_in_an_answer_stands_apart() -> None:  # ah-tk-20232024-1770
    document = (
        "Vraag 1",
        "Kent u dit?",
        "Antwoord 1",
        glued(TEXT),
        "Huur",
        "Voor huurders van Waterveen verandert er niets.",
    )
    assert pages.read(document).paragraphs[-2:] == ("Huur", "Voor huurders van Waterveen verandert er niets.")


@pytest.mark.parametrize("scheme", ["https://www.", ""])
def test_an_address_that_was_cut_is_whole_again(scheme: str) -> None:
    address = f"{scheme}waterveen.nl/vlaggen/2020/januari-overzicht-van-alle-vlaggen"
    document = (
        "Vraag 1",
        "Kent u dit?",
        "Antwoord 1",
        glued(TEXT),
        f"De cijfers zijn volgens het jaarverslag te vinden op {address}.",
    )
    assert pages.read(document).paragraphs[-1].endswith(f" {address}.")


@pytest.mark.slow
@given(st.text(alphabet="abdeghijklnortuvz ABD.,:;-–()«»0129%?[^]/’", max_size=400))
def test_nothing_is_lost_or_added(text: str) -> None:
    ends = LineEnds([glued(TEXT)])
    restored = "".join(ends.restored(text)).replace(FIRM_HYPHEN, "-")
    assert restored.replace(" ", "") == text.replace(" ", "")


def test_a_fraction_is_no_word() -> None:
    lines = ["De helft is 2¼van het geheelen de rest is niet bekend gemaakt in die brief. " * 3]
    assert "".join(LineEnds(lines).restored(lines[0])).count("¼") == 3
