"""Takes documents into the archive: reads and stores what is new, reads again what is here, and keeps the
tally.
"""

from .reparsing import parse_stored, reparse, source_text, stored_bytes
from .run import ingest
from .tally import Result, Tally

__all__ = ["Result", "Tally", "ingest", "parse_stored", "reparse", "source_text", "stored_bytes"]
