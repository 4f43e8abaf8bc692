"""What somebody is asked about: the words that stand in the subjects of their sets more than in those of
others.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from dataclasses import dataclass

from questions.language.analysis import STOPWORDS, Form, typed
from questions.models import Inquiry, Minister

from ..index import storage
from ..query.compiler import Compiler

LATEST_SETS = 400  # whose subjects are looked at
MAX_TOPICS = 12
MIN_TOPIC_CHARS = 4
MIN_TOPICS = 3  # fewer say nothing of somebody
COMMON_SHARE = 0.15  # a word in more of all subjects, like "bericht", says nothing


@dataclass(frozen=True, slots=True)
class Topic:
    """A word as it is mostly written, what to search for, and in how many of the last `of` subjects it
    stands.
    """

    word: str
    query: str
    count: int
    of: int
    limit: int = LATEST_SETS


def topics_of(minister: Minister) -> list[Topic]:
    """The most telling words of the last sets that a minister answered, each in at least two of them; none
    when there are few.
    """
    index = storage.open_index().sets
    titles = _latest_subjects(index, minister.pk)
    forms: dict[str, Counter[str]] = {}
    counts: Counter[str] = Counter()
    for title in titles:
        words = {form.stem: form for chain in typed(title) for form in chain.pieces if _says_something(form)}
        for stem, form in words.items():
            counts[stem] += 1
            forms.setdefault(stem, Counter())[form.exact[1:]] += 1
    total = max(index.searcher.num_docs, 1)
    scored = []
    for stem, count in counts.items():
        share = max(index.searcher.doc_freq("title_text", stem), 1) / total if count > 1 else 1
        if share < COMMON_SHARE:
            scored.append((count * math.log(1 / share), stem))
    best = sorted(scored, reverse=True)[:MAX_TOPICS] if len(scored) >= MIN_TOPICS else []
    written = {stem: forms[stem].most_common(1)[0][0] for _, stem in best}
    return [Topic(written[stem], f"in:titel {written[stem]}", counts[stem], len(titles)) for _, stem in best]


def _latest_subjects(index: storage.UnitIndex, minister_id: int) -> list[str]:
    mine = Compiler(index, dt.date.min).one_of("answering_minister", [minister_id])
    hits = index.searcher.search(mine, limit=LATEST_SETS, count=False, order_by_field="newest").hits
    values = index.searcher.fast_field_values("id", [address for _, address in hits]) if hits else []
    return list(
        Inquiry.objects.shown()
        .filter(pk__in=[int(value or 0) for value in values])
        .values_list("subject", flat=True)
    )


def _says_something(form: Form) -> bool:
    written = form.exact[1:]
    return len(written) >= MIN_TOPIC_CHARS and written not in STOPWORDS and not written[0].isdigit()
