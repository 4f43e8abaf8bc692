"""Where publications come from: each source yields `RawDocument`s; nothing here reads what they say."""

from .folder import SourceError, count, read_paths
from .rules import RawDocument

__all__ = ["RawDocument", "SourceError", "count", "read_paths"]
