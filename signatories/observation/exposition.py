"""`/metrics`: all metrics as Prometheus reads them, for whoever may."""

from __future__ import annotations

import ipaddress
import os

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from signatories.observation.processes import Processes
from signatories.observation.requests import REQUESTS
from signatories.observation.state import State

FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REAL_IP", "HTTP_VIA")
REFUSED = {
    True: "The metrics are for those who have their token: send the header «Authorization: Bearer …».\n",
    False: "The metrics are for this machine alone: set METRICS_TOKEN to read them from elsewhere, or by a proxy.\n",
}


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Every metric of the product, in Prometheus' text format; 403 for whoever may not read them."""
    if not may_read(request):
        return HttpResponse(REFUSED[bool(settings.METRICS_TOKEN)], status=403, content_type="text/plain; charset=utf-8")
    registry = CollectorRegistry()
    for collector in (State(), Processes()):
        registry.register(collector)
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)
    else:
        registry.register(REQUESTS)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)


def may_read(request: HttpRequest) -> bool:
    """Whoever has the token, where there is one; else only this machine itself, with no proxy in between."""
    if settings.METRICS_TOKEN:
        given = request.META.get("HTTP_AUTHORIZATION", "")
        return constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}")
    if settings.BEHIND_PROXY or any(header in request.META for header in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
