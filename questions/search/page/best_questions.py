"""Of the sets on a page, the questions that say most of what was asked."""

from __future__ import annotations

from ..index.storage import UnitIndex
from ..query.compiler import ALL_PLACES, Compiler, either
from ..query.plan import Plan
from ..query.terms import index_terms, leaves

MAX_BEST_QUESTIONS = 3  # of a set
LEAST_SHARE = 0.6  # of the score of the best: what a second and third question must have to be shown
LIKELY_QUESTIONS = 40  # that have the words, of each set on a page


def best_questions(plan: Plan, questions: UnitIndex, set_ids: list[int]) -> dict[int, tuple[list[int], int]]:
    """By set: the ids of its best questions, best first, and how many say any of what was asked."""
    if not set_ids:
        return {}
    compiler = Compiler(questions, plan.day, among=set_ids)
    words = leaves(plan.query, ALL_PLACES)
    said = either([compiler.text(index_terms(word), places, titles=False) for word, places in words])
    hits = questions.searcher.search(said, limit=LIKELY_QUESTIONS * len(set_ids), count=False).hits
    addresses = [address for _, address in hits]
    if not addresses:
        return {}
    ids = questions.searcher.fast_field_values("id", addresses)
    question_ids = questions.searcher.fast_field_values("question", addresses)
    scored: dict[int, list[tuple[float, int]]] = {}
    for set_id, question_id, (score, _) in zip(ids, question_ids, hits, strict=True):
        scored.setdefault(int(set_id or 0), []).append((score, int(question_id or 0)))
    return {set_id: (_best(rows), len(rows)) for set_id, rows in scored.items()}


def _best(scored: list[tuple[float, int]]) -> list[int]:
    ordered = sorted(scored, key=lambda row: (-row[0], row[1]))[:MAX_BEST_QUESTIONS]
    return [pk for score, pk in ordered if score >= LEAST_SHARE * ordered[0][0]]
