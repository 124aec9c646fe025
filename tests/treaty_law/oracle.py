"""A second reading of the law, to check the first: it walks day by day, dumb and slow.

Imports nothing from the product. It was written from the law alone; where it
and the product disagree, one of them misreads it. A record is a plain dict:

    acts            list of dicts: key, who, kind, done, effect, expires, scope, refers
    organisations   set of participants that are organisations
    extinct         {participant: first day it no longer exists}
    succeeds        {participant: [predecessors]}
    memberships     list of (member, organisation, from, until or None)
    conditions      list of dicts: name, consents, organisations, kinds, months, days, rounding, not_before,
                    fixed_day, thresholds (list of dicts: key, members_of, participants, on, measure, minimum)
    weights         {participant: int}, out of 100
    later           dict (months, days, rounding, family) or None
    leaving         dict (months, days, rounding, locked) or None
    ended           the day the treaty ended, or None
    ends_below      the number of parties below which it ends, or None
    stated          the depositary's day of entry into force, or None
"""

from __future__ import annotations

import datetime as dt
from typing import Any

ONE = dt.timedelta(days=1)
CONSENT = [
    "definitive_signature",
    "ratification",
    "acceptance",
    "approval",
    "accession",
    "formal_confirmation",
    "succession",
]


def count_months(day: dt.date, months: int) -> dt.date:
    """Month by month on the calendar; a day the last month lacks becomes that month's last."""
    year, month = day.year, day.month
    for _ in range(months):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    for number in (day.day, 30, 29, 28):
        try:
            return dt.date(year, month, min(number, day.day))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def delayed(clause: dict[str, Any], day: dt.date) -> dt.date:
    fixed = clause.get("fixed_day")
    if fixed and day <= fixed:
        return fixed
    reached = count_months(day, clause["months"])
    for _ in range(clause["days"]):
        reached += ONE
    if clause["rounding"] == "first_of_month":
        while reached.day != 1:
            reached -= ONE
    if clause["rounding"] == "first_of_next_month":
        reached += ONE
        while reached.day != 1:
            reached += ONE
    if clause["rounding"] == "first_of_next_year":
        reached += ONE
        while (reached.month, reached.day) != (1, 1):
            reached += ONE
    if clause.get("not_before") and reached < clause["not_before"]:
        return clause["not_before"]
    return reached


def is_member(record: dict[str, Any], who: str, organisation: str, day: dt.date) -> bool:
    for member, of, start, until in record["memberships"]:
        if member == who and of == organisation and start <= day and (until is None or day < until):
            return True
    return False


def own_effect(act: dict[str, Any]) -> dt.date:
    return act["effect"] or act["done"]


def taken_back(record: dict[str, Any], act: dict[str, Any], effect: dt.date | None) -> bool:
    """A revocation that names the act and comes before it takes effect."""
    for other in record["acts"]:
        names_it = other["kind"] == "revocation" and other["refers"] == act["key"] and other["who"] == act["who"]
        if names_it and other["done"] >= act["done"] and (effect is None or own_effect(other) < effect):
            return True
    return False


def plain(record: dict[str, Any], who: str, kind: str, day: dt.date) -> list[dict[str, Any]]:
    """The unrevoked acts of a kind that take effect on exactly that day."""
    return [
        act
        for act in record["acts"]
        if act["who"] == who and act["kind"] == kind and own_effect(act) == day
        if not taken_back(record, act, own_effect(act))
    ]


# ---------------------------------------------------------------- counting


def forebears(record: dict[str, Any], who: str) -> list[str]:
    line: list[str] = []
    for predecessor in record["succeeds"].get(who, []):
        line += [predecessor, *forebears(record, predecessor)]
    return line


def may_count(record: dict[str, Any], condition: dict[str, Any], act: dict[str, Any]) -> bool:
    if act["kind"] not in CONSENT or (condition["kinds"] and act["kind"] not in condition["kinds"]):
        return False
    return condition["organisations"] == "yes" or act["who"] not in record["organisations"]


def withdrawal_day(record: dict[str, Any], consent: dict[str, Any]) -> dt.date | None:
    """The first withdrawal that aims at this consent: by name, else at older ones, else at that of the same day."""
    days = []
    for act in record["acts"]:
        if act["who"] != consent["who"] or act["kind"] != "withdrawal_of_consent":
            continue
        day = own_effect(act)
        if taken_back(record, act, day):
            continue
        if act["refers"]:
            hit = act["refers"] == consent["key"] and consent["done"] <= day
        elif consent["done"] < day:
            hit = True
        else:
            older = [a for a in record["acts"] if a["who"] == act["who"] and a["kind"] in CONSENT and a["done"] < day]
            hit = consent["done"] == day and not older
        if hit:
            days.append(day)
    return min(days, default=None)


