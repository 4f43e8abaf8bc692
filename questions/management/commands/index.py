"""`manage.py index`: brings the search index up to date, makes it anew, or proves that it agrees with the
database.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kamerarchief.stopping import asked_by_signals
from questions import search
from questions.management.progress import counting, said_in_words
from questions.models import Inquiry

STILL_THERE = "Wat er was, blijft doorzoekbaar. Geef dezelfde opdracht opnieuw."


class Command(BaseCommand):
    help = (
        "Werk de zoekindex bij. Wat nog ontbreekt komt erin; een index van een andere versie wordt "
        "opnieuw gemaakt."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--rebuild", action="store_true", help="maak de index opnieuw, naast de huidige, en wissel ze om"
        )
        what.add_argument(
            "--check", action="store_true", help="vergelijk de index met de database en noem de verschillen"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["check"]:
                self._check()
                return
            with (
                said_in_words(STILL_THERE),
                asked_by_signals() as stop,
                counting(Inquiry.objects.shown().count(), "sets") as progress,
            ):
                showing = stop.checked(progress)
                count = search.rebuild(showing) if options["rebuild"] else search.sync(showing)
        except (OSError, search.IndexMissing) as error:  # another process writes, or the folder is none
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"{count} vragensets in de zoekindex opgenomen." if count else "De zoekindex was al bij."
        )

    def _check(self) -> None:
        with counting(Inquiry.objects.shown().count(), "sets") as progress:
            found = search.check(progress)
        for wording, ids in (
            ("ontbreekt in de index", found.missing),
            ("staat in de index en niet in de database", found.surplus),
            ("is in de index verouderd", found.outdated),
        ):
            known = dict(Inquiry.objects.filter(pk__in=ids).values_list("pk", "key"))
            for pk in ids:
                self.stdout.write(f"{known.get(pk, f'set {pk}')}: {wording}")
        if found:
            self.stdout.write("Maak de index opnieuw met: manage.py index --rebuild")
            sys.exit(1)
        self.stdout.write("Index en database komen overeen.")
