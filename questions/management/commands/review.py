"""manage.py review: looks at every set for what needs a person, and brings the queue of the desk in line."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kamerarchief.stopping import asked_by_signals, stopped_by
from questions.editing.review import review


class Command(BaseCommand):
    help = (
        "Kijkt alle vragensets na: antwoorden die niet passen, vreemde data, dubbele sets, gaten in de "
        "nummering."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with asked_by_signals(at_once=True):
                waiting = review()
        except BaseException as error:
            stopped = stopped_by(error)
            if not stopped:
                raise
            raise CommandError(f"{stopped} De rij is zoals zij was. Geef de opdracht opnieuw.") from None
        self.stdout.write(f"{waiting} open problemen in de rij van de redactie.")
