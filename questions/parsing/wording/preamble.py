"""Reads the two sentences above every publication: who asked whom about what, and who answered;
`docs/formats.md` has them under "The preamble".
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from ..repair.text import BEFORE_CAPITAL, mend_accents, one_line, without_marks
from ..types import Asker, Office, Signatory
from . import people
from .dates import spoken_date
from .identifiers import see_also

QUESTION_START = re.compile(
    r"(?:(?:Mondelinge|Nadere|Schriftelijke|Aanvullende)\s+)?Vra(?:gen|ag)\s+(?:van|gesteld\s+door)\s+"
    r"(?:(?:het|de)\s+)?(?:(?:leden|lid)\s+)*",
    re.IGNORECASE,
)
ANSWER_START = re.compile(
    r"(?P<further>\b(?:nader|aanvullend)e?\s+)?(?:\bantwoord(?:en)?|(?P<notice>\bmededeling))\s+van\s+"
    r"(?:de\s+)?"
    r"(?=(?:vice-?)?minister|staatss?ecretaris)",
    re.IGNORECASE,
)
SUBMITTED = re.compile(r"\(\s*ingezonden\s*(?P<date>[^()]*)\)?", re.IGNORECASE)
# Where no "(ingezonden …)" stands: "over treinen, d.d. 29 augustus 2031" (drafts, members' own pages).
DATED = re.compile(
    r"\b(?:d\.\s?d\.|dd\.?|(?:ingediend|ingezonden|gesteld)\s+(?:op\s+)?)\s*(?P<date>\d{1,2}[\s./-]*\w+[\s./-]*\d{4})\)?[\s.:]*$",
    re.IGNORECASE,
)
# Doubled in ah-tk-20232024-2353: "(ontvangen (ontvangen 27 augustus2024)"
RECEIVED = re.compile(r"\(\s*(?:\(?\s*ontvangen\s*)+(?P<date>[^()]*)\)?", re.IGNORECASE)
# Senate: "op 2 juli 2019 medegedeeld aan de Minister …" (ah-ek-20182019-2)
TO = re.compile(
    r"\s+(?:op\s+(?P<date>\d{1,2}\s*\w+\s*\d{4})\s+medegedeeld\s+)?aan\s+(?=(?:de\s+|het\s+)?"
    r"(?:vice-?)?(?:minist?er|staatss?ecretaris))",
    re.IGNORECASE,
)
# Spaces may be lost: "Sportover zorg" (kv-tk-2024Z18659), "overhet" (kv-tk-2024Z18439), "overde"
# (kv-tk-2024Z18438)
ABOUT = re.compile(
    r"\b(?:over|inzake|betreffende|omtrent)\b|(?<=[a-z])over(?=\s)|\bover(?=(?:het|de|een)\s|«)"
)


MAX_PREAMBLE_CHARS = 20_000  # the longest real one, with thirteen ministers, has 1,100


@dataclass(frozen=True, slots=True)
class Preamble:
    """What the sentences above the questions say; absent is None or empty."""

    askers: tuple[Asker, ...] = ()
    addressees: tuple[Office, ...] = ()
    subject: str | None = None
    submitted_on: dt.date | None = None
    answered_by: tuple[Signatory, ...] = ()
    on_behalf_of: tuple[Signatory, ...] = ()
    received_on: dt.date | None = None
    see_also: tuple[str, ...] = ()
    is_notice: bool = False
    is_further: bool = False
    has_answer: bool = False
    odd_dates: tuple[str, ...] = ()  # that are no day: "31 februari 2024"


def read(text: str) -> Preamble:
    """Reads a preamble that may hold the question sentence, the answer sentence, or both."""
    text = BEFORE_CAPITAL.sub(r"\1 ", without_marks(mend_accents(one_line(text[:MAX_PREAMBLE_CHARS]))))
    start = QUESTION_START.search(text)
    answer = _answer_start(text)
    question_text = text[start.start() : answer.start() if answer else len(text)] if start else ""
    # Some publications print "…(ingezonden …)" before "Vragen van"; then there is no question sentence.
    if answer and start and answer.start() < start.start():
        question_text = ""
    answer_text = text[answer.end() :] if answer else ""
    askers, addressees, subject, submitted = _question(question_text)
    signed, behalf, received = _answer(answer_text)
    return Preamble(
        askers=askers,
        addressees=addressees,
        subject=subject,
        submitted_on=submitted or _submitted(text[: start.start()] if start else ""),
        answered_by=signed,
        on_behalf_of=behalf,
        received_on=received,
        see_also=see_also(text),
        is_notice=bool(answer and answer["notice"]),
        is_further=bool(answer and answer["further"]),
        has_answer=bool(answer),
        odd_dates=tuple(
            one_line(found["date"])
            for pattern in (SUBMITTED, RECEIVED)
            for found in pattern.finditer(text)
            if re.search(r"\d", found["date"]) and not spoken_date(found["date"])
        ),
    )


def _answer_start(text: str) -> re.Match[str] | None:
    """The answer sentence; a subject may itself speak of "het antwoord van Minister X", so look after
    "(ingezonden".
    """
    submitted = list(SUBMITTED.finditer(text))
    return ANSWER_START.search(text, submitted[-1].end() if submitted else 0) or (
        ANSWER_START.match(text) if submitted else None
    )


def _submitted(text: str) -> dt.date | None:
    found = list(SUBMITTED.finditer(text))
    return spoken_date(found[-1]["date"]) if found else None


def _question(text: str) -> tuple[tuple[Asker, ...], tuple[Office, ...], str | None, dt.date | None]:
    start = QUESTION_START.match(text)
    if not start:
        return (), (), None, None
    submitted = list(SUBMITTED.finditer(text))
    date = spoken_date(submitted[-1]["date"]) if submitted else None
    body = text[start.end() : submitted[-1].start() if submitted else len(text)]
    dated = DATED.search(body) if not submitted else None
    if dated and spoken_date(dated["date"]):
        date, body = spoken_date(dated["date"]), body[: dated.start()].rstrip(" \t\n,;(")
    to = TO.search(body)
    about = ABOUT.search(body, to.end() if to else 0)
    names = body[: to.start() if to else about.start() if about else len(body)]
    whom = body[to.end() : about.start() if about else len(body)] if to else ""
    subject = body[about.end() :] if about else ""
    if to and to["date"] and not date:
        date = spoken_date(to["date"])
    return people.askers(names), people.offices(whom), clean_subject(subject), date


def clean_subject(text: str | None) -> str | None:
    """A subject without the final full stop or colon that a sentence leaves behind; None when nothing is
    left.
    """
    text = one_line(without_marks(text or ""))
    return text.rstrip(" .:;,") or None


def _answer(text: str) -> tuple[tuple[Signatory, ...], tuple[Signatory, ...], dt.date | None]:
    if not text:
        return (), (), None
    received = RECEIVED.search(text)
    see = re.search(r"\bZie\s+ook\b", text)
    end = min(found.start() if found else len(text) for found in (received, see))
    signed, behalf = people.signatories(text[:end].strip(" .("))
    return signed, behalf, spoken_date(received["date"]) if received else None
