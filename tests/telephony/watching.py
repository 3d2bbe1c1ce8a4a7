"""Watching a running product as the portal does: its live calls and its health, by the control socket."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from smartnumbers.telephony.control.listener import listen


class Watch:
    """What call control tells: running calls by their id, its health, and whether it is away."""

    def __init__(self, *, path: Path) -> None:
        self.calls: dict[str, dict[str, Any]] = {}
        self.health: dict[str, Any] = {}
        self.away = True
        self._news = asyncio.Event()
        self._listening = asyncio.create_task(self._listen(path), name="watch")

    async def close(self) -> None:
        """Watch no more."""
        self._listening.cancel()
        await asyncio.gather(self._listening, return_exceptions=True)

    def states(self, number: str) -> list[str]:
        """The states of a number's running calls, sorted."""
        return sorted(call["state"] for call in self.calls.values() if call["number"] == number)

    def talking(self, number: str) -> set[str]:
        """The ids of a number's calls that talk."""
        return {key for key, call in self.calls.items() if call["number"] == number and call["state"] == "talking"}

    async def until(self, condition: Callable[[], object], *, what: str, seconds: float = 10.0) -> None:
        """Return when the condition holds; an AssertionError tells what was there instead."""
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(
                f"not within {seconds:g} s: {what}. Away: {self.away}. Health: {self.health}. Calls: {self.calls}"
            ) from None

    async def _listen(self, path: Path) -> None:
        async for message in listen(path=path):
            self._take(message)
            self._news.set()

    def _take(self, message: dict[str, Any]) -> None:
        self.away = message["type"] == "away"
        match message["type"]:
            case "snapshot":
                self.calls = {call["call_id"]: call for call in message["calls"]}
                self.health = message["health"]
            case "call":
                self.calls[message["call"]["call_id"]] = message["call"]
            case "ended":
                self.calls.pop(message["call_id"], None)
            case "health":
                self.health = message["health"]
