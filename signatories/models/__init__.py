"""What is stored, one file a noun."""

from signatories.models.actions import TreatyAction
from signatories.models.declarations import Declaration
from signatories.models.entitlements import Entitlement
from signatories.models.facts import Fact
from signatories.models.measures import ImplementingMeasure
from signatories.models.memberships import Membership
from signatories.models.milestones import Check, Milestone
from signatories.models.participants import Participant
from signatories.models.rules import Rule, Threshold, Weight
from signatories.models.sources import Citation, Source
from signatories.models.treaties import Treaty

# Every kind of fact, in the order of the data package: what a row refers to comes before it.
FACTS: tuple[type[Fact], ...] = (
    Membership,
    Entitlement,
    Rule,
    Threshold,
    Weight,
    TreatyAction,
    Declaration,
    ImplementingMeasure,
    Milestone,
    Check,
)

__all__ = [
    "FACTS",
    "Check",
    "Citation",
    "Declaration",
    "Entitlement",
    "Fact",
    "ImplementingMeasure",
    "Membership",
    "Milestone",
    "Participant",
    "Rule",
    "Source",
    "Threshold",
    "Treaty",
    "TreatyAction",
    "Weight",
]
