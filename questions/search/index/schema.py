"""The fields of the index: what of a set, and of a question with its answer, can be asked for."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

import tantivy

from questions.language import analysis, dutch, lexicon

from . import facet_columns

# Where words are sought, with what a hit there weighs: title above question above answer above footnote.
TEXT_WEIGHTS = {"title": 4.0, "question": 2.0, "answer": 1.0, "note": 0.4}
# What a set can be asked by: ids of rows, years, and names of kinds and states.
ID_FIELDS = (
    "ministry", "minister", "asker", "party", "session_year", "year", "cabinet",
    "addressed_minister", "addressed_ministry", "answering_minister", "answering_ministry",
)  # fmt: skip
NAME_FIELDS = ("kind", "state")
# Days since the year 1 (`date.toordinal`), and numbers of days; absent where unknown.
DAY_FIELDS = ("submitted", "answered", "due", "days")
# To sort by: what is unknown comes last whichever way.
ORDER_FIELDS = ("newest", "oldest", "latest_answer", "slowest")
LAYOUT_VERSION = "5"  # another number when what the fields hold changes


def build() -> tantivy.Schema:
    fields = tantivy.SchemaBuilder()
    fields.add_integer_field("id", indexed=True, fast=True)
    # The id of the question; 0 for a whole set, and for text that belongs to no question.
    fields.add_integer_field("question", indexed=True, fast=True)
    for name in TEXT_WEIGHTS:
        fields.add_text_field(f"{name}_text", tokenizer_name="terms")
    for name in ID_FIELDS:
        fields.add_integer_field(name, indexed=True)
    for name in NAME_FIELDS:
        fields.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in facet_columns.FACET_COLUMNS:
        # tantivy counts small numbers in an array of counters, not in a hash table.
        fields.add_unsigned_field(name, fast=True)
    fields.add_text_field("key", tokenizer_name="raw", index_option="basic")
    for name in (*DAY_FIELDS, *ORDER_FIELDS, "digest"):
        fields.add_integer_field(name, fast=True)
    fields.add_float_field("recency", fast=True)
    return fields.build()


def register(index: tantivy.Index) -> None:
    """The texts are analysed in Python; what only takes a place is left out where places are counted."""
    terms = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    silent = tantivy.Filter.custom_stopword([analysis.GAP, *analysis.STOPWORDS])
    index.register_tokenizer("terms", terms.filter(silent).build())


def fingerprint() -> str:
    """Changes whenever fields or analysis do, and with nothing else: an index with another one is made
    anew.
    """
    digest = hashlib.sha256(LAYOUT_VERSION.encode())
    for package in ("tantivy", "simplemma", "PyStemmer"):
        digest.update(version(package).encode())
    modules = (dutch, lexicon, analysis, facet_columns)
    files = [*(Path(module.__file__ or "") for module in modules), *lexicon.DATA.iterdir()]
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
