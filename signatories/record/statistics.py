"""What the database knows of its own tables when it chooses an index, told anew after a change of very many rows.

PostgreSQL finds out by itself, in a while. SQLite does not: never told, it takes one index for as good as another.
"""

from __future__ import annotations

from django.apps import apps
from django.db import connection

MANY = 1000
"""Fewer rows change nothing that matters."""
LOOKED_AT = 1000
"""So many entries of an index SQLite looks at; PostgreSQL takes a sample by its own settings."""


def tell_how_tables_have_grown(rows: int) -> None:
    """Has the database look at its tables again, if so many rows were entered; part of the transaction under way."""
    if rows < MANY:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {LOOKED_AT}")
        for model in apps.get_app_config("signatories").get_models(include_auto_created=True):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
