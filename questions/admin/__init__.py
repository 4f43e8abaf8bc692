"""The editor's desk."""

from . import accounts, correction_admin, documents, ingestion, part_lists, people

__all__ = ["accounts", "correction_admin", "documents", "ingestion", "part_lists", "people"]
