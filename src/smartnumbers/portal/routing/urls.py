"""The addresses of the routing editor, below those of a number."""

from django.urls import path

from smartnumbers.portal.routing import calendarpage, changing, editor, lookahead, publishing, recorded

urlpatterns = [
    path("", editor.editor, name="number-routing"),
    path("draft/", changing.change_draft, name="routing-draft"),
    path("undo/", changing.undo_step, name="routing-undo"),
    path("discard/", changing.discard, name="routing-discard"),
    path("replay/", lookahead.replayed, name="routing-replay"),
    path("heard/", lookahead.hear, name="routing-heard-check"),
    path("recordings/<str:digest>/", recorded.hear, name="routing-recording"),
    path("publish/", publishing.publish, name="routing-publish"),
    path("calendar/", calendarpage.month, name="routing-calendar"),
]
