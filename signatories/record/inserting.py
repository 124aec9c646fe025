"""Very many rows into a table at once, without making an object of each: what the log needs of a great change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model


def insert(model: type[Model], fields: Sequence[str], rows: Sequence[Any]) -> None:
    """Stores rows given as the database's own values (text, whole numbers, bytes, null) of these fields, in order.

    PostgreSQL takes them as a stream. Its triggers and constraints are asked of each row as ever.
    """
    quoted = connection.ops.quote_name
    about: Any = model._meta
    columns = ", ".join(quoted(about.get_field(name).column) for name in fields)
    table = quoted(about.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as stream:
                for row in rows:
                    stream.write_row(row)
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)
