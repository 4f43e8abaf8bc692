"""From `ParsedDocument` to rows: the only code that writes what a source says."""

from .facts import load_facts
from .store import Loader, Outcome, SourceFile

__all__ = ["Loader", "Outcome", "SourceFile", "load_facts"]
