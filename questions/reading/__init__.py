"""Reads the bytes of a document so that a bad one is never more than a bad document."""

from .reader import Reader

__all__ = ["Reader"]
