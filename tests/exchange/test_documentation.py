"""`docs/data-package.md` tells of every table, column and word, and shows what is printed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from signatories.exchange.tables import TABLES
from tests.exchange import columns_told
from tests.exchange.packing import exported

PAGE = columns_told.PAGE.read_text()


def test_every_table_column_and_word_is_told() -> None:
    assert columns_told.told(PAGE) == PAGE, "make schema writes it anew."


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
