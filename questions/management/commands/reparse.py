"""`manage.py reparse`: runs the parsers again over the stored sources."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from kamerarchief.stopping import asked_by_signals
from questions.ingesting import reparse
from questions.management.progress import progress, report
from questions.models import Source
from questions.vocabulary.kinds import SourceStatus


class Command(BaseCommand):
    help = "Lees opgeslagen bronnen opnieuw, bijvoorbeeld na een verbetering van een lezer. Haalt niets op."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--format", help="alleen bronnen in dit formaat (xml, html, docx, pdf, markdown, json, text)"
        )
        parser.add_argument(
            "--people",
            action="store_true",
            help="zoek ook opnieuw wie er genoemd worden, als mensen of ministeries zijn gewijzigd",
        )
        parser.add_argument(
            "--failed", action="store_true", help="alleen bronnen die eerder niet te lezen waren"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        sources = Source.objects.order_by("pk")
        if options["format"]:
            sources = sources.filter(format=options["format"])
        if options["failed"]:
            sources = sources.filter(status=SourceStatus.FAILED)
        with asked_by_signals() as stop, progress(sources.count()) as show:
            tally = reparse(
                sources.iterator(chunk_size=200), progress=show, finds_people=options["people"], stop=stop
            )
        report(tally, self.stdout.write, self.stderr.write)
        if not tally.is_whole:
            sys.exit(1)
