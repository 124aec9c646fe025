"""`manage.py flush`: Django's own, which the record's guards would otherwise refuse."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.flush import Command as Flush

from signatories.models.triggers import without_triggers


class Command(Flush):
    """Empties the whole database, the record and its log included."""

    def handle(self, **options: Any) -> None:
        with without_triggers(options["database"]):
            super().handle(**options)
