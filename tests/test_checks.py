from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage

from questions import checks


@pytest.mark.django_db
def test_the_version_of_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.check_postgresql_version(["default"]) == []
    assert checks.check_postgresql_version(None) == []
    monkeypatch.setattr(checks, "OLDEST_POSTGRESQL", 999999)
    (error,) = checks.check_postgresql_version(["default"])
    assert error.id == "questions.E001"
    assert error.hint


def test_a_folder_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(checks, "default_storage", FileSystemStorage(tmp_path / "not" / "yet"))
    assert checks.check_storage(None) == []
    monkeypatch.setattr("os.access", lambda *a: False)
    assert checks.check_storage(None)[0].id == "questions.E002"
    monkeypatch.setattr(checks, "default_storage", object())
    assert checks.check_storage(None) == []
