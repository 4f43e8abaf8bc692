"""`manage.py parse PATH…`: one JSON object a document, without a database."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser
from contextlib import closing
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kamerarchief.stopping import asked_by_signals, stopped_by
from questions.parsing import ParseError
from questions.parsing.formats.json_lines import to_dict
from questions.reading import Reader
from questions.sources import RawDocument, SourceError, read_paths


class Command(BaseCommand):
    help = "Lees documenten en druk af wat erin staat: één JSON-object per regel. Gebruikt geen database."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", metavar="PAD", help="bestanden, mappen, ZIP-bestanden, JSON Lines of -"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        read, failed = 0, 0
        try:
            with asked_by_signals() as stop, closing(Reader()) as reader:
                for document in read_paths(options["paths"]):
                    stop.check()
                    read += 1
                    failed += not self._print(document, reader)
        except SourceError as error:
            raise CommandError(str(error)) from None
        except BrokenPipeError:  # `parse … | head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return
        except (KeyboardInterrupt, OSError) as error:
            stopped = stopped_by(error)
            if not stopped:
                raise
            raise CommandError(
                f"{stopped} {read} document(en) gelezen, waarvan {failed} niet te lezen."
            ) from None
        if failed:
            raise CommandError(f"{failed} document(en) niet te lezen.", returncode=1)

    def _print(self, document: RawDocument, reader: Reader) -> bool:
        try:
            if document.error:
                raise ParseError(document.error)
            parsed = reader.parse(document.data, document.name, document.metadata)
        except ParseError as error:
            self.stderr.write(f"{document.origin}: {error}")
            return False
        self.stdout.write(json.dumps({"file": document.origin, **to_dict(parsed)}, ensure_ascii=False))
        return True
