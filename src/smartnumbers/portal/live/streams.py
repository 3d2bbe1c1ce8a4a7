"""The streams of live calls (server-sent events), beside Django.

Django keeps a thread, and often a connection to the database, for every request until it has ended. That is right for
a page and wrong for a stream that lasts minutes. So Django handles the request as every other (session, account,
permission, language, security headers) and only admits; the stream itself runs here, on the event loop alone.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, MutableMapping
from pathlib import Path
from typing import Any

import orjson

from smartnumbers.portal.live.board import Contact, Health
from smartnumbers.portal.live.broker import Broker, Reader
from smartnumbers.portal.live.views import ADMISSION, Admission

HEARTBEAT_SECONDS = 15.0
LIFE_SECONDS = 600.0
"""A stream ends after this time and the browser opens another: who may look is asked again."""

RETRY_MILLISECONDS = 1000

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[..., Awaitable[None]]

_OF_A_PAGE = {b"content-length", b"content-type", b"cache-control", b"expires"}
_OF_A_STREAM = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    # nginx would otherwise keep events back until they fill a buffer.
    (b"x-accel-buffering", b"no"),
]


class WithStreams:
    """An ASGI application: Django, and the streams of live calls at one path of it.

    A stream sends the events `live` (HTML to put in place of the calls shown), `health` (JSON), and `away`: call
    control cannot be reached, so that what is shown is old.
    """

    def __init__(self, *, django: Application, path: str, broker: Broker, socket: Path) -> None:
        self._django = django
        self._path = path
        self._broker = broker
        self._socket = socket

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope["path"] != self._path:
            await self._django(scope, receive, send)
            return
        answer: list[Message] = []

        async def keep(message: Message) -> None:
            answer.append(message)

        await self._django(scope, receive, keep)
        admission = scope.get(ADMISSION)
        if not isinstance(admission, Admission):
            for message in answer:
                await send(message)
            return
        headers = answer[0]["headers"] if answer else ()
        await self._stream(admission, headers, receive, send)

    async def _stream(
        self, admission: Admission, headers: Iterable[tuple[bytes, bytes]], receive: Receive, send: Send
    ) -> None:
        """Send events until the stream is over or its reader has left."""
        kept = [(name, value) for name, value in headers if name.lower() not in _OF_A_PAGE]
        await send({"type": "http.response.start", "status": 200, "headers": [*kept, *_OF_A_STREAM]})
        sending = asyncio.create_task(self._send(admission, send), name="live-stream")
        leaving = asyncio.create_task(_left(receive), name="live-left")
        try:
            await asyncio.wait((sending, leaving), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (sending, leaving):
                task.cancel()
            await asyncio.gather(sending, leaving, return_exceptions=True)

    async def _send(self, admission: Admission, send: Send) -> None:
        self._broker.start(path=self._socket)
        async for text in _events(self._broker, admission):
            await send({"type": "http.response.body", "body": text.encode(), "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _events(broker: Broker, admission: Admission) -> AsyncIterator[str]:
    with broker.reading(access=admission.access, language=admission.language, window=admission.window) as reader:
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
        if reader.channel.version != self._version and now.contact is Contact.THERE:
            self._version = reader.channel.version
            events.append(_event("live", reader.channel.html))
        return events


def _event(name: str, data: str) -> str:
    lines = "".join(f"data: {line}\n" for line in data.splitlines() or [""])
    return f"event: {name}\n{lines}\n"
