"""The timers of one call: of each kind at most one runs."""

import asyncio
from collections.abc import Callable

from smartnumbers.core.callcontrol.commands import StartTimer, StopTimer, Timer, WakeAt


class Timers:
    """`on_time` is given the command of each timer that runs out."""

    __slots__ = ("_on_time", "_running")

    def __init__(self, *, on_time: Callable[[StartTimer | WakeAt], None]) -> None:
        self._on_time = on_time
        self._running: dict[Timer, asyncio.TimerHandle] = {}

    def set(self, command: StartTimer | StopTimer | WakeAt, *, at: int) -> None:
        """Set a timer, anew where it runs, or stop it; `at` is the call's present instant (milliseconds)."""
        running = self._running.pop(command.timer, None)
        if running is not None:
            running.cancel()
        if isinstance(command, StopTimer):
            return
        seconds = command.seconds if isinstance(command, StartTimer) else max(0, command.at - at) / 1000
        loop = asyncio.get_running_loop()
        self._running[command.timer] = loop.call_later(seconds, self._on_time, command)
