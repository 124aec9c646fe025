"""Claims: how a row of them is said and what they are asked by. How each stands is worked out for all rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from signatories.api.columns import ChoiceColumn, ColumnField, MomentColumn, Speaker, TextColumn, Values
from signatories.api.filter_kinds import ChoiceFilter, TextFilter, WordsFilter
from signatories.api.filters import RecordFilterSet
from signatories.api.naming_filters import SourceFilter
from signatories.api.serializers import RecordSerializer, SourcesField
from signatories.chart.claims import Assessor, assess
from signatories.chart.verdicts import Assessment, Verdict
from signatories.models import Claim
from signatories.models.vocabulary import choices_of

ASSESSMENT = (
    "How the claim stands: `agrees` (also at its coarser precision), `contradicts`, `open` (the record's own sources"
    " differ, or the day lies beyond it) or `not_comparable` (the record holds no such thing)."
)
RECORDED = "What the record says: a number, a day, `true` or `false`; null where it does not say one thing."
REASON = "Why it stands so, with the day it was judged for."


class AssessedRows:
    """The assessments of the rows that are being said, worked out once for all the columns that show them."""

    def __init__(self, speaker: Speaker) -> None:
        self.assessor = Assessor(speaker.known_on, speaker.directory)
        self.found: dict[Any, Assessment] = {}

    def of(self, ids: Sequence[Any]) -> list[Assessment]:
        """The assessment of each claim, given their database ids."""
        if not self.found.keys() >= set(ids):
            self.found = self.assessor.assess(Claim.objects.filter(pk__in=ids).select_related("source"))
        return [self.found[pk] for pk in ids]


class AssessedText(TextColumn):
    """One part of a claim's assessment."""

    def __init__(self, part: str, **kwargs: Any) -> None:
        super().__init__("pk", **kwargs)
        self.part = part

    def read(self, speaker: Speaker, *columns: Values) -> Iterable[Any]:
        return [getattr(one, self.part) for one in speaker.worked_out(AssessedRows).of(columns[0])]


class AssessedChoice(ChoiceColumn):
    """How a claim stands, as a word of the vocabulary."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("pk", choices=choices_of(Verdict), **kwargs)

    def read(self, speaker: Speaker, *columns: Values) -> Iterable[Any]:
        return [one.assessment.value for one in speaker.worked_out(AssessedRows).of(columns[0])]


class ClaimSerializer(RecordSerializer):
    """What one source says about one question, and how that stands against the record."""

    model = Claim
    resource = "claims"

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        last = {name: fields.pop(name) for name in ("decision", "decision_reason", "sources", "known_from")}
        return fields | self.assessed_fields() | last

    def assessed_fields(self) -> dict[str, ColumnField]:
        """What is worked out, never stored."""
        return {
            "recorded": AssessedText("recorded", help_text=RECORDED),
            "assessment": AssessedChoice(allow_null=False, help_text=ASSESSMENT),
            "reason": AssessedText("reason", allow_null=False, help_text=REASON),
        }

    def further_fields(self) -> dict[str, Any]:
        return {
            "sources": SourcesField(Claim, help_text="The document that claims it, with the place in it."),
            "known_from": MomentColumn(
                "known_from", allow_null=False, help_text="Instant from which the record has held this row."
            ),
        }


class OneSourceFilter(SourceFilter):
    """Rows that name one of the sources; they name one each."""

    def condition(self, values: list[str]) -> Q:
        return Q(source__in=values)


class AssessedFilter(WordsFilter):
    """Claims by a part of their assessment, of whose words it is one."""

    parent: ClaimFilters

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        wanted = {self.read(word) for word in self.words(value)}
        found = self.parent.assessed(qs).items()
        return qs.filter(pk__in=[pk for pk, one in found if getattr(one, str(self.field_name)) in wanted])


class AssessmentFilter(AssessedFilter, ChoiceFilter):
    """Claims by how they stand."""


class RecordedFilter(AssessedFilter, TextFilter):
    """Claims by what the record says."""


class ClaimFilters(RecordFilterSet):
    """Filters of the list of claims. Those by what is worked out come last, when the others have left fewest rows."""

    member_day = "about_on"

    source = OneSourceFilter("source", label="Claims of this source.")
    assessment = AssessmentFilter("assessment", choices=[word.value for word in Verdict], label=ASSESSMENT)
    recorded = RecordedFilter("recorded", label=RECORDED)

    class Meta:
        model = Claim

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found: dict[Any, Assessment] | None = None
        self.filters = dict(sorted(self.filters.items(), key=lambda named: isinstance(named[1], AssessedFilter)))

    def assessed(self, claims: QuerySet[Any]) -> dict[Any, Assessment]:
        """How each of the claims stands; asked of fewer of them again, what was worked out for all."""
        if self.found is None:
            self.found = assess(claims.select_related("source"), self.asked.known_on, self.asked.directory)
        return self.found
