"""`manage.py load_facts [FILE…]`: loads ministries, cabinets, ministers, parties and members."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kamerarchief.stopping import asked_by_signals
from questions.loading import load_facts
from questions.management.progress import said_in_words


class Command(BaseCommand):
    help = (
        "Laad de feiten die bij het archief horen (of uit een eigen bestand). Wat er al is, blijft ongemoeid."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files", nargs="*", type=Path, metavar="BESTAND", help="standaard: questions/facts/*.json"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            nothing = "Er is niets geladen. Geef de opdracht opnieuw."
            with said_in_words(nothing), asked_by_signals(at_once=True):
                made = load_facts(*options["files"])
        except (OSError, KeyError, ValueError, json.JSONDecodeError) as error:
            raise CommandError(f"Het feitenbestand is niet te lezen: {error}") from None
        self.stdout.write(f"{made} feiten geladen.")
