"""The addresses of calls."""

from django.urls import path

from smartnumbers.portal.calls import explorer, exports, message, savedviews, views

urlpatterns = [
    path("", explorer.call_list, name="calls"),
    path("look/", savedviews.look, name="calls-look"),
    path("views/", savedviews.save, name="calls-views"),
    path("views/<int:view_id>/", savedviews.change, name="calls-view"),
    path("views/<int:view_id>/remove/", savedviews.remove, name="calls-view-remove"),
    path("views/<int:view_id>/restore/", savedviews.restore, name="calls-view-restore"),
    path("views/<int:view_id>/start/", savedviews.start, name="calls-view-start"),
    path("export/", exports.export, name="calls-export"),
    path("exports/", exports.export_list, name="calls-exports"),
    path("exports/<uuid:export_id>/", exports.fetch, name="calls-export-file"),
    path("exports/<uuid:export_id>/again/", exports.again, name="calls-export-again"),
    path("<uuid:call_id>/", views.one_call, name="call"),
    path("<uuid:call_id>/block/", views.block, name="call-block"),
    path("<uuid:call_id>/message.wav", message.hear, name="call-message"),
    path("<uuid:call_id>/message/send/", message.send, name="call-message-send"),
]
