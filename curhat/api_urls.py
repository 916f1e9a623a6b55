"""Machines: /api/v1/…, and the seed's own paths as aliases, with and without the trailing slash."""

from django.urls import URLPattern, path, re_path

from curhat.api import CurhatList, DashboardSummary, Ingest, TiketList, TiketNotify

_V1: list[URLPattern] = [
    path("api/v1/tickets/", TiketList.as_view(), name="api_tiket"),
    path("api/v1/ticket/<str:nomor>/notify/", TiketNotify.as_view(), name="api_tiket_notify"),
    path("api/v1/curhat/", CurhatList.as_view(), name="api_curhat"),
    path("api/v1/dashboard/summary/", DashboardSummary.as_view(), name="api_ringkasan"),
    path("api/v1/ingest/", Ingest.as_view(), name="api_ingest"),
]
_ALIAS: list[URLPattern] = [
    re_path(r"^api/tickets/?$", TiketList.as_view()),
    re_path(r"^api/ticket/(?P<nomor>[\w-]+)/notify/?$", TiketNotify.as_view()),
    re_path(r"^api/dashboard/summary/?$", DashboardSummary.as_view()),
    re_path(r"^ingest/?$", Ingest.as_view()),
]
urlpatterns = _V1 + _ALIAS
