"""The editor's desk."""

from . import accounts, correction_admin, documents, harvest, ingestion, part_lists, people

__all__ = ["accounts", "correction_admin", "documents", "harvest", "ingestion", "part_lists", "people"]
