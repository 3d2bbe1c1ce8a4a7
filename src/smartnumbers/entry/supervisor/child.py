"""One child process: started, watched, started again when it dies, ended."""

import asyncio
import contextlib
import math
import os
import signal
import time
from collections.abc import Awaitable, Callable

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.entry.supervisor.logs import Log, Tell

BACKOFF_FIRST_SECONDS = 0.2
BACKOFF_LAST_SECONDS = 5.0
SOUND_SECONDS = 1.0
"""A child that did its work so long was sound: its death starts the waiting from the beginning."""

Process = asyncio.subprocess.Process
Start = Callable[[], Awaitable[Process]]
Ready = Callable[[Process], Awaitable[None]]


class Child:
    """A part of the product that shall always run.

    `start` starts a process, `ready` returns when that process does its work; either may raise a DomainError or
    OSError that says what is wrong. `changed` is called whenever there is another process.
    """

    def __init__(
        self, *, name: str, start: Start, ready: Ready, log: Log, tell: Tell, changed: Callable[[], None]
    ) -> None:
        self.name = name
        self.process: Process | None = None
        self.ready = asyncio.Event()
        self.fault = ""
        self._start = start
        self._ready = ready
        self._log = log
        self._tell = tell
        self._changed = changed
        self._keeper: asyncio.Task[None] | None = None
        self._reading: asyncio.Task[None] | None = None
        self._ready_at = math.inf

    @property
    def pid(self) -> int | None:
        """The process of the moment."""
        return self.process.pid if self.process is not None and self.process.returncode is None else None

    def begin(self) -> None:
        """Run it from now on."""
        self._keeper = asyncio.create_task(self._keep(), name=f"keep-{self.name}")

    def hush(self) -> None:
        """Its complaints go to its log only from now on: at the end everybody complains about the others' leaving."""
        self._log.quiet = True

    async def end(self) -> None:
        """End it and do not start it again: ask, and leave the insisting to `kill`. Returns when it is gone.

        What is not ready yet has nothing to finish, and Asterisk hears no SIGTERM while it boots: end it at once.
        """
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
        if self.process is not None and self.process.returncode is None:
            if self.ready.is_set():
                with contextlib.suppress(ProcessLookupError):
                    self.process.send_signal(signal.SIGTERM)
            else:
                self.kill()
            await self.process.wait()

    def kill(self) -> None:
        """End it and its own children at once: each child leads a process group."""
        if self.process is not None and self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    async def _keep(self) -> None:
        wait = BACKOFF_FIRST_SECONDS
        while True:
            self._ready_at = math.inf
            try:
                self.process = await self._start()
            except (DomainError, OSError) as fault:
                self.fault = f"cannot be started: {fault}"
            else:
                self._changed()
                self.fault = await self._watch(self.process)
            self.ready.clear()
            if time.monotonic() - self._ready_at >= SOUND_SECONDS:
                wait = BACKOFF_FIRST_SECONDS
            self._tell(f"{self.name} {self.fault}; it is started again in {wait:g} s")
            await asyncio.sleep(wait)
            wait = min(wait * 2, BACKOFF_LAST_SECONDS)

    async def _watch(self, process: Process) -> str:
        """Wait for the end of a process; gives what to say about it."""
        self._reading = asyncio.create_task(self._read(process))
        readiness = asyncio.create_task(self._become_ready(process))
        try:
            status = await process.wait()
        finally:
            readiness.cancel()
        # What it wrote last says why. A child of its own may hold the pipe open for ever, so not for long.
        await asyncio.wait([self._reading], timeout=0.5)
        if status < 0:
            return f"was ended by {signal.Signals(-status).name}"
        return f"ended with status {status}" + (f" ({self._log.last_line})" if self._log.last_line else "")

    async def _read(self, process: Process) -> None:
        if process.stdout is not None:
            await self._log.follow(process.stdout)

    async def _become_ready(self, process: Process) -> None:
        try:
            await self._ready(process)
        except (DomainError, OSError) as fault:
            self._tell(f"{self.name} does not get ready: {fault}")
            self.kill()
        else:
            self.fault = ""
            self._ready_at = time.monotonic()
            self.ready.set()
