"""The official sources as they answer, with their moods, over publications that a test makes."""

from .app import App, Fault
from .scenario import Publication, Scenario

__all__ = ["App", "Fault", "Publication", "Scenario"]
