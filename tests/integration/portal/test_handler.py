"""How the pages' requests get their threads."""

import asyncio
import threading
from typing import Any

from django.http import HttpRequest, HttpResponse

from smartnumbers.portal.handler import IDLE_THREADS, PagesHandler

TOGETHER = IDLE_THREADS + 2


class Telling(PagesHandler):
    """Answers with the thread it runs on, once as many requests as are to come together are there."""

    def __init__(self, *, together: int = 1) -> None:
        super().__init__()
        self.meeting = threading.Barrier(together)

    def get_response(self, request: HttpRequest) -> HttpResponse:
        self.meeting.wait(timeout=10)
        return HttpResponse(str(threading.get_ident()))


async def answer(handler: PagesHandler, path: str = "/") -> str:
    """What a request is answered."""
    request = [{"type": "http.request", "body": b"", "more_body": False}]
    sent: list[dict[str, Any]] = []

    async def receive() -> Any:
        return request.pop() if request else await asyncio.Event().wait()

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    headers = [(b"host", b"localhost")]
    scope = {"type": "http", "method": "GET", "path": path, "headers": headers, "query_string": b""}
    await handler(scope, receive, send)
    return b"".join(message.get("body", b"") for message in sent).decode()


def test_a_request_runs_on_the_thread_of_the_one_before() -> None:
    async def one_after_the_other() -> set[str]:
        handler = Telling()
        return {await answer(handler) for _ in range(3)}

    assert len(asyncio.run(one_after_the_other())) == 1


def test_requests_at_once_have_a_thread_each_and_few_threads_are_kept() -> None:
    handler = Telling(together=TOGETHER)

    async def at_once() -> set[str]:
        return set(await asyncio.gather(*(answer(handler) for _ in range(TOGETHER))))

    assert len(asyncio.run(at_once())) == TOGETHER
    assert len(handler._idle) == IDLE_THREADS


def test_the_pages_are_answered() -> None:
    assert asyncio.run(answer(PagesHandler(), "/health")) == '{"status": "ok"}'
