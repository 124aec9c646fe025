"""What every row with a memory has: a key for life, its source, and when the record held it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from itertools import chain, count
from typing import Any, ClassVar

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.db.models import F, ForeignKey, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from signatories.models.changes import Change
from signatories.models.constraints import KEY_SHAPE, locator_rules, one_of, says, well_formed
from signatories.models.fields import KeyField, NamedRowsField
from signatories.models.keys import give_keys
from signatories.models.participants import A_STATE
from signatories.models.sources import Citation, Source
from signatories.models.vocabulary import choices_of
from signatories.querysets import FactManager


class Confidence(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class HeldRow(models.Model):
    """A row that the record holds from one change until another, because a source says so.

    It is never edited: a correction closes it and brings another under the same key. `valid_…` and the days of a row
    are about the world; `known_…` is about the record.
    """

    table: ClassVar[str]
    columns: ClassVar[dict[str, str]]
    keys_are_numbered: ClassVar[bool] = True

    key = KeyField(
        blank=True,
        help_text=_("Name of the row for life, such as `cets-225.GBR.signature.1`; left empty, one is given."),
    )
    source = models.ForeignKey(
        Source, models.PROTECT, db_index=False, related_name="+", help_text=_("The document this is taken from.")
    )
    locator = models.CharField(
        max_length=300, help_text=_("Where in the source it stands: a row, a paragraph, an article.")
    )
    known_from = models.DateTimeField(
        default=timezone.now, editable=False, help_text=_("Instant from which the record has held this row.")
    )
    known_until = models.DateTimeField(
        null=True, editable=False, help_text=_("Instant from which the record no longer holds this row.")
    )
    brought_by = models.ForeignKey(
        Change, models.PROTECT, related_name="+", blank=True, editable=False, help_text=_("The change that brought it.")
    )
    closed_by = models.ForeignKey(
        Change, models.PROTECT, related_name="+", null=True, editable=False, help_text=_("The change that closed it.")
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
        for field in self._meta.fields:
            if isinstance(field, ForeignKey) and issubclass(field.related_model, HeldRow):
                named = self.named(field.name)
                if named and not type(named).objects.held().filter(key=named.key).exists():
                    sentence = _("%(key)s was retracted: name a row that the record holds.") % {"key": named.key}
                    raise ValidationError({field.name: sentence})

    def named(self, field: str) -> Any:
        """The row a foreign key names; None where it names none, or one that is not there."""
        try:
            return getattr(self, field)
        except ObjectDoesNotExist:
            return None

    def refuse_a_state(self, field: str) -> None:
        """Raises a ValidationError where the column, which is for an organisation, names a State."""
        named = self.named(field)
        if named and not named.is_organisation:
            raise ValidationError({field: A_STATE % {"participant": named}})

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

    def keys_to_try(self) -> Iterator[str]:
        """The keys that may be given to this row, in order: `stem.1`, `stem.2`; or `stem`, `stem-2`."""
        stem = self.key_stem
        if self.keys_are_numbered:
            return (f"{stem}.{n}" for n in count(1))
        return chain([stem], (f"{stem}-{n}" for n in count(2)))

    def give_key(self) -> None:
        """Gives the row the first free key of its stem, if it has none."""
        if not self.key:
            give_keys([self])


class Fact(HeldRow):
    """A row about the world: one of the kinds that treaty law reads or an officer looks for."""

    also_cited = NamedRowsField(
        Citation, blank=True, related_name="+", help_text=_("Further places that say the same.")
    )
    confidence = models.CharField(
        max_length=6,
        choices=choices_of(Confidence),
        default=Confidence.HIGH.value,
        help_text=_(
            "How sure the record is: `high` where the source states it in full, `medium` where a part comes from"
            " elsewhere, `low` where it is weakly supported."
        ),
    )

    class Meta:
        abstract = True


def held_rules(noun: str) -> list[models.BaseConstraint]:
    """The rules every table of held rows carries, named for its noun."""
    return [
        well_formed(
            noun, "key", KEY_SHAPE, _("A key is letters and digits, with dots, hyphens or underscores between them.")
        ),
        models.UniqueConstraint(
            "key",
            name=f"{noun}_key_is_held_once",
            condition=Q(known_until=None),
            violation_error_message=_("The record holds another row under this key: a key is given once."),
        ),
        *locator_rules(noun),
        says(
            f"{noun}_known_until_after_known_from",
            Q(known_until=None) | Q(known_until__gt=F("known_from")),
            _("The record cannot cease to hold a row before it began to hold it."),
        ),
        says(
            f"{noun}_is_closed_by_a_change",
            Q(known_until=None, closed_by=None) | Q(known_until__isnull=False, closed_by__isnull=False),
            _("A row that the record no longer holds names the change that closed it."),
        ),
    ]


def fact_rules(noun: str) -> list[models.BaseConstraint]:
    """The rules every fact's table carries, named for its noun."""
    return [*held_rules(noun), one_of(noun, "confidence", Confidence)]
