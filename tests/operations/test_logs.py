"""Lines of the log: what cannot be said in UTF-8 or cannot be written harms nobody; commands log in the same shape."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.db import OperationalError
from django.test import Client

from convention_api import failing
from signatories.observation.logs import log_request, logging_of, within
from tests.serving import ROOT, environment


@pytest.fixture
def requests_are_logged() -> Iterator[None]:
    """As LOG_LEVEL=INFO would have it."""
    logging.getLogger("request").setLevel(logging.INFO)
    yield
    logging.getLogger("request").setLevel(logging.NOTSET)


@pytest.mark.parametrize("path", ["/Türkiye/", "/half\ud800/", '/"quoted"\n{"level": "forged"}/', "/\x00/"])
def test_whatever_was_asked_is_one_line(
    path: str, requests_are_logged: None, capsys: pytest.CaptureFixture[str]
) -> None:
    token = within.set({"request_id": "the-one"})
    log_request({"path": path})
    within.reset(token)
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["path"] == path
    assert json.loads(line)["request_id"] == "the-one"


def test_a_log_that_cannot_be_written_harms_nobody(requests_are_logged: None, monkeypatch: pytest.MonkeyPatch) -> None:
    full = io.TextIOWrapper(io.BytesIO())
    full.close()
    monkeypatch.setattr(sys, "stderr", full)
    log_request({"path": "/"})


def test_a_line_of_any_library_has_the_same_shape(capsys: pytest.CaptureFixture[str]) -> None:
    told = logging_of("INFO", readable=False)["formatters"]["line"]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(told.pop("()")(**told))
    token = within.set({"request_id": "the-one"})
    try:
        int("no number")
    except ValueError as error:
        failed = logging.LogRecord("a.library", logging.ERROR, __file__, 1, "It %s.", ("failed",), sys.exc_info())
        assert error
    handler.emit(failed)
    within.reset(token)
    (line,) = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert (line["event"], line["level"], line["logger"]) == ("It failed.", "error", "a.library")
    assert line["request_id"] == "the-one"
    assert "ValueError" in line["exception"]


def test_a_database_that_fails_is_told_in_a_line_and_whole_once_a_minute(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*_: object) -> None:
        raise OperationalError("connection failed: refused\nIs the server running?") from ConnectionError()

    client.raise_request_exception = False
    monkeypatch.setattr("signatories.keeping.middleware.database_to_read", away)
    told: dict[type, float] = {}
    monkeypatch.setattr(failing, "_told_whole", told)
    assert [client.get("/api/v1/treaties/").status_code for _ in range(3)] == [503] * 3
    told[ConnectionError] -= failing.TOLD_WHOLE_EVERY
    assert client.get("/").status_code == 503
    lines = [(line.name, line.getMessage(), bool(line.exc_info)) for line in caplog.records]
    said = "The database failed, ConnectionError: connection failed: refused"
    assert lines == [("convention_api.failing", said, whole) for whole in (True, False, False, True)]


def test_a_command_that_fails_says_so_in_a_line_that_names_it() -> None:
    settings = environment("sqlite:////nowhere/at/all.sqlite3")
    command = [sys.executable, "manage.py", "verify_log"]
    ended = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    (line,) = [json.loads(line) for line in ended.stderr.splitlines() if line.startswith("{")]
    assert (line["command"], line["level"], line["event"]) == ("verify_log", "critical", "The command failed.")
    assert "OperationalError" in line["exception"]
