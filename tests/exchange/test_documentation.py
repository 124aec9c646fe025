"""`docs/data-package.md` tells of every table, column and word, and shows what is printed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from signatories.exchange.cells import Word
from signatories.exchange.tables import OF_A_FACT, TABLES, Table
from signatories.models import Fact
from tests.exchange.packing import exported

PAGE = (settings.BASE_DIR / "docs" / "data-package.md").read_text()


def shown(heading: str) -> str:
    """What stands under a heading."""
    return re.split(r"^##", PAGE.split(f"## {heading}\n")[1], maxsplit=1, flags=re.MULTILINE)[0]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_is_told(table: Table) -> None:
    is_fact = issubclass(table.model, Fact)
    told = re.findall(r"^\| \**`(\w+)`\** \|", shown(table.file), re.MULTILINE)
    common = re.findall(r"^\| \**`(\w+)`\** \|", shown("Every fact"), re.MULTILINE)
    assert tuple(common) == OF_A_FACT
    assert [*told, *(common if is_fact else [])] == [column.name for column in table.columns]
    accepted = {word for column in table.columns if isinstance(column.cell, Word) for word, _ in column.field.choices}
    assert [word for word in accepted if f"`{word}`" not in shown(table.file) + shown("Every fact")] == []


@pytest.mark.django_db
def test_the_package_shown_is_one(tmp_path: Path) -> None:
    for file, text in re.findall(r"^`(\w+\.csv)`\n\n```csv\n(.*?)```", PAGE, re.MULTILINE | re.DOTALL):
        (tmp_path / "norway").mkdir(exist_ok=True)
        (tmp_path / "norway" / file).write_text(text)
    out = StringIO()
    call_command("import_record", tmp_path / "norway", dry_run=True, stdout=out)
    assert out.getvalue() in PAGE


@pytest.mark.django_db
def test_the_checksums_are_checked_as_shown(tmp_path: Path) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    package = exported(tmp_path / "record")

    def printed() -> list[str]:
        run = subprocess.run([sys.executable, "-c", program, str(package)], capture_output=True, text=True, check=True)
        return run.stdout.splitlines()

    assert printed() == [f"{table.file} holds" for table in TABLES]
    shutil.copy(package / "checks.csv", package / "claims.csv")
    assert printed()[-1] == "claims.csv DOES NOT HOLD"
