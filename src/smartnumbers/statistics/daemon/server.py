"""Answers questions on a local socket: each connection's one after the other, several connections at once."""

import asyncio
import contextlib
import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

import msgspec

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.statistics import wire
from smartnumbers.statistics.daemon.keeper import Keeper
from smartnumbers.statistics.daemon.replica import Replica
from smartnumbers.statistics.questions import Question, Rebuild, Status

_THREADS = 4
"""Questions that run at once. Each uses all processors, and a few at once hide what one waits for."""

log = logging.getLogger(__name__)


class Server:
    """The socket, and the threads that questions run in."""

    def __init__(self, *, replica: Replica, keeper: Keeper) -> None:
        self._replica = replica
        self._keeper = keeper
        self._pool = ThreadPoolExecutor(max_workers=_THREADS, thread_name_prefix="question")
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    async def start(self, path: Path) -> None:
        """Listen at `path`, instead of a process that left its socket there. Raises OSError."""
        self._server = await asyncio.start_unix_server(self._serve, path=str(path))

    async def stop(self) -> None:
        """Listen no more; questions that run are not waited for."""
        if self._server is not None:
            self._server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            await self._converse(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # who asked is gone, or we go
        finally:
            self._connections.discard(task)
            writer.close()
            with contextlib.suppress(OSError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        while True:
            (length,) = wire.LENGTH.unpack(await reader.readexactly(wire.LENGTH.size))
            if length > wire.QUESTION_MAXIMUM:
                writer.write(_fault("statistics-question-invalid", "The question is too long."))
                return
            body = await reader.readexactly(length)
            writer.write(await loop.run_in_executor(self._pool, self._answer, body))
            await writer.drain()

    def _answer(self, body: bytes) -> bytes:
        """The frame that answers a request. Runs in a thread; whatever is wrong is told."""
        try:
            request = wire.read_request(body=body)
            if isinstance(request, Rebuild):
                self._keeper.ask_rebuild()
            if isinstance(request, Rebuild | Status):
                return _told(self._keeper.status(), None)
            with self._replica.lent() as store:
                answer = store.answer(cast(Question[object], request))
            return _told(answer, self._keeper.behind_ms())
        except msgspec.DecodeError as fault:
            return _fault("statistics-question-invalid", str(fault))
        except DomainError as fault:
            return _fault(fault.code, str(fault))
        except Exception as fault:
            log.exception("a question failed")
            return _fault("statistics-failed", str(fault))


def _told(answer: object, behind_ms: int | None) -> bytes:
    return wire.frame(message=wire.Told(answer=msgspec.Raw(msgspec.json.encode(answer)), behind_ms=behind_ms))


def _fault(code: str, text: str) -> bytes:
    return wire.frame(message=wire.Told(fault=code, text=text))
