"""`manage.py harvest`: does what is due at the official sources, and stops."""

from __future__ import annotations

import datetime as dt
import sys
from argparse import ArgumentParser
from contextlib import closing
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kamerarchief.stopping import asked_by_signals
from questions.harvesting import Busy, SourceFailure, harvest, make_web, plan
from questions.harvesting.run import STEPS
from questions.management.progress import progress, report
from questions.models import RemoteDocument
from questions.vocabulary.kinds import RemoteState

DAY_SECONDS = 86_400


class Command(BaseCommand):
    help = (
        "Haal op wat er nieuw is bij de officiële bekendmakingen: eerst de lijst, dan de teksten, nieuwste "
        "eerst. Opnieuw draaien kan altijd."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--step", action="append", choices=STEPS, help="alleen deze stap (standaard: alle)"
        )
        parser.add_argument(
            "--since", type=dt.date.fromisoformat, metavar="JJJJ-MM-DD", help="wat sinds die dag is gewijzigd"
        )
        parser.add_argument("--limit", type=int, metavar="N", help="hoogstens zoveel teksten")
        parser.add_argument(
            "--plan", action="store_true", help="zeg alleen hoeveel er is en hoe lang ophalen duurt"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["limit"] is not None and options["limit"] < 1:
            raise CommandError("--limit moet 1 of meer zijn.")
        try:
            web = make_web()
        except ValueError as error:
            raise CommandError(str(error)) from None
        with closing(web):
            if options["plan"]:
                self._plan(web)
            else:
                self._harvest(web, options)

    def _plan(self, web: Any) -> None:
        try:
            found = plan(web)
        except SourceFailure as failure:
            raise CommandError(str(failure)) from None
        for journal, total in found.totals.items():
            self.stdout.write(f"{journal}: {total} publicaties")
        days = found.seconds / DAY_SECONDS
        self.stdout.write(f"Ophalen in het toegestane tempo duurt {days:.1f} dagen, nieuwste eerst.")

    def _harvest(self, web: Any, options: dict[str, Any]) -> None:
        waiting = RemoteDocument.objects.filter(state=RemoteState.WANTED).count()
        try:
            with asked_by_signals() as stop, progress(options["limit"] or waiting or None) as show:
                done = harvest(
                    web,
                    steps=tuple(options["step"] or STEPS),
                    since=options["since"],
                    limit=options["limit"],
                    stop=stop,
                    progress=show,
                )
        except Busy as busy:
            self.stdout.write(str(busy))
            return
        self.stdout.write(
            f"{done.listed} publicaties nieuw of gewijzigd in de lijst, {done.waiting} wachten."
        )
        report(done.tally, self.stdout.write, self.stderr.write)
        for problem in done.problems:
            self.stderr.write(f"Mislukt: {problem}")
        if done.problems or not done.tally.is_whole:
            sys.exit(1)
