"""What the admin's pages tell an officer beside Django's own: what needs attention, a treaty's timeline."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from signatories.admin.attention import matters
from signatories.admin.timeline import timeline
from signatories.exchange.judging import REFUSED, WAITS
from signatories.exchange.plan import ADDED, CORRECTED, LEFT_ALONE

register = template.Library()

# Apps and models as the work goes, by their names in Django; those not named come after, as they came.
APPS = ("signatories", "tokens", "auth")
MODELS = (
    "Treaty", "TreatyAction", "Declaration", "Milestone", "Rule", "Threshold", "Weight", "Entitlement", "Participant",
    "Membership", "ImplementingMeasure", "Claim", "Check", "Source", "Citation", "Change", "Entry", "Webhook",
    "Delivery",
)  # fmt: skip
OUTCOMES = {
    ADDED: _("to be added"),
    CORRECTED: _("to be corrected"),
    LEFT_ALONE: _("left alone"),
    REFUSED: _("refused"),
    WAITS: _("not judged"),
}


@register.inclusion_tag("admin/signatories/attention.html", takes_context=True)
def what_needs_attention(context: Any) -> dict[str, Any]:
    """What somebody must see to, and in one line what nobody must; nothing for one who may see none of it."""
    found = matters(context["request"])
    return {
        "asked": bool(found),
        "matters": [matter for matter in found if matter.count],
        "nothing": [matter.nothing for matter in found if not matter.count],
    }


@register.inclusion_tag("admin/signatories/timeline.html", takes_context=True)
def treaty_timeline(context: Any, treaty: Any) -> dict[str, Any]:
    """What happened to the treaty, by year."""
    return {"years": timeline(treaty, context["request"])}


@register.simple_tag
def what_becomes(what: str) -> str:
    """What would become of a row of an uploaded sheet, in the reader's language."""
    return str(OUTCOMES[what])


@register.filter
def in_working_order(apps: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The apps of the first page and their models, treaties first, instead of by the alphabet."""
    ordered = sorted(apps, key=lambda app: _place(APPS, app["app_label"]))
    return [
        {**app, "models": sorted(app["models"], key=lambda model: _place(MODELS, model["object_name"]))}
        for app in ordered
    ]


def _place(order: tuple[str, ...], name: str) -> int:
    return order.index(name) if name in order else len(order)
