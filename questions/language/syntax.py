"""The query language: what someone typed as a tree, and the tree as text again. Pure; no input raises.

query   = either
either  = every { "OF" every }
every   = near { [ "EN" ] near }              all of them
near    = item { "NABIJ/5" item }
item    = [ "-" | "NIET" ] ( "(" query ")" | phrase | exact | prefix | field | word )
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from questions.vocabulary.letters import visible
from questions.vocabulary.translation import gettext_noop

from .analysis import CHAIN, MAX_NEAR_WORDS
from .fields import PLACE_FIELDS, SEARCH_FIELDS
from .nodes import And, Condition, Near, Node, Not, Or, Phrase, Prefix, Together, Where, Word
from .notices import Notice

MAX_QUERY_CHARS = 1000
MAX_NESTED_BRACKETS = 12
MAX_QUERY_ITEMS = 60  # words and conditions
MIN_PREFIX_CHARS = 3
USUAL_DISTANCE_WORDS = 5


@dataclass(frozen=True, slots=True)
class Parsed:
    """The query, None if nothing was asked, and what was not understood, in plain words."""

    query: Node | None
    notices: tuple[str, ...] = ()


TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<open>\() | (?P<close>\))
  | (?P<minus>-(?=[^\s)-]))
  | (?P<phrase>=?["“”„](?P<words>[^"“”„]*)["“”„])
  | (?P<quote>["“”„])
  | (?P<field>(?P<name>\w+):(?:"(?P<quoted>[^"]*)"|(?P<value>[^\s()"“”„]+)))
  | (?P<number>[0-9]{1,3}(?:[ ][0-9]{3})+(?![\w.,/:-]))
  | (?P<text>[^\s()"“”„]+)
    """,
    re.VERBOSE,
)
BETWEEN_WORDS = Notice(
    gettext_noop("NABIJ staat tussen twee woorden; zonder die zijn de woorden los gezocht.")
)
STAR = Notice(
    gettext_noop(
        "Een * staat alleen aan het eind van een woord en ? heeft geen betekenis; hier zijn zij weggelaten."
    )
)
ALONE = Notice(
    gettext_noop("«in:» zegt waar de woorden ernaast staan; zonder die, of na NIET, is het weggelaten.")
)
HYPHEN = re.compile(r"[-‐‑]")
OPERATORS = {"OF": "or", "OR": "or", "EN": "and", "AND": "and", "NIET": "not", "NOT": "not"}
NEAR_OPERATOR = re.compile(r"(?:NABIJ|NEAR)(?:/(\d{1,3}))?")


def parse(text: str) -> Parsed:
    """Reads a query; what makes no sense is read as plain words, with a notice."""
    notices: list[str] = []
    if len(text) > MAX_QUERY_CHARS:
        notices.append(
            Notice(
                gettext_noop("Alleen de eerste %(number)s tekens van uw zoekvraag zijn gelezen."),
                number=MAX_QUERY_CHARS,
            )
        )
    cleaned = visible(text[:MAX_QUERY_CHARS].replace("\0", " "))
    tokens = list(_tokens(cleaned, notices))
    if len(tokens) > MAX_QUERY_ITEMS:
        notices.append(
            Notice(
                gettext_noop("Alleen de eerste %(number)s woorden van uw zoekvraag zijn gelezen."),
                number=MAX_QUERY_ITEMS,
            )
        )
    reader = _Reader(tokens[:MAX_QUERY_ITEMS], notices)
    query = reader.either(0)
    while reader.left():  # a bracket that closes nothing
        reader.next()
        notices.append(Notice(gettext_noop("Er sluit een haakje dat niet is geopend.")))
        query = _all([query, reader.either(0)])
    return Parsed(query, tuple(dict.fromkeys(notices)))


# "(", ")", "or", "and", "not", the distance of a "near", or something to look for
Token: TypeAlias = str | int | Node


def _tokens(text: str, notices: list[str]) -> Iterable[Token]:
    """What is denied stays one: "-natuur/stikstof" is not "without natuur, with stikstof"."""
    last: Token = ""
    for found in TOKEN.finditer(text):
        tokens = list(_token(found, notices))
        words = [token for token in tokens[:MAX_QUERY_ITEMS] if isinstance(token, Word)]
        for token in [_all(words)] if last == "not" and len(words) > 1 else tokens:
            if token is not None:
                yield token
                last = token


