"""How each rule of the database is broken: one valid row a rule, and the change that breaks it.

A new constraint without a breach here fails `test_constraints.py`, which names it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Model, Value

from signatories import models
from tests.models import builders as make

NOUNS: dict[str, type[models.HeldRow]] = {
    "action": models.TreatyAction,
    "check": models.Check,
    "claim": models.Claim,
    "declaration": models.Declaration,
    "entitlement": models.Entitlement,
    "measure": models.ImplementingMeasure,
    "membership": models.Membership,
    "milestone": models.Milestone,
    "rule": models.Rule,
    "threshold": models.Threshold,
    "weight": models.Weight,
}
# What the database never lets anybody edit: a rule about them is broken by storing only.
NEVER_EDITED = (models.Citation, models.Entry, models.Node, models.Moment)


@dataclass(frozen=True)
class Edit:
    """A valid row, and new values that break the rule: themselves, or worked out from the row."""

    model: type[Model]
    to: dict[str, Any] | Callable[[Any], dict[str, Any]]
    of: dict[str, Any] = field(default_factory=dict)

    def valid(self) -> Any:
        """A row that keeps the rule, not stored."""
        return _with_key(make.unsaved(self.model, **self.of))

    def values(self, row: Any) -> dict[str, Any]:
        """What breaks the rule in this row."""
        return self.to(row) if callable(self.to) else self.to


@dataclass(frozen=True)
class Twin:
    """A valid row, and what a second one may not share with it."""

    model: type[Model]
    shared: tuple[str, ...]
    of: dict[str, Any] = field(default_factory=dict)

    def valid(self) -> Any:
        """The first row, not stored."""
        return _with_key(make.unsaved(self.model, **self.of))

    def second(self, first: Any) -> Any:
        """The second, not stored."""
        return _with_key(make.unsaved(self.model, **self.of | {name: getattr(first, name) for name in self.shared}))


def _with_key(row: Any) -> Any:
    if isinstance(row, models.HeldRow):
        row.give_key()
    return row


Breach = Edit | Twin


def breaches() -> dict[str, Breach]:
    """Every breach by the name of the constraint it breaks."""
    of_one = {
        f"{noun}_{rule}": _breach(model, how)
        for noun, (model, rules) in _OF_ONE_NOUN.items()
        for rule, how in rules.items()
    }
    return dict(_of_every_held_row()) | of_one


def _breach(model: type[Model], how: Any) -> Breach:
    match how:
        case Twin():
            return how
        case (values, row):
            return Edit(model, values, row)
        case values:
            return Edit(model, values)


def _of_every_held_row() -> Iterator[tuple[str, Breach]]:
    for noun, model in NOUNS.items():
        yield f"{noun}_key_is_well_formed", Edit(model, {"key": "two words"})
        yield f"{noun}_key_is_held_once", Twin(model, ("key",))
        yield f"{noun}_locator_is_given", Edit(model, {"locator": " \t"})
        yield f"{noun}_locator_has_no_semicolon", Edit(model, {"locator": "row 1; row 2"})
        yield f"{noun}_known_until_after_known_from", Edit(model, _closed(known_until=make.KNOWN_FROM))
        yield f"{noun}_is_closed_by_a_change", Edit(model, _closed(closed_by=None))
        if issubclass(model, models.Fact):
            yield f"{noun}_confidence_is_known", Edit(model, {"confidence": "sure"})


def _closed(**otherwise: Any) -> Callable[[Any], dict[str, Any]]:
    """What closes a row, but for what is said otherwise."""
    closing = {"known_until": make.KNOWN_FROM.replace(year=2026), "closed_by": make.open_change}
    return lambda row: {name: value() if callable(value) else value for name, value in (closing | otherwise).items()}


_INTERVAL: dict[str, Any] = {
    "valid_from_is_a_day": {"valid_from": "2025-02-30"},
    "valid_until_is_a_day": {"valid_until": "2025-13"},
    "valid_until_not_before_valid_from": ({"valid_until": "2000-12-31"}, {"valid_from": "2001-01-01"}),
    "interval_is_not_empty": ({"valid_until": "2001-01-01"}, {"valid_from": "2001-01-01"}),
}

# The rest, by noun: the model, and for each rule the change, or the change with the row it is made to.
_OF_ONE_NOUN: dict[str, tuple[type[Model], dict[str, Any]]] = {
    "source": (
        models.Source,
        {
            "key_is_well_formed": {"key": "Coe Chart"},
            "kind_is_known": {"kind": "rumour"},
            "title_is_given": {"title": "  "},
            "published_on_is_a_day": {"published_on": "2025-9"},
            "retrieved_on_is_a_day": {"retrieved_on": "0999"},
            "speaks_as_of_is_a_day": {"speaks_as_of": "1900-02-29"},
            "language_is_well_formed": {"language": "English"},
        },
    ),
    "citation": (
        models.Citation,
        {
            "is_kept_once": Twin(models.Citation, ("source", "locator")),
            "locator_is_given": {"locator": ""},
            "locator_has_no_semicolon": {"locator": "row 1; row 2"},
        },
    ),
    "participant": (
        models.Participant,
        {
            "key_is_well_formed": {"key": "gbr"},
            "type_is_known": {"type": "city"},
            "name_en_is_given": {"name_en": ""},
            "name_fr_is_given": {"name_fr": "\n"},
            "iso_alpha2_is_well_formed": {"iso_alpha2": "g1"},
            "iso_alpha2_is_used_once": Twin(models.Participant, ("iso_alpha2",), of={"iso_alpha2": "QX"}),
            **_INTERVAL,
        },
    ),
    "treaty": (
        models.Treaty,
        {
            "key_is_well_formed": {"key": "CETS 225"},
            "title_en_is_given": {"title_en": ""},
            "title_fr_is_given": {"title_fr": ""},
            "incomplete_says_its_scope": {"complete": False},
            "amends_another": lambda row: {"amends_id": row.key},
        },
    ),
    "membership": (
        models.Membership,
        {
            "role_is_known": {"role": "friend"},
            "joins_two": lambda row: {"member_id": row.organisation_id},
            "does_not_overlap": Twin(models.Membership, ("member", "organisation")),
            **_INTERVAL,
        },
    ),
    "entitlement": (
        models.Entitlement,
        {
            "way_is_known": {"way": "watch"},
            "names_one_circle": {"all_states": False},
            **_INTERVAL,
        },
    ),
    "rule": (
        models.Rule,
        {
            "applies_to_is_known": {"applies_to": "everyone"},
            "organisations_count_is_known": {"organisations_count": "perhaps"},
            "rounding_is_known": {"rounding": "up"},
            "later_from_is_known": {"later_from": "signature"},
            "not_before_is_a_day": {"not_before": "2025-02-29"},
            "fixed_day_is_a_day": {"fixed_day": "2025-04-31"},
            "not_before_is_a_whole_day": {"not_before": "2025-02"},
            "fixed_day_is_a_whole_day": {"fixed_day": "2025"},
            "consents_required_is_a_number_or_all": {"consents_required": "2.5"},
            "first_of_month_has_a_delay": {"rounding": "first_of_month"},
            "alternative_is_given_once": Twin(models.Rule, ("treaty", "applies_to", "alternative")),
        },
    ),
    "threshold": (
        models.Threshold,
        {
            "membership_on_is_known": {"membership_on": "sunday"},
            "measure_is_known": {"measure": "length"},
            "minimum_is_a_number_or_all": {"minimum": Value("0", CharField())},
            "percent_has_a_denominator": {"measure": "weight_percent"},
        },
    ),
    "weight": (
        models.Weight,
        {
            "is_not_negative": {"weight": "-0.5"},
            "is_given_once": Twin(models.Weight, ("treaty", "participant")),
        },
    ),
    "action": (
        models.TreatyAction,
        {
            "kind_is_known": {"kind": "handshake"},
            "scope_is_known": ({"scope": "half"}, {"kind": "denunciation", "scope": "whole"}),
            "done_on_is_a_day": {"done_on": "2025-00"},
            "takes_effect_on_is_a_day": {"takes_effect_on": "2011-06-31"},
            "expires_on_is_a_day": ({"expires_on": "2011-11-31"}, {"kind": "invitation_to_accede"}),
            "takes_effect_on_not_before_done_on": {"takes_effect_on": "2010-05-19"},
            "expires_on_not_before_done_on": ({"expires_on": "2010-04"}, {"kind": "invitation_to_accede"}),
            "only_invitations_expire": {"expires_on": "2015-05-20"},
            "only_denunciations_have_scope": {"scope": "whole"},
            "revocation_names_its_act": {"kind": "revocation"},
        },
    ),
    "declaration": (
        models.Declaration,
        {
            "kind_is_known": {"kind": "speech"},
            "made_on_is_a_day": {"made_on": "20100520"},
            "takes_effect_on_is_a_day": {"takes_effect_on": "2010-05-32"},
            "until_is_a_day": {"until": "2011-09-31"},
            "withdrawn_on_is_a_day": {"withdrawn_on": "3000"},
            "until_not_before_made_on": {"until": "2010-05-19"},
            "withdrawn_on_not_before_made_on": {"withdrawn_on": "2009"},
            "objection_names_its_target": {"kind": "objection"},
        },
    ),
    "measure": (
        models.ImplementingMeasure,
        {
            "relation_is_known": {"relation": "cousin"},
            "kind_is_known": {"kind": "magic"},
            "stage_is_known": {"stage": "dreamt"},
            "title_is_given": {"title": ""},
            "adopted_on_is_a_day": {"adopted_on": "2023-02-29"},
            "in_force_on_is_a_day": {"in_force_on": "2023-2"},
            "repealed_on_is_a_day": ({"repealed_on": "2100-02-29"}, {"stage": "repealed"}),
            "repealed_on_not_before_in_force_on": (
                {"repealed_on": "2020-12-31"},
                {"stage": "repealed", "in_force_on": "2021-01"},
            ),
            "repealed_on_means_repealed": {"repealed_on": "2021-01-01"},
        },
    ),
    "milestone": (
        models.Milestone,
        {
            "kind_is_known": {"kind": "party"},
            "occurred_on_is_a_day": {"occurred_on": "2025-02-2"},
            "title_is_given": {"title": ""},
            "happens_once": Twin(models.Milestone, ("treaty", "kind"), of={"kind": "opened"}),
        },
    ),
    "check": (
        models.Check,
        {
            "speaks_as_of_is_a_day": {"speaks_as_of": "2026-06-31"},
            "speaks_as_of_is_a_whole_day": {"speaks_as_of": "2026-06"},
            "result_is_given": {"result": ""},
        },
    ),
    "claim": (
        models.Claim,
        {
            "question_is_known": {"question": "why"},
            "claimed_is_given": {"claimed": " "},
            "about_on_is_a_day": {"about_on": "2025-02-29"},
            "decision_has_a_reason": {"decision": "38"},
            "names_what_it_is_about": {"treaty": None},
        },
    ),
    "status_period": (
        models.StatusPeriod,
        {
            "lasts": {"valid_until": dt.date(2000, 1, 1)},
            "begins_once": Twin(models.StatusPeriod, ("treaty", "participant", "valid_from")),
        },
    ),
    "force_period": (
        models.ForcePeriod,
        {
            "lasts": {"valid_until": dt.date(2000, 1, 1)},
            "begins_once": Twin(models.ForcePeriod, ("treaty", "valid_from")),
        },
    ),
    "change": (models.Change, {"is_open_or_whole": {"size": 3}}),
    "entry": (models.Entry, {"kind_is_known": {"kind": "forgotten"}}),
    "node": (models.Node, {"is_kept_once": Twin(models.Node, ("level", "position"))}),
    "answered_request": (
        models.AnsweredRequest,
        {
            "key_is_well_formed": {"key": "two words"},
            "key_is_used_once": Twin(models.AnsweredRequest, ("by", "key")),
        },
    ),
    "draft": (
        models.Draft,
        {
            "is_new_or_corrects_a_row": {"key": ""},
            "of_a_correction_has_a_reason": {"reason": ""},
        },
    ),
    "webhook": (
        models.Webhook,
        {
            "key_is_well_formed": {"key": "Mirror!"},
            "address_is_well_formed": {"address": "ftp://receiver.example/"},
            "secret_is_well_formed": {"secret": "whsec_short"},
            "position_is_in_the_log": {"position": -1},
        },
    ),
    "delivery": (
        models.Delivery,
        {
            "state_is_known": {"state": "lost", "next_attempt_at": None},
            "waits_for_an_instant": {"next_attempt_at": None},
            "is_taken_while_waiting": {
                "state": "delivered",
                "next_attempt_at": None,
                "taken_until": make.KNOWN_FROM,
            },
        },
    ),
}
