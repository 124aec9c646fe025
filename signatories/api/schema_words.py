"""Vocabularies in the OpenAPI document, each said once under its name: a generated client has one type of it."""

from __future__ import annotations

from typing import Any

from signatories.api.parameters import CERTAINTIES, LANGUAGES
from signatories.chart.verdicts import Verdict
from signatories.models.changes import EntryKind
from signatories.models.claims import Question
from signatories.models.facts import Confidence
from signatories.models.measures import MeasureKind, MeasureRelation, MeasureStage
from signatories.models.memberships import MembershipRole
from signatories.models.milestones import MilestoneKind
from signatories.models.participants import ParticipantType
from signatories.models.sources import SourceKind
from signatories.treaty_law.acts import ActKind, DeclarationKind, ExitReason, Position, Rounding, Scope, Status

VOCABULARIES: dict[str, Any] = {
    vocabulary.__name__: vocabulary
    for vocabulary in (
        *(ActKind, Confidence, DeclarationKind, EntryKind, ExitReason, MeasureKind, MeasureRelation, MeasureStage),
        *(MembershipRole, MilestoneKind, ParticipantType, Position, Question, Rounding, Scope, SourceKind, Status),
        Verdict,
    )
} | {"Certainty": CERTAINTIES, "Language": LANGUAGES, "Form": ["json", "csv"], "OnlyJSON": ["json"]}
NOTE_TO_ITSELF = "x-spec-enum-id"
"""What drf-spectacular's own naming of enumerations would take out again."""
NAMES = {frozenset(map(str, words)): name for name, words in VOCABULARIES.items()}


def vocabularies_named(result: dict[str, Any], **context: Any) -> dict[str, Any]:
    """The document with each vocabulary as a component, and everything that takes its words pointing there."""
    used: set[str] = set()
    document = _pointing(result, used)
    schemas = document["components"]["schemas"]
    for name in sorted(used):
        assert name not in schemas, f"{name} is the name of a vocabulary and of a shape."
        schemas[name] = _component(VOCABULARIES[name])
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    return document


def _pointing(node: Any, used: set[str]) -> Any:
    """The node, where lists of a vocabulary's words point to it."""
    if isinstance(node, list):
        return [_pointing(inner, used) for inner in node]
    if not isinstance(node, dict):
        return node
    words: Any = node.get("enum")
    name = NAMES.get(frozenset(words) - {None}) if isinstance(words, list) else None
    if name is None:
        return {key: _pointing(inner, used) for key, inner in node.items() if key != NOTE_TO_ITSELF}
    used.add(name)
    there: dict[str, Any] = {"$ref": f"#/components/schemas/{name}"}
    said = {key: inner for key, inner in node.items() if key not in ("type", "enum", NOTE_TO_ITSELF)}
    return ({"oneOf": [there, {"type": "null"}]} if None in words else there) | said


def _component(vocabulary: Any) -> dict[str, Any]:
    meanings = [f"`{word}`: {word.means}" for word in vocabulary if getattr(word, "means", "")]
    said = {"description": "\n".join(meanings)} if meanings else {}
    return {"type": "string", "enum": [str(word) for word in vocabulary]} | said
