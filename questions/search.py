"""The first search box: a tantivy index on local disk over all that is said in a set; derived, and rebuilt at any time.

`sync` takes in the sets that changed; what another transaction had not yet committed is taken in by the next call.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterable
from functools import cache
from itertools import islice
from pathlib import Path

import tantivy
from django.conf import settings
from django.db import connection, transaction
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from questions.models import Inquiry, SearchChange
from questions.models.documents import InquiryQuerySet

VERSION = "1"  # of fields and analysis; another number is another folder, and a rebuild
LONGEST = 200  # characters of a query that are looked at
MOST = 1_000_000
BATCH = 500
HEAP = 60_000_000  # bytes; with the files that merging maps, 400 MB at 100,000 sets
PATIENCE = 120  # seconds to wait for another process that writes
OPERATORS = re.compile(r"[:^~\[\]{}\\/<>*+`|&!]")
TEXTS = """
    SELECT inquiry.id, inquiry.subject, concat_ws(E'\\n',
        (SELECT string_agg(text, E'\\n') FROM questions_question WHERE inquiry_id = inquiry.id),
        (SELECT string_agg(concat_ws(E'\\n', explanation, notice), E'\\n') FROM questions_document WHERE inquiry_id = inquiry.id),
        (SELECT string_agg(answer.text, E'\\n') FROM questions_answer answer
            JOIN questions_document document ON document.id = answer.document_id WHERE document.inquiry_id = inquiry.id),
        (SELECT string_agg(note.text, E'\\n') FROM questions_footnote note
            JOIN questions_document document ON document.id = note.document_id WHERE document.inquiry_id = inquiry.id))
    FROM questions_inquiry inquiry WHERE inquiry.id = ANY(%s)
"""


def folder() -> Path:
    return Path(settings.SEARCH_DIR) / f"v{VERSION}"


def open_index() -> tantivy.Index:
    """The index in `folder()`; a damaged one is thrown away, and made anew by the next `sync`."""
    home = folder()
    try:
        return _open(str(home), home.stat().st_ino if home.exists() else 0)
    except ValueError:
        _open.cache_clear()
        shutil.rmtree(home, ignore_errors=True)
        return _open(str(home), 0)


@cache
def _open(home: str, _inode: int) -> tantivy.Index:
    Path(home).mkdir(parents=True, exist_ok=True)
    fields = tantivy.SchemaBuilder()
    fields.add_integer_field("id", indexed=True, fast=True)
    fields.add_text_field("subject", tokenizer_name="dutch")
    fields.add_text_field("text", tokenizer_name="dutch")
    index = tantivy.Index(fields.build(), path=home)
    steps = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
    index.register_tokenizer("dutch", steps.filter(tantivy.Filter.stemmer("dutch")).filter(tantivy.Filter.ascii_fold()).build())
    return index


def sync() -> int:
    """Takes in what changed since the last time (everything, into an empty index); returns the number of sets."""
    index = open_index()
    position = _position()
    if position is not None and not SearchChange.objects.filter(transaction__gte=position).exists():
        return 0
    writer = _writer(index)
    try:
        position = _position()  # another process may have been here while we waited
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            (oldest_running,) = cursor.fetchone()
        count = _take_in(writer, _changed(position))
        writer.commit()
        writer.wait_merging_threads()
    finally:
        del writer  # gives the lock back
    (folder() / "position").write_text(str(oldest_running))
    return count


def _changed(position: int | None) -> Iterable[int]:
    if position is None:
        return Inquiry.objects.order_by("pk").values_list("pk", flat=True).iterator()
    rows = SearchChange.objects.filter(transaction__gte=position)
    return rows.order_by("inquiry_id").values_list("inquiry_id", flat=True).distinct()


def _take_in(writer: tantivy.IndexWriter, changed: Iterable[int]) -> int:
    """Replaces the documents of these sets; a set that is gone leaves the index."""
    ids, count = iter(changed), 0
    while batch := list(islice(ids, BATCH)):
        for inquiry_id in batch:
            writer.delete_documents_by_term("id", inquiry_id)
        with connection.cursor() as cursor:
            cursor.execute(TEXTS, [batch])
            for inquiry_id, subject, text in cursor.fetchall():
                writer.add_document(tantivy.Document(id=inquiry_id, subject=subject, text=text))
        count += len(batch)
    return count


def _position() -> int | None:
    """The transaction from which on the index may lack something; None when it lacks everything."""
    try:
        return int((folder() / "position").read_text())
    except (FileNotFoundError, ValueError):
        return None


def _writer(index: tantivy.Index) -> tantivy.IndexWriter:
    """The writer of the index, of which there is one at a time; raises TimeoutError when another keeps it."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return index.writer(HEAP, 2)
        except ValueError as error:
            if "lock" not in str(error).lower():
                raise
            if time.monotonic() > end:
                raise TimeoutError(f"De zoekindex in {folder()} is in gebruik bij een ander proces.") from None
            time.sleep(0.2)


def matching(sets: InquiryQuerySet, text: str) -> InquiryQuerySet:
    """The sets in which all words of a query occur, in any form; "…" for a phrase, `OR` and `-` as on the web."""
    index = open_index()
    if _position() is None:  # a new machine, another version, or one that was damaged
        sync()
    index.reload()
    words = OPERATORS.sub(" ", text[:LONGEST].replace("\0", ""))
    query, _errors = index.parse_query_lenient(words, ["subject", "text"], conjunction_by_default=True)
    searcher = index.searcher()
    addresses = [address for _, address in searcher.search(query, limit=MOST, count=False).hits]
    ids = searcher.fast_field_values("id", addresses) if addresses else []
    return sets.filter(RawSQL("questions_inquiry.id = ANY(%s)", [ids], output_field=BooleanField()))
