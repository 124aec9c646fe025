"""The public pages that browser tests and screenshots visit: one of each sort, by a name for its picture."""

from __future__ import annotations

PAGES = {
    "home": "/",
    "treaty": "/treaties/cets-225/",
    "treaty-in-force": "/treaties/cets-185/?as_of=2026-09-24",
    "treaty-coming": "/treaties/cets-185/?as_of=2004-05-01",
    "what-if": "/treaties/cets-225/what-if/?who=GBR&who=NOR&who=CHE&who=FRA&on=2026-12-15",
    "what-if-refused": "/treaties/cets-225/what-if/?assume=FRA:ratification:2026-12-15",
    "states": "/participants/",
    "state": "/participants/GBR/",
    "organisations": "/organisations/",
    "organisation": "/organisations/COE/",
    "sources": "/sources/",
    "source": "/sources/enoch-2024/",
    "changes": "/changes/",
    "compare": "/compare/",
    "embed": "/embed/cets-225/",
    "not-readable": "/treaties/cets-225/?as_of=2026-13-01",
    "nothing-here": "/treaties/cets-999/",
}
LANGUAGES = ("en", "fr")
WIDTHS = {"wide": 1280, "phone": 390}


def address(path: str, language: str) -> str:
    """The page in the language."""
    return f"{path}{'&' if '?' in path else '?'}lang={language}"
