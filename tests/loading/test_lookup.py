"""The connection that loads is set up for small questions without end, and is given back as it was."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest
from django.db import connection

from questions.ingesting import ingest, reparse
from questions.loading import Loader
from questions.loading.lookup import TUNED_SETTINGS
from questions.models import Source
from tests.builders import ANSWERED, take
from tests.conftest import DOCUMENTS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty")]


def read_whole() -> dict[str, int]:
    """How often each table was read from begin to end in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, seq_scan FROM pg_stat_xact_user_tables WHERE relname LIKE 'questions%%'"
        )
        return dict(cursor.fetchall())


def settings() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(TUNED_SETTINGS)])
        return dict(cursor.fetchall())


def test_no_table_that_grows_is_read_whole_for_a_set() -> None:
    loader = Loader()
    before = {}
    for number in range(4):
        if number == 2:
            before = read_whole()  # the first sets meet their people
        take(
            dataclasses.replace(
                ANSWERED, case_number=f"2024Z0900{number}", identifier=f"ah-tk-20232024-900{number}"
            ),
            loader=loader,
        )
        connection.check_constraints()
    after = read_whole()
    growing = (
        "inquiry",
        "document",
        "question",
        "answer",
        "inquirykey",
        "source",
        "asker",
        "signatory",
        "reference",
    )
    assert {
        name: after[f"questions_{name}"] - before[f"questions_{name}"] for name in growing
    } == dict.fromkeys(growing, 0)


def test_the_connection_is_given_back_as_it_was() -> None:
    before = settings()
    loader = Loader()
    assert settings() == TUNED_SETTINGS != before
    loader.close()
    assert settings() == before


def test_it_is_given_back_after_a_bug_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """ "Opnieuw lezen" is a page, and the next one gets the same connection."""
    before = settings()
    shutil.copy(DOCUMENTS / "provisional" / "2024Z99003.txt", tmp_path)
    ingest([str(tmp_path)])
    monkeypatch.setattr("questions.loading.store.keys_of", lambda *a: 1 / 0)
    shutil.copy(DOCUMENTS / "provisional" / "2024Z99005.docx", tmp_path)
    for run in (lambda: ingest([str(tmp_path)]), lambda: reparse(Source.objects.all())):
        with pytest.raises(ZeroDivisionError):
            run()
        assert settings() == before
