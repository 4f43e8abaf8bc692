import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questions.language.fields import day_range, number_range, session_year
from questions.language.nodes import And, Condition, Near, Not, Or, Phrase, Prefix, Where, Word
from questions.language.syntax import parse, parts, unparse, without


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("stikstof natura", And((Word("stikstof"), Word("natura")))),
        ("stikstof EN natura", And((Word("stikstof"), Word("natura")))),
        ("a OF b", Or((Word("a"), Word("b")))),
        ("a OR b c", Or((Word("a"), And((Word("b"), Word("c")))))),
        ("(a OF b) c", And((Or((Word("a"), Word("b"))), Word("c")))),
        ("a -b", And((Word("a"), Not(Word("b"))))),
        ("NIET (a b)", Not(And((Word("a"), Word("b"))))),
        ("--a", Word("a")),
        ('"Natura 2000"', Phrase(("Natura", "2000"))),
        ("“Natura 2000”", Phrase(("Natura", "2000"))),
        ('"stikstof"', Word("stikstof", exact=True)),
        ("=stikstof", Word("stikstof", exact=True)),
        ("stikst*", Prefix("stikst")),
        ("a NABIJ/3 b", Near("a", "b", 3)),
        ("a NEAR b", Near("a", "b", 5)),
        ("wiskunde-onderwijs", Word("wiskunde-onderwijs")),
        ("wiskunde-ond*", Prefix("wiskundeond")),
        ("-natuur/stikstof", Not(And((Word("natuur"), Word("stikstof"))))),
        ("klimaat NIET nrc.nl/artikel", And((Word("klimaat"), Not(And((Word("nrc.nl"), Word("artikel"))))))),
        ("-onderwerp:stikstof", Not(And((Word("onderwerp"), Word("stikstof"))))),
        ("a/b", And((Word("a"), Word("b")))),
        ("in:titel stikstof", And((Where("title"), Word("stikstof")))),
        ("minister:Hoekstra", Condition("minister", "hoekstra")),
        ('minister:"De Jonge"', Condition("minister", "de jonge")),
        ("asker:omtzigt", Condition("indiener", "omtzigt")),
        ("ingezonden:2024-01..2024-06", Condition("ingezonden", "2024-01..2024-06")),
        ("antwoordtijd:>42", Condition("antwoordtijd", ">42")),
        ("of en niet", And((Word("of"), Word("en"), Word("niet")))),  # small letters are words
        ("", None),
        ("- ( ) OF", None),
    ],
)
def test_parse(text: str, query: object) -> None:
    assert parse(text).query == query


@pytest.mark.parametrize(
    ("text", "notice", "query"),
    [
        ("foo:bar", "geen zoekveld", And((Word("foo"), Word("bar")))),
        ('een "open', "aanhalingsteken", And((Word("een"), Word("open")))),
        ("(a", "haakje", Word("a")),
        ("a) b", "haakje", And((Word("a"), Word("b")))),
        ("ab*", "3 letters", Word("ab")),
        ("jaar:abc", "niet begrepen", Word("abc")),
        ("ingezonden:2024-02-31", "niet begrepen", None),
        ("a NABIJ/99 b", "20 woorden", Near("a", "b", 20)),
        ("NABIJ/3 b", "NABIJ", Word("b")),
        ("-in:titel klimaat", "«in:»", Word("klimaat")),
        ("in:titel OF klimaat", "«in:»", Word("klimaat")),
        ("stik*stof", "aan het eind van een woord", And((Word("stik"), Word("stof")))),
        ("a OF", "OF", Word("a")),
        ("x " * 100, "60 woorden", None),
        ("x" * 2000, "1000 tekens", None),
    ],
)
def test_what_is_not_understood_is_said(text: str, notice: str, query: object) -> None:
    parsed = parse(text)
    assert any(notice in said for said in parsed.notices), parsed.notices
    if query is not None:
        assert parsed.query == query


def test_web_addresses_are_words_without_a_notice() -> None:
    assert parse("https://www.nos.nl/artikel").notices == ()


def test_each_part_can_be_taken_away() -> None:
    query = parse("stikstof minister:schouten -natura").query
    assert [unparse(part) for part in parts(query)] == ["stikstof", "minister:schouten", "-natura"]
    assert unparse(without(query, parts(query)[1])) == "stikstof -natura"


PIECES = st.sampled_from(
    ["a", "stikstof", '"a b"', '"x', "OF", "EN", "NIET", "NABIJ/3", "NEAR", "(", ")", "-", "=", "*",
    "abc*", "ab*", "in:titel",
     "in:vraag", "minister:x", 'minister:"x y"', "jaar:2023", "jaar:x", "foo:bar", "a-b", "x/OF/y",
     "[^1]", "_", "…", '="q"',
     "--a", "-(", ":", "a:", "\x00", "1.5", "é", "bron:nrc.nl", "vergaderjaar:2023/24", "antwoordtijd:>42"]
)  # fmt: skip


@settings(max_examples=400)
@given(
    st.one_of(
        st.text(max_size=80),
        st.lists(PIECES, max_size=12).map(" ".join),
        st.lists(PIECES, max_size=12).map("".join),
    )
)
def test_no_input_raises_and_unparsing_gives_an_equal_query(text: str) -> None:
    query = parse(text).query
    again = parse(unparse(query))
    assert again.query == query
    assert not again.notices


def test_deep_brackets_are_bounded() -> None:
    assert parse("(" * 500 + "a" + ")" * 500).notices


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2024", ("2024-01-01", "2024-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2024-2-3", ("2024-02-03", "2024-02-03")),
        (">=2024-03", ("2024-03-01", None)),
        (">2024-03", ("2024-04-01", None)),
        ("<2024", (None, "2023-12-31")),
        ("2023..2024-06", ("2023-01-01", "2024-06-30")),
        ("..2024", (None, "2024-12-31")),
        ("2024..", ("2024-01-01", None)),
    ],
)
def test_day_ranges(text: str, days: tuple[str | None, str | None]) -> None:
    import datetime as dt

    assert day_range(text) == tuple(dt.date.fromisoformat(day).toordinal() if day else None for day in days)


@pytest.mark.parametrize("text", ["", "..", ">=", "2024-13", "x", ">=2024..2025", "20245", "0000"])
def test_no_day_range(text: str) -> None:
    assert day_range(text) is None


def test_numbers_and_session_years() -> None:
    assert number_range(">42") == (43, None)
    assert number_range("10..20") == (10, 20)
    assert number_range("x") is None
    assert session_year("2023-2024") == session_year("2023/24") == session_year("2023") == 2023
    assert session_year("2023-2025") is None
