"""Who is asking: staff by an API token or by their session. Asked of writes only; a read looks at no credentials."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import QueryDict
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from knox.auth import TokenAuthentication as KnoxTokens
from knox.crypto import hash_token
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from signatories.tokens.models import APIToken

MALFORMED = "This token cannot be read: send the header «Authorization: Token …» with the token as it was given."
UNKNOWN = "This token is not known here, or it was revoked: ask an administrator for another."
EXPIRED = "This token expired on {}: ask an administrator for another."
NOT_STAFF = "The user of this token may no longer log in: ask an administrator."
NO_CSRF = (
    "The request came with a session and without its CSRF token: send the value of the cookie csrftoken in the header"
    " X-CSRFToken, or use an API token."
)
NOT_LET_IN = "Your session still owes its second factor: give it at /admin/, or use an API token."


class TokenAuthentication(KnoxTokens):
    """An API token in the header «Authorization: Token …». `request.auth` is the token, `request.user` its user.

    A token that is no use is a 401 with a sentence, whatever bytes were sent. Nothing is written.
    """

    def authenticate(self, request: Request) -> Any:
        try:
            return super().authenticate(request)
        except UnicodeEncodeError:
            raise AuthenticationFailed(MALFORMED) from None

    def authenticate_credentials(self, token: bytes) -> tuple[Any, APIToken]:
        """The user and the token. It is looked up by its digest, which nobody can choose."""
        if not (token.isascii() and token.decode("ascii").isprintable()):
            raise AuthenticationFailed(MALFORMED)
        held = APIToken.objects.select_related("user").filter(digest=hash_token(token.decode("ascii"))).first()
        if held is None:
            raise AuthenticationFailed(UNKNOWN)
        if held.is_expired:
            raise AuthenticationFailed(EXPIRED.format(held.expiry.date()))
        if not (held.user.is_active and held.user.is_staff):
            raise AuthenticationFailed(NOT_STAFF)
        return held.user, held


class StaffSession(SessionAuthentication):
    """The session of somebody who is logged in to the admin, with its CSRF token."""

    def authenticate(self, request: Request) -> Any:
        """The user, if the admin lets this session in: it may ask for more than a password."""
        found = super().authenticate(request)
        if found and found[0].is_staff and not admin.site.has_permission(request._request):
            raise PermissionDenied(NOT_LET_IN)
        return found

    def enforce_csrf(self, request: Request) -> None:
        """Refuses a request that another site may have made the browser send.

        The token is looked for in the header alone: a body is not read before anybody knows whether it is too much.
        """
        asked = request._request
        asked.POST = QueryDict()  # type: ignore[misc]
        try:
            super().enforce_csrf(asked)  # type: ignore[arg-type]
        except PermissionDenied:
            raise PermissionDenied(NO_CSRF) from None


# The first of them says in `WWW-Authenticate` how to come back.
WRITERS: tuple[type[BaseAuthentication], ...] = (TokenAuthentication, StaffSession)


class TokenScheme(OpenApiAuthenticationExtension):
    """An API token, as the OpenAPI document describes it."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """The header, since OpenAPI knows no scheme of this name."""
        said = "An API token, after the word Token: `Token …`. An administrator hands it out."
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": said}


class SessionScheme(OpenApiAuthenticationExtension):
    """A session of the admin, as the OpenAPI document describes it."""

    target_class = StaffSession
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """The cookie."""
        said = "The session of somebody logged in to the admin; with it, the header `X-CSRFToken`."
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME, "description": said}
