"""`python -m convention_api.up`: whether the process on this machine answers, as a container's health check asks.

It says the host that the service is asked for, and looks at /healthz alone: what the database does is no reason to
restart a process.
"""

from __future__ import annotations

import os
import sys
from http.client import HTTPConnection, HTTPException


def is_up(port: int, host: str) -> bool:
    """Whether /healthz answers 200 within two seconds."""
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"Host": host, "X-Forwarded-Proto": "https"})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    hosts = os.environ.get("ALLOWED_HOSTS", "").split(",")
    port = int(os.environ.get("BIND", ":8000").rpartition(":")[2])
    sys.exit(not is_up(port, hosts[0].strip().lstrip(".") or "localhost"))
