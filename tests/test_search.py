import pytest

from questions import search
from questions.models import Inquiry, SearchText

pytestmark = pytest.mark.django_db


def found(text: str) -> set[str]:
    return set(search.matching(Inquiry.objects.all(), text).values_list("key", flat=True))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("nachttrein", "2024Z99101"),  # subject
        ("slaaprijtuigen", "2024Z99101"),  # answer
        ("reizigersenquête", "2024Z99101"),  # question
        ('"nachttrein naar Kopenhagen"', "2024Z99101"),
        ("Overstap", "2024Z99101"),  # footnote
        ("vervoerders ontvangen", "2024Z99101"),  # notice
    ],
)
def test_every_text_is_searched(text: str, key: str) -> None:
    assert key in found(text)


def test_a_word_can_be_left_out() -> None:
    assert "2024Z99101" not in found("nachttrein -Kopenhagen")


def test_refresh_takes_only_what_changed() -> None:
    assert search.refresh() == 0
    SearchText.objects.filter(inquiry__key="2024Z99101").delete()
    assert search.refresh() == 1
