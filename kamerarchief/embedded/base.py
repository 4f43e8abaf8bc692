"""The backend class that Django loads for ENGINE = "kamerarchief.embedded"."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
from django.db.backends.postgresql import base

from .server import connection_parameters


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL whose server is started, and whose database is made, when the first connection asks for
    it.
    """

    def get_connection_params(self) -> dict[str, Any]:
        server = connection_parameters(Path(self.settings_dict["PGDATA"]))
        self.settings_dict.update(HOST=server["host"], PORT=server["port"], USER=server["user"])
        params = super().get_connection_params()
        self._ensure_database(params)
        return params

    def _ensure_database(self, params: dict[str, Any]) -> None:
        """Makes the archive's own database in a new data directory; test databases are Django's business."""
        name = self.settings_dict["NAME"]
        if name != "kamerarchief" or getattr(self, "_database_seen", False):
            return
        server = {
            "host": params["host"],
            "port": params["port"],
            "user": params["user"],
            "dbname": "postgres",
        }
        with psycopg.connect(**server, autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
            if not found:
                # another process may make it at the same moment
                with suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                    connection.execute(f'CREATE DATABASE "{name}"')
        self._database_seen = True
