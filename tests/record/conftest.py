"""An empty record, ways to load and dump one, and a small treaty recorded through its doors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import call_command

from signatories.models import (
    HELD,
    LABELS,
    Citation,
    Entitlement,
    Milestone,
    Moment,
    Participant,
    Source,
    Treaty,
    TreatyAction,
)
from signatories.record.changing import change
from tests.record.doors import new, recorded

MODELS = list(apps.get_app_config("signatories").get_models())
THE_CHANGE = {"brought_by", "closed_by", "change"}


@pytest.fixture
def load() -> Callable[..., None]:
    """Loads fixtures by name, in one command."""
    return lambda *names: call_command("loaddata", *names, verbosity=0)


@pytest.fixture
def dump() -> Callable[..., list[dict[str, Any]]]:
    """Every row of the record, by model and key, and the moments it changed at, whichever changes brought them.

    With the database's own ids, if asked, and then with the log: every row there is.
    """

    def rows(ids: bool = False) -> list[dict[str, Any]]:
        found = serializers.serialize(
            "python",
            (row for model in (MODELS if ids else (*LABELS, Citation, *HELD, Moment)) for row in model.objects.all()),
            use_natural_primary_keys=not ids,
            use_natural_foreign_keys=not ids,
        )
        for row in found:
            row["fields"] = {
                name: sorted(value) if _is_rows(row, name) else value
                for name, value in row["fields"].items()
                if ids or name not in THE_CHANGE
            }
        return found

    def _is_rows(row: dict[str, Any], name: str) -> bool:
        return apps.get_model(row["model"])._meta.get_field(name).many_to_many

    return rows


@pytest.fixture
def named(db: None) -> None:
    """A source, two States and an organisation."""
    with change() as record:
        record.keep(Source(key="x-chart", kind="depositary", title="Chart"))
        for key, type_ in {"XAA": "state", "XBB": "state", "XORG": "organisation"}.items():
            record.keep(Participant(key=key, type=type_, name_en=key, name_fr=key))


@pytest.fixture
def treaty(named: None) -> Treaty:
    """Open since 2000 to every State's signature and accession."""
    with change() as record:
        opened = Treaty(key="x-treaty", title_en="A Convention", title_fr="Une convention")
        record.keep(opened)
        record.record(new(Milestone, treaty=opened, kind="opened", occurred_on="2000-01-01"))
        for way in ("sign", "accede"):
            record.record(new(Entitlement, treaty=opened, way=way))
    return opened


@pytest.fixture
def signature(treaty: Treaty) -> TreatyAction:
    """Of XAA, in 2010."""
    return recorded(TreatyAction, treaty=treaty, participant_id="XAA", done_on="2010-05-20")


@pytest.fixture
def ratification(signature: TreatyAction) -> TreatyAction:
    """Of XAA, a year later."""
    given = {"treaty": signature.treaty, "participant_id": "XAA", "kind": "ratification"}
    return recorded(TreatyAction, **given, done_on="2011-05-20")
