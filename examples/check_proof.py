"""Checks, with the standard library alone, that an entry is in the log and that the log only grew (RFC 9162, 2.1).

    python examples/check_proof.py http://127.0.0.1:8000/api/v1/ 1.1 [SIZE ROOT]

SIZE and ROOT are what `log/` gave once, kept since: with them, a rewritten history shows.
"""

import hashlib
import json
import sys
from urllib.request import urlopen


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def roots(first: int, last: int, proof: list[bytes], start: bytes) -> tuple[bytes, bytes]:
    """The roots of the smaller and of the larger log that a proof leads to (2.1.3.2, 2.1.4.2)."""
    smaller = larger = start
    for step in proof:
        if last == 0:
            return b"", b""
        if first & 1 or first == last:
            smaller, larger = node(step, smaller), node(step, larger)
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            larger = node(larger, step)
        first, last = first >> 1, last >> 1
    return (smaller, larger) if last == 0 else (b"", b"")


def is_included(answer: dict) -> bool:
    leaf = hashlib.sha256(b"\x00" + answer["leaf"].encode()).digest()
    proof = [bytes.fromhex(step) for step in answer["hashes"]]
    return roots(answer["index"], answer["size"] - 1, proof, leaf)[1].hex() == answer["root"]


def only_grew(answer: dict, size: int, root: str) -> bool:
    if answer["from"] != size or answer["from_root"] != root:
        return False
    if size == answer["to"]:
        return answer["to_root"] == root
    proof = [bytes.fromhex(step) for step in answer["hashes"]]
    start = bytes.fromhex(root) if size & (size - 1) == 0 else proof.pop(0)
    first, last = size - 1, answer["to"] - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    return [one.hex() for one in roots(first, last, proof, start)] == [root, answer["to_root"]]


if __name__ == "__main__":
    api, entry, *kept = sys.argv[1:]
    ask = lambda path: json.load(urlopen(api + path))  # noqa: E731
    proof = ask(f"log/proof/?entry={entry}")
    (change,) = ask(f"changes/?key={entry}")["results"]
    holds = is_included(proof) and json.loads(proof["leaf"]) == change
    if kept:
        holds = holds and only_grew(ask(f"log/consistency/?from={kept[0]}&to={proof['size']}"), int(kept[0]), kept[1])
    print(f"{entry} of {proof['size']} entries, root {proof['root']}: {'holds' if holds else 'DOES NOT HOLD'}")
    sys.exit(not holds)
