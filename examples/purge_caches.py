"""Tells caches in front of the API what to forget: a receiver of its webhooks, with the standard library alone.

    WEBHOOK_SECRET=whsec_… PURGE_URL=http://varnish:6081/ python examples/purge_caches.py 8800

For each change that it is told of, it sends PURGE_URL one request with the header `Surrogate-Key`, and again once every
replica must hold the change: a cache that asked one in between may have kept the answer from before. Environment:
PURGE_METHOD (PURGE), PURGE_HEADERS (further headers, one a line), AGAIN_AFTER (seconds, 10).
"""

import base64
import hashlib
import hmac
import json
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.request import Request, urlopen

EVERYTHING = "record"


def is_genuine(secret: str, headers, body: bytes) -> bool:
    sent_at = headers["webhook-timestamp"] or "0"
    if not sent_at.isdigit() or abs(time.time() - int(sent_at)) > 300:
        return False
    signed = f"{headers['webhook-id']}.{sent_at}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    return any(hmac.compare_digest(expected, given) for given in (headers["webhook-signature"] or "").split())


def keys_of(entries: list[dict]) -> list[str]:
    """The surrogate keys of all answers that these entries may have altered.

    A fact of one treaty alters the answers about it, and those that are about all. Names, sources and memberships may
    stand in any answer.
    """
    keys = set()
    for entry in entries:
        if entry["kind"] == "derived":
            continue  # It follows from a fact, whose entry came with it.
        treaties = {(row or {}).get("treaty") for row in (entry["before"], entry["after"]) if row}
        if entry["what"] == "memberships" or None in treaties or not treaties:
            return [EVERYTHING]
        keys |= {f"treaty-{treaty.lower()}" for treaty in treaties}
    return [*sorted(keys), "all"] if keys else []


def purge(keys: list[str]) -> None:
    """Tells the cache; raises where it does not take it."""
    given = os.environ.get("PURGE_HEADERS", "").splitlines()
    headers = dict(line.split(": ", 1) for line in given) | {"Surrogate-Key": " ".join(keys)}
    method = os.environ.get("PURGE_METHOD", "PURGE")
    urlopen(Request(os.environ["PURGE_URL"], method=method, headers=headers), timeout=5).close()


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"] or 0))
        self.send_response(self.status_for(body))
        self.send_header("content-length", "0")
        self.end_headers()

    def status_for(self, body: bytes) -> int:
        """204 once the cache has been told; anything else, and the message comes again."""
        if not is_genuine(os.environ["WEBHOOK_SECRET"], self.headers, body):
            return 401
        keys = keys_of(json.loads(body)["entries"])
        if not keys:
            return 204
        try:
            purge(keys)
        except OSError as error:
            print(f"The cache did not forget {' '.join(keys)}: {error}", file=sys.stderr)
            return 502
        again = threading.Timer(float(os.environ.get("AGAIN_AFTER", "10")), purge, [keys])
        again.daemon = True
        again.start()
        return 204


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
