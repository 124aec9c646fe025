"""What each role of the staff may do: the product's own groups, made anew by every `migrate`.

The table is the whole truth. The admin and the API ask Django for the permissions it grants, and grant nothing else.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import router

VIEWER, EDITOR, PUBLISHER, ADMINISTRATOR = "viewer", "editor", "publisher", "administrator"

# Each role may do what the one before it may, and more.
ROLES = {
    VIEWER: "Sees every page but those about logging in, and changes nothing.",
    EDITOR: "Records and corrects facts and claims, keeps sources and participants, reads treaties again.",
    PUBLISHER: "Retracts and removes, decides claims, keeps treaties and what their texts provide.",
    ADMINISTRATOR: "Keeps webhooks, users, groups and API tokens; removes second factors, lets in after failed logins.",
}

RECORDED = {VIEWER: "view", EDITOR: "add change", PUBLISHER: "delete"}
PROVIDED = {VIEWER: "view", PUBLISHER: "add change delete"}
STEERED = {VIEWER: "view", ADMINISTRATOR: "add change delete"}
ONLY_SEEN = {VIEWER: "view"}

# What each role may do beyond the one before it, by model. To delete a row with a memory is to retract it.
RIGHTS: dict[str, dict[str, str]] = {
    "signatories.treaty": PROVIDED,
    "signatories.rule": PROVIDED,
    "signatories.threshold": PROVIDED,
    "signatories.weight": PROVIDED,
    "signatories.entitlement": PROVIDED,
    "signatories.milestone": PROVIDED,
    "signatories.participant": RECORDED,
    "signatories.membership": RECORDED,
    "signatories.treatyaction": RECORDED,
    "signatories.declaration": RECORDED,
    "signatories.implementingmeasure": RECORDED,
    "signatories.check": RECORDED,
    "signatories.claim": RECORDED | {PUBLISHER: "delete decide"},
    "signatories.source": RECORDED,
    "signatories.citation": {VIEWER: "view", EDITOR: "add", PUBLISHER: "delete"},
    "signatories.draft": {VIEWER: "view", EDITOR: "add change delete"},
    "signatories.change": ONLY_SEEN,
    "signatories.entry": ONLY_SEEN,
    "signatories.webhook": STEERED,
    "signatories.delivery": ONLY_SEEN,
    "auth.user": STEERED,
    "auth.group": STEERED,
    "tokens.apitoken": {ADMINISTRATOR: "view add delete"},
    "entrance.secondfactor": {ADMINISTRATOR: "view delete"},
    "entrance.failedlogin": {ADMINISTRATOR: "view delete"},
}

# Columns that take a right of their own, by model: the act, and the columns.
GUARDED_COLUMNS: dict[str, tuple[str, tuple[str, ...]]] = {
    "signatories.claim": ("decide", ("decision", "decision_reason")),
}


def permission_for(model: Any, act: str) -> str:
    """The permission to do this with rows of the model, as `has_perm` takes it: `signatories.add_treatyaction`."""
    return f"{model._meta.app_label}.{act}_{model._meta.model_name}"


def permissions_of(role: str) -> set[str]:
    """Every permission the role has.

    >>> "signatories.delete_treatyaction" in permissions_of("editor")
    False
    >>> "signatories.delete_treatyaction" in permissions_of("administrator")
    True
    """
    up_to = list(ROLES)[: list(ROLES).index(role) + 1]
    named = [(model.split("."), granted.get(each, "").split()) for model, granted in RIGHTS.items() for each in up_to]
    return {f"{app}.{act}_{model}" for (app, model), acts in named for act in acts}


def roles_with(permission: str) -> list[str]:
    """The roles that have the permission, the least of them first."""
    return [role for role in ROLES if permission in permissions_of(role)]


def make_roles(using: str, apps: Apps = installed, verbosity: int = 0, **_: Any) -> None:
    """Gives each role's group exactly the permissions of the table; other groups are left alone.

    Called after every `migrate`, when the permissions of apps that come later may not be there yet: so they are made
    first. Where a migration is gone back, what the database does not know any more is left out.
    """
    try:
        group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    except LookupError:
        return
    if not router.allow_migrate_model(using, group):
        return
    for label in sorted(
        {model.split(".")[0] for model in RIGHTS} & {config.label for config in installed.app_configs.values()}
    ):
        create_permissions(
            installed.get_app_config(label), verbosity=verbosity, interactive=False, using=using, apps=apps
        )
    held = permission.objects.using(using).select_related("content_type")
    rows = {f"{row.content_type.app_label}.{row.codename}": row for row in held}
    for role in ROLES:
        kept, _is_new = group.objects.using(using).get_or_create(name=role)
        kept.permissions.set([rows[name] for name in permissions_of(role) if name in rows])
