"""`log/`: a root to keep, and proofs that a client checks with the standard library alone."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from signatories.models import Entry, TreatyAction
from signatories.record.changing import change
from signatories.record.merkle import EMPTY_ROOT

pytestmark = pytest.mark.django_db
Get = Callable[..., Any]

EXAMPLE = Path(__file__).parents[2] / "examples" / "check_proof.py"


@pytest.fixture(scope="module")
def example() -> Any:
    """The example client."""
    spec = importlib.util.spec_from_file_location("check_proof", EXAMPLE)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def correct(day: str) -> None:
    with change() as changing:
        held = TreatyAction.objects.held().get(key="cets-225.URY.signature.1")
        changing.correct(held, {"done_on": day}, reason="Read again.")


def test_the_head_tells_size_root_and_time(get: Get) -> None:
    before = get("log/")
    assert before["size"] == Entry.objects.filter(change__at__isnull=False).count()
    correct("2025-09-03")
    after = get("log/")
    assert after["size"] == before["size"] + 1
    assert after["root"] != before["root"]
    assert after["at"] == get("changes/", ordering="-at", limit=1)["results"][0]["at"]
    assert get("log/", known_on=before["at"]) == before


def test_an_empty_log(get: Get, empty_record: None) -> None:
    assert get("log/") == {"size": 0, "root": EMPTY_ROOT.hex(), "at": None}


def test_the_example_client_finds_every_entry_in_the_log(get: Get, example: Any) -> None:
    head = get("log/")
    keys = list(Entry.objects.filter(change__at__isnull=False).order_by("index").values_list("key", flat=True))
    for key in keys[:: len(keys) // 20]:
        proof = get("log/proof/", entry=key)
        assert (proof["entry"], proof["root"], proof["size"]) == (key, head["root"], head["size"])
        assert example.is_included(proof)
        assert not example.is_included({**proof, "leaf": proof["leaf"] + " "})
        assert not example.is_included({**proof, "index": proof["index"] + 1})


def test_an_entry_is_proven_in_an_earlier_log(get: Get, example: Any) -> None:
    before = get("log/")
    correct("2025-09-03")
    proof = get("log/proof/", entry="1.1", size=before["size"])
    assert proof["root"] == before["root"]
    assert example.is_included(proof)


@pytest.mark.parametrize("size", [1, 2, 3, 64, 100, 255])
def test_the_example_client_sees_that_the_log_only_grew(get: Get, example: Any, size: int) -> None:
    kept = get("log/proof/", entry="1.1", size=size)["root"]
    correct("2025-09-03")
    answer = get("log/consistency/", **{"from": size})
    assert (answer["to"], answer["to_root"]) == (get("log/")["size"], get("log/")["root"])
    assert example.only_grew(answer, size, kept)
    assert not example.only_grew(answer, size, "00" * 32)


def test_the_same_log_is_consistent_with_itself(get: Get, example: Any) -> None:
    head = get("log/")
    answer = get("log/consistency/", **{"from": head["size"], "to": head["size"]})
    assert answer["hashes"] == []
    assert example.only_grew(answer, head["size"], head["root"])


@pytest.mark.parametrize(
    ("address", "parameters", "named"),
    [
        ("log/proof/", {}, "entry"),
        ("log/proof/", {"entry": "0.1"}, "entry"),
        ("log/proof/", {"entry": "1.9\x00"}, "entry"),
        ("log/proof/", {"entry": "1.1", "size": "0"}, "size"),
        ("log/proof/", {"entry": "1.9", "size": "3"}, "size"),
        ("log/proof/", {"entry": "1.1", "size": "999999"}, "size"),
        ("log/consistency/", {}, "from"),
        ("log/consistency/", {"from": "2", "to": "1"}, "from"),
        ("log/consistency/", {"from": "1", "to": "999999"}, "to"),
        ("log/", {"size": "1"}, "size"),
    ],
)
def test_what_the_log_cannot_prove_is_refused(get: Get, address: str, parameters: dict[str, str], named: str) -> None:
    assert get(address, status=400, **parameters)["errors"][0]["parameter"] == named
