"""Where facts come from: documents, and the places in them."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from signatories.models.columns import columns
from signatories.models.constraints import SLUG_SHAPE, is_day, locator_rules, not_blank, one_of, well_formed
from signatories.models.fields import KeyField, PartialDateField
from signatories.models.vocabulary import choices_of
from signatories.querysets import CitationManager


class SourceKind(StrEnum):
    DEPOSITARY = "depositary"
    TREATY_TEXT = "treaty_text"
    OFFICIAL = "official"
    TRANSCRIPT = "transcript"
    NEWS = "news"
    REFERENCE = "reference"
    OTHER = "other"


class Source(models.Model):
    """A document that facts are taken from, with what is known of its maker and its day."""

    table = "sources"
    columns = columns(
        "key", "kind", "title", "publisher", "author", "published_on", "retrieved_on", "speaks_as_of", "url",
        "language", "note",
    )  # fmt: skip

    key = KeyField(_("key"), primary_key=True, help_text=_("Readable name of the source, such as `coe-chart-225-a`."))
    kind = models.CharField(
        max_length=20,
        choices=choices_of(SourceKind),
        help_text=_(
            "What sort of document it is: the depositary's own, the treaty's text, another official page,"
            " a transcript of a document that could not be read itself, news, a reference work, or other."
        ),
    )
    title = models.CharField(max_length=300, help_text=_("Title of the document."))
    publisher = models.CharField(max_length=200, blank=True, help_text=_("Who published it, where known."))
    author = models.CharField(max_length=200, blank=True, help_text=_("Who wrote it, where known."))
    published_on = PartialDateField(
        _("published on"), null=True, blank=True, help_text=_("Day it was published, as precise as is known.")
    )
    retrieved_on = PartialDateField(
        _("retrieved on"), null=True, blank=True, help_text=_("Day it was read for this record, where known.")
    )
    speaks_as_of = PartialDateField(
        _("speaks as of"),
        null=True,
        blank=True,
        help_text=_("Day whose state of affairs it tells, where it tells one."),
    )
    url = models.URLField(
        _("address"), max_length=500, blank=True, help_text=_("Address of the document, where it has one.")
    )
    language = models.CharField(max_length=10, blank=True, help_text=_("Language of the document, such as `en`."))
    note = models.TextField(blank=True, help_text=_("What a reader must know to judge the source."))

    class Meta:
        ordering = ["key"]
        constraints = [
            well_formed(
                "source", "key", SLUG_SHAPE,
                _("A source's key is lower-case letters, digits, dots and hyphens, such as enoch-2024."),
            ),
            one_of("source", "kind", SourceKind),
            not_blank("source", "title", _("Give the source's title.")),
            is_day("source", "published_on"),
            is_day("source", "retrieved_on"),
            is_day("source", "speaks_as_of"),
            well_formed(
                "source", "language", r"^([a-z]{2,3}(-[A-Za-z0-9]+)*)?\Z",
                _("A language is a code such as en, fr or pt-BR."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.title} ({self.key})"


class Citation(models.Model):
    """A place in a source, cited by facts beside the first place that each fact names itself."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="+", help_text=_("The source cited."))
    locator = models.CharField(max_length=300, help_text=_("Where in the source: a row, a paragraph, an article."))

    objects = CitationManager()

    class Meta:
        ordering = ["source", "locator"]
        indexes = [models.Index(fields=["locator"], name="citation_by_locator")]  # ?locator= of a further citation
        constraints = [
            models.UniqueConstraint(
                "source",
                "locator",
                name="citation_is_kept_once",
                violation_error_message=_("This place in this source is there already: choose it."),
            ),
            *locator_rules("citation"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}: {self.locator}"

    def natural_key(self) -> tuple[str, str]:
        return self.source_id, self.locator
