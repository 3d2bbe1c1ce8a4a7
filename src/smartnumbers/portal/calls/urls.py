"""The addresses of calls."""

from django.urls import path

from smartnumbers.portal.calls import message, views

urlpatterns = [
    path("", views.call_list, name="calls"),
    path("<uuid:call_id>/", views.one_call, name="call"),
    path("<uuid:call_id>/block/", views.block, name="call-block"),
    path("<uuid:call_id>/message.wav", message.hear, name="call-message"),
    path("<uuid:call_id>/message/send/", message.send, name="call-message-send"),
]