def holds(record: dict[str, Any], condition: dict[str, Any], standing: dict[str, dict[str, Any]], day: dt.date) -> bool:
    if condition["consents"] is not None and len(standing) < condition["consents"]:
        return False
    for threshold in condition["thresholds"]:
        inside = []
        for who, act in standing.items():
            judged = day if threshold["on"] == "trigger" else act["done"]
            if threshold["members_of"]:
                if is_member(record, who, threshold["members_of"], judged):
                    inside.append(who)
            elif not threshold["participants"] or who in threshold["participants"]:
                inside.append(who)
        if threshold["minimum"] == "all":
            group = list(threshold["participants"])
            if threshold["members_of"]:
                group = sorted(
                    {m for m, *_ in record["memberships"] if is_member(record, m, threshold["members_of"], day)}
                )
            if not group or any(who not in standing for who in group):
                return False
        elif threshold["measure"] == "weight_percent":
            if sum(record["weights"].get(who, 0) for who in inside) < threshold["minimum"]:
                return False
        elif len(inside) < threshold["minimum"]:
            return False
    return True


def walk_condition(record: dict[str, Any], condition: dict[str, Any], days: list[dt.date]) -> dict[str, Any]:
    """The first day on which everything holds, by whom, and how many consents stood on each day until then."""
    standing: dict[str, dict[str, Any]] = {}
    numbers: dict[dt.date, int] = {}
    for day in days:
        for who, act in list(standing.items()):
            if withdrawal_day(record, act) == day:
                del standing[who]
        deposited = [act for act in record["acts"] if act["done"] == day and may_count(record, condition, act)]
        for act in sorted(deposited, key=lambda act: (act["kind"] == "succession", act["key"])):
            if act["who"] in standing or withdrawal_day(record, act) == day:
                continue
            if act["kind"] == "succession" and any(who in standing for who in forebears(record, act["who"])):
                continue
            standing[act["who"]] = act
        numbers[day] = len(standing)
        if holds(record, condition, standing, day):
            by = sorted(who for who, act in standing.items() if act["done"] == day)
            return {"trigger": day, "by": by, "in_force": delayed(condition, day), "numbers": numbers}
    return {"trigger": None, "by": [], "in_force": None, "numbers": numbers}


def treaty_days(record: dict[str, Any], days: list[dt.date]) -> list[dict[str, Any]]:
    return [condition | walk_condition(record, condition, days) for condition in record["conditions"]]


def known_force(record: dict[str, Any], outcomes: list[dict[str, Any]], day: dt.date) -> dict[str, Any]:
    """What is known on a day: the trigger that gave the day, the computed day and the official one."""
    reached = [o for o in outcomes if o["trigger"] and o["trigger"] <= day]
    reached.sort(key=lambda o: (o["in_force"], o["trigger"], o["name"] or ""))
    computed = reached[0]["in_force"] if reached else None
    stated = record["stated"]
    if stated and not reached and day < stated:
        stated = None
    return {
        "trigger": reached[0]["trigger"] if reached else None,
        "by": reached[0]["by"] if reached else [],
        "computed": computed,
        "official": stated or computed,
    }


# ---------------------------------------------------------------- one participant


def effect_of_consent(record: dict[str, Any], act: dict[str, Any], force: dict[str, Any]) -> dt.date | None:
    treaty_day = force["official"]
    if treaty_day is None:
        return None
    if act["effect"]:
        return max(act["effect"], treaty_day)
    later = record["later"]
    if later is None:
        return max(act["done"], treaty_day)
    if later["family"] == "entry_into_force":
        return treaty_day if act["done"] < treaty_day else delayed(later, act["done"])
    if force["trigger"] and act["done"] <= force["trigger"] <= treaty_day:
        return treaty_day
    return max(treaty_day, delayed(later, act["done"]))


def end_of_denunciation(record: dict[str, Any], act: dict[str, Any], since: dt.date) -> dt.date | None:
    if act["effect"]:
        return act["effect"]
    clause = record["leaving"]
    if clause is None:
        return None
    return max(delayed(clause, act["done"]), count_months(since, clause["locked"]))


def leaves_today(record: dict[str, Any], who: str, day: dt.date, since: dt.date, left: dt.date | None) -> str | None:
    """Why a party since ``since`` stops being one today, if it does."""
    found = None
    for act in record["acts"]:
        if act["who"] != who or (left and act["done"] < left):
            continue
        if act["kind"] == "denunciation" and act["scope"] in (None, "whole"):
            end = end_of_denunciation(record, act, since)
            if end == day and not taken_back(record, act, end):
                return "denounced"
        if act["kind"] == "cessation" and own_effect(act) == day:
            extinct = record["extinct"].get(who)
            found = "state_extinct" if extinct and extinct <= day else "membership_ended"
    if found == "membership_ended":
        return found
    if record["extinct"].get(who) == day:
        return "state_extinct"
    if record["ended"] == day:
        return found or "treaty_ended"
    return found


