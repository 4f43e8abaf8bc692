"""A source as it came, beside what the parser read in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from questions.ingesting import source_text
from questions.models import Source
from questions.vocabulary.places import WHOLE_SET, Place

MAX_SOURCE_CHARS = 200_000
FACT_NAMES = (
    "kind", "identifier", "case_number", "session_year", "number", "subject", "submitted_on",
    "received_on", "published_on",
    "askers", "addressees",
)  # fmt: skip


def side_by_side(source: Source) -> SafeString:
    """What came in, and what the parser made of it in words."""
    context = {
        "lines": "\n".join(source_text(source))[:MAX_SOURCE_CHARS],
        "facts": list(_facts(source.parsed or {})),
        "texts": list(_texts(source.parsed or {})),
        "is_read": source.parsed is not None,
    }
    return SafeString(render_to_string("admin/questions/_beside.html", context))


def _facts(parsed: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in FACT_NAMES:
        if parsed.get(name):
            yield _said(name, parsed[name])
    signed = [
        *parsed.get("answered_by", ()),
        *({**person, "on_behalf": True} for person in parsed.get("on_behalf_of", ())),
    ]
    if signed:
        yield _said("signatories", signed)
    if parsed.get("see_also"):
        yield "Zie ook", ", ".join(parsed["see_also"])


def _said(name: str, value: Any) -> tuple[str, str]:
    place = Place(WHOLE_SET, name)
    return capfirst(place.title), place.said(value)


def _texts(parsed: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if parsed.get("notice"):
        yield "Mededeling", parsed["notice"]
    yield from ((f"Vraag {question['number']}", question["text"]) for question in parsed.get("questions", ()))
    for answer in parsed.get("answers", ()):
        yield f"Antwoord {', '.join(answer['numbers']) or 'zonder nummer'}", answer["text"]
    if parsed.get("explanation"):
        yield "Toelichting", parsed["explanation"]
    yield from ((f"Voetnoot {note['mark']}", note["text"]) for note in parsed.get("footnotes", ()))
