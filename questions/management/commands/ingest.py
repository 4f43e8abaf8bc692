"""`manage.py ingest PATH…`: takes documents into the archive."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kamerarchief.stopping import asked_by_signals
from questions.ingesting import ingest
from questions.management.progress import progress, report
from questions.sources import SourceError, count


class Command(BaseCommand):
    help = "Neem documenten op in het archief. Wat er al is, blijft ongemoeid; opnieuw draaien kan altijd."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", metavar="PAD", help="bestanden, mappen, ZIP-bestanden, JSON Lines of -"
        )
        parser.add_argument("--dry-run", action="store_true", help="lees alles, maar schrijf niets")
        parser.add_argument(
            "--jobs",
            type=int,
            default=os.cpu_count() or 1,
            metavar="N",
            help="aantal processen (standaard: alle kernen)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["jobs"] < 1:
            raise CommandError("--jobs moet 1 of meer zijn.")
        try:
            with (
                asked_by_signals(at_once="-" in options["paths"]) as stop,
                progress(count(options["paths"])) as show,
            ):
                tally = ingest(
                    options["paths"],
                    jobs=options["jobs"],
                    dry_run=options["dry_run"],
                    progress=show,
                    stop=stop,
                )
        except (SourceError, FileNotFoundError) as error:
            raise CommandError(str(error)) from None
        report(tally, self.stdout.write, self.stderr.write)
        if options["dry_run"]:
            self.stdout.write("Er is niets geschreven (--dry-run).")
        if not tally.is_whole:
            sys.exit(1)
