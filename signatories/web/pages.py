"""What every page is: a question read, an answer in the reader's language, or a page that says why there is none."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.loader import render_to_string
from django.templatetags.static import static
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
                return rendered(request, asked, self.template, self.content(asked, **named))
            except NotReadable as wrong:
                title = _("This question cannot be read")
                return problem(request, language, 400, title, str(wrong), again=True)
            except Http404 as nothing:
                return problem(request, language, 404, _("There is nothing here"), str(nothing))
            except Elsewhere as other:
                query = request.META.get("QUERY_STRING")
                return HttpResponseRedirect(f"{other.address}?{query}" if query else other.address)

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


def problem(
    request: HttpRequest, language: str, status: int, title: str, sentence: str, *, again: bool = False
) -> HttpResponse:
    """A page that says in a sentence why there is no answer; with a form to ask again where another day would do."""
    given = {"lang": language} if request.GET.get("lang") == language else {}
    content = {"title": title, "sentence": sentence, "again": again}
    return rendered(request, Asked(language, given), "web/problem.html", content, status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler of addresses that lead nowhere."""
    language = language_of(request)
    with translation.override(language):
        return problem(request, language, 404, _("There is nothing here"), _("No page has this address."))


def failed(request: HttpRequest, status: int, sentence: Any = None) -> HttpResponse:
    """A page that says that there is no answer now. It reads neither rows nor the address: both may be at fault."""
    language = language_of(request)
    with translation.override(language):
        content = {
            "language": language,
            "stylesheet": _stylesheet(),
            "title": _("No answer at the moment") if sentence else _("Something went wrong"),
            "sentence": sentence or _("It has been logged, and nothing was changed."),
        }
        page = render_to_string("web/failed.html", content)
    return HttpResponse(page, status=status, headers={"Content-Language": language})


def _stylesheet() -> str:
    """Where the style of the pages is; empty where files were not collected, which may be what is wrong."""
    try:
        return static("web/pages.css")
    except ValueError:
        return ""
