"""Django behind ASGI, on a thread that a request has for itself and that the next one uses again.

Django's own ASGI handler starts a thread for every request, throws it away with its connection to the database, and
goes to it and back for each middleware. No part of the portal can go on while it waits, so all that is time lost: 4 ms
of 12 ms for a short page. The streams of live calls, which do need the event loop, stand beside Django
(`portal.live.streams`).
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.db import connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase

IDLE_THREADS = 8
"""How many threads, each with a connection to the database, wait for the next requests; more are there when needed."""


class PagesHandler(ASGIHandler):
    """Django's ASGI handler; all of a request (middleware, view, signals) runs on one thread, one request at a time."""

    def __init__(self) -> None:
        super().__init__()
        self._idle: list[ThreadPoolExecutor] = []

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """One request."""
        # The thread that was used last is the one whose connection has the most of the database at hand.
        thread = self._idle.pop() if self._idle else ThreadPoolExecutor(max_workers=1, thread_name_prefix="page")
        try:
            async with ThreadSensitiveContext(executor=thread):
                await super().__call__(scope, receive, send)
        finally:
            self._put_back(thread)

    def load_middleware(self, is_async: bool = False) -> None:
        """Join the middleware for a thread, whatever Django's handler asks for."""
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request."""
        return await sync_to_async(self.get_response, thread_sensitive=True)(request)

    def _put_back(self, thread: ThreadPoolExecutor) -> None:
        if len(self._idle) < IDLE_THREADS:
            self._idle.append(thread)
        else:
            thread.submit(connections.close_all)
            thread.shutdown(wait=False)
