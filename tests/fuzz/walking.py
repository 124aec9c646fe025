"""Rounds through all addresses, and what was written held against what was promised."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings

from tests.addresses import Address, every_address
from tests.asking import Answer, Asked
from tests.fuzz.client import requests
from tests.fuzz.report import Report
from tests.fuzz.world import ROOT, World


def steady(examples: int) -> Any:
    """So many examples, the same for the same seed; nothing is remembered, nothing sought in vain."""
    return settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
    )


def share(address: Address) -> int:
    """How many requests a round has for an address: the API's are asked more, the admin's are many and alike."""
    return {"api": 6, "admin": 1}.get(address.route.split("/")[0], 3)


def walk(world: World, report: Report, start: int, many: int, told: Callable[[str], None], each: int = 5) -> None:
    """Asks so many requests, in rounds through all addresses, each in another order."""
    goal, addresses, turn = report.asked + many, every_address(), 0
    while report.asked < goal:
        Random(f"{start} {turn}").shuffle(addresses)
        for address in addresses:
            if report.asked < goal:
                examples = min(each * share(address), goal - report.asked)
                _ask(world, report, address, zlib.crc32(f"{start} {turn} {address}".encode()), examples)
        turn += 1
        told(f"{report.asked} requests, {len(world.acknowledged)} rows written, {len(report.faults)} sorts of faults")


def _ask(world: World, report: Report, address: Address, start: int, examples: int) -> None:
    @seed(start)
    @steady(examples)
    @given(asked=requests(world, address))
    def one(asked: Asked) -> None:
        note(world, address.noun, report.judged(asked), asked)

    one()


def note(world: World, noun: str, answer: Answer, asked: Asked) -> None:
    """Keeps the rows that an answer says are recorded or corrected; without a memory, one retracted is forgotten."""
    if asked.method != b"POST" or answer.status not in (200, 201) or not asked.route.startswith("api/"):
        return
    said = json.loads(answer.body)
    if not asked.route.endswith("retract/"):
        world.acknowledged += [(noun, row) for row in (said if isinstance(said, list) else [said])]
    elif "known_from" not in said:
        world.acknowledged = [(of, row) for of, row in world.acknowledged if (of, row["key"]) != (noun, said["key"])]


def lost(world: World) -> Iterator[str]:
    """Each row that was said to be written and is not found as it was said; sources have no memory, only a key."""
    for noun, row in world.acknowledged:
        moment = row.get("known_from")
        found = world.get(f"{ROOT}{noun}/{row['key']}/" + (f"?known_on={moment}" if moment else ""))
        if found.status != 200 or (moment and _own(json.loads(found.body)) != _own(row)):
            yield f"{noun} {row['key']} of {moment}: {found.status} {found.body.decode()}, and was said {row!r}"


def _own(row: dict[str, Any]) -> dict[str, Any]:
    """What the row says itself: the titles and names of what it names have no memory, and may be others by now."""
    named = [(source["key"], source["locator"]) for source in row.get("sources", [])]
    return {name: value for name, value in row.items() if not name.endswith(("_title", "_name"))} | {"sources": named}
