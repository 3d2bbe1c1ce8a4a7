"""The addresses of live calls."""

from django.urls import path

from smartnumbers.portal.live import views

urlpatterns = [
    path("stream", views.stream, name="live-stream"),
]
