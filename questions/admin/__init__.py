"""The editor's desk."""

from . import decisions, documents, ingestion, parts, people

__all__ = ["decisions", "documents", "ingestion", "parts", "people"]
