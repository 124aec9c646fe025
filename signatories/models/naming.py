"""What columns and nouns are called in the reader's language, in one table for translators.

Django calls a column by its identifier, in English. Said again on each field, the same words would stand in two hundred
places and in a migration that alters nothing; here each stands once. A field that states a name of its own keeps it.
"""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

COLUMNS: dict[str, Any] = {
    "about_on": _("about on"),
    "active": _("active"),
    "address": _("address"),
    "adopted_on": _("adopted on"),
    "after_entry_into_force": _("after entry into force"),
    "all_states": _("all states"),
    "also_cited": _("also cited"),
    "alternative": _("alternative"),
    "amends": _("amends"),
    "applies_to": _("applies to"),
    "article": _("article"),
    "articles": _("articles"),
    "at": _("at"),
    "attempts": _("attempts"),
    "author": _("author"),
    "body": _("body"),
    "brought_by": _("brought by"),
    "by": _("by"),
    "cells": _("cells"),
    "change": _("change"),
    "claimed": _("claimed"),
    "closed_by": _("closed by"),
    "complete": _("complete"),
    "confidence": _("confidence"),
    "consents_required": _("consents required"),
    "corrects": _("corrects"),
    "counted_kinds": _("counted kinds"),
    "created": _("created"),
    "created_at": _("created at"),
    "created_by": _("created by"),
    "decision": _("decision"),
    "decision_reason": _("decision reason"),
    "delay_days": _("delay days"),
    "delay_months": _("delay months"),
    "denominator": _("denominator"),
    "depositary": _("depositary"),
    "digest": _("digest"),
    "done_on": _("done on"),
    "earliest_after_months": _("earliest after months"),
    "ends_below": _("ends below"),
    "expires_on": _("expires on"),
    "fingerprint": _("fingerprint"),
    "fixed_day": _("fixed day"),
    "from": _("from"),
    "grouped_by": _("grouped by"),
    "happens_on": _("happens on"),
    "hash": _("hash"),
    "headers": _("headers"),
    "in_force_on": _("in force on"),
    "index": _("index"),
    "indexes": _("indexes"),
    "iso_alpha2": _("iso alpha2"),
    "key": _("key"),
    "kind": _("kind"),
    "kinds": _("kinds"),
    "known_from": _("known from"),
    "known_until": _("known until"),
    "language": _("language"),
    "last_attempt_at": _("last attempt at"),
    "last_outcome": _("last outcome"),
    "later_from": _("later from"),
    "leaf": _("leaf"),
    "leaf_hash": _("leaf hash"),
    "level": _("level"),
    "locator": _("locator"),
    "made_on": _("made on"),
    "measure": _("measure"),
    "member": _("member"),
    "members_of": _("members of"),
    "membership_on": _("membership on"),
    "minimum": _("minimum"),
    "name": _("name"),
    "name_en": _("name en"),
    "name_fr": _("name fr"),
    "next_attempt_at": _("next attempt at"),
    "not_before": _("not before"),
    "note": _("note"),
    "number": _("number"),
    "occurred_on": _("occurred on"),
    "organisation": _("organisation"),
    "organisations_count": _("organisations count"),
    "participant": _("participant"),
    "participants": _("participants"),
    "place": _("place"),
    "position": _("position"),
    "published_on": _("published on"),
    "publisher": _("publisher"),
    "question": _("question"),
    "reason": _("reason"),
    "refers_to": _("refers to"),
    "relation": _("relation"),
    "repealed_on": _("repealed on"),
    "restores": _("restores"),
    "result": _("result"),
    "retrieved_on": _("retrieved on"),
    "role": _("role"),
    "roles": _("roles"),
    "root": _("root"),
    "rounding": _("rounding"),
    "row": _("row"),
    "row_key": _("row key"),
    "scope": _("scope"),
    "scope_note": _("scope note"),
    "secret": _("secret"),
    "series": _("series"),
    "short_title_en": _("short title en"),
    "short_title_fr": _("short title fr"),
    "size": _("size"),
    "source": _("source"),
    "speaks_as_of": _("speaks as of"),
    "stage": _("stage"),
    "state": _("state"),
    "status": _("status"),
    "succeeds": _("succeeds"),
    "summary": _("summary"),
    "summary_en": _("summary en"),
    "summary_fr": _("summary fr"),
    "table": _("table"),
    "taken_until": _("taken until"),
    "takes_effect_on": _("takes effect on"),
    "territories": _("territories"),
    "text": _("text"),
    "text_url": _("text url"),
    "title": _("title"),
    "title_en": _("title en"),
    "title_fr": _("title fr"),
    "token_key": _("token key"),
    "treaties": _("treaties"),
    "treaty": _("treaty"),
    "type": _("type"),
    "until": _("until"),
    "url": _("url"),
    "user": _("user"),
    "verified": _("verified"),
    "way": _("way"),
    "webhook": _("webhook"),
    "weight": _("weight"),
    "what": _("what"),
    "withdrawn_on": _("withdrawn on"),
}

# One, and several.
NOUNS: dict[str, tuple[Any, Any]] = {
    "Change": (_("change"), _("changes")),
    "Entry": (_("entry"), _("entries")),
    "Node": (_("node"), _("nodes")),
    "Moment": (_("moment"), _("moments")),
    "Source": (_("source"), _("sources")),
    "Citation": (_("citation"), _("citations")),
    "Participant": (_("participant"), _("participants")),
    "Treaty": (_("treaty"), _("treaties")),
    "TreatyAction": (_("treaty action"), _("treaty actions")),
    "Claim": (_("claim"), _("claims")),
    "Declaration": (_("declaration"), _("declarations")),
    "Draft": (_("draft"), _("drafts")),
    "Entitlement": (_("entitlement"), _("entitlements")),
    "ImplementingMeasure": (_("implementing measure"), _("implementing measures")),
    "Membership": (_("membership"), _("memberships")),
    "Milestone": (_("milestone"), _("milestones")),
    "Check": (_("check"), _("checks")),
    "AnsweredRequest": (_("answered request"), _("answered requests")),
    "Rule": (_("rule"), _("rules")),
    "Threshold": (_("threshold"), _("thresholds")),
    "Weight": (_("weight"), _("weights")),
    "Webhook": (_("webhook"), _("webhooks")),
    "Delivery": (_("delivery"), _("deliveries")),
    "APIToken": (_("API token"), _("API tokens")),
}


def column_name(column: str) -> str:
    """What the column is called, by its public name or its attribute's; the name in words where it has none here."""
    return str(COLUMNS.get(column, column.replace("_", " ")))


def spoken(english: str, french: str) -> str:
    """Whichever of the two is in the reader's language; the other where it is empty."""
    return (french or english) if (get_language() or "").startswith("fr") else (english or french)


def give_names(app: AppConfig) -> None:
    """Calls the app's models, and their fields that state no name of their own, as the tables do."""
    for model in app.get_models():
        options: Any = model._meta
        options.verbose_name, options.verbose_name_plural = NOUNS.get(
            model.__name__, (options.verbose_name, options.verbose_name_plural)
        )
        for field in (*options.fields, *options.many_to_many):
            if field._verbose_name is None:
                field.verbose_name = COLUMNS.get(field.name, field.verbose_name)
