"""Schemathesis: what the served document allows, and what it does not, asked of each operation."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import schemathesis
from hypothesis import given, seed
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.asking import Answer, Asked
from tests.fuzz.judging import faults, is_of_the_server
from tests.fuzz.report import Report
from tests.fuzz.walking import steady
from tests.fuzz.world import World

KEPT = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
EACH = 10


def walk(port: int, world: World, report: Report, start: int, many: int, told: Callable[[str], None]) -> None:
    """Asks so many requests, in rounds through all operations of the document."""
    document = schemathesis.openapi.from_url(f"http://127.0.0.1:{port}/api/schema/")
    operations = [result.ok() for result in document.get_all_operations()]
    goal, turn = report.asked + many, 0
    while report.asked < goal:
        for operation in operations:
            if report.asked < goal:
                examples = min(EACH, goal - report.asked)
                _ask(operation, world, report, zlib.crc32(f"{start} {turn} {operation.label}".encode()), examples)
        turn += 1
        told(f"{report.asked} requests, {len(report.faults)} sorts of faults")


def _ask(operation: Any, world: World, report: Report, start: int, examples: int) -> None:
    allowed, refused = map(operation.as_strategy, (GenerationMode.POSITIVE, GenerationMode.NEGATIVE))
    writer = {**world.actors["token publisher"], "If-Match": "*"} if operation.method == "post" else {}

    @seed(start)
    @steady(examples)
    @given(case=st.one_of(allowed, refused))
    def one(case: Case) -> None:
        asked, answer, broken = _called(case, writer)
        wrong = faults(asked, answer)
        if "slow" in wrong:
            wrong = report.slow_twice(wrong, _called(case, writer)[1])
        report.count(asked, answer, [*wrong, *broken])

    one()


def _called(case: Case, writer: dict[str, str]) -> tuple[Asked, Answer, list[str]]:
    """What was asked and answered, and where the document was broken."""
    case.headers.update(writer)
    try:
        response = case.call()
    except OSError as error:
        return (
            Asked(case.method.encode(), case.path.encode(), route=case.path[1:]),
            Answer(0, {}, repr(error).encode(), 0),
            [],
        )
    sent = response.request
    body = sent.body.encode() if isinstance(sent.body, str) else sent.body or b""
    given = tuple((str(name).encode(), str(value).encode()) for name, value in (sent.headers or {}).items())
    target = str(sent.url).partition("/")[2].partition("/")[2].partition("/")[2]
    asked = Asked(str(sent.method).encode(), f"/{target}".encode(), given, body, case.operation.path[1:])
    headers = {name.lower(): ", ".join(values) for name, values in response.headers.items()}
    answer = Answer(response.status_code, headers, response.content or b"", response.elapsed)
    if is_of_the_server(answer):
        return asked, answer, []
    try:
        case.validate_response(response, checks=KEPT)
    except (Failure, FailureGroup) as failure:
        return asked, answer, [f"the document is broken: {_told(failure)}"]
    return asked, answer, []


def _told(failure: Any) -> str:
    return "; ".join(sorted({one.title for one in getattr(failure, "exceptions", [failure])}))
