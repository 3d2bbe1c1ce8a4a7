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
from smartnumbers.telephony.control.messages import TRIAL, TRIAL_UNKNOWN, Ask, TrialLook, TrialWanted

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
TRIAL_ID = "01a1f928-43c0-7000-8000-00000000bbbb"


class PlayedControl:
    """Call control's socket. `asked` is what it was asked for; `answer` what it tells, "done" unless a test says so.

    `rung` are the test calls it was asked for. `refusal` is why it begins none; else each goes step by step (code,
    carrier, SIP status) through `trial_steps`, a second apart, one more at each look.
    """

    def __init__(self, *, path: Path) -> None:
        self.asked: list[Ask] = []
        self.answer: tuple[str, Mapping[str, Any]] = ("done", {})
        self.rung: list[TrialWanted] = []
        self.refusal: tuple[str, Mapping[str, Any]] | None = None
        self.trial_steps: list[tuple[str, str, int | None]] = [("dialled", "", None), ("busy", "Lab", 486)]
        self.knows_trials = True
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
        self._broadcast = Broadcast(on_ask=self._on_ask, on_trial=self._on_trial, on_trial_look=self._on_trial_look)
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

    def _on_trial(self, wanted: TrialWanted, reply: Reply) -> None:
        self.rung.append(wanted)
        reply(*(self.refusal or (TRIAL, self._trial(1))))

    def _on_trial_look(self, wanted: TrialLook, reply: Reply) -> None:
        known = (TRIAL, self._trial(max(1, wanted.seen + 1)))
        reply(*(known if self.knows_trials else (TRIAL_UNKNOWN, {})))

    def _trial(self, so_far: int) -> Mapping[str, Any]:
        steps = [
            {"code": code, "ms": 1000 * index, "carrier": carrier, "sip_status": status}
            for index, (code, carrier, status) in enumerate(self.trial_steps[:so_far])
        ]
        return {"trial": TRIAL_ID, "steps": steps, "over": so_far >= len(self.trial_steps)}

    def _run(self, work: Coroutine[Any, Any, Any]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)
