"""`manage.py fill_samples`: puts the invented samples into an archive that is empty."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from kamerarchief.stopping import asked_by_signals
from questions.ingesting import ingest
from questions.loading import load_facts
from questions.loading.facts import FACTS
from questions.management.progress import report
from questions.models import IngestRun, Source


class Command(BaseCommand):
    help = (
        "Vul een leeg archief met de verzonnen voorbeelden. Een archief waar iets in staat, blijft ongemoeid."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        samples: Path = settings.BASE_DIR / "samples"
        documents = str(samples / "documents")
        if not samples.is_dir() or (Source.objects.exists() and not _was_stopped(documents)):
            return
        # The people of the samples are invented, and so are the cabinets that they sit in: no real ones
        # beside them.
        load_facts(FACTS / "ministries.json", samples / "people.json")
        self.stdout.write("Het archief is leeg; de verzonnen voorbeelden worden ingelezen.")
        with asked_by_signals() as stop:
            tally = ingest([documents], stop=stop)
        report(tally, self.stdout.write, self.stderr.write)
        if tally.stopped:
            sys.exit(1)


def _was_stopped(documents: str) -> bool:
    """Whether an earlier filling is all that was ever begun here, and did not come to its end."""
    runs = IngestRun.objects.exclude(finished_at=None, arguments=documents)
    return IngestRun.objects.exists() and not runs.exists()
