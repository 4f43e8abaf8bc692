"""`manage.py harvest`: does what is due at the official sources, and stops."""

from __future__ import annotations

import datetime as dt
import sys
from argparse import ArgumentParser
from contextlib import closing
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kamerarchief.stopping import asked_by_signals
from questions.harvesting import Busy, Harvest, SourceFailure, Wanted, harvest, make_web, plan
from questions.harvesting.run import SOURCES, STEPS
from questions.management.progress import progress, report
from questions.models import RemoteDocument
from questions.vocabulary.kinds import RemoteSource, RemoteState

DAY_SECONDS = 86_400


class Command(BaseCommand):
    help = (
        "Haal op wat er nieuw is bij de officiële bekendmakingen en de Tweede Kamer: eerst de lijsten, "
        "dan de teksten, nieuwste eerst. Opnieuw draaien kan altijd."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--step", action="append", choices=STEPS, help="alleen deze stap (standaard: alle)"
        )
        parser.add_argument(
            "--source",
            action="append",
            choices=[str(source) for source in SOURCES],
            help="alleen deze bron (standaard: beide)",
        )
        parser.add_argument(
            "--since",
            type=dt.date.fromisoformat,
            metavar="JJJJ-MM-DD",
            help="publicaties die sinds die dag zijn gewijzigd",
        )
        parser.add_argument("--limit", type=int, metavar="N", help="hoogstens zoveel teksten")
        parser.add_argument(
            "--dry-run", action="store_true", help="lees alleen de lijsten, en bewaar er niets van"
        )
        parser.add_argument(
            "--accept-gone",
            action="store_true",
            help="geloof de bron ook als meer dan een op de honderd stukken is verdwenen",
        )
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
        if found.cases is not None:
            minutes = found.case_seconds / 60
            self.stdout.write(f"Tweede Kamer: {found.cases} zaken, in ten minste {minutes:.0f} minuten.")

    def _harvest(self, web: Any, options: dict[str, Any]) -> None:
        waiting = RemoteDocument.objects.filter(state=RemoteState.WANTED).count()
        wanted = Wanted(
            steps=tuple(options["step"] or STEPS),
            sources=tuple(RemoteSource(name) for name in options["source"] or SOURCES),
            since=options["since"],
            limit=options["limit"],
            accepts_gone=options["accept_gone"],
            dry_run=options["dry_run"],
        )
        try:
            with asked_by_signals() as stop, progress(options["limit"] or waiting or None) as show:
                done = harvest(web, wanted, stop=stop, progress=show)
        except Busy as busy:
            self.stdout.write(str(busy))
            return
        self._tell(done, wanted)
        if done.problems or not done.tally.is_whole:
            sys.exit(1)

    def _tell(self, done: Harvest, wanted: Wanted) -> None:
        if wanted.dry_run:
            self.stdout.write("Proef: er is niets bewaard en geen tekst opgehaald.")
        self.stdout.write(
            f"{done.listed} publicaties nieuw of gewijzigd in de lijst, {done.entities} gegevens van de "
            f"Tweede Kamer; {done.waiting} wachten."
        )
        if not wanted.dry_run:
            report(done.tally, self.stdout.write, self.stderr.write)
        for oddity in done.oddities:
            self.stderr.write(f"Let op: {oddity}")
        for problem in done.problems:
            self.stderr.write(f"Mislukt: {problem}")
