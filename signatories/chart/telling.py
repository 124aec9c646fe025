"""An entry of the log as a person would tell it: for feeds and messages, in one line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from signatories.models.changes import EntryKind
from signatories.models.directory import Directory

VERBS = {EntryKind.RECORDED: "Recorded", EntryKind.CORRECTED: "Corrected", EntryKind.RETRACTED: "Retracted"}
DAYS = ("done_on", "made_on", "occurred_on", "adopted_on", "in_force_on", "speaks_as_of", "published_on", "from")
NAMES = ("title_en", "name_en", "title", "kind", "question", "role", "way", "article")


def told(entry: Mapping[str, Any], directory: Directory, language: str = "en") -> str:
    """The entry, as `changes/` gives it, in one line.

    «Corrected: United Kingdom, signature, 2024-09-05 (cets-225)»; of a derived entry, its own sentence.
    """
    kind = EntryKind(entry["kind"])
    if kind is EntryKind.DERIVED:
        return str(entry["reason"])
    row: Mapping[str, Any] = entry["after"] or entry["before"] or {}
    names_itself = entry["what"] == "participants"
    who = None if names_itself else directory.participants.get(row.get("participant") or row.get("member") or "")
    what = next((str(row[name]) for name in NAMES if row.get(name)), entry["what"])
    parts = [who.name(language) if who else "", what.replace("_", " ") if "_" in what else what]
    parts.append(next((row[name] for name in DAYS if row.get(name)), ""))
    about = row.get("treaty") or row.get("organisation") or entry["what"]
    return f"{VERBS[kind]}: {', '.join(part for part in parts if part)} ({about})"
