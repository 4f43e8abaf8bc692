"""The first search box: PostgreSQL's Dutch text search over subject, questions, answers, notes and explanations."""

from __future__ import annotations

from django.contrib.postgres.search import SearchQuery
from django.db import connection

from questions.models.documents import InquiryQuerySet

LONGEST = 200  # characters of a query that are looked at
# PostgreSQL refuses a text whose words do not fit in 1 MB; no real set comes near.
REFRESH = """
    INSERT INTO questions_searchtext (inquiry_id, vector, set_updated_at)
    SELECT inquiry.id,
        to_tsvector('dutch', inquiry.subject) || to_tsvector('dutch', left(concat_ws(' ',
            (SELECT string_agg(text, ' ') FROM questions_question WHERE inquiry_id = inquiry.id),
            (SELECT string_agg(concat_ws(' ', explanation, notice), ' ') FROM questions_document WHERE inquiry_id = inquiry.id),
            (SELECT string_agg(answer.text, ' ') FROM questions_answer answer
                JOIN questions_document document ON document.id = answer.document_id WHERE document.inquiry_id = inquiry.id),
            (SELECT string_agg(note.text, ' ') FROM questions_footnote note
                JOIN questions_document document ON document.id = note.document_id WHERE document.inquiry_id = inquiry.id)
        ), 300000)), inquiry.updated_at
    FROM questions_inquiry inquiry LEFT JOIN questions_searchtext search ON search.inquiry_id = inquiry.id
    WHERE search.inquiry_id IS NULL OR search.set_updated_at <> inquiry.updated_at
    ON CONFLICT (inquiry_id) DO UPDATE SET vector = excluded.vector, set_updated_at = excluded.set_updated_at
"""


def refresh() -> int:
    """Brings the search in step with the sets that changed since; returns how many those were."""
    with connection.cursor() as cursor:
        cursor.execute(REFRESH)
        return int(cursor.rowcount)


def matching(sets: InquiryQuerySet, text: str) -> InquiryQuerySet:
    """The sets in which all words of a query occur, in any form; "…" for a phrase, `or` and `-` as in web searches."""
    query = SearchQuery(text[:LONGEST].replace("\0", ""), config="dutch", search_type="websearch")
    return sets.filter(search_text__vector=query)
