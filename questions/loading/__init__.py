"""From `ParsedDocument` to rows: the only code that writes what a source says."""

from .facts import load_facts
from .people.directory import Directory
from .store import Loader, Outcome, SourceFile, compose_set, rewrite_set, write_set

__all__ = [
    "Directory",
    "Loader",
    "Outcome",
    "SourceFile",
    "compose_set",
    "load_facts",
    "rewrite_set",
    "write_set",
]
