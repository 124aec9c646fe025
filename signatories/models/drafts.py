"""Rows that staff prepare: seen by nobody else, and no part of the record until they are published."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from signatories.models.changes import Change
from signatories.models.constraints import says
from signatories.models.fields import KeyField


class Draft(models.Model):
    """A new row, or a correction of a held one, as cells of the data package; no rule was asked about it yet."""

    table = models.CharField(max_length=20, help_text=_("The table of the data package that the row is of."))
    key = KeyField(blank=True, help_text=_("Of a correction, the key of the row that it corrects."))
    corrects = models.ForeignKey(
        Change,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Of a correction, the change that brought the row as it was when this was drafted."),
    )
    cells = models.JSONField(help_text=_("The columns it states, by name, as the text of the data package's cells."))
    reason = models.TextField(blank=True, help_text=_("Of a correction, why."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", help_text=_("Who drafted it."))
    at = models.DateTimeField(auto_now_add=True, help_text=_("Instant at which it was drafted."))

    class Meta:
        ordering = ["pk"]
        constraints = [
            says(
                "draft_is_new_or_corrects_a_row",
                Q(key="", corrects=None) | (~Q(key="") & Q(corrects__isnull=False)),
                _("A draft is of a new row, or names the row that it corrects and its version."),
            ),
            says(
                "draft_of_a_correction_has_a_reason",
                Q(key="") | ~Q(reason=""),
                _("A correction has a reason: say why."),
            ),
        ]

    def __str__(self) -> str:
        return _("draft %(number)s") % {"number": self.pk}
