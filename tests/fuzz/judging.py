"""What may never come back, whatever was asked."""

from __future__ import annotations

import json
import re

from tests.asking import Answer, Asked
from tests.fuzz.hostile import HEADER, HOST, PRODUCT, SUM, TAG

SECONDS = 2.0
UNREAD = 64 * 1024
"""Bytes from which on the server may close a connection on what it does not read, without a proxy in front of it."""
PROBLEM = "application/problem+json"
# Words of the inside, of which none is in what is asked.
INSIDE = re.compile(
    rb'Traceback \(most|File "/|psycopg|sqlite3|django\.(db|core|http)|signatories_[a-z]|LINE 1:|site-packages|root:x:0'
)


def faults(asked: Asked, answer: Answer) -> list[str]:
    """What is wrong with the answer, each thing in a few words; nothing where it is as it must be."""
    if not answer.status and len(asked.body) > UNREAD:
        return []
    if not answer.status:
        return [f"no answer: {answer.body.decode()}"]
    found = []
    if answer.status >= 500:
        found.append(f"status {answer.status}")
    if answer.seconds > SECONDS:
        found.append("slow")
    if HEADER in answer.headers:
        found.append("a header was injected")
    if any(word in answer.body for word in (SUM, PRODUCT)):
        found.append("a template was evaluated")
    if TAG in answer.body and "html" in answer.headers.get("content-type", ""):
        found.append("markup came back as markup")
    if HOST in answer.body or any(HOST.decode() in value for value in answer.headers.values()):
        found.append("another host's name was believed")
    if inside := INSIDE.search(answer.body) if answer.status >= 400 else None:
        found.append(f"the inside was told: {inside[0].decode()}")
    if answer.status >= 400 and asked.target.startswith(b"/api/") and not is_of_the_server(answer):
        found += _of_a_problem(asked, answer)
    return found


def is_of_the_server(answer: Answer) -> bool:
    """Whether the server itself refused what is no HTTP, or no line it takes, before the product was asked."""
    is_page = answer.headers.get("content-type") == "text/html"
    return is_page and 400 <= answer.status < 500 and "x-content-type-options" not in answer.headers


def _of_a_problem(asked: Asked, answer: Answer) -> list[str]:
    if answer.headers.get("content-type") != PROBLEM:
        return [f"an error that is no problem document: {answer.headers.get('content-type')}"]
    if asked.method == b"HEAD":
        return []
    try:
        told = json.loads(answer.body)
    except ValueError:
        return ["a problem document that is no JSON"]
    is_whole = told.get("status") == answer.status and all(
        isinstance(told.get(n), str) and told[n] for n in ("type", "title", "detail")
    )
    return [] if is_whole else ["a problem document that is not whole"]
