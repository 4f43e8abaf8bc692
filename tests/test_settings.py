import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from kamerarchief import env
from tests.conftest import ROOT

PRODUCTION = {
    "SECRET_KEY": "voorbeeld-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMN", "HTTPS": "1",
    "ALLOWED_HOSTS": "kamerarchief.example", "BEHIND_PROXY": "1",
    "DATABASE_URL": "postgresql://a:b@localhost:1/c",
}  # fmt: skip


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {
        key: value
        for key, value in os.environ.items()
        if key not in {*PRODUCTION, "DEBUG", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    }
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**clean, **environment},
        capture_output=True,
        text=True,
    )


@pytest.mark.slow
def test_the_production_settings_are_clean() -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"HTTPS": "1"}, "SECRET_KEY ontbreekt"),
        ({"DEBUG": "misschien"}, "DEBUG='misschien'"),
        ({"DATABASE_URL": "mysql://x/y"}, "postgresql"),
        ({"DATABASE_URL": "geen adres"}, "DATABASE_URL"),
    ],
)
def test_what_is_wrong_is_named(environment: dict[str, str], said: str) -> None:
    done = manage("check", **environment)
    assert done.returncode != 0
    assert said in done.stderr


@pytest.mark.slow
def test_a_local_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    code = "from django.conf import settings; print(settings.SECRET_KEY)"
    keys = {
        manage("shell", "-v0", "-c", code, KAMERARCHIEF_VAR=str(tmp_path)).stdout.splitlines()[-1]
        for _ in range(2)
    }
    assert len(keys) == 1
    assert len(keys.pop()) > 40
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_typed_values(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("X", "ja")
    assert env.flag("X")
    assert not env.flag("Y")
    assert env.flag("Y", default=True)
    monkeypatch.setenv("X", "12")
    assert env.integer("X", 1) == 12
    assert env.integer("Y", 1) == 1
    monkeypatch.setenv("X", "a.example, b.example")
    assert env.words("X") == ["a.example", "b.example"]
    assert env.words("Y", ("c",)) == ["c"]
    assert env.path("Y", tmp_path) == tmp_path
    assert env.text("Y", "z") == "z"


@pytest.mark.parametrize("value", ["-1", "1.5", "veel"])
def test_a_number_that_is_none(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("X", value)
    with pytest.raises(ImproperlyConfigured, match="X="):
        env.integer("X", 1)
