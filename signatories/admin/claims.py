"""Claims: what others say, how it stands against the record, and what a person decided."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from signatories.admin.facts import HeldRowAdmin
from signatories.admin.filters import BY_PARTICIPANT, BY_TREATY
from signatories.admin.rights import may
from signatories.admin.spreadsheets import Spreadsheets
from signatories.chart.claims import assess
from signatories.chart.verdicts import Assessment
from signatories.models import Claim
from signatories.models.roles import GUARDED_COLUMNS
from signatories.models.vocabulary import label_of

HOW_IT_STANDS = (
    _("How it stands"),
    {
        "description": _("Worked out from what the record holds now, never entered."),
        "fields": [("assessment", "recorded"), "why"],
    },
)


class DecidedFilter(admin.SimpleListFilter):
    """Claims on which a person decided, or on which nobody did."""

    title = _("decision")
    parameter_name = "decided"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", gettext("Decided")), ("no", gettext("Not decided"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        return queryset.exclude(decision="") if self.value() == "yes" else queryset.filter(decision="")


class AssessedList(ChangeList):
    """A page of claims, each with its assessment, all worked out at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        found = assess(self.result_list)
        for claim in self.result_list:
            claim.assessed = found[claim.pk]


def assessed(claim: Any) -> Assessment:
    """How the claim stands: as its list worked it out, else worked out now and kept."""
    if not hasattr(claim, "assessed"):
        claim.assessed = assess([claim])[claim.pk]
    found: Assessment = claim.assessed
    return found


@admin.register(Claim)
class ClaimAdmin(Spreadsheets, HeldRowAdmin):
    autocomplete_fields = ("treaty", "organisation", "participant")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ["question", "treaty", "organisation", "participant", ("claimed", "about_on")]}),
        (
            _("Decision"),
            {
                "description": _("Where a person decided which value the record adopts: the value, and why."),
                "fields": ["decision", "decision_reason"],
            },
        ),
    )
    list_display = ("about_whom", "question", "claimed", "assessment", "recorded", "decision")
    list_select_related = ("treaty", "organisation", "participant", "source")
    list_filter = (BY_TREATY, BY_PARTICIPANT, "question", DecidedFilter)
    ordering = ("key",)
    search_fields = ("question", "claimed", "decision", "decision_reason")
    search_help_text = _("A participant or a treaty by any name or code, a key, words of a claim, decision or locator.")
    participant_columns = ("participant", "organisation")
    treaty_columns = ("treaty",)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return AssessedList

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        given = (*super().get_readonly_fields(request, obj), "assessment", "recorded", "why")
        act, decided = GUARDED_COLUMNS[Claim._meta.label_lower]
        return given if may(request, act, Claim) else (*given, *decided)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        fieldsets = super().get_fieldsets(request, obj)
        return [fieldsets[0], HOW_IT_STANDS, *fieldsets[1:]] if obj else fieldsets

    @admin.display(description=_("about"))
    def about_whom(self, claim: Claim) -> str:
        """The treaty, organisation and participant it is about, by their keys."""
        return ", ".join(filter(None, [claim.treaty_id, claim.organisation_id, claim.participant_id])) or claim.key

    @admin.display(description=_("assessment"))
    def assessment(self, claim: Claim) -> str:
        """How it stands."""
        return str(label_of(assessed(claim).assessment)).lower()

    @admin.display(description=_("the record says"), empty_value=_("not one thing"))  # type: ignore[call-overload]
    def recorded(self, claim: Claim) -> str | None:
        """The value that the record holds."""
        return assessed(claim).recorded

    @admin.display(description=_("why"))
    def why(self, claim: Claim) -> SafeString:
        """Why it stands so, in the words of the answers, which are English."""
        return format_html('<span lang="en">{}</span>', assessed(claim).reason)
