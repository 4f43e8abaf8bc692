"""Paragraphs to numbered questions and answers: alternating, joint, grouped, all questions first, or
without headings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from questions.vocabulary import lengths

from ..repair.text import paragraphs as as_text
from ..types import Answer, ParseError, Question
from .block import Block
from .block_repairs import with_mended_numbers, with_swallowed_headings
from .joint_questions import split_joint
from .numbering import ANSWER_HEADING, INLINE_HEADING, NUMBER_LIST, QUESTION_HEADING, labels, unique

EXPLANATION = re.compile(r"^Toelichting\s*(?P<rest>:.*|\.)?$", re.IGNORECASE | re.DOTALL)
NOTICE = re.compile(r"^Mededeling\s*:?$", re.IGNORECASE)
WITHDRAWN = re.compile(
    r"\bals\s+(?:zijnde\s+)?ingetrokken\b|\bingetrokken\s+worden\s+beschouwd|\b(?:vragen\s+)?(?:worden"
    r"|zijn|heeft)\b[^.]{0,80}\bingetrokken\b",
    re.IGNORECASE,
)
# A heading that is a number alone: "1", "2.", "3)", "4 en 5".
BARE_HEADING = re.compile(rf"^\(?(?P<numbers>{NUMBER_LIST})\s*[.):]?$", re.IGNORECASE)
MAX_LINES_AHEAD = 400  # in which a question that begins with a number has its answer
MAX_JOINT_CHARS = 2_000_000  # of a text that several questions share, counted for each of them
NUMBERED = re.compile(r"^(?P<number>\d{1,3})[.)]?\s*(?=\D)(?P<text>.*\S)\s*$", re.DOTALL)


@dataclass(slots=True)
class Blocks:
    """What `split` found, in the order of the document."""

    questions: list[Question] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    explanation: str | None = None
    notice: str | None = None
    before: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def texts(self) -> list[str]:
        """Every text in which a footnote may be referred to."""
        given = [answer.text for answer in self.answers]
        return [
            *(question.text for question in self.questions),
            *given,
            self.explanation or "",
            self.notice or "",
            *self.before,
        ]


def is_heading(line: str) -> bool:
    """Whether a line begins a block of its own."""
    line = line.strip()
    return bool(
        (QUESTION_HEADING.match(line) and re.search(r"\d", line))
        or ANSWER_HEADING.match(line)
        or INLINE_HEADING.match(line)
        or EXPLANATION.match(line)
        or NOTICE.match(line)
    )


def is_numbered(line: str) -> bool:
    """Whether a line begins with a number, or is one."""
    return bool(NUMBERED.match(line.strip()) or BARE_HEADING.match(line.strip()))


def has_question_headings(lines: Sequence[str]) -> bool:
    return any(_question_numbers(line) is not None for line in lines)


def _question_numbers(line: str) -> str | None:
    found = QUESTION_HEADING.match(line.strip())
    if found and found["numbers"]:
        return found["numbers"]
    inline = INLINE_HEADING.match(line.strip())
    return inline["qnumbers"] if inline and inline["question"] else None


def split(lines: Sequence[str], bold: Sequence[bool] = ()) -> Blocks:
    """Divides paragraphs into blocks and reads each; `bold` says which paragraphs are wholly bold, if
    known.
    """
    numbered = not has_question_headings(lines)
    reader = _Reader(numbered=numbered, bold_questions=_bold_questions(lines, bold))
    for index, line in enumerate(lines):
        reader.take(
            line.strip(),
            bool(bold and bold[index]),
            lines[index + 1 : index + 1 + MAX_LINES_AHEAD] if numbered and is_numbered(line) else (),
        )
    return assemble(reader.blocks, reader.before)


def _bold_questions(lines: Sequence[str], bold: Sequence[bool]) -> bool:
    """Whether a letter prints its questions in bold and its answers plain."""
    headings = [index for index, line in enumerate(lines) if _question_numbers(line)]
    follow = [index + 1 for index in headings if index + 1 < len(lines)]
    return (
        bool(bold)
        and bool(follow)
        and all(bold[index] for index in headings)
        and sum(bold[i] for i in follow) > len(follow) * 0.8
    )


class _Reader:
    """Goes over the paragraphs once and opens a block at each heading."""

    def __init__(self, *, numbered: bool, bold_questions: bool) -> None:
        self.numbered = numbered
        self.bold_questions = bold_questions
        self.blocks: list[Block] = []
        self.before: list[str] = []
        self.last_number = 0

    def take(self, line: str, bold: bool, below: Sequence[str]) -> None:
        """`below`: the lines under one that begins with a number."""
        if not (line and (self._heading(line) or self._inline(line) or self._numbered(line, below))):
            self._text(line, bold)

    def _open(self, kind: str, numbers: str | None = None, text: str = "") -> bool:
        block = Block(kind, labels(numbers or ""), [text] if text else [])
        self.blocks.append(block)
        if kind == "question" and block.numbers and block.numbers[-1].isdigit():
            self.last_number = int(block.numbers[-1])
        return True

    def _heading(self, line: str) -> bool:
        question, answer = QUESTION_HEADING.match(line), ANSWER_HEADING.match(line)
        if question and question["numbers"]:
            return self._open("question", question["numbers"])
        if answer and (answer["numbers"] or self.blocks):
            return self._open("answer", answer["numbers"])
        explanation = EXPLANATION.match(line)
        if explanation:
            return self._open("explanation", text=(explanation["rest"] or "").lstrip(": .\n").rstrip())
        return self._open("notice") if NOTICE.match(line) else False

    def _inline(self, line: str) -> bool:
        found = INLINE_HEADING.match(line)
        if not found:
            return False
        if found["question"]:
            return self._open("question", found["qnumbers"], found["text"])
        return self._open("answer", found["anumbers"], found["text"]) if self.blocks else False

    def _numbered(self, line: str, below: Sequence[str]) -> bool:
        """Opens a question at "2. Kunt u …", where questions have no heading (provisional documents)."""
        if not self.numbered:
            return False
        if self._bare_number(line, below):
            return True
        found = NUMBERED.match(line)
        if not found or int(found["number"]) != self.last_number + 1:
            return False
        if self._is_point(found["number"], line, below):
            return False
        return self._open("question", found["number"], found["text"])

    def _is_point(self, number: str, text: str, below: Sequence[str]) -> bool:
        """Whether a number within an answer is that of one of its points, and of no question."""
        in_answer = bool(self.blocks) and self.blocks[-1].kind == "answer"
        return in_answer and "?" not in text and not _is_answered_below(number, below)

    def _bare_number(self, line: str, below: Sequence[str]) -> bool:
        """Opens a question at a number alone on its line, if it is the next and something follows it."""
        found = BARE_HEADING.match(line)
        if not found:
            return False
        first = labels(found["numbers"])[0]
        following = next(filter(None, map(str.strip, below)), "")
        is_next = re.fullmatch(rf"{self.last_number + 1}a?", first) is not None
        if not is_next or not following or BARE_HEADING.match(following) or is_heading(following):
            return False
        return not self._is_point(first, following, below) and self._open("question", found["numbers"])

    def _text(self, line: str, bold: bool) -> None:
        if not self.blocks:
            self.before.append(line)
            return
        block = self.blocks[-1]
        if self.bold_questions and block.kind == "question" and not bold and line and any(block.paragraphs):
            self._open("answer")  # the letter on 2023Z16994 leaves out the heading of answers 5 and 6
            block = self.blocks[-1]
        block.paragraphs.append(line)


def _is_answered_below(number: str, below: Sequence[str]) -> bool:
    """Whether a bare answer heading comes below before the same number comes again.

    That makes "2. Kunt u aangeven: a. …; b. …" a question. Where an answer numbers its points, the same
    number comes again first, at the real question.
    """
    for line in below:
        bare = line.strip()
        if ANSWER_HEADING.match(bare) or (INLINE_HEADING.match(bare) and not _question_numbers(bare)):
            return True
        again = NUMBERED.match(bare) or BARE_HEADING.match(bare)
        if again and re.match(r"\d*", bare)[0] == number:  # type: ignore[index]
            return False
    return False


def assemble(blocks: Sequence[Block], before: Sequence[str] = ()) -> Blocks:
    """Reads the blocks in order: gives bare answers their numbers, tells joint questions apart."""
    result = Blocks(before=[line for line in before if line])
    blocks = with_mended_numbers(blocks, result.warnings)
    blocks = with_swallowed_headings(blocks, result.warnings)
    seen: dict[str, int] = {}
    open_numbers: list[str] = []  # questions since the last answer
    for block in blocks:
        if block.kind == "question":
            if result.answers and open_numbers and open_numbers[-1] in result.answers[-1].numbers:
                open_numbers = []
            open_numbers += _add_questions(result, block, seen)
        elif block.kind == "answer":
            _add_answer(result, block, open_numbers)
            open_numbers = []
        elif block.kind == "explanation":
            result.explanation = _joined(result.explanation, as_text(block.paragraphs))
        else:
            result.notice = _joined(result.notice, as_text(block.paragraphs))
    _check(result)
    return result


def _joined(first: str | None, second: str) -> str | None:
    return "\n\n".join(part for part in (first, second) if part) or None


def _add_questions(result: Blocks, block: Block, seen: dict[str, int]) -> list[str]:
    numbers = block.numbers or (str(len(result.questions) + 1),)
    texts = split_joint(block.paragraphs, len(numbers))
    if texts is None:
        joint = as_text(block.paragraphs)
        if len(joint) * len(numbers) > MAX_JOINT_CHARS:
            raise ParseError(
                f"Onder één kop staan {len(numbers)} vragen met een tekst die daarvoor te lang is."
            )
        texts = [joint] * len(numbers)
        result.warnings.append(f"Vragen {', '.join(numbers)} staan in één tekst die niet te splitsen is.")
    if len(result.questions) + len(numbers) > lengths.MAX_PARTS:
        raise ParseError(f"Het document heeft meer dan {lengths.MAX_PARTS} vragen; dat is geen Kamervraag.")
    added: list[str] = []
    for number, text in zip(numbers, texts, strict=True):
        label = unique(number, seen)
        if label != number:
            result.warnings.append(f"Vraagnummer {number} komt meer dan eens voor.")
        added.append(label)
        result.questions.append(Question(label, text))
        if not text:
            result.warnings.append(f"Vraag {label} heeft geen tekst.")
    return added


def _add_answer(result: Blocks, block: Block, open_numbers: list[str]) -> None:
    numbers = block.numbers or tuple(open_numbers) or _last_number(result)
    text = as_text(block.paragraphs)
    if not text:
        result.warnings.append(f"Antwoord {', '.join(numbers) or '?'} heeft geen tekst.")
    result.answers.append(Answer(_relabelled(numbers, open_numbers), text))


def _relabelled(numbers: tuple[str, ...], open_numbers: list[str]) -> tuple[str, ...]:
    """The answer under a second "Vraag 21" is to question "21-2"."""
    repeated = {label.rsplit("-", 1)[0]: label for label in open_numbers if "-" in label}
    return tuple(repeated.get(number, number) for number in numbers)


def _last_number(result: Blocks) -> tuple[str, ...]:
    return (result.questions[-1].number,) if result.questions else ()


def _check(result: Blocks) -> None:
    """Warns of answers to questions that are not there, and of questions that no answer names."""
    asked = dict.fromkeys(question.number for question in result.questions)
    answered = {number for answer in result.answers for number in answer.numbers}
    unasked = [
        number
        for number in dict.fromkeys(n for a in result.answers for n in a.numbers)
        if number not in asked
    ]
    if asked and unasked:
        result.warnings.append(f"Antwoord zonder vraag: {', '.join(unasked)}.")
    unanswered = [number for number in asked if number not in answered]
    if result.answers and unanswered:
        result.warnings.append(f"Vraag zonder antwoord: {', '.join(unanswered)}.")
    result.warnings = list(dict.fromkeys(result.warnings))


def by_position(lines: Sequence[str]) -> list[Question]:
    """Questions whose numbers were lost: each paragraph is one, numbered by its place (2024Z18890)."""
    texts: list[str] = []
    for line in (line.strip() for line in lines if line.strip()):
        continues = line[0].islower() or bool(re.match(r"[–•-]\s", line))
        if (
            texts
            and len(texts[-1]) < lengths.MAX_PARAGRAPH_CHARS
            and (
                continues
                or (
                    not texts[-1].rstrip().endswith(("?", "?”", "?’", "]", ")", ".")) and "?" not in texts[-1]
                )
            )
        ):
            texts[-1] += f"\n\n{line}"
        else:
            texts.append(line)
    return [Question(str(index), text) for index, text in enumerate(texts, 1)]
