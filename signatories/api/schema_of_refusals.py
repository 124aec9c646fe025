"""What the OpenAPI document says of refusals that any address may give, whatever it is asked or sent."""

from __future__ import annotations

from typing import Any

from signatories.api.problems import PROBLEM_TYPE

REFUSALS = {
    "429": ("TooManyRequests", "More was asked than the rate allows: ask again after `Retry-After`."),
    "503": ("Unavailable", "The record cannot be read at the moment, or this would take longer than an answer may."),
}
OF_WRITES = {"507": ("NoRoom", "There is no room left to record anything, so nothing was changed.")}
RETRY_AFTER = {"description": "Seconds after which to ask again.", "schema": {"type": "integer"}}
PROBLEM = {"schema": {"$ref": "#/components/schemas/Problem"}}


def may_refuse(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """The document, in which every operation names them (a postprocessing hook of drf-spectacular)."""
    result["components"]["responses"] = {
        name: {"description": why, "headers": {"Retry-After": RETRY_AFTER}, "content": {PROBLEM_TYPE: PROBLEM}}
        for name, why in (REFUSALS | OF_WRITES).values()
    }
    for path in result["paths"].values():
        for method, operation in path.items():
            may_be = REFUSALS | OF_WRITES if method == "post" else REFUSALS
            for status, (name, why) in may_be.items():
                operation["responses"][status] = {"$ref": f"#/components/responses/{name}", "description": why}
    return result
