"""What has most of the words stands apart from what has all, and says what it lacks."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from questions.language.syntax import parse
from questions.search.page.run import SearchPage, run
from questions.search.query.plan import Plan
from questions.vocabulary.kinds import Unit

pytestmark = pytest.mark.django_db


def page(text: str, **criteria: Any) -> SearchPage:
    return run(Plan(query=parse(text).query, **criteria))


def lacking(text: str, **criteria: Any) -> list[tuple[str, tuple[str, ...]]]:
    """The keys of the rows with what each lacks."""
    rows = page(text, **criteria).nearly
    return [(getattr(row, "card", row).key, tuple(row.missing)) for row in rows]


def test_a_word_that_nothing_has_is_left_out_and_named() -> None:
    found = page("nachttrein kopenhagen xyzzyxyzzy")
    assert (found.total, found.rows) == (0, [])
    assert lacking("nachttrein kopenhagen xyzzyxyzzy")[0] == ("2024Z99101", ("xyzzyxyzzy",))


def test_the_total_is_that_of_all_words() -> None:
    found = page("nachttrein vouwfiets")
    keys = [card.key for card in found.rows]
    assert found.total == len(keys) > 0
    assert not {key for key, _ in lacking("nachttrein vouwfiets")} & set(keys)


def test_those_with_more_words_come_first() -> None:
    numbers = [len(missing) for _, missing in lacking("nachttrein kopenhagen bijen xyzzyxyzzy")]
    assert numbers == sorted(numbers)
    assert max(numbers) <= 2


@pytest.mark.parametrize("text", ["nachttrein", '"nachttrein naar kopenhagen" en', "=nachttrein =bijen", ""])
def test_where_nothing_can_be_missing(text: str) -> None:
    assert lacking(text) == []


def test_words_that_only_join_are_not_missed() -> None:
    assert all("de" not in missing for _, missing in lacking("de nachttrein xyzzyxyzzy van kopenhagen"))


@pytest.mark.parametrize(
    "strict", ["-kopenhagen", '"wilde bijen"', "jaar:1999", "minister:noordhof", "in:noot", "=kopenhagen"]
)
def test_what_is_strict_holds(strict: str) -> None:
    found = {key for key, _ in lacking(f"nachttrein xyzzyxyzzy {strict}")}
    alone = {card.key for card in run(Plan(query=parse(f"nachttrein {strict}").query), size=500).rows}
    assert found <= alone


def test_filters_hold() -> None:
    assert lacking("nachttrein xyzzyxyzzy", chosen=(("jaar", (1999,)),)) == []
    assert lacking("nachttrein xyzzyxyzzy", order="nieuwste") == []


def test_questions_say_what_they_lack_one_by_one() -> None:
    rows = page("nachttrein fiets kopenhagen xyzzyxyzzy", unit=Unit.QUESTIONS).nearly
    assert rows
    assert all("xyzzyxyzzy" in row.missing for row in rows)
    assert len({row.hit.id for row in rows}) == len(rows)


def test_the_page_says_so(client: Client) -> None:
    shown = client.get("/zoeken/", {"q": "nachttrein xyzzyxyzzy"}).content.decode()
    assert "Met de meeste van uw woorden" in shown
    assert 'Zonder <del lang="nl">xyzzyxyzzy</del>' in shown
    assert "<strong>0</strong>" in shown
    english = client.get("/en/zoeken/", {"q": "nachttrein xyzzyxyzzy"}).content.decode()
    assert "With most of your words" in english


def test_many_words_end_soon() -> None:
    words = " ".join(f"woord{'abcdefghijklmnopqrstuvwxyz'[n]}" for n in range(26))
    assert lacking(f"nachttrein {words}") == []
