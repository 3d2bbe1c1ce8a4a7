"""The stream of live calls (server-sent events), and the page that says that the portal is there."""

import time
from collections.abc import AsyncIterator

import orjson
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.accounts.models import User
from smartnumbers.apps.accounts.queries import AccountClosed
from smartnumbers.portal.access import current_access
from smartnumbers.portal.live.board import Contact, Health
from smartnumbers.portal.live.broker import Reader, broker

HEARTBEAT_SECONDS = 15.0
LIFE_SECONDS = 600.0
"""A stream ends after this time and the browser opens another: who may look is asked again."""

RETRY_MILLISECONDS = 1000


@require_GET
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """The portal answers; nothing else is asked, so that whoever waits for it waits for nothing else."""
    return JsonResponse({"status": "ok"})


@require_GET
async def stream(request: HttpRequest) -> HttpResponseBase:
    """Live calls of the account one works in, as events `live`, `health` and `away`.

    `live` carries HTML to put in place of the calls shown; `health` JSON; `away` says that call control cannot be
    reached, so that what is shown is old. Who may not look is answered 401 or 403, whereupon a browser does not ask
    again.
    """
    access = await sync_to_async(_access)(request)
    if isinstance(access, HttpResponse):
        return access
    broker.start(path=settings.CONFIGURATION.control_socket)
    response = StreamingHttpResponse(
        _events(access, get_language() or settings.LANGUAGE_CODE), content_type="text/event-stream"
    )
    response["Cache-Control"] = "no-store"
    # nginx would otherwise keep events back until they fill a buffer.
    response["X-Accel-Buffering"] = "no"
    return response


def _access(request: HttpRequest) -> Access | HttpResponse:
    """What the person may do where they work; or the answer that they may not look."""
    try:
        if not isinstance(request.user, User):
            return HttpResponse(status=401)
        access = current_access(request)
        return access if access.may(Permission.SEE_CALLS) else HttpResponse(status=403)
    except AccountClosed:
        return HttpResponse(status=403)
    finally:
        # The stream lasts for minutes; the connection to the database shall not.
        connections.close_all()


async def _events(access: Access, language: str) -> AsyncIterator[str]:
    with broker.reading(access=access, language=language) as reader:
        yield f"retry: {RETRY_MILLISECONDS}\n\n"
        until = time.monotonic() + LIFE_SECONDS
        told = _Told()
        while not reader.over and time.monotonic() < until:
            if not await reader.news(seconds=HEARTBEAT_SECONDS):
                yield ": still here\n\n"
                continue
            for event in told.news(reader, broker.board.health):
                yield event


class _Told:
    """What one stream has been told, to tell only what is new."""

    def __init__(self) -> None:
        self._version = 0
        self._health: Health | None = None

    def news(self, reader: Reader, now: Health) -> list[str]:
        events = []
        if now.contact is not Contact.UNKNOWN and (self._health is None or now.public() != self._health.public()):
            was_there = self._health is None or self._health.contact is Contact.THERE
            if now.contact is Contact.AWAY and was_there:
                events.append(_event("away", "{}"))
            events.append(_event("health", orjson.dumps(now.public()).decode()))
            self._health = now
        # Before the first word from call control an empty list would be a claim.
        if reader.channel.version != self._version and now.contact is not Contact.UNKNOWN and now.document:
            self._version = reader.channel.version
            events.append(_event("live", reader.channel.html))
        return events


def _event(name: str, data: str) -> str:
    lines = "".join(f"data: {line}\n" for line in data.splitlines() or [""])
    return f"event: {name}\n{lines}\n"
