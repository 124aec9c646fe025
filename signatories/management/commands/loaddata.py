"""`manage.py loaddata`: Django's own, with all that it loads as one change of the record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.management.commands.loaddata import Command as LoadData
from django.core.serializers.base import DeserializedObject

from signatories.models import LABELS, HeldRow
from signatories.record.changing import Changing, change


class Command(LoadData):
    """Loads fixtures by name. Rows of the record enter it in one logged change; what is there is left alone."""

    changing: Changing

    def loaddata(self, fixture_labels: Sequence[str]) -> None:
        with change(reason=f"Loaded from fixtures: {', '.join(fixture_labels)}.", restoring=True) as self.changing:
            super().loaddata(fixture_labels)

    def save_obj(self, obj: DeserializedObject) -> bool:
        """Whether the row was stored: what the record has under its key, or once had, is left alone."""
        row: Any = obj.object
        if row._meta.app_label == "signatories" and self._is_there(row):
            return False
        if isinstance(row, HeldRow):
            self.changing.brings(row)
            row.give_key()
        saved = bool(super().save_obj(obj))
        if saved and isinstance(row, LABELS):
            self.changing.stored(row, before=None)
        return saved

    def _is_there(self, row: Any) -> bool:
        if isinstance(row, HeldRow):
            return type(row).objects.filter(key=row.key).exclude(brought_by=self.changing.change).exists()
        return row.pk is not None and type(row)._default_manager.filter(pk=row.pk).exists()
