"""Fills the archive from the official sources, and keeps it up to date."""

from .run import Busy, Harvest, harvest, make_web, plan
from .web import SourceFailure

__all__ = ["Busy", "Harvest", "SourceFailure", "harvest", "make_web", "plan"]
