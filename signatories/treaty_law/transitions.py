"""The table of transitions: what each act makes of each status, worked out by the rules themselves.

So the page on treaty law (`law_page`) cannot say anything the code does not do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from signatories.treaty_law.acts import ActKind, EntitlementWay, RuleScope
from signatories.treaty_law.case import Act, Case, Entitlement, Participant, Rule
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.objections import objections_to
from signatories.treaty_law.status import status_on

WHO, PREDECESSOR, OTHER = "participant", "predecessor", "other"
DAY, MUCH_LATER = dt.date(2001, 1, 1), dt.date(2003, 1, 1)
REFUSED, UNCHANGED = "–", "stays"
NOTICE = ActKind.DENUNCIATION

STARTS: dict[str, tuple[tuple[ActKind, str], ...]] = {
    "no_action": (),
    "no_action (signed ad referendum)": ((ActKind.SIGNATURE_AD_REFERENDUM, "2000-06-01"),),
    "invited": ((ActKind.INVITATION_TO_ACCEDE, "2000-06-01"),),
    "signatory": ((ActKind.SIGNATURE, "2000-06-01"),),
    "withdrawn_signature": ((ActKind.SIGNATURE, "1999-06-01"), (ActKind.WITHDRAWAL_OF_SIGNATURE, "2000-06-01")),
    "provisional_application": ((ActKind.PROVISIONAL_APPLICATION, "2000-06-01"),),
    "contracting (had signed)": ((ActKind.SIGNATURE, "2000-06-01"), (ActKind.RATIFICATION, "2000-12-20")),
    "contracting (acceded)": ((ActKind.ACCESSION, "2000-12-20"),),
    "party": ((ActKind.ACCESSION, "1999-06-01"),),
    "party (suspended)": ((ActKind.ACCESSION, "1999-06-01"), (ActKind.SUSPENSION, "2000-06-01")),
    "party (has given notice)": ((ActKind.ACCESSION, "1999-06-01"), (NOTICE, "2000-12-20")),
    "former_party": ((ActKind.ACCESSION, "1995-06-01"), (NOTICE, "1998-06-01")),
}


def transitions() -> Iterator[tuple[ActKind, str, str]]:
    """Every act, every status before it, and what it makes of it."""
    for kind in ActKind:
        for start in STARTS:
            yield kind, start, transition(kind, start)


def transition(kind: ActKind, start: str) -> str:
    """The status after the act, and the one it leads to in time; refused where the law objects."""
    case = _file(kind, start)
    pending = next((act.key for act in case.acts if act.participant == WHO and act.kind is NOTICE), None)
    act = Act("the-act", WHO, kind, PartialDay.of(DAY), refers_to=pending if kind is ActKind.REVOCATION else None)
    if objections_to(case, act):
        return REFUSED
    after = replace(case, acts=(*case.acts, act))
    then = [_words(after, day) for day in (DAY, MUCH_LATER)]
    if then == [_words(case, day) for day in (DAY, MUCH_LATER)]:
        return UNCHANGED
    return then[0] if then[0] == then[1] else ", then ".join(then)


def transitions_table() -> str:
    """The table in Markdown: acts down, statuses across."""
    starts = list(STARTS)
    lines = ["| act | " + " | ".join(starts) + " |", "|---" * (len(starts) + 1) + "|"]
    for kind in ActKind:
        cells = [transition(kind, start) for start in starts]
        lines.append(f"| {kind.value} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _file(kind: ActKind, start: str) -> Case:
    """A treaty in force by another's consent, open to the participant, whose predecessor has signed and ratified."""
    organisation = kind is ActKind.FORMAL_CONFIRMATION
    own = [_act(WHO, *did) for did in STARTS[start]]
    others = [_act(OTHER, ActKind.ACCESSION, "1990-01-01"), _act(PREDECESSOR, ActKind.SIGNATURE, "1990-01-01")]
    return Case(
        treaty="any",
        opened_on=PartialDay("1990-01-01"),
        acts=(*own, *others, _act(PREDECESSOR, ActKind.RATIFICATION, "1990-02-01")),
        participants={
            WHO: Participant(WHO, is_organisation=organisation, succeeds=(PREDECESSOR,)),
            PREDECESSOR: Participant(PREDECESSOR, exists_until=PartialDay("1995-01-01")),
        },
        entitlements=[Entitlement(way, participant=WHO) for way in (EntitlementWay.SIGN, EntitlementWay.ACCEDE)],
        rules=[
            Rule(RuleScope.TREATY, consents_required=1),
            Rule(RuleScope.LATER_PARTY, delay_days=30),
            Rule(RuleScope.DENUNCIATION, delay_days=30),
        ],
    )


def _act(participant: str, kind: ActKind, done_on: str) -> Act:
    return Act(f"{participant}.{kind}.{done_on}", participant, kind, PartialDay.parse(done_on))


def _words(case: Case, on: dt.date) -> str:
    row = status_on(case, WHO, on)
    return f"{row.status.value} (suspended)" if row.suspended else row.status.value
