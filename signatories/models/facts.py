"""What every fact of the record has: a key for life, its source, how sure it is, and when the record held it."""

from __future__ import annotations

from enum import StrEnum
from itertools import chain, count
from typing import Any, ClassVar

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.db.models import F, ForeignKey, Q
from django.utils import timezone

from signatories.models.constraints import KEY_SHAPE, locator_rules, one_of, says, well_formed
from signatories.models.fields import KeyField, NamedRowsField
from signatories.models.sources import Citation, Source
from signatories.models.vocabulary import choices_of
from signatories.querysets import FactManager


class Confidence(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Fact(models.Model):
    """A row that the record holds from a moment on because a source says so.

    `valid_…` and the days of a fact are about the world; `known_…` is about the record.
    """

    table: ClassVar[str]
    columns: ClassVar[dict[str, str]]
    keys_are_numbered: ClassVar[bool] = True

    key = KeyField(
        blank=True, help_text="Name of the fact for life, such as `cets-225.GBR.signature.1`; left empty, one is given."
    )
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="+", help_text="The document this fact is taken from."
    )
    locator = models.CharField(
        max_length=300, help_text="Where in the source it stands: a row, a paragraph, an article."
    )
    also_cited = NamedRowsField(Citation, blank=True, related_name="+", help_text="Further places that say the same.")
    confidence = models.CharField(
        max_length=6,
        choices=choices_of(Confidence),
        default=Confidence.HIGH.value,
        help_text="How sure the record is: `high` where the source states it in full, `medium` where a part comes from"
        " elsewhere, `low` where it is weakly supported.",
    )
    known_from = models.DateTimeField(
        default=timezone.now, editable=False, help_text="Instant from which the record has held this row."
    )
    known_until = models.DateTimeField(
        null=True, editable=False, help_text="Instant from which the record no longer holds this row."
    )

    objects = FactManager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.key

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.give_key()
        super().save(*args, **kwargs)

    def natural_key(self) -> tuple[str]:
        return (self.key,)

    def clean(self) -> None:
        """Rules that need other rows; a subclass adds its own. A row without a key is given one."""
        super().clean()
        self.give_key()

    def named(self, field: str) -> Any:
        """The row a foreign key names; None where it names none, or one that is not there."""
        try:
            return getattr(self, field)
        except ObjectDoesNotExist:
            return None

    @property
    def is_readable(self) -> bool:
        """Whether each column by itself is in order and what it names is there, so that treaty law can read the row."""
        references = [field for field in self._meta.fields if isinstance(field, ForeignKey)]
        for field in references:
            may_be_empty = field.null and getattr(self, field.attname) is None
            if not (may_be_empty or self.named(field.name)):
                return False
        try:
            self.clean_fields(exclude={field.name for field in references})
        except ValidationError:
            return False
        return True

    @property
    def key_stem(self) -> str:
        """What a key given to this row begins with."""
        raise NotImplementedError

    def give_key(self) -> None:
        """Gives the row the first free key of its stem, if it has none: `stem.1`, `stem.2`; or `stem`, `stem-2`."""
        if self.key:
            return
        stem = self.key_stem
        taken = set(type(self).objects.filter(key__startswith=stem).values_list("key", flat=True))
        candidates = (f"{stem}.{n}" if self.keys_are_numbered else f"{stem}-{n}" for n in count(1))
        named = [] if self.keys_are_numbered else [stem]
        self.key = next(key for key in chain(named, candidates) if key not in taken and key != f"{stem}-1")


def fact_rules(noun: str) -> list[models.BaseConstraint]:
    """The rules every fact's table carries, named for its noun."""
    return [
        well_formed(
            noun, "key", KEY_SHAPE, "A key is letters and digits, with dots, hyphens or underscores between them."
        ),
        models.UniqueConstraint(
            "key",
            name=f"{noun}_key_is_held_once",
            condition=Q(known_until=None),
            violation_error_message="The record holds another row under this key: a key is given once.",
        ),
        *locator_rules(noun),
        one_of(noun, "confidence", Confidence),
        says(
            f"{noun}_known_until_after_known_from",
            Q(known_until=None) | Q(known_until__gt=F("known_from")),
            "The record cannot cease to hold a row before it began to hold it.",
        ),
    ]