def _token(found: re.Match[str], notices: list[str]) -> Iterable[Token]:
    if found["open"] or found["close"]:
        yield found.group()
    elif found["minus"]:
        yield "not"
    elif found["phrase"]:
        yield from _phrase(found["words"], notices)
    elif found["quote"]:
        notices.append(Notice(gettext_noop("Er ontbreekt een aanhalingsteken; de woorden zijn los gezocht.")))
    elif found["field"]:
        yield from _condition(found["name"], found["quoted"] or found["value"] or "", found.group(), notices)
    elif found["number"]:  # "29 544", as numbers are printed
        yield Word(found["number"].replace(" ", ""))
    elif found["text"]:
        yield from _text(found["text"], notices)


def _text(text: str, notices: list[str]) -> Iterable[Token]:
    near = NEAR_OPERATOR.fullmatch(text)
    if text in OPERATORS:
        yield OPERATORS[text]
    elif near:
        yield min(max(int(near[1] or USUAL_DISTANCE_WORDS), 1), MAX_NEAR_WORDS)
        if near[1] and not 1 <= int(near[1]) <= MAX_NEAR_WORDS:
            notices.append(
                Notice(gettext_noop("NABIJ kan van 1 tot en met %(number)s woorden."), number=MAX_NEAR_WORDS)
            )
    elif text.endswith("*") and CHAIN.fullmatch(text[:-1]) and (begun := HYPHEN.sub("", text[:-1])).isalnum():
        if len(begun) >= MIN_PREFIX_CHARS:
            # "zorg-inst*" is found as "zorginst*": the index has a hyphenated word as one, too
            yield Prefix(_small(begun))
        else:
            short = gettext_noop(
                "Voor * zijn ten minste %(number)s letters nodig: «%(word)s» is als woord gezocht."
            )
            notices.append(Notice(short, number=MIN_PREFIX_CHARS, word=text))
            yield Word(_small(text[:-1]))
    else:
        if "*" in text or "?" in text.rstrip("?!.,;:"):
            notices.append(STAR)
        yield from (Word(_small(word), exact=text.startswith("=")) for word in _words(text))


def _phrase(text: str, notices: list[str]) -> Iterable[Token]:
    if "*" in text:
        notices.append(STAR)
    words = tuple(_words(text))
    if len(words) == 1:
        yield Word(_small(words[0]), exact=True)
    elif words:
        yield Phrase(words)


def _condition(name: str, value: str, written: str, notices: list[str]) -> Iterable[Token]:
    field = SEARCH_FIELDS.get(name.lower())
    if field is None:
        if not written.lower().startswith(("http", "www")):
            unknown = gettext_noop("«%(name)s:» is geen zoekveld; de woorden zijn gewoon gezocht.")
            notices.append(Notice(unknown, name=name))
        yield from (Word(_small(word)) for word in _words(written))
    elif not field.accepts(value):
        wrong = gettext_noop("«%(written)s» is niet begrepen (%(help)s); de woorden zijn gewoon gezocht.")
        notices.append(Notice(wrong, written=written, help=Notice(field.help)))
        yield from (Word(_small(word)) for word in _words(value))
    else:
        yield (
            Where(PLACE_FIELDS[value.lower()])
            if field.name == "in"
            else Condition(field.name, " ".join(value.lower().split()))
        )


def _words(text: str) -> list[str]:
    return [word for word in CHAIN.findall(text) if any(c.isalnum() for c in word)]


def _small(word: str) -> str:
    """An operator that is meant as a word is written small."""
    return word.lower() if word in OPERATORS or NEAR_OPERATOR.fullmatch(word) else word


