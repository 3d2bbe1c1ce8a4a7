"""Call control as tests play it: its socket, with whatever calls and answers a test wants."""

import asyncio
import threading
import time
from collections.abc import Coroutine, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from smartnumbers.core.callcontrol.live import LiveCall, LiveState
from smartnumbers.telephony.control.asked import Reply
from smartnumbers.telephony.control.broadcast import Broadcast
from smartnumbers.telephony.control.messages import Ask

HEALTHY = {
    "engine": "up",
    "journal": "ok",
    "database": "ok",
    "profiles": 7,
    "sequence": 20,
    "calls": 2,
    "refused_unrecorded": 0,
    "faults": [],
    "started_at": 0,
}


class PlayedControl:
    """Call control's socket. `asked` is what it was asked for; `answer` what it tells, "done" unless a test says so."""

    def __init__(self, *, path: Path) -> None:
        self.asked: list[Ask] = []
        self.answer: tuple[str, Mapping[str, Any]] = ("done", {})
        self._path = path
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._broadcast = Broadcast()

    def start(self) -> None:
        """Answer on the socket from now on."""
        path = self._path
        path.parent.mkdir(parents=True, exist_ok=True)
        if not self._thread.is_alive():
            self._thread.start()
        self._broadcast = Broadcast(on_ask=self._on_ask)
        self._broadcast.health(dict(HEALTHY))
        self._run(self._broadcast.start(path))

    def stop(self) -> None:
        """Be away."""
        self._run(self._broadcast.stop())

    def close(self) -> None:
        """Be gone for good."""
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def call(
        self, *, call_id: str, account: str, number: str, caller: str, talking: bool, **different: Any
    ) -> LiveCall:
        """A call that rings, or talks."""
        now = int(time.time() * 1000)
        live = LiveCall(
            call_id=call_id,
            account=account,
            number=number,
            caller=caller,
            presentation="allowed",
            state=LiveState.TALKING if talking else LiveState.RINGING,
            attempt=1,
            destination_name="Team Zürich",
            destination_address="+41445551003",
            setup_at=now - 70_000,
            answered_at=now - 65_000 if talking else None,
        )
        live = replace(live, **different)
        self._run(self._tell(live))
        return live

    def ended(self, *, call_id: str, account: str) -> None:
        """The end of that call."""
        self._loop.call_soon_threadsafe(self._broadcast.ended, call_id, account)

    async def _tell(self, live: LiveCall) -> None:
        self._broadcast.call(live)

    def _on_ask(self, asked: Ask, reply: Reply) -> None:
        self.asked.append(asked)
        reply(*self.answer)

    def _run(self, work: Coroutine[Any, Any, Any]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)
