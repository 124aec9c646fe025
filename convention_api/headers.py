"""The security headers of every answer, from one place: what a browser may do with it, and who may show it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from csp.constants import HEADER, NONE
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django_permissions_policy import PermissionsPolicyMiddleware

DATA_ALONE = build_policy(config={"default-src": [NONE], "frame-ancestors": [NONE]})
"""The strictest policy there is, for what is no page."""


class SafeHeaders:
    """Middleware: every answer leaves with the security headers, also one that the outermost middleware made itself.

    It stands outermost, and once more where what it adds is kept with the answer; an answer that has them already costs
    one look. Their values are said in the settings; of Django's own middleware and the libraries' it takes the words.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.security: Any = SecurityMiddleware(get_response)  # type: ignore[arg-type]
        self.framing: Any = XFrameOptionsMiddleware(get_response)  # type: ignore[arg-type]
        self.policy: Any = CSPMiddleware(get_response)  # type: ignore[arg-type]
        self.permissions = PermissionsPolicyMiddleware.compute_header_value(
            settings.PERMISSIONS_POLICY, "PERMISSIONS_POLICY"
        )

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if HEADER in response:
            return response
        for middleware in (self.security, self.framing):
            response = middleware.process_response(request, response)
        if response.get("Content-Type", "").startswith("text/html"):
            response = self.policy.process_response(request, response)
        else:
            response[HEADER] = DATA_ALONE
        response.headers.setdefault("Permissions-Policy", self.permissions)
        # The record may be read and shown by pages of any origin; what staff see may not.
        is_ours = request.path.startswith("/admin")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin" if is_ours else "cross-origin")
        return response


class OutermostHeaders(SafeHeaders):
    """The same, outermost: HEAD leaves with the headers of GET's answer and no body, which servers complain of."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response: Any = super().__call__(request)
        if request.method == "HEAD" and not response.streaming and response.content:
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response
