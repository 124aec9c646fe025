"""Addresses under `/api/v1/`: a list and a detail for each noun, the tables, and the answers about a treaty."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from signatories.api.answers import ForceView, ProjectionView, StatusChartView
from signatories.api.calendars import CalendarView
from signatories.api.exports import ExportView
from signatories.api.feeds import AtomView, JSONFeedView
from signatories.api.logs import ConsistencyView, InclusionView, LogView
from signatories.api.matrix import MatrixView
from signatories.api.root import LISTED, RootView
from signatories.api.statuses import StatusesView

router = SimpleRouter()
for viewset in LISTED:
    resource = viewset.serializer_class.resource
    router.register(resource, viewset, basename=resource)

urlpatterns = [
    path("", RootView.as_view(), name="api-root"),
    path("statuses/", StatusesView.as_view(), name="statuses"),
    path("matrix/", MatrixView.as_view(), name="matrix"),
    path("treaties/<str:key>/status/", StatusChartView.as_view(), name="treaty-status"),
    path("treaties/<str:key>/entry-into-force/", ForceView.as_view(), name="treaty-entry-into-force"),
    path("treaties/<str:key>/projection/", ProjectionView.as_view(), name="treaty-projection"),
    path("changes.atom", AtomView.as_view(), name="changes-atom"),
    path("changes.json", JSONFeedView.as_view(), name="changes-feed"),
    path("calendar.ics", CalendarView.as_view(), name="calendar"),
    path("log/", LogView.as_view(), name="log"),
    path("log/proof/", InclusionView.as_view(), name="log-proof"),
    path("log/consistency/", ConsistencyView.as_view(), name="log-consistency"),
    path("export/", ExportView.as_view(), name="export"),
    *router.urls,
]
