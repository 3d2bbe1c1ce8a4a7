"""All addresses of the web server: log-in from allauth, everything else from the portal."""

from django.urls import include, path

from smartnumbers.portal.live.views import health

urlpatterns = [
    path("health", health, name="health"),
    path("account/", include("allauth.urls")),
    path("", include("smartnumbers.portal.urls")),
]
