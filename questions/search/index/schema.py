"""The fields of the index: what of a set, and of a question with its answer, can be asked for."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

import tantivy

from questions.language import analysis, dutch

from . import facet_columns

# Where words are sought, with what a hit there weighs: title above question above answer above footnote.
TEXTS = {"title": 4.0, "question": 2.0, "answer": 1.0, "note": 0.4}
# What a set can be asked by: ids of rows, years, and names of kinds and states.
NUMBERS = (
    "ministry", "minister", "asker", "party", "session_year", "year", "cabinet",
    "addressed_minister", "addressed_ministry", "answering_minister", "answering_ministry",
)  # fmt: skip
NAMES = ("kind", "state")
# Days since the year 1 (`date.toordinal`), and numbers of days; absent where unknown.
DAYS = ("submitted", "answered", "due", "days")
# To sort by: what is unknown comes last whichever way.
ORDERS = ("newest", "oldest", "latest_answer", "slowest")
LAYOUT = "3"  # another number when what the fields hold changes


def build() -> tantivy.Schema:
    fields = tantivy.SchemaBuilder()
    fields.add_integer_field("id", indexed=True, fast=True)
    fields.add_integer_field(
        "question", indexed=True, fast=True
    )  # 0 for a set, and for what belongs to no question
    for name in TEXTS:
        fields.add_text_field(f"{name}_text", tokenizer_name="terms")
    for name in NUMBERS:
        fields.add_integer_field(name, indexed=True)
    for name in NAMES:
        fields.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in facet_columns.COLUMNS:
        fields.add_unsigned_field(
            name, fast=True
        )  # whose small numbers tantivy counts in a row of counters, not in a hash
    fields.add_text_field("key", tokenizer_name="raw", index_option="basic")
    for name in (*DAYS, *ORDERS, "digest"):
        fields.add_integer_field(name, fast=True)
    fields.add_float_field("recency", fast=True)
    return fields.build()


def register(index: tantivy.Index) -> None:
    """The texts are analysed in Python; what takes a place only is left out here, where places are counted."""
    terms = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    silent = tantivy.Filter.custom_stopword([analysis.GAP, *analysis.STOPWORDS])
    index.register_tokenizer("terms", terms.filter(silent).build())


def fingerprint() -> str:
    """Changes whenever fields or analysis do, and with nothing else: an index with another one is made anew."""
    digest = hashlib.sha256(LAYOUT.encode())
    for package in ("tantivy", "simplemma", "PyStemmer"):
        digest.update(version(package).encode())
    for file in sorted(
        (*map(Path, (dutch.__file__, analysis.__file__, facet_columns.__file__)), *dutch.DATA.iterdir())
    ):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
