"""Whether the process is up, and whether it can answer."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from signatories.observation.readiness import readiness


@never_cache
@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    """200 while the process answers at all."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and is migrated, else 503; the body says which of what it needs is how."""
    found = readiness()
    body = {"status": found.status, "checks": found.needed | found.helpful}
    return JsonResponse(body, status=200 if found.is_ready else 503)
