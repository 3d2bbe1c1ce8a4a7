"""The addresses of live calls."""

from django.urls import path

from smartnumbers.portal.live import pages, views

urlpatterns = [
    path("", pages.live_calls, name="live"),
    path("<uuid:call_id>/", pages.live_call, name="live-call"),
    path("<uuid:call_id>/tariff/", pages.change_tariff, name="live-tariff"),
    path("<uuid:call_id>/fee/", pages.charge_fee, name="live-fee"),
    path("stream", views.stream, name="live-stream"),
]
