"""The tables of the archive, one noun a file."""

from .addresses import FormerSlug
from .contents import Answer, Footnote, Question, Reference
from .documents import Document, Signatory
from .editing import Correction, EditorAction, NameChoice
from .harvest import HarvestCursor, RemoteDocument, RemoteEntity
from .ingestion import IngestProblem, IngestRun, ReviewPosition, Source
from .inquiries import Addressee, Asker, Inquiry, InquiryKey
from .people import (
    Cabinet,
    Member,
    Membership,
    Minister,
    Ministry,
    MinistrySuccession,
    Office,
    Party,
    Portfolio,
)
from .search import NO_SET, SearchChange, can_write, next_transaction, oldest_running
from .terms import ReplyTerm

__all__ = [
    "NO_SET",
    "Addressee",
    "Answer",
    "Asker",
    "Cabinet",
    "Correction",
    "Document",
    "EditorAction",
    "Footnote",
    "FormerSlug",
    "HarvestCursor",
    "IngestProblem",
    "IngestRun",
    "Inquiry",
    "InquiryKey",
    "Member",
    "Membership",
    "Minister",
    "Ministry",
    "MinistrySuccession",
    "NameChoice",
    "Office",
    "Party",
    "Portfolio",
    "Question",
    "Reference",
    "RemoteDocument",
    "RemoteEntity",
    "ReplyTerm",
    "ReviewPosition",
    "SearchChange",
    "Signatory",
    "Source",
    "can_write",
    "next_transaction",
    "oldest_running",
]
