"""Cells that name other rows: by their keys, or by another code or a name that means one of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Field
from django.utils.translation import gettext as _

from signatories.exchange.cells import SEPARATOR, Cell, Unreadable
from signatories.exchange.names import Names
from signatories.models.constraints import words


class Named(Cell):
    """The key of a participant, a treaty or a source; or a code that means one."""

    repeats = True

    def __init__(self, field: Field[Any, Any], table: str) -> None:
        super().__init__(field)
        self.table = table

    def parse(self, text: str, names: Names) -> str:
        meant = names.meant(self.table, text.strip())
        if len(meant) > 1:
            many = {"given": repr(text.strip()), "words": words(meant)}
            raise Unreadable(_("%(given)s may mean %(words)s.") % many, _("Give the code of the one that is meant."))
        if not meant:
            known = names.nearest(self.table, text.strip())
            given = {"given": repr(text.strip()), "table": self.table, "words": words(known) if known else ""}
            nearest = _("Give one that is there, such as %(words)s, or add it to them.")
            remedy = nearest if known else _("Give one that is there, or add it to them.")
            raise Unreadable(_("There is no %(given)s among the %(table)s.") % given, remedy % given)
        return meant[0]


class _Several(Named):
    """Several such keys."""

    is_list = True

    def text(self, value: list[str]) -> str:  # type: ignore[override]
        return SEPARATOR.join(value)

    def texts(self, values: Iterable[list[str]]) -> list[str]:
        return list(map(SEPARATOR.join, values))


class NamedList(_Several):
    """Several such keys, in any order."""

    def empty(self) -> list[str]:
        return []

    def parse(self, text: str, names: Names) -> Any:
        keys = (super(NamedList, self).parse(part, names) for part in text.split(SEPARATOR) if part.strip())
        return sorted(set(keys))


class Sources(_Several):
    """The keys of the sources, in the order of their places."""

    def parse(self, text: str, names: Names) -> Any:
        return [super(Sources, self).parse(part, names) for part in text.split(SEPARATOR)]
