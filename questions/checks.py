"""System checks: what must be right before the archive runs, each with a hint."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Doubt
from django.core.files.storage import default_storage
from django.db import connections

OLDEST_POSTGRESQL = 150000


@register(Tags.database)
def check_postgresql_version(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """PostgreSQL 15 or later: the migrations use NULLS NOT DISTINCT and covering indexes."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            version = int(cursor.fetchone()[0])
        if version < OLDEST_POSTGRESQL:
            found.append(
                Error(
                    f"PostgreSQL {version // 10000} is te oud.",
                    hint="Gebruik PostgreSQL 15 of nieuwer, of laat DATABASE_URL weg voor de ingebouwde "
                    "server.",
                    id="questions.E001",
                )
            )
    return found


@register(Tags.security, deploy=True)
def check_allowed_hosts(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Links in pages and mails are made with the name that was asked for: any name would let others choose
    it.
    """
    if not any(host == "*" for host in settings.ALLOWED_HOSTS):
        return []
    return [
        Doubt(
            "ALLOWED_HOSTS laat elke naam toe (*).",
            hint="Noem de namen van de site, gescheiden door komma’s.",
            id="questions.W003",
        )
    ]


@register(Tags.files)
def check_storage(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The storage for sources must be there to write to."""
    location = getattr(default_storage, "location", None)
    if location is None:
        return []
    folder = Path(location)
    existing = next((parent for parent in (folder, *folder.parents) if parent.exists()), None)
    if existing is None or not os.access(existing, os.W_OK):
        return [
            Error(
                f"In de opslagmap {folder} kan niet worden geschreven.",
                hint="Stel KAMERARCHIEF_MEDIA in op een map waarin de gebruiker van het proces mag "
                "schrijven.",
                id="questions.E002",
            )
        ]
    return []
