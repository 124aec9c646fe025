"""What participants did at home to give effect to a treaty."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from signatories.models.columns import columns
from signatories.models.constraints import is_day, not_before, not_blank, one_of, says
from signatories.models.facts import Fact, fact_rules
from signatories.models.fields import PartialDateField, WordListField
from signatories.models.indexes import ever_under_a_key, ordered_by, with_any
from signatories.models.participants import Participant
from signatories.models.treaties import Treaty
from signatories.models.vocabulary import choices_of


class MeasureRelation(StrEnum):
    GIVES_EFFECT = "gives_effect"
    RELATED = "related"


class MeasureKind(StrEnum):
    LEGISLATIVE = "legislative"
    ADMINISTRATIVE = "administrative"
    POLICY = "policy"
    OTHER = "other"


class MeasureStage(StrEnum):
    ANNOUNCED = "announced"
    PROPOSED = "proposed"
    ADOPTED = "adopted"
    IN_FORCE = "in_force"
    REPEALED = "repealed"


class ImplementingMeasure(Fact):
    """A law, an administrative act or a policy that gives effect to a treaty or bears on what it asks."""

    table = "measures"
    columns = columns(
        "key", "participant", "treaty", "relation", "kind", "stage", "title", "summary", "adopted_on", "in_force_on",
        "repealed_on", "articles", "url",
    )  # fmt: skip

    participant = models.ForeignKey(
        Participant,
        models.PROTECT,
        db_index=False,
        related_name="measures",
        help_text=_("Key of the participant whose measure it is."),
    )
    treaty = models.ForeignKey(
        Treaty, models.PROTECT, db_index=False, related_name="measures", help_text=_("Key of the treaty.")
    )
    relation = models.CharField(
        max_length=20,
        choices=choices_of(MeasureRelation),
        help_text=_(
            "Whether it `gives_effect` to the treaty, or is `related`: bears on its subject without saying so."
        ),
    )
    kind = models.CharField(max_length=20, choices=choices_of(MeasureKind), help_text=_("What sort of measure."))
    stage = models.CharField(
        max_length=20, choices=choices_of(MeasureStage), help_text=_("How far it has come, as its source tells.")
    )
    title = models.CharField(max_length=300, help_text=_("Its title."))
    summary = models.TextField(blank=True, help_text=_("What it does, in our own words."))
    adopted_on = PartialDateField(null=True, blank=True, help_text=_("Day it was adopted."))
    in_force_on = PartialDateField(null=True, blank=True, help_text=_("Day it entered into force."))
    repealed_on = PartialDateField(null=True, blank=True, help_text=_("Day it was repealed."))
    articles = WordListField(help_text=_("Articles of the treaty it gives effect to."))
    url = models.URLField(_("address"), max_length=500, blank=True, help_text=_("Address of its text."))

    class Meta:
        ordering = ["key"]
        indexes = [
            *ordered_by("measure", "treaty"),  # ?treaty=cets-225
            *ordered_by("measure", "participant"),  # ?participant=GBR
            *ordered_by("measure", "relation", "kind", "stage", "confidence"),  # ?stage=announced
            *ordered_by("measure", "title", "url"),  # ?url=https://…
            *ordered_by("measure", "adopted_on", "in_force_on", "repealed_on"),  # ?adopted_on_after=2026
            *ordered_by("measure", "source", "locator"),  # ?source=
            *ordered_by("measure", "known_from"),  # ?known_from_after=2026-10-01
            *with_any("measure", articles=[], summary=""),  # ?articles=16
            # ?adopted_on_after=1950, and the key's next number
            ever_under_a_key("measure", "adopted_on", "in_force_on", "repealed_on"),
        ]
        constraints = [
            *fact_rules("measure"),
            one_of("measure", "relation", MeasureRelation),
            one_of("measure", "kind", MeasureKind),
            one_of("measure", "stage", MeasureStage),
            not_blank("measure", "title", _("Give the measure's title.")),
            is_day("measure", "adopted_on"),
            is_day("measure", "in_force_on"),
            is_day("measure", "repealed_on"),
            not_before("measure", "repealed_on", "in_force_on", message=_("It is repealed before it is in force.")),
            says(
                "measure_repealed_on_means_repealed",
                Q(repealed_on=None) | Q(stage=MeasureStage.REPEALED.value),
                _("A measure with a day of repeal has the stage «repealed»."),
            ),
        ]

    @property
    def key_stem(self) -> str:
        """What a key given to this row begins with."""
        return f"{self.treaty_id}.{self.participant_id}.measure"
