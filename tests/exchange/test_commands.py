"""`import_record` and `export_record`: what they print, what they refuse, how far they have come."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection

from signatories.models import Change, TreatyAction
from signatories.record.changing import change
from tests.exchange.conftest import Everything
from tests.exchange.packing import NEWS, exported, pack, tables_of

pytestmark = pytest.mark.django_db

COUNTED = "sources:       1 added, 0 corrected, 0 left alone"


class Terminal(StringIO):
    """What is written to a terminal."""

    def isatty(self) -> bool:
        return True


def told(command: str, *arguments: Any, **options: Any) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out, **options)
    return out.getvalue()


def test_an_import_is_summed_up(tmp_path: Path) -> None:
    package = pack(tmp_path / "news", sources=[NEWS])
    get_user_model().objects.create(username="officer")
    printed = told("import_record", package, by="officer", reason="As news has it.")
    assert printed.splitlines() == [COUNTED, "news was imported: 1 added, 0 corrected, 0 left alone."]
    last = Change.objects.latest("number")
    assert (last.by.username, last.reason) == ("officer", "As news has it.")


def test_a_dry_run_says_that_it_was_one(tmp_path: Path, everything: Everything) -> None:
    before = everything()
    printed = told("import_record", pack(tmp_path / "news", sources=[NEWS]), dry_run=True)
    assert printed.splitlines() == [
        COUNTED,
        "news would bring: 1 added, 0 corrected, 0 left alone. Nothing was changed.",
    ]
    assert everything() == before


def test_every_fault_is_printed(tmp_path: Path) -> None:
    errors = StringIO()
    package = pack(
        tmp_path / "news", sources=[NEWS | {"kind": "rumour"}, NEWS | {"key": "q-2", "published_on": "soon"}]
    )
    with pytest.raises(CommandError, match=r"^news was not imported and nothing was changed: 2 faults\.$"):
        call_command("import_record", package, stderr=errors)
    first, second = errors.getvalue().splitlines()
    assert first.startswith("sources.csv, line 2, kind: 'rumour' is not known here. Give depositary, ")
    assert second.startswith("sources.csv, line 3, published_on: 'soon' is not a day. Give a day such as 2025-09-02")


@pytest.mark.parametrize(
    ("arguments", "said"), [(["nowhere"], "nothing at nowhere"), ([".", "--by", "me"], "no user 'me'")]
)
def test_what_cannot_be_done_is_said(arguments: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("import_record", *arguments)


def test_an_export_is_summed_up(tmp_path: Path) -> None:
    printed = told("export_record", tmp_path / "a" / "record.zip")
    since = Change.objects.latest("number").at
    assert printed.startswith(f"{tmp_path}/a/record.zip holds the record") and "rows." in printed
    assert since and tables_of(tmp_path / "a" / "record.zip")


def test_the_record_of_another_day(tmp_path: Path) -> None:
    then, moment = exported(tmp_path / "then"), Change.objects.latest("number").at
    with change() as changing:
        changing.retract(TreatyAction.objects.held().get(key="cets-225.CHE.signature.1"), reason="Never made.")
    told("export_record", tmp_path / "again", known_on=f"{moment:%Y-%m-%dT%H:%M:%S.%fZ}")
    assert tables_of(tmp_path / "again") == tables_of(then)
    told("export_record", tmp_path / "again")
    assert tables_of(tmp_path / "again") != tables_of(then)
    for wrong in ("2999-01-01", "soon"):
        with pytest.raises(CommandError, match=wrong):
            told("export_record", tmp_path / "again", known_on=wrong)


def test_nothing_else_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Mine.")
    (tmp_path / "mine.zip").write_text("Mine.")
    for path in (tmp_path, tmp_path / "notes.txt", tmp_path / "mine.zip"):
        with pytest.raises(CommandError, match="give"):
            told("export_record", path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.zip", "notes.txt"]


def test_a_terminal_shows_how_far_it_has_come(tmp_path: Path) -> None:
    terminal, file = Terminal(), StringIO()
    told("export_record", tmp_path / "record", stderr=terminal)
    assert "actions        [##############################] 100 %" in terminal.getvalue()
    told("import_record", tmp_path / "record", stderr=terminal)
    assert "asking treaty law ..." in terminal.getvalue()
    assert terminal.getvalue().endswith("\r")
    told("import_record", tmp_path / "record", stderr=file)
    assert file.getvalue() == ""


@pytest.mark.parametrize("command", ["export_record", "import_record"])
def test_no_statements_are_kept(tmp_path: Path, settings: Any, command: str) -> None:
    package = exported(tmp_path / "record")
    settings.DEBUG = True
    connection.queries_log.clear()
    told(command, package)
    assert len(connection.queries_log) == 0
    TreatyAction.objects.exists()
    assert len(connection.queries_log) == 1
