"""What a stress run says at its end: what was tried how often, and what was lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Note = Callable[[str, int, str], None]


@pytest.fixture
def note(record_property: Callable[[str, object], None]) -> Note:
    """Called with what was tried, how often, and what was seen."""

    def noted(what: str, count: int, seen: str) -> None:
        record_property("tried", json.dumps([what, count, seen]))

    return noted


def pytest_terminal_summary(terminalreporter: Any) -> None:
    reports = [
        report
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        if report.when == "call"
    ]
    rows = [
        json.loads(value) for report in reports for name, value in report.user_properties if name == "tried"
    ]
    table = ["| tried | times | seen |", "|---|---|---|"]
    table += [f"| {what} | {count:,} | {seen} |" for what, count, seen in sorted(rows)]
    terminalreporter.write_line("\n".join(["", *table]))
    Path("var").mkdir(exist_ok=True)
    Path("var/stress.md").write_text("\n".join(table) + "\n")
