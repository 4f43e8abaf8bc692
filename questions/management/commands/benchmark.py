"""`manage.py benchmark`: how fast searching is in this archive, class by class, beside other engines on the
same texts.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from questions import search
from questions.benchmark import corpus, measure
from questions.benchmark.queries import cases
from questions.ingesting import ingest
from questions.models import Inquiry
from questions.search.index import storage

SAMPLES = settings.BASE_DIR / "samples" / "documents"


class Command(BaseCommand):
    help = (
        "Meet hoe snel het zoeken is. Een leeg archief wordt eerst gevuld; neem daarvoor een eigen "
        "KAMERARCHIEF_VAR."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--sets", type=int, default=10_000, metavar="N", help="vragensets in een leeg archief (10.000)"
        )
        parser.add_argument(
            "--corpus", type=Path, metavar="BESTAND", help="vul een leeg archief met deze JSON Lines"
        )
        parser.add_argument("--rebuild", action="store_true", help="meet ook het opnieuw maken van de index")
        parser.add_argument(
            "--rivals", action="store_true", help="vergelijk met SQLite FTS5, PostgreSQL en kale tantivy"
        )
        parser.add_argument(
            "--http", action="store_true", help="meet ook door gunicorn heen, met twee werkprocessen"
        )
        parser.add_argument("--json", type=Path, metavar="BESTAND", help="schrijf de cijfers ook hierheen")

    def handle(self, *args: Any, **options: Any) -> None:
        if not Inquiry.objects.exists():
            if options["corpus"]:
                self._ingest(options["corpus"])
            else:
                self._fill(options["sets"])
        figures: dict[str, Any] = {"sets": Inquiry.objects.count(), "cores": os.cpu_count()}
        if options["rebuild"]:
            start = time.perf_counter()
            search.rebuild()
            figures["rebuild seconds"] = round(time.perf_counter() - start, 1)
        search.sync()
        figures |= {
            "questions": storage.open_index().questions.searcher.num_docs,
            "index MB": measure.index_size() // 1_000_000,
        }
        chosen = cases(storage.open_index().sets)
        figures["whole search, ms"] = measure.summary(measure.timed(chosen, measure.whole_search))
        figures["memory of this process, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000
        if options["http"]:
            call_command("collectstatic", verbosity=0, interactive=False)
            with _server() as (address, process):
                figures["over HTTP, two workers"] = measure.over_http(address, chosen)
                figures["memory of a worker, MB"] = _memory(process)
        if options["rivals"]:
            with TemporaryDirectory(dir=settings.VAR_DIR) as home:
                figures["first 20 and count, median ms"] = measure.compared(chosen, Path(home))
        self._show(figures)
        if options["json"]:
            options["json"].write_text(json.dumps(figures, indent=1))

    def _fill(self, count: int) -> None:
        self.stdout.write(f"Het archief is leeg: {count} sets worden gemaakt en opgenomen …")
        file = settings.VAR_DIR / "benchmark.jsonl"
        with file.open("w", encoding="utf-8") as opened:
            opened.writelines(corpus.sets(count, SAMPLES))
        self._ingest(file)
        file.unlink()

    def _ingest(self, file: Path) -> None:
        start = time.perf_counter()
        tally = ingest([str(file)], jobs=os.cpu_count() or 1)
        if tally.stopped:
            raise CommandError(tally.stopped)
        self.stdout.write(f"{tally.total} sets in {time.perf_counter() - start:.0f} s, met index.")

    def _show(self, figures: dict[str, Any]) -> None:
        for name, value in figures.items():
            if not isinstance(value, dict):
                self.stdout.write(f"{name}: {value}")
        for name, table in figures.items():
            if isinstance(table, dict):
                self.stdout.write(f"\n{name}")
                for row, values in table.items():
                    shown = values.items() if isinstance(values, dict) else [("", values)]
                    self.stdout.write(
                        f"  {row:22}" + "".join(f"{label:>13} {value:8.2f}" for label, value in shown)
                    )
        rivals = figures.get("first 20 and count, median ms")
        if rivals:
            self.stdout.write("\ntimes as long as ours")
            for name, times in rivals.items():
                ratios = "".join(
                    f"{kind:>13} {ms / rivals['kamerarchief'][kind]:8.2f}" for kind, ms in times.items()
                )
                self.stdout.write(f"  {name:22}{ratios}")


@contextmanager
def _server() -> Iterator[tuple[str, psutil.Process]]:
    """gunicorn with two workers on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "BIND": f"127.0.0.1:{port}", "WEB_CONCURRENCY": "2"}
    command = [str(Path(sys.executable).with_name("gunicorn")), "kamerarchief.wsgi"]
    where = settings.BASE_DIR
    started = subprocess.Popen(command, env=environment, cwd=where, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(100):
            try:
                urllib.request.urlopen(address, timeout=10).close()
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        yield address, psutil.Process(started.pid)
    finally:
        started.send_signal(signal.SIGTERM)
        started.wait(20)


def _memory(process: psutil.Process) -> dict[str, float]:
    """Of the largest worker: all that is resident, and what is its own (the index is mapped, and shared
    with others).
    """
    workers = [child.memory_full_info() for child in process.children()]
    return {"resident": max(w.rss for w in workers) / 1e6, "own": max(w.uss for w in workers) / 1e6}
