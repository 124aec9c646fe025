"""How the record is kept: every noun in Django's admin, one file a model file."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from signatories.admin import (
    actions,
    changes,
    claims,
    declarations,
    drafts,
    entitlements,
    entries,
    measures,
    memberships,
    milestones,
    participants,
    people,
    rules,
    sources,
    treaties,
    webhooks,
)

admin.site.site_header = _("Convention API: treaty record")
admin.site.site_title = _("Treaty record")
admin.site.index_title = _("What the record holds")
admin.site.site_url = "/"

__all__ = [
    "actions",
    "changes",
    "claims",
    "declarations",
    "drafts",
    "entitlements",
    "entries",
    "measures",
    "memberships",
    "milestones",
    "participants",
    "people",
    "rules",
    "sources",
    "treaties",
    "webhooks",
]
