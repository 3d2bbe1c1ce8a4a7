"""The addresses of the portal's pages; each room has its own list."""

from django.urls import URLPattern, URLResolver, include, path

from smartnumbers.portal.routing.listing import plan_list

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("smartnumbers.portal.overview.urls")),
    path("calls/", include("smartnumbers.portal.calls.urls")),
    path("figures/", include("smartnumbers.portal.figures.urls")),
    path("customers/", include("smartnumbers.portal.customers.urls")),
    path("targets/", include("smartnumbers.portal.kpis.urls")),
    path("numbers/", include("smartnumbers.portal.numbers.urls")),
    path("routing/", plan_list, name="plans"),
    path("routing/destinations/", include("smartnumbers.portal.destinations.urls")),
    path("routing/lists/", include("smartnumbers.portal.callerlists.urls")),
    path("tariffs/", include("smartnumbers.portal.tariffs.urls")),
    path("operator/", include("smartnumbers.portal.operator.urls")),
    path("search/", include("smartnumbers.portal.search.urls")),
    path("me/", include("smartnumbers.portal.account.urls")),
    path("live/", include("smartnumbers.portal.live.urls")),
]
