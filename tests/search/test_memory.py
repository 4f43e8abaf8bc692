"""What a writer of the index used, it gives back."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ALLOWED_MB = 40  # more after 26 writers than after one; when nothing is given back it is 114 and more
# In a process of its own, since what others used before would be used again.
SCRIPT = """
import django, re, sys
from pathlib import Path
django.setup()
from questions.search.index.sync import HEAP_BYTES
from questions.search.index.writer import Writer

def own_megabytes():
    return int(re.search(r"RssAnon:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024

def write():
    writer = Writer(Path(sys.argv[1]), HEAP_BYTES)
    writer.put('{"id": 1}', ['{"id": 1, "question": 1}'])
    writer.commit(1, None)

write()
before = own_megabytes()
for _ in range(25):
    write()
print(own_megabytes() - before)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux says how much it is")
def test_many_writers_take_no_more_memory_than_one(tmp_path: Path) -> None:
    run = subprocess.run(  # noqa: S603  our own command
        [sys.executable, "-c", SCRIPT, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "kamerarchief.settings"},
    )
    assert int(run.stdout) < ALLOWED_MB
