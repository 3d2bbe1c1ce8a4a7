"""The addresses of the API, version 1, and its description in OpenAPI."""

from ninja import NinjaAPI

from smartnumbers.api import calls, numbers, problems, routing
from smartnumbers.api.keys import BearerOfKey

api = NinjaAPI(
    title="Smart Numbers",
    version="1",
    description="Calls, live calls, tariffs and routing of one account. Amounts are decimal strings, instants are UTC.",
    urls_namespace="api-1",
    docs_url="/docs",
    auth=BearerOfKey(),
)
problems.install(api)
api.add_router("", calls.router)
api.add_router("", numbers.router)
api.add_router("", routing.router)

urlpatterns = api.urls[0]
