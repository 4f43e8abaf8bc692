"""The editor's desk."""

from . import accounts, decisions, documents, ingestion, parts, people

__all__ = ["accounts", "decisions", "documents", "ingestion", "parts", "people"]