def signatures_today(record: dict[str, Any], who: str, day: dt.date) -> int:
    """How many signatures count from today on: plain ones, inherited ones, and those a confirmation confirms."""
    mine = [act for act in record["acts"] if act["who"] == who]
    number = len([a for a in mine if a["kind"] == "signature" and a["done"] == day])
    number += len([a for a in mine if a["kind"] == "succession_to_signature" and own_effect(a) == day])
    for act in record["acts"]:
        if act["who"] == who and act["kind"] == "confirmation_of_signature":
            waiting = [
                a
                for a in record["acts"]
                if a["who"] == who and a["kind"] == "signature_ad_referendum" and a["done"] <= act["done"]
                if act["refers"] in (None, a["key"])
            ]
            if waiting and (act["effect"] or max(waiting, key=lambda a: (a["done"], a["key"]))["done"]) == day:
                number += 1
    return number


def walk_participant(
    record: dict[str, Any], who: str, outcomes: list[dict[str, Any]], days: list[dt.date]
) -> dict[dt.date, dict[str, Any]]:
    """The status, reason and suspension on each day, and the times as a party so far."""
    mine = [act for act in record["acts"] if act["who"] == who and act["kind"] in CONSENT]
    extinct, ended = record["extinct"].get(who), record["ended"]
    party_since = left = None
    reason = suspended = None
    signed = withdrawn = signed_since_leaving = applies = False
    spent: set[str] = set()
    periods: list[tuple[dt.date, dt.date | None, str | None]] = []
    told: dict[dt.date, dict[str, Any]] = {}
    for day in days:
        gone, over = bool(extinct and day >= extinct), bool(ended and day >= ended)
        force = known_force(record, outcomes, day)
        if party_since and party_since < day:
            why = leaves_today(record, who, day, party_since, left)
            if why:
                periods[-1] = (party_since, day, why)
                party_since, left, reason, suspended, signed_since_leaving = None, day, why, None, False
        if signatures_today(record, who, day):
            signed, withdrawn, signed_since_leaving = True, False, left is not None
        if plain(record, who, "withdrawal_of_signature", day) and signed:
            signed, withdrawn, signed_since_leaving = False, True, False
        pending = []
        for act in sorted(mine, key=lambda act: (act["done"], act["key"])):
            if act["key"] in spent or min(act["done"], own_effect(act)) > day:
                continue
            effect, back = effect_of_consent(record, act, force), withdrawal_day(record, act)
            if effect and effect <= day:
                spent.add(act["key"])
                if party_since is None and not gone and not over:
                    party_since, suspended, applies = day, None, False
                    periods.append((day, None, None))
            elif back and back <= day:
                spent.add(act["key"])
            else:
                pending.append(act)
        if plain(record, who, "provisional_application", day) and party_since is None:
            applies = True
        if plain(record, who, "end_of_provisional_application", day):
            applies = False
        if plain(record, who, "suspension", day) and party_since:
            suspended = True
        if plain(record, who, "end_of_suspension", day):
            suspended = None
        if gone:
            signed = withdrawn = applies = False
        if over:
            applies = False
        invited = any(
            a["who"] == who
            and a["kind"] == "invitation_to_accede"
            and own_effect(a) <= day
            and (a["expires"] is None or day < a["expires"])
            for a in record["acts"]
        )
        if party_since:
            status = "party"
        elif applies:
            status = "provisional_application"
        elif pending and not gone and not over:
            status = "contracting"
        elif signed and signed_since_leaving:
            status = "signatory"
        elif left:
            status = "former_party"
        elif signed:
            status = "signatory"
        elif withdrawn:
            status = "withdrawn_signature"
        elif invited and not gone:
            status = "invited"
        else:
            status = "no_action"
        told[day] = {
            "status": status,
            "reason": reason if status == "former_party" else None,
            "suspended": bool(suspended) and status == "party",
            "periods": list(periods),
        }
    return told


def end_of_treaty(
    record: dict[str, Any], everyone: list[str], outcomes: list[dict[str, Any]], days: list[dt.date]
) -> dt.date | None:
    """The stated end, else the first day on which fewer are left than the treaty needs to live."""
    if record["ended"] or record["ends_below"] is None:
        return record["ended"]
    told = [walk_participant(record, who, outcomes, days) for who in everyone]
    before = 0
    for day in days:
        parties = sum(states[day]["status"] == "party" for states in told)
        if before >= record["ends_below"] > parties:
            return day
        before = parties
    return None
