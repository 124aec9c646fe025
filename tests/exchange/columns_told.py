"""Every table and column as `docs/data-package.md` tells them, in the models' own words; `make schema` writes it."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.db.models import NOT_PROVIDED, BooleanField

from signatories.exchange.cells import WordList
from signatories.exchange.descriptor import table_schema
from signatories.exchange.named_cells import NamedList
from signatories.exchange.tables import OF_A_FACT, TABLES, Column, Table
from signatories.models import FACTS, HeldRow

PAGE = settings.BASE_DIR / "docs" / "data-package.md"
BEGIN = "Columns in **bold** are needed in a new row.\n"
HEAD = ["", "| column | holds |", "|---|---|"]
OF_A_KEY = "Name of the row for life; left empty, one is given."
OF_A_FACTS_CELL = {
    "source": "Several: separated by semicolons.",
    "locator": "As many as there are sources, in their order.",
    "known_from": "See above.",
}


def told(page: str) -> str:
    """The page with its tables and columns as they are."""
    return page.partition(BEGIN)[0] + BEGIN + "\n".join(_lines()) + "\n"


def write() -> None:
    """Writes it anew."""
    PAGE.write_text(told(PAGE.read_text()))


def _lines() -> Iterator[str]:
    for table in TABLES:
        is_fact = table.model in FACTS
        about = " ".join((table.model.__doc__ or "").split("\n\n")[0].split())
        yield from ("", f"### {table.file}", "", f"{about} A fact." if is_fact else about, *HEAD)
        for column in table.columns:
            if not (is_fact and column.name in OF_A_FACT):
                yield _line(table, column)
    facts = [Table(model) for model in FACTS]
    *most, last = (table.name for table in facts)
    yield from (
        "",
        "### Every fact",
        "",
        f"{', '.join(most).capitalize()} and {last} have these columns besides:",
        *HEAD,
    )
    for name in OF_A_FACT:
        yield _line(facts[0], facts[0].columns[facts[0].places[name]], OF_A_FACTS_CELL.get(name))


def _line(table: Table, column: Column, more: str | None = None) -> str:
    schema = table_schema(table)["fields"][table.places[column.name]]
    is_needed = schema.get("constraints", {}).get("required") and not column.field.blank
    name = f"**`{column.name}`**" if is_needed else f"`{column.name}`"
    return " ".join([f"| {name} |", *_words(table, column), *([more] if more else []), "|"])


def _words(table: Table, column: Column) -> Iterator[str]:
    """What the column is, what it accepts, and what it holds where nothing is said."""
    field = column.field
    is_of_a_row = column.name == table.identity and issubclass(table.model, HeldRow)
    about = OF_A_KEY if is_of_a_row else str(field.help_text)
    yield about
    words = [f"`{word}`" for word, _ in field.choices or ()]
    if not all(word in about for word in words):
        yield f"One of {', '.join(words)}."
    if isinstance(field, BooleanField):
        yield "`true` or `false`."
    if isinstance(column.cell, WordList | NamedList):
        yield "A list."
    if field.default not in (NOT_PROVIDED, "") and not callable(field.default):
        yield f"Default: `{str(field.default).lower()}`."
