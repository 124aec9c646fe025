"""What is stored, one file a noun."""

from signatories.models.actions import TreatyAction
from signatories.models.changes import Change, Entry, Moment, Node
from signatories.models.claims import Claim
from signatories.models.declarations import Declaration
from signatories.models.drafts import Draft
from signatories.models.entitlements import Entitlement
from signatories.models.facts import Fact, HeldRow
from signatories.models.measures import ImplementingMeasure
from signatories.models.memberships import Membership
from signatories.models.milestones import Check, Milestone
from signatories.models.participants import Participant
from signatories.models.requests import AnsweredRequest
from signatories.models.rules import Rule, Threshold, Weight
from signatories.models.sources import Citation, Source
from signatories.models.status_periods import ForcePeriod, RulesApplied, StatusPeriod
from signatories.models.treaties import Treaty
from signatories.models.webhooks import Delivery, Webhook

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

# Every kind of row with a memory: facts, and what others say about them.
HELD: tuple[type[HeldRow], ...] = (*FACTS, Claim)

# Names, titles and metadata: changed in place, each change logged; a past answer shows today's.
LABELS: tuple[type[Source | Participant | Treaty], ...] = (Source, Participant, Treaty)

__all__ = [
    "FACTS",
    "HELD",
    "LABELS",
    "AnsweredRequest",
    "Change",
    "Check",
    "Citation",
    "Claim",
    "Declaration",
    "Delivery",
    "Draft",
    "Entitlement",
    "Entry",
    "Fact",
    "ForcePeriod",
    "HeldRow",
    "ImplementingMeasure",
    "Membership",
    "Milestone",
    "Moment",
    "Node",
    "Participant",
    "Rule",
    "RulesApplied",
    "Source",
    "StatusPeriod",
    "Threshold",
    "Treaty",
    "TreatyAction",
    "Webhook",
    "Weight",
]
