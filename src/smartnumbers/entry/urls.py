"""All addresses of the web server: log-in from allauth, programs to the API, everything else to the portal."""

from django.urls import include, path

from smartnumbers.api.problems import nowhere
from smartnumbers.api.urls import api
from smartnumbers.portal.live.views import health

handler400 = "smartnumbers.portal.refusals.bad_request"

urlpatterns = [
    path("health", health, name="health"),
    path("account/", include("allauth.urls")),
    path("api/v1/", api.urls),
    path("api/<path:rest>", nowhere),
    path("", include("smartnumbers.portal.urls")),
]
