"""The timers of one call: of each kind at most one runs for each position."""

import asyncio
from collections.abc import Callable

from smartnumbers.core.callcontrol.commands import StartTimer, StopTimer, Timer, WakeAt


class Timers:
    """`on_time` is given the command of each timer that runs out."""

    __slots__ = ("_on_time", "_running")

    def __init__(self, *, on_time: Callable[[StartTimer | WakeAt], None]) -> None:
        self._on_time = on_time
        self._running: dict[tuple[Timer, int], asyncio.TimerHandle] = {}

    def set(self, command: StartTimer | WakeAt, *, at: int) -> None:
        """Set a timer, anew where it runs; `at` is the call's present instant (milliseconds)."""
        if isinstance(command, StartTimer):
            seconds, key = float(command.seconds), (command.timer, command.position)
        else:
            seconds, key = max(0, command.at - at) / 1000, (command.timer, 0)
        self._cancel(key)
        self._running[key] = asyncio.get_running_loop().call_later(seconds, self._on_time, command)

    def stop(self, command: StopTimer) -> None:
        """Stop a timer where it runs; without a position, all of its kind."""
        for key in [key for key in self._running if key[0] is command.timer]:
            if command.position in (0, key[1]):
                self._cancel(key)

    def _cancel(self, key: tuple[Timer, int]) -> None:
        running = self._running.pop(key, None)
        if running is not None:
            running.cancel()
