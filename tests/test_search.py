from pathlib import Path

import pytest
from django.conf import settings

from questions import search
from questions.models import Inquiry, SearchChange


def found(text: str) -> set[str]:
    return set(search.matching(Inquiry.objects.all(), text).values_list("key", flat=True))


@pytest.fixture
def own_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "SEARCH_DIR", str(tmp_path))
    return search.folder()


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_index")]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("nachttrein", "2024Z99101"),  # subject
        ("NACHTTREINEN", "2024Z99101"),  # another form
        ("slaaprijtuigen", "2024Z99101"),  # answer
        ("reizigersenquete", "2024Z99101"),  # question, without its accent
        ('"nachttrein naar Kopenhagen"', "2024Z99101"),
        ("Overstap", "2024Z99101"),  # footnote
        ("vervoerders ontvangen", "2024Z99101"),  # notice
    ],
)
def test_every_text_is_searched(text: str, key: str) -> None:
    assert key in found(text)


def test_all_words_must_occur_and_a_word_can_be_left_out() -> None:
    assert "2024Z99101" not in found("nachttrein schoolzwemmen")
    assert "2024Z99101" not in found("nachttrein -Kopenhagen")
    assert {"2024Z99101", "2024Z99102"} <= found("nachttrein OR schoolzwemmen")


@pytest.mark.parametrize("text", ["", '"', "()", "a:b", "-", "OR", "AND NOT", "[a TO", "*", "\\", "é" * 500])
def test_no_query_is_an_error(text: str) -> None:
    found(text)


def test_sync_takes_in_what_changed() -> None:
    assert search.sync() == Inquiry.objects.count()
    inquiry = Inquiry.objects.get(key="2024Z99103")
    inquiry.subject = "ansichtkaarten van hunebedden"
    inquiry.save()
    inquiry.touch()
    assert search.sync() >= 1
    assert found("hunebedden") == {"2024Z99103"} and not found("wandelkaarten") & {"x"}


def test_a_set_that_is_gone_leaves_the_index() -> None:
    search.sync()
    inquiry = Inquiry.objects.get(key="2024Z99103")
    SearchChange.objects.create(inquiry_id=inquiry.pk)
    inquiry.delete()
    search.sync()
    assert found("wandelkaarten") == set()


@pytest.mark.parametrize("damage", ["meta.json", "position"])
def test_a_damaged_index_is_made_anew(own_index: Path, damage: str) -> None:
    search.sync()
    (own_index / damage).write_text("rommel")
    search._open.cache_clear()
    assert "2024Z99101" in found("nachttrein")


def test_a_missing_index_is_made_by_the_first_search(own_index: Path) -> None:
    assert not own_index.exists()
    assert "2024Z99101" in found("nachttrein")
