"""Where publications come from: each source yields `RawDocument`s; nothing here reads what they say."""

from .folder import RawDocument, SourceError, count, read_paths

__all__ = ["RawDocument", "SourceError", "count", "read_paths"]
