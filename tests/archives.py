"""An archive of its own in a folder, used by real processes that can be killed."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.conftest import ROOT


def rows(count: int) -> str:
    """Sets in JSON Lines: each a notice and an answer, to make documents meet; some leave a question open."""
    lines = []
    for number in range(count):
        case = f"2024Z{80000 + number // 2}"
        kind = "answer" if number % 2 else "postponement"
        row = {
            "kind": kind, "identifier": f"ah-tk-20232024-{20000 + number}", "number": 20000 + number,
            "session_year": "2023-2024",
            "case_number": case, "subject": f"onderwerp {number // 2}",
            "askers": [{"name": f"Lid{'abcdefg'[number % 7]}", "party": "SP"}],
            "addressees": [{"role": "minister", "portfolio": "Defensie"}], "submitted_on": "2024-03-01",
            "received_on": "2024-03-20",
            "answered_by": [{"name": f"Proef{'abcde'[number % 5]}", "role": "minister",
            "portfolio": "Defensie"}],
            "questions": [{"number": "1", "text": "A?"}, {"number": "2", "text": "B?"}],
            "answers": [{"numbers": ["1", "2"][: 1 + (number % 10 != 1)], "text": "Ja." * 50}]
            if number % 2 else [],
            "notice": None if number % 2 else "Later.",
        }  # fmt: skip
        lines.append(json.dumps(row))
    random.Random(3).shuffle(lines)
    return "\n".join(lines) + "\n"


DIGEST = """
import hashlib, json
from questions import search
from questions.language.syntax import parse
from questions.search.page.run import count, run
from questions.search.query.plan import Plan
from questions.models import *
rows = [
    sorted(
        Inquiry.objects.values_list("key", "subject", "is_answered", "is_postponed", "question_count"),
        key=str,
    ),
    sorted(Question.objects.values_list("inquiry__key", "number", "text"), key=str),
    sorted(Document.objects.values_list("inquiry__key", "identifier", "kind"), key=str),
    sorted(Answer.objects.values_list("document__identifier", "label", "questions__number"), key=str),
    sorted(Asker.objects.values_list("inquiry__key", "member__name", "party__name"), key=str),
    sorted(Signatory.objects.values_list("document__identifier", "minister__surname"), key=str),
    sorted(InquiryKey.objects.values_list("inquiry__key", "kind", "value"), key=str),
    sorted(Minister.objects.values_list("name", "is_confirmed"), key=str),
    sorted(IngestProblem.objects.exclude(status="resolved").values_list("kind", "message"), key=str),
    Source.objects.count(), count(Plan(query=parse("onderwerp").query)), bool(search.check()),
]
print("digest", len(rows[0]), hashlib.sha256(json.dumps(rows, default=str).encode()).hexdigest())
"""


class Archive:
    """An archive of its own in a folder, used by real processes."""

    def __init__(self, home: Path) -> None:
        self.environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        self.environment |= {"KAMERARCHIEF_VAR": str(home), "DJANGO_SETTINGS_MODULE": "kamerarchief.settings"}
        self.run("migrate", "--verbosity", "0")

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), *arguments], env=self.environment, text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    def run(self, *arguments: str) -> str:
        process = self.start(*arguments)
        out, err = process.communicate(timeout=180)
        assert process.returncode == 0, err
        return out

    def wait_for_files(self, count: int, process: subprocess.Popen[str]) -> None:
        """Until so many documents are kept, whether the machine is fast or slow."""
        folder = Path(self.environment["KAMERARCHIEF_VAR"]) / "media"
        while len([file for file in folder.rglob("*") if file.is_file()]) < count:
            assert process.poll() is None, "it ended before it was killed"
            time.sleep(0.02)

    def kill(self, process: subprocess.Popen[str]) -> None:
        """The command and all its workers at once, as a power cut would."""
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()

    def strays(self) -> list[str]:
        """What should not lie in the folders of the bytes and of the index."""
        home = Path(self.environment["KAMERARCHIEF_VAR"])
        kept = re.compile(r"[0-9a-f]{64}(?:\.metadata\.xml)?")
        found = [
            str(file)
            for file in (home / "media").rglob("*")
            if file.is_file() and not kept.fullmatch(file.name)
        ]
        live = (home / "search" / "current").read_text().strip()
        expected = {live, "current", "writer.lock", "waiting.lock"}
        return found + [file.name for file in (home / "search").iterdir() if file.name not in expected]

    def digest(self) -> str:
        return next(
            line for line in self.run("shell", "-v0", "-c", DIGEST).splitlines() if line.startswith("digest")
        )

    def empty(self) -> None:
        self.run("flush", "--no-input")
        for folder in ("search", "media"):
            shutil.rmtree(Path(self.environment["KAMERARCHIEF_VAR"]) / folder, ignore_errors=True)
