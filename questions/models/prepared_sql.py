"""Statements that are run so often that planning them would cost more than running them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from psycopg import Cursor


def prepared(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Runs a statement that PostgreSQL plans once a connection, and returns its rows; raises Django's
    database errors.

    Django's cursors do not prepare, psycopg's own do.
    """
    connection.ensure_connection()
    if connection.connection.prepare_threshold is None:  # which is how Django opens it
        connection.connection.prepare_threshold = 5
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        return cursor.execute(sql, parameters, prepare=True).fetchall()
