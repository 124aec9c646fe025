"""Addresses of the public pages."""

from django.contrib.sitemaps.views import sitemap
from django.templatetags.static import static
from django.urls import path
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from signatories.web.changes import ChangesPage
from signatories.web.compare import ComparePage
from signatories.web.embed import EmbedPage
from signatories.web.home import HomePage
from signatories.web.participant import OrganisationPage, ParticipantPage, ParticipantsPage
from signatories.web.sitemaps import SITEMAPS, robots
from signatories.web.sources import SourcePage, SourcesPage
from signatories.web.treaty import TreatyPage
from signatories.web.what_if import WhatIfPage


class Elsewhere(RedirectView):
    """An address that leads to another, for readers."""

    http_method_names = ["get", "head", "options"]


class Icon(Elsewhere):
    """Where browsers look for an icon unasked."""

    def get_redirect_url(self, *args: object, **kwargs: object) -> str:
        return static("web/icon.svg")


urlpatterns = [
    path("", HomePage.as_view(), name="web-home"),
    path("treaties/", Elsewhere.as_view(pattern_name="web-home", query_string=True)),
    path("treaties/<str:key>/", TreatyPage.as_view(), name="web-treaty"),
    path("treaties/<str:key>/what-if/", WhatIfPage.as_view(), name="web-what-if"),
    path("participants/", ParticipantsPage.as_view(), name="web-participants"),
    path("participants/<str:key>/", ParticipantPage.as_view(), name="web-participant"),
    path("organisations/", ParticipantsPage.as_view(is_of_organisations=True), name="web-organisations"),
    path("organisations/<str:key>/", OrganisationPage.as_view(), name="web-organisation"),
    path("sources/", SourcesPage.as_view(), name="web-sources"),
    path("sources/<str:key>/", SourcePage.as_view(), name="web-source"),
    path("changes/", ChangesPage.as_view(), name="web-changes"),
    path("compare/", ComparePage.as_view(), name="web-compare"),
    path("embed/<str:key>/", EmbedPage.as_view(), name="web-embed"),
    path("sitemap.xml", require_safe(sitemap), {"sitemaps": SITEMAPS}, name="web-sitemap"),
    path("robots.txt", robots, name="web-robots"),
    path("favicon.ico", Icon.as_view()),
]
