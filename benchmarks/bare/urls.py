"""Its one address: BARE_BYTES bytes of JSON's type."""

import os

from django.http import HttpRequest, HttpResponse
from django.urls import path

BODY = b"x" * int(os.environ["BARE_BYTES"])


def constant(request: HttpRequest) -> HttpResponse:
    """The bytes."""
    return HttpResponse(BODY, content_type="application/json", headers={"Content-Length": str(len(BODY))})


urlpatterns = [path("", constant)]
