"""The addresses of calls."""

from django.urls import path

from smartnumbers.portal.calls import views

urlpatterns = [
    path("", views.call_list, name="calls"),
    path("<uuid:call_id>/", views.one_call, name="call"),
    path("<uuid:call_id>/block/", views.block, name="call-block"),
]
