"""Where a row is entered, its citation is entered: the form and the fieldset that all rows with a memory share."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from signatories.admin.saving import RecordForm
from signatories.models import HeldRow

NO_SOURCE = _(
    "Every fact names its source: choose the document this was taken from, or add it with the + sign beside the box."
)
NO_LOCATOR = _(
    "Say where in the source it stands, so that a reader finds it again: a row, a paragraph, an article or a heading."
)

WHERE_IT_STANDS = (
    _("Where it stands"),
    {"description": _("The document that says so, and the place in it."), "fields": ["source", "locator"]},
)
WHERE_A_FACT_STANDS = (
    _("Where it stands"),
    {
        "description": _(
            "The document this fact was taken from, and the place in it. Without a source no fact is kept."
        ),
        "fields": ["source", "locator", "also_cited", "confidence"],
    },
)

# What the program gives; a form shows it and does not ask for it.
GIVEN = ("key", "known_from", "known_until")


class HeldRowForm(RecordForm):
    """The form of a row with a memory: refuses one without a source, and says what to do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, sentence in {"source": NO_SOURCE, "locator": NO_LOCATOR}.items():
            if name in self.fields:
                self.fields[name].error_messages["required"] = sentence

    def clean(self) -> dict[str, Any]:
        """A row that this one names is named as it is held now, though it was corrected since the form was opened."""
        super().clean()
        for name, named in list(self.cleaned_data.items()):
            if name in self.changed_data and isinstance(named, HeldRow) and named.known_until:
                self.cleaned_data[name] = type(named).objects.held().filter(key=named.key).first()
                if self.cleaned_data[name] is None:
                    self.add_error(
                        name, ValidationError(_("%(key)s is no longer held: choose another.") % {"key": named.key})
                    )
        return self.cleaned_data

    def _get_validation_exclusions(self) -> set[str]:
        """Not the columns the program gives: a rule such as «once while held» reads them, and would not be asked."""
        return super()._get_validation_exclusions() - set(GIVEN)  # type: ignore[misc]
