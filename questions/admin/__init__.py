"""The editor's desk."""

from . import decisions, documents, ingestion, people

__all__ = ["decisions", "documents", "ingestion", "people"]
