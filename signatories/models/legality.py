"""Whether treaty law allows a row beside the other rows of its treaty."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from django.utils.translation import gettext as _

from signatories.models.actions import TreatyAction
from signatories.models.case_files import act_of, read_case
from signatories.treaty_law.case import Case
from signatories.treaty_law.objections import objections_to


def refusals_of(action: TreatyAction) -> dict[str, list[str]]:
    """Why the act may not stand beside the others the record holds: sentences by column; empty where it may.

    Empty too where the act cannot be read: its own columns are refused first.
    """
    if not action.is_readable:
        return {}
    return refusals_in(read_case(action.treaty_id), action)


def refusals_in(case: Case, action: TreatyAction) -> dict[str, list[str]]:
    """The same, in a treaty's file already read.

    An oddity that the depositary itself recorded is kept, where a note tells of it.
    """
    if action.is_told_by_the_depositary:
        return {}
    act = act_of(action)
    if case.act_named.get(act.key) != act:
        case = replace(case, acts=[*(other for other in case.acts if other.key != act.key), act])
    found: defaultdict[str, list[str]] = defaultdict(list)
    if action.refers_to and action.refers_to.treaty_id != action.treaty_id:
        sentence = _("%(key)s concerns another treaty: choose an act on this one.")
        found["refers_to"].append(sentence % {"key": action.refers_to.key})
    for objection in objections_to(case, act):
        found[objection.field].append(objection.sentence)
    return dict(found)
