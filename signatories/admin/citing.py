"""Where a fact is entered, its citation is entered: the form and the fieldset that every fact shares."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

NO_SOURCE = (
    "Every fact names its source: choose the document this was taken from, or add it with the + sign beside the box."
)
NO_LOCATOR = (
    "Say where in the source it stands, so that a reader finds it again: a row, a paragraph, an article or a heading."
)

WHERE_IT_STANDS = (
    "Where it stands",
    {
        "description": "The document this fact was taken from, and the place in it. Without a source no fact is kept.",
        "fields": ["source", "locator", "also_cited", "confidence"],
    },
)

# What the program gives; a form shows it and does not ask for it.
GIVEN = ("key", "known_from", "known_until")


class FactForm(forms.ModelForm):
    """A fact's form: refuses one without a source, and says what to do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, sentence in {"source": NO_SOURCE, "locator": NO_LOCATOR}.items():
            if name in self.fields:
                self.fields[name].error_messages["required"] = sentence

    def add_error(self, field: str | None, error: Any) -> None:
        """Shows above the form what concerns a column that the form does not ask for."""
        if field is None and hasattr(error, "error_dict"):
            told: dict[str, list[ValidationError]] = {}
            for name, errors in error.error_dict.items():
                told.setdefault(name if name in self.fields else NON_FIELD_ERRORS, []).extend(errors)
            error = ValidationError(told)
        super().add_error(field, error)

    def _get_validation_exclusions(self) -> set[str]:
        """Not the columns the program gives: a rule such as «once while held» reads them, and would not be asked."""
        return super()._get_validation_exclusions() - set(GIVEN)  # type: ignore[misc]
