"""What every page is: a question read, an answer in the reader's language, or a page that says why there is none."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views import View

from signatories.web.addresses import Addresses
from signatories.web.asking import Asked, NotReadable, asked_by, language_of


class Elsewhere(Exception):
    """What was asked for is at another address."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def unknown(told: str, near: list[str]) -> Http404:
    """That nothing has the key asked for, with the nearest one there is."""
    guess = _("Is it %(near)s?") % {"near": near[0]} if near else ""
    return Http404(f"{told} {guess}".strip())


class Page(View):
    """A public page. A subclass names its template and says what is on it; it sets no cookie and reads none."""

    template: ClassVar[str]
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, **named: str) -> HttpResponseBase:
        language = language_of(request)
        with translation.override(language):
            try:
                asked = asked_by(request, language)
                content = self.content(asked, **named)
                response = rendered(request, asked, self.template, content)
            except NotReadable as wrong:
                response = not_readable(request, language, wrong)
            except Http404 as nothing:
                response = nothing_here(request, language, str(nothing))
            except Elsewhere as other:
                query = request.META.get("QUERY_STRING")
                return HttpResponseRedirect(f"{other.address}?{query}" if query else other.address)
        return response

    def content(self, asked: Asked, **named: str) -> dict[str, Any]:
        """What the template is given. Http404, Elsewhere and NotReadable say that there is no such page."""
        raise NotImplementedError


def rendered(
    request: HttpRequest, asked: Asked, template: str, content: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The page in the language asked for."""
    addresses = Addresses(request, asked)
    page = render_to_string(template, {"asked": asked, "addresses": addresses, **content})
    return HttpResponse(page, status=status, headers={"Content-Language": asked.language})


def not_readable(request: HttpRequest, language: str, wrong: NotReadable) -> HttpResponse:
    """400, with a sentence that says what was given and what would do."""
    given = {name: request.GET[name] for name in ("lang",) if request.GET.get(name) == language}
    content = {"title": _("This question cannot be read"), "sentence": str(wrong), "again": True}
    return rendered(request, Asked(language, given), "web/problem.html", content, 400)


def nothing_here(request: HttpRequest, language: str, sentence: str) -> HttpResponse:
    """404, in the look of the other pages."""
    given = {name: request.GET[name] for name in ("lang",) if request.GET.get(name) == language}
    content = {"title": _("There is nothing here"), "sentence": sentence}
    return rendered(request, Asked(language, given), "web/problem.html", content, 404)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler of addresses that lead nowhere."""
    language = language_of(request)
    with translation.override(language):
        return nothing_here(request, language, _("No page has this address."))


def failed(request: HttpRequest, status: int, sentence: Any = None) -> HttpResponse:
    """A page that says that there is no answer now. It reads neither rows nor the address: both may be at fault."""
    language = language_of(request)
    with translation.override(language):
        title = _("No answer at the moment") if sentence else _("Something went wrong")
        told = sentence or _("It has been logged, and nothing was changed.")
        page = render_to_string("web/failed.html", {"language": language, "title": title, "sentence": told})
    return HttpResponse(page, status=status, headers={"Content-Language": language})
