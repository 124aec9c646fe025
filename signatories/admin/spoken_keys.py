"""Participants and treaties by name where rows name them by key: `Norway (NOR)`, `AI Convention (cets-225)`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from signatories.models import HELD, LABELS, Participant, Treaty

BY_NAME: tuple[Any, ...] = (Participant, Treaty)
OF_AN_EVENT = {"participant": Participant, "treaty": Treaty}
"""What the columns name of an entry that is about no row of a table."""


class SpokenKeys:
    """What keys are called in the reader's language, all read at the first that is asked for: one for a page."""

    def said(self, table: str, column: str, value: Any) -> Any:
        """The value of that column, by name where it is keys of participants or treaties; else as it is."""
        model = _named_by(table).get(column)
        if model is None or not value:
            return value
        keys = value if isinstance(value, list) else [key.strip() for key in value.split(";")]
        names = [self._called[model].get(key, key) for key in keys]
        return names if isinstance(value, list) else "; ".join(names)

    @cached_property
    def _called(self) -> Mapping[Any, Mapping[str, str]]:
        return {model: {row.pk: str(row) for row in model.objects.all()} for model in BY_NAME}


def _named_by(table: str) -> Mapping[str, Any]:
    """Which of the table's columns, by public name, name a participant or a treaty."""
    of_table = next((model for model in (*HELD, *LABELS) if model.table == table), None)
    if of_table is None:
        return OF_AN_EVENT
    fields = {name: of_table._meta.get_field(attribute) for name, attribute in of_table.columns.items()}
    return {name: field.related_model for name, field in fields.items() if field.related_model in BY_NAME}
