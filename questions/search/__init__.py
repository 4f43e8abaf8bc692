"""Full-text search over sets and single questions: match, rank, page, mark the page, count facets."""

from .index.comparison import check
from .index.storage import IndexMissing
from .index.sync import ensure, follow, rebuild, sync

__all__ = ["IndexMissing", "check", "ensure", "follow", "rebuild", "sync"]
