"""Mends blocks whose headings are wrong or lost, by what stands around them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from ..repair.text import without_marks
from .block import Block


def with_mended_numbers(blocks: Sequence[Block], warnings: list[str]) -> list[Block]:
    """Numbers that the answer right below a question corrects: "Vraag 7, Vraag 7, Antwoord 8"
    (ah-tk-20242025-597) is question 8, "Vraag 2, Antwoord 2l" (ah-tk-20232024-1770) the answer to question
    2.
    """
    mended, lettered = list(blocks), []
    asked = {number for block in blocks if block.kind == "question" for number in block.numbers}
    seen: set[str] = set()
    for place, (block, below) in enumerate(itertools.pairwise(blocks)):
        if block.kind != "question":
            continue
        is_unasked = (
            below.kind == "answer"
            and len(block.numbers) == len(below.numbers) == 1
            and below.numbers[0] not in asked
        )
        if is_unasked:
            number, answered = block.numbers[0], below.numbers[0]
            if number in seen and number.isdigit() and answered == str(int(number) + 1):
                mended[place] = replace(block, numbers=below.numbers)
                warnings.append(
                    f"Vraag {number} staat er twee keer; de tweede is gelezen als vraag "
                    f"{answered}, om het antwoord eronder."
                )
            elif re.fullmatch(rf"{number}[a-z]", answered):
                mended[place + 1] = replace(below, numbers=block.numbers)
                lettered.append(answered)
        seen.update(block.numbers)
    if lettered:
        warnings.append(
            f"Gelezen als antwoord op de vraag die erboven staat: antwoord {', '.join(lettered)}."
        )
    return mended


def with_swallowed_headings(blocks: Sequence[Block], warnings: list[str]) -> list[Block]:
    """An answer that ends in a question, above an answer to a question that is nowhere: a page break took
    the heading of that question and perhaps its first line.
    """
    asked = {number for block in blocks if block.kind == "question" for number in block.numbers}
    out: list[Block] = []
    for block in blocks:
        above = out[-1] if out else None
        is_lost = block.kind == "answer" and bool(block.numbers) and asked.isdisjoint(block.numbers)
        if asked and is_lost and above and above.kind == "answer":
            kept, lost = _at_last_questions(above.paragraphs)
            if lost:
                out[-1] = replace(above, paragraphs=kept)
                out.append(Block("question", block.numbers, lost))
                warnings.append(
                    f"De kop van vraag {', '.join(block.numbers)} ontbreekt; wat boven het antwoord staat is "
                    "gelezen als (de rest van) die vraag."
                )
        out.append(block)
    return out


def _at_last_questions(paragraphs: Sequence[str]) -> tuple[list[str], list[str]]:
    """(the paragraphs, those at the end that are questions); the first always stays."""
    filled = [paragraph for paragraph in paragraphs if paragraph.strip()]
    cut = len(filled)
    while cut > 1 and without_marks(filled[cut - 1]).rstrip().endswith("?"):
        cut -= 1
    return filled[:cut], filled[cut:]
