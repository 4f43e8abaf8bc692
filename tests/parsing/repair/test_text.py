import pytest

from questions.parsing.repair import text


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("Kostic ´ (PvdD)", "Kostić (PvdD)"),  # ah-tk-20232024-1092
        ("Yes¸ilgöz-Zegerius", "Yeşilgöz-Zegerius"),  # ah-tk-20232024-1512
        ("een ´ los teken", "een ´ los teken"),
        ("gewoon", "gewoon"),
    ],
)
def test_split_accents(broken: str, mended: str) -> None:
    assert text.mend_accents(broken) == mended


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("beantwoor-ding", "beantwoording"),
        ("het onderne-mingsklimaat", "het ondernemingsklimaat"),
        ("radio-uitzending", "radio-uitzending"),  # two vowels keep their hyphen
        ("data-uitvraag", "data-uitvraag"),
        ("ggz-zorg", "ggz-zorg"),
        ("Mbo-instelling", "Mbo-instelling"),  # ah-tk-20242025-560
        ("PrEP-zorg", "PrEP-zorg"),
        ("EU-lidstaten", "EU-lidstaten"),
        ("functie-uitoefening", "functie-uitoefening"),  # ah-tk-20232024-1092
        ("btw-verhoging", "btw-verhoging"),
        ("niet-ambtenaren", "niet-ambtenaren"),
        ("in- en uitvoer", "in- en uitvoer"),
        ("VNO-NCW", "VNO-NCW"),
        ("Hoofdlijnen-akkoord", "Hoofdlijnenakkoord"),
        ("hiv-infecties", "hiv-infecties"),  # 2024Z18436
        ("Veldzicht-doelgroep", "Veldzicht-doelgroep"),  # 2024Z18566
        ("collega-diensten", "collega-diensten"),  # ah-tk-20232024-1375
        ("aspirant-studenten", "aspirant-studenten"),  # ah-tk-20232024-584
        ("follow-up", "follow-up"),  # ah-tk-20232024-631
        ("dieggz-hulp", "dieggz-hulp"),
        ("secretarissen-generaal", "secretarissen-generaal"),
        ("zij-instroom", "zij-instroom"),
        ("ongecontrac-teerde", "ongecontracteerde"),
        ("rechtmatig-heidstoets", "rechtmatigheidstoets"),
        ("Tweeminu-tendebat", "Tweeminutendebat"),
        ("criminali-teit", "criminaliteit"),
        ("Kinder-rechtencollectief", "Kinderrechtencollectief"),
        (
            "https://www.nhnieuws.example/twee-kinderen-gewond",
            "https://www.nhnieuws.example/twee-kinderen-gewond",
        ),
    ],
)
def test_hyphens(broken: str, mended: str) -> None:
    assert text.join_hyphenated(broken) == mended


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("ten aanzien van debezuiniging op", "ten aanzien van de bezuiniging op"),
        ("de Minister vanBuitenlandse Zaken", "de Minister van Buitenlandse Zaken"),
        ("vergaderjaar2023", "vergaderjaar 2023"),
        ("vanaf 2026.In het Regeerprogramma", "vanaf 2026. In het Regeerprogramma"),
        ("kleiner, gezondheid,waaronder", "kleiner, gezondheid, waaronder"),
        ("detail en hetzelfde eenvoudige", "detail en hetzelfde eenvoudige"),
        ("www.detweede.example/debezuiniging", "www.detweede.example/debezuiniging"),
        ("1,5 en 2.000", "1,5 en 2.000"),
    ],
)
def test_glued_words(broken: str, mended: str) -> None:
    assert text.split_glued(broken) == mended


def test_clean_gives_one_form_of_spaces_and_drops_what_cannot_be_seen() -> None:
    assert text.clean("een\u00a0twee\tdrie\r\nvier\u00adfijf\x07") == "een twee drie\nvierfijf"
    assert text.clean("e\u0301") == "é"
    assert text.one_line("  een \n twee ") == "een twee"


@pytest.mark.parametrize(
    ("found", "address"),
    [
        ("https://x.example/Leopard_(tank)", "https://x.example/Leopard_(tank)"),
        ("https://x.example/Leopard_(tank)).", "https://x.example/Leopard_(tank)"),
        ("https://x.example/Leopard_(tank),", "https://x.example/Leopard_(tank)"),
        ("https://x.example/a).", "https://x.example/a"),
        ("https://x.example/a[1]", "https://x.example/a[1]"),
        ("https://x.example/a].", "https://x.example/a"),
        ("https://x.example/a?b=(c_(d))", "https://x.example/a?b=(c_(d))"),
        ("https://x.example/a?’", "https://x.example/a"),
        ("https://x.example/a(b", "https://x.example/a(b"),
    ],
)
def test_a_closing_bracket_that_has_its_opening_one(found: str, address: str) -> None:
    assert text.address_of(found) == address


def test_urls_without_the_punctuation_behind_them() -> None:
    assert text.urls_in("Zie (https://x.example/a), en www.y.example.") == (
        "https://x.example/a",
        "www.y.example",
    )


def test_an_address_without_https() -> None:  # ah-tk-20232024-1092
    assert text.urls_in("NOS, 4 mei (nos.nl/artikel/25-vlaggen), en/of a.b/c, pagina 3.nl/") == (
        "nos.nl/artikel/25-vlaggen",
    )


def test_a_hyphen_in_the_name_of_a_site() -> None:  # ah-tk-20232024-784, -127
    assert (
        text.join_hyphenated("Zie recht-spraak.nl en Open-overheid.nl.")
        == "Zie rechtspraak.nl en Open-overheid.nl."
    )


def test_a_line_that_was_ended_by_hand_after_a_comma() -> None:  # the letter on 2024Z11889
    assert text.paragraphs(["Dit gaat over honden,", "vlaggen en meer,", "- een;", "- twee."]) == (
        "Dit gaat over honden, vlaggen en meer,\n\n- een;\n- twee."
    )


def test_paragraphs_keep_list_items_together() -> None:
    assert text.paragraphs(["Aan:", "– a;", "– b.", "Verder.", ""]) == "Aan:\n\n– a;\n– b.\n\nVerder."


def test_marks_can_be_left_out() -> None:
    assert text.without_marks("Ja[^1] en nee[^v2].") == "Ja en nee."
