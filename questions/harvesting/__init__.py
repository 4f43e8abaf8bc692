"""Fills the archive from the official sources, and keeps it up to date."""

from .run import Busy, Harvest, Wanted, harvest, make_web, plan
from .web import SourceFailure

__all__ = ["Busy", "Harvest", "SourceFailure", "Wanted", "harvest", "make_web", "plan"]
