"""How everything is logged: as JSON, an object a line, or in development as lines to be read.

Whatever logs with the standard library (Django, gunicorn, the product) is given the same shape as the line of a
request, and names the request or the command that it was said in.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import sys
from contextlib import suppress
from contextvars import ContextVar
from typing import Any

import orjson
import structlog
from django.conf import settings
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, Processor

Said = dict[str, Any]

logger = logging.getLogger("request")

within: ContextVar[Said | None] = ContextVar("within", default=None)
"""What every line names that is logged from here, such as the request."""
everywhere: Said = {}
"""What every line of this process names, in whichever thread it is logged."""


def _named(logger: Any, method: str, event: EventDict) -> EventDict:
    event.update(everywhere | (within.get() or {}))
    return event


def _as_json(event: Said) -> bytes:
    try:
        return orjson.dumps(event, default=repr, option=orjson.OPT_UTC_Z)
    except TypeError:  # half a surrogate pair, which is no text in UTF-8
        return json.dumps(event, default=repr).encode()


def _rendered(logger: Any, method: str, event: EventDict) -> str:
    return _as_json(dict(event)).decode()


def logging_of(level: str, *, readable: bool) -> dict[str, Any]:
    """What Django's setting `LOGGING` is, and gunicorn's `logconfig_dict`.

    Requests have a line of their own (signatories.observation.middleware), so that Django's and runserver's about
    statuses below 500 are left out.
    """
    chain: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _named,
    ]
    last: list[Processor] = [structlog.processors.format_exc_info, _rendered]
    formatter = {
        "()": ProcessorFormatter,
        "foreign_pre_chain": chain,
        "processors": [ProcessorFormatter.remove_processors_meta, *([_to_be_read()] if readable else last)],
    }
    to_root: dict[str, Any] = {"handlers": [], "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": to_root | {"level": "INFO"},
            "django.request": to_root | {"level": "ERROR"},
            "django.server": to_root | {"level": "ERROR"},
            "gunicorn.error": to_root | {"level": "INFO"},
            "gunicorn.access": to_root | {"level": "WARNING"},
        },
    }


def log_request(line: Said) -> None:
    """Writes the line of a request, straight to the stream: by structlog's chain it would cost several times that."""
    if not logger.isEnabledFor(logging.INFO):
        return
    if settings.DEBUG:
        logger.info("%(method)s %(path)s %(status)s, %(given)s in %(ms)s ms", line)
        return
    line |= {"event": "request", "level": "info", "logger": "request", "timestamp": dt.datetime.now(dt.UTC)}
    text = _as_json(line | everywhere | (within.get() or {})) + b"\n"
    with suppress(OSError, ValueError):  # A log that cannot be written is no reason to answer nobody.
        sys.stderr.buffer.write(text)
        sys.stderr.buffer.flush()


def _to_be_read() -> Processor:
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)


def tell_of_command(name: str) -> None:
    """From here on every line names the command, and what ends it unforeseen is logged like everything else."""
    everywhere["command"] = name
    sys.excepthook = _log_the_end


def _log_the_end(kind: type[BaseException], error: BaseException, traceback: Any) -> None:
    if issubclass(kind, Exception) and logging.getLogger().handlers:
        logging.getLogger("command").critical("The command failed.", exc_info=(kind, error, traceback))
    else:
        sys.__excepthook__(kind, error, traceback)
