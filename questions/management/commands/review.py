"""manage.py review: looks at every set for what needs a person, and brings the queue of the desk in line."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from kamerarchief.stopping import asked_by_signals
from questions.editing.review import review
from questions.management.progress import said_in_words


class Command(BaseCommand):
    help = (
        "Kijkt alle vragensets na: antwoorden die niet passen, vreemde data, dubbele sets, gaten in de "
        "nummering."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with (
            said_in_words("De rij is zoals zij was. Geef de opdracht opnieuw."),
            asked_by_signals(at_once=True),
        ):
            waiting = review()
        self.stdout.write(f"{waiting} open problemen in de rij van de redactie.")
