"""Treaties: their names and where their text is. What they provide is kept as facts beside them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from signatories.models.columns import columns
from signatories.models.constraints import SLUG_SHAPE, not_blank, says, well_formed
from signatories.models.fields import KeyField
from signatories.models.naming import spoken
from signatories.models.participants import Participant


class Treaty(models.Model):
    """A treaty, with how its chart is grouped and whether the record of it is complete."""

    table = "treaties"
    columns = columns(
        "treaty", "series", "number", "title_en", "title_fr", "short_title_en", "short_title_fr", "depositary",
        "grouped_by", "amends", "complete", "scope_note", "text_url",
        treaty="key",
    )  # fmt: skip

    key = KeyField(_("key"), primary_key=True, max_length=60, help_text=_("Slug of the treaty, such as `cets-225`."))
    series = models.CharField(max_length=40, blank=True, help_text=_("Treaty series, such as CETS."))
    number = models.CharField(max_length=20, blank=True, help_text=_("Number in the series."))
    title_en = models.CharField(_("title (English)"), max_length=400, help_text=_("Full title in English."))
    title_fr = models.CharField(_("title (French)"), max_length=400, help_text=_("Full title in French."))
    short_title_en = models.CharField(
        _("short title (English)"), max_length=120, blank=True, help_text=_("As it is called.")
    )
    short_title_fr = models.CharField(
        _("short title (French)"), max_length=120, blank=True, help_text=_("As it is called.")
    )
    depositary = models.CharField(max_length=200, blank=True, help_text=_("Who keeps the instruments."))
    grouped_by = models.ForeignKey(
        Participant,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Organisation whose members the depositary's chart lists apart from non-members, if it does so."),
    )
    amends = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="amended_by",
        help_text=_("Treaty that this one amends, if any."),
    )
    complete = models.BooleanField(
        default=True,
        help_text=_(
            "Whether the record claims to hold every act of this treaty; if not, the scope note says what it holds."
        ),
    )
    scope_note = models.TextField(blank=True, help_text=_("What the record holds of an incomplete treaty."))
    text_url = models.URLField(
        _("address of the text"), max_length=500, blank=True, help_text=_("Address of the text.")
    )

    class Meta:
        ordering = ["key"]
        verbose_name_plural = "treaties"
        constraints = [
            well_formed(
                "treaty", "key", SLUG_SHAPE,
                _("A treaty's key is lower-case letters, digits, dots and hyphens, such as cets-225."),
            ),
            not_blank("treaty", "title_en", _("Give the treaty's title in English.")),
            not_blank("treaty", "title_fr", _("Give the treaty's title in French.")),
            says(
                "treaty_incomplete_says_its_scope",
                Q(complete=True) | ~Q(scope_note=""),
                _("The record of this treaty is marked incomplete: say in the scope note what it holds."),
            ),
            says("treaty_amends_another", ~Q(amends=models.F("key")), _("A treaty does not amend itself.")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.called} ({self.key})"

    @property
    def called(self) -> str:
        """What it is called in the reader's language, else its title."""
        return spoken(self.short_title_en or self.title_en, self.short_title_fr or self.title_fr)
