"""A known hole fails the check, unless it was accepted and its day is not past; what cannot be asked is said."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from supply_chain import audit
from supply_chain.pins import Accepted

TODAY = dt.date(2026, 11, 25)
YESTERDAY = dt.date(2026, 11, 24)
HOLE = ("PYSEC-1", {"PYSEC-1", "CVE-1"}, "somelib 1.0 has PYSEC-1; mended in 1.1.")


class OSV(BaseHTTPRequestHandler):
    """A service that knows of a hole in one package."""

    asked: list[str] = []

    def do_POST(self) -> None:
        package = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["package"]["name"]
        self.asked.append(package)
        hole = {"id": "PYSEC-2026-1", "aliases": ["CVE-2026-1"], "summary": "A hole.", "affected": []}
        body = json.dumps({"vulns": [hole]} if package == "certifi" else {}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@pytest.fixture
def osv(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The packages it was asked about, in place of the one in the world; PyPI is not asked."""
    with ThreadingHTTPServer(("127.0.0.1", 0), OSV) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("OSV_URL", f"http://127.0.0.1:{server.server_port}/v1/query")
        monkeypatch.setattr(audit, "SERVICES", {"osv": "OSV"})
        monkeypatch.setattr(audit, "SECONDS_FOR_ONE", audit.SECONDS_FOR_ALL)
        OSV.asked = []
        yield OSV.asked
        server.shutdown()


def test_pip_audit_is_asked_about_every_pin_and_a_hole_fails(
    osv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit.main() == 1
    said = capsys.readouterr().out
    assert "has PYSEC-2026-1; mended in no version yet. Take that version" in said
    assert "packages asked about at OSV, 1 at fault." in said
    assert {"django", "pytest", "certifi"} <= set(osv)


def test_where_nobody_knows_it_says_so_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OSV_URL", "http://127.0.0.1:9/v1/query")
    monkeypatch.setattr(audit, "SERVICES", {"osv": "OSV"})
    assert audit.main() == 0
    assert capsys.readouterr().out.count("\n") == 1


@pytest.mark.parametrize(
    ("accepted", "sentence"),
    [
        ([], "or accept it in"),
        ([Accepted("CVE-1", TODAY, "Not called.")], ""),
        (
            [Accepted("PYSEC-1", TODAY - dt.timedelta(1), "Not called.")],
            "accepted until 2026-11-24, because: Not called.",
        ),
        (
            [Accepted("PYSEC-1", TODAY, "."), Accepted("PYSEC-9", TODAY, ".")],
            "PYSEC-9 is accepted and is not found any",
        ),
    ],
)
def test_what_was_accepted_may_stay_until_its_day(accepted: list[Accepted], sentence: str) -> None:
    said = list(audit.refused([HOLE], {one.id: one for one in accepted}, TODAY))
    assert (len(said) == 1 and sentence in said[0]) if sentence else not said
