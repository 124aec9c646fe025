"""The page on treaty law: every word, rule and transition, printed from the code itself.

``python -m signatories.treaty_law.law_page`` prints ``docs/treaty-law.md``.
"""

from __future__ import annotations

from typing import Any

from signatories.treaty_law.acts import ActKind, Status
from signatories.treaty_law.conditions import all_negotiating_states, counts_as_participant
from signatories.treaty_law.counting import counted_consents, trigger
from signatories.treaty_law.delay import day_reached, fixed_day_without_delay
from signatories.treaty_law.effect import confirmed_from, is_revoked
from signatories.treaty_law.explanation import (
    as_the_treaty_provides,
    membership_judged,
    treaty_ended,
    trigger_not_reproduced,
)
from signatories.treaty_law.force import earliest_alternative, official_day
from signatories.treaty_law.later_party import (
    after_entry_into_force,
    after_the_trigger,
    from_its_own_deposit,
    stated_effect,
)
from signatories.treaty_law.leaving import cessation_reason, denunciation_effect
from signatories.treaty_law.legal_rule import LegalRule
from signatories.treaty_law.missing import earliest_possible
from signatories.treaty_law.objections import CHECKS, article_words
from signatories.treaty_law.status import first_that_fits, signed_after_leaving
from signatories.treaty_law.tally import predecessor_counted
from signatories.treaty_law.territories import territory_effect
from signatories.treaty_law.transitions import REFUSED, UNCHANGED, transitions_table
from signatories.treaty_law.treaty_end import fallen_below

COMPUTING: tuple[LegalRule[..., Any], ...] = (
    as_the_treaty_provides,
    all_negotiating_states,
    counted_consents,
    counts_as_participant,
    predecessor_counted,
    membership_judged,
    trigger,
    day_reached,
    fixed_day_without_delay,
    earliest_alternative,
    official_day,
    trigger_not_reproduced,
    earliest_possible,
    after_the_trigger,
    after_entry_into_force,
    from_its_own_deposit,
    stated_effect,
    territory_effect,
    confirmed_from,
    first_that_fits,
    signed_after_leaving,
    denunciation_effect,
    is_revoked,
    cessation_reason,
    treaty_ended,
    fallen_below,
)

PAGE = """\
# Treaty law, as the program applies it

This page is printed by `python -m signatories.treaty_law.law_page`; a test compares it with the code.
VCLT is the Vienna Convention on the Law of Treaties (1969), VCLTIO that of 1986 for organisations, VCSST that of 1978
on the succession of States.

## Statuses

What its acts make a participant on a day. When several fit, the first of this order holds; a signatory that signed
after it had left goes before `former_party`.

| status | means |
|---|---|
{statuses}

## Acts

| kind | consent | means |
|---|---|---|
{kinds}

## Transitions

What an act makes of each status, for a treaty that is in force, open to the participant for signature and accession,
where a later consent takes effect after 30 days and a notice of denunciation after 30 days. “{refused}” means that the
law objects, “{unchanged}” that the status remains what it was or was going to be; “then” gives what follows once the
act takes effect.

{table}

## How days and statuses are computed

A treaty's own article goes before the general one, and is shown in its place, where the treaty has one.

| rule | says | basis |
|---|---|---|
{computing}

## Who may act

Each rule is applied by the admin, the importer, the write API, `check_record` and projections; the sentence below is
the one they show.

| rule | says | basis |
|---|---|---|
{rules}
"""


def page() -> str:
    """The whole of ``docs/treaty-law.md``."""
    return PAGE.format(
        refused=REFUSED,
        unchanged=UNCHANGED,
        statuses="\n".join(f"| `{status}` | {status.means} |" for status in Status),
        kinds="\n".join(f"| `{kind}` | {'yes' if kind.is_consent else 'no'} | {kind.means} |" for kind in ActKind),
        table=transitions_table(),
        computing="\n".join(map(_line, COMPUTING)),
        rules="\n".join(_line(check.rule) for check in CHECKS),
    )


def _line(rule: LegalRule[..., Any]) -> str:
    return f"| `{rule.name}` | {rule.text} | {article_words(rule.article) if rule.article else '–'} |"


if __name__ == "__main__":
    print(page(), end="")
