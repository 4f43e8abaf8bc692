"""From `ParsedDocument` to rows: the only code that writes what a source says.

`store` takes one reading of one source into the archive, in one transaction.
"""

from .facts import load_facts
from .store import Outcome, SourceFile, record_failure, recompose, store

__all__ = ["Outcome", "SourceFile", "load_facts", "recompose", "record_failure", "store"]
