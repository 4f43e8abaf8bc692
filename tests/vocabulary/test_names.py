import pytest

from questions.vocabulary.names import main_name, name_key, portfolio_key, surname_of


def test_spellings_meet() -> None:
    assert name_key("Faber – van de Klashorst") == name_key("Faber-Van de Klashorst") == "fabervandeklashorst"
    assert name_key("Yeşilgöz") == "yesilgoz"
    assert name_key("Yıldırgan") == "yildirgan"
    assert portfolio_key(None) == ""
    assert portfolio_key("Financiën") == "financien"


@pytest.mark.parametrize(
    ("printed", "first", "surname"),
    [
        ("Van Nispen", "", "Van Nispen"),
        ("D. Yeşilgöz-Zegerius", "D.", "Yeşilgöz-Zegerius"),
        ("D.M. van Weel", "D.M.", "van Weel"),
        ("drs. P. Adema", "P.", "Adema"),
        ("Inge van Dijk", "Inge", "van Dijk"),
        ("Tjeerd de Groot", "Tjeerd", "de Groot"),
        ("Van der Wal-Zeggelink", "", "Van der Wal-Zeggelink"),
        ("Bruins Slot", "", "Bruins Slot"),
        ("Ch. van der Wal", "Ch.", "van der Wal"),
        ("Anna in ’t Veld", "Anna", "in ’t Veld"),
        ("Anna van ‘t Riet", "Anna", "van ‘t Riet"),
        ("Jan op den Berg", "Jan", "op den Berg"),
        ("In ’t Veld", "", "In ’t Veld"),
        ("Op den Berg", "", "Op den Berg"),
    ],
)
def test_surname_of(printed: str, first: str, surname: str) -> None:
    assert surname_of(printed) == (first, surname)


@pytest.mark.parametrize(
    ("surname", "key"),
    [
        ("de Groot", "groot"),
        ("Van der Meulenbroek", "meulenbroek"),
        ("'t Hart", "hart"),
        ("’t Hart", "hart"),
        ("‘t Hart", "hart"),
        ("`t Hart", "hart"),
        ("Van ’t Riet", "riet"),
        ("in 't Veld", "veld"),
        ("Op den Berg", "berg"),
        ("van de la Parra", "parra"),
        ("Aan de Wiel", "wiel"),
        ("Uit den Bogaard", "bogaard"),
        ("Von der Dunk", "dunk"),
        ("d’Ancona", "ancona"),
        ("'s-Gravesande", "gravesande"),
        ("Onderwater", "onderwater"),
        ("Te Water", "water"),
        ("Overweg", "overweg"),
        ("Vandersteen", "vandersteen"),
    ],
)
def test_names_are_sorted_by_their_main_part(surname: str, key: str) -> None:
    assert main_name(surname) == key
