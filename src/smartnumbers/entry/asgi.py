"""The portal as an ASGI application, for uvicorn: Django, and the streams of live calls beside it."""

from django.conf import settings
from django.urls import reverse

from smartnumbers.entry import database

database.load()

from smartnumbers.portal.handler import PagesHandler  # noqa: E402 - needs Django set up
from smartnumbers.portal.live.broker import broker  # noqa: E402 - the same
from smartnumbers.portal.live.streams import WithStreams  # noqa: E402 - the same

application = WithStreams(
    django=PagesHandler(), path=reverse("live-stream"), broker=broker, socket=settings.CONFIGURATION.control_socket
)