class _Reader:
    """Reads tokens from left to right; each method reads one rule of the grammar."""

    def __init__(self, tokens: list[Token], notices: list[str]) -> None:
        self._tokens = tokens
        self._at = 0
        self._notices = notices

    def left(self) -> bool:
        return self._at < len(self._tokens)

    def peek(self) -> Token | None:
        return self._tokens[self._at] if self.left() else None

    def next(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def either(self, depth: int) -> Node | None:
        found = [self.every(depth)]
        while self.peek() == "or":
            self.next()
            found.append(self.every(depth))
        if None in found and len(found) > 1:
            self._notices.append(Notice(gettext_noop("Naast OF ontbreekt een woord.")))
        if len(found) > 1 and any(isinstance(item, Where) for item in found):
            self._notices.append(ALONE)
            found = [item for item in found if not isinstance(item, Where)]
        return _any(found)

    def every(self, depth: int) -> Node | None:
        found: list[Node | None] = []
        while self.left() and self.peek() not in ("or", ")"):
            if self.peek() == "and":
                self.next()
                continue
            found.append(self.near(depth))
        return _all(found)

    def near(self, depth: int) -> Node | None:
        item = self.item(depth)
        while isinstance(self.peek(), int):
            distance = self.next()
            other = self.item(depth) if self.left() and self.peek() not in ("or", "and", ")") else None
            if isinstance(item, Word) and isinstance(other, Word) and isinstance(distance, int):
                item = Near(item.text, other.text, distance)
            else:
                self._notices.append(BETWEEN_WORDS)
                item = _all([item, other])
        return item

    def item(self, depth: int) -> Node | None:
        found = self.next()
        if found == "not":
            return self._negated(depth)
        if found == "(":
            return self._group(depth)
        if isinstance(found, int):
            self._notices.append(BETWEEN_WORDS)
        return None if isinstance(found, str | int) else found

    def _negated(self, depth: int) -> Node | None:
        following = self.peek()
        if following is None or following in ("or", "and", ")") or isinstance(following, int):
            self._notices.append(Notice(gettext_noop("Na NIET ontbreekt een woord.")))
            return None
        if depth >= MAX_NESTED_BRACKETS:
            return None
        item = self.item(depth + 1)
        if isinstance(item, Where):
            self._notices.append(ALONE)
            return None
        return _not(item) if item else None

    def _group(self, depth: int) -> Node | None:
        if depth >= MAX_NESTED_BRACKETS:
            self._notices.append(
                Notice(
                    gettext_noop("Meer dan %(number)s haakjes in elkaar worden niet gelezen."),
                    number=MAX_NESTED_BRACKETS,
                )
            )
            return None
        found = self.either(depth + 1)
        if self.peek() == ")":
            self.next()
        else:
            self._notices.append(Notice(gettext_noop("Er ontbreekt een haakje aan het eind.")))
        return found


def _not(item: Node) -> Node:
    return item.item if isinstance(item, Not) else Not(item)


def _all(found: Iterable[Node | None]) -> Node | None:
    return _joined(And, found)


def _any(found: Iterable[Node | None]) -> Node | None:
    return _joined(Or, found)


def _joined(kind: type[And] | type[Or], found: Iterable[Node | None]) -> Node | None:
    """One node of several; groups of the same kind become one, unless a place holds for the inner only."""
    items: list[Node] = []
    for item in found:
        if isinstance(item, kind) and not any(isinstance(inner, Where) for inner in item.items):
            items += item.items
        elif item is not None:
            items.append(item)
    return kind(tuple(items)) if len(items) > 1 else items[0] if items else None


def unparse(node: Node | None) -> str:
    """The query as text, from which `parse` makes an equal one."""
    match node:
        case None:
            return ""
        case Word(text, exact):
            return f"={text}" if exact else text
        case Together(text):
            return text
        case Prefix(text):
            return f"{text}*"
        case Phrase(words):
            return '"' + " ".join(words) + '"'
        case Near(left, right, distance):
            return f"{left} NABIJ/{distance} {right}"
        case Where(place):
            return f"in:{next(name for name, field in PLACE_FIELDS.items() if field == place)}"
        case Condition(field, value):
            return f'{field}:"{value}"' if re.search(r"[\s()]", value) else f"{field}:{value}"
        case Not(item):
            return f"-{_bracketed(item)}"
        case And(items):
            return " ".join(
                _bracketed(item) if isinstance(item, Or | And) else unparse(item) for item in items
            )
        case Or(items):
            return " OF ".join(_bracketed(item) if isinstance(item, Or) else unparse(item) for item in items)


def _bracketed(node: Node) -> str:
    return f"({unparse(node)})" if isinstance(node, And | Or | Near) else unparse(node)


def parts(node: Node | None) -> tuple[Node, ...]:
    """What a query is made of at its outermost, each of which can be taken away."""
    return node.items if isinstance(node, And) else (node,) if node else ()


def without(node: Node, part: Node) -> Node | None:
    """The query without one of its `parts`."""
    return _all(item for item in parts(node) if item is not part)
