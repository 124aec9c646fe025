"""The examples of the OpenAPI document: what it says of the shipped record.

`python -m tests.api.examples` writes them anew; a test compares them with what the API says.
"""

from __future__ import annotations

import json
from typing import Any

EXAMPLES = {
    "treaties": "cets-225",
    "participants": "EU",
    "states": "GBR",
    "organisations": "COE",
    "memberships": "COE.GRC.member.1",
    "actions": "cets-225.EU.approval.1",
    "declarations": "cets-225.NOR.declaration.1",
    "measures": "cets-225.UKR.measure.1",
    "milestones": "cets-225.opened.1",
    "sources": "enoch-2024",
    "claims": "enoch-2024.member_count.1",
    "checks": "cets-225.check.2026-09-24",
}


ANSWERS = {
    "status": "treaties/cets-225/status/?as_of=2026-09-24",
    "entry-into-force": "treaties/cets-225/entry-into-force/?as_of=2026-09-24",
    "projection": "treaties/cets-225/projection/?assume=GBR:ratification:2026-12-01&assume=NOR:ratification:2026-12-15",
    "statuses": "statuses/?treaty=cets-225&status=contracting&as_of=2026-09-24",
    "matrix": "matrix/?participant=EU,GBR,FRA&as_of=2026-09-24",
}
PATHS = {resource: f"{resource}/{key}/" for resource, key in EXAMPLES.items()} | ANSWERS
SHOWN = 2


def example(name: str) -> dict[str, Any]:
    """What the API says there, at an address of documentation; long lists of an answer cut to their first rows."""
    from django.test import Client

    body: dict[str, Any] = json.loads(Client(SERVER_NAME="api.example.org").get(f"/api/v1/{PATHS[name]}").content)
    if name == "status":
        for group in body["groups"]:
            del group["rows"][SHOWN:]
    if name in ("entry-into-force", "projection"):
        del body["missing"]["could_supply"][SHOWN:]
    return body


def write() -> None:
    """Writes every example beside the code that publishes them."""
    from signatories.api.schema import EXAMPLES as PATH

    PATH.write_text(json.dumps({name: example(name) for name in PATHS}, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    import os

    os.environ.update(DJANGO_SETTINGS_MODULE="tests.settings", DATABASE_URL="sqlite://:memory:")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from signatories.management.commands.seed import FIXTURES

    settings.ALLOWED_HOSTS = ["api.example.org"]
    call_command("migrate", verbosity=0)
    call_command("loaddata", *FIXTURES, verbosity=0)
    write()
