"""Placing calls from the lab, as a carrier does for its customers: one ARI connection, any number of calls at once.

caller = await Caller.connect(access=access.read(folder=run))
report = await caller.place(order=CallOrder(dialled="+41800123456", target="127.0.0.1:5060", talk=3))
"""

import asyncio
import uuid
from collections.abc import Callable
from typing import Any, Self

from smartnumbers.telephony.ari.client import AriClient, AriUnavailable, Event
from smartnumbers.telephony.lab.access import LabAccess, LabNotRunning
from smartnumbers.telephony.lab.keys import Keys
from smartnumbers.telephony.lab.order import CallOrder
from smartnumbers.telephony.lab.placed import PlacedCall
from smartnumbers.telephony.lab.report import CallEvent, CallReport

Watch = Callable[[CallEvent], None]


class Caller:
    """A connection to the lab from which calls are placed."""

    def __init__(self, *, access: LabAccess) -> None:
        self._access = access
        self._calls: dict[str, PlacedCall] = {}
        self._app = f"caller-{uuid.uuid4().hex[:12]}"
        self._ari: AriClient | None = None
        self._guard: asyncio.Task[None] | None = None

    @classmethod
    async def connect(cls, *, access: LabAccess) -> Self:
        """A caller ready to place calls. Raises LabNotRunning where the lab does not answer."""
        caller = cls(access=access)
        try:
            caller._ari = await AriClient.connect(
                url=access.url, user=access.user, password=access.password, app=caller._app, on_event=caller._on_event
            )
        except AriUnavailable as fault:
            raise LabNotRunning("The lab does not answer; start it with `make run`.") from fault
        caller._guard = asyncio.create_task(caller._watch_over(caller._ari), name=f"{caller._app}-guard")
        return caller

    async def _watch_over(self, ari: AriClient) -> None:
        await ari.wait_closed()
        for call in self._calls.values():
            call.lose()

    async def close(self) -> None:
        """Leave the lab; calls that still run are the lab's to end."""
        if self._ari is not None:
            await self._ari.close()
        if self._guard is not None:
            await self._guard

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def place(self, *, order: CallOrder, watch: Watch | None = None) -> CallReport:
        """Place one call and see it through to its end; `watch` is told of each event as it happens.

        Returns whatever became of the call: not being answered is a result. Raises LabNotRunning where the lab goes
        away, OrderImpossible where Asterisk cannot place it. Cancelling hangs up.
        """
        assert self._ari is not None
        key = f"lab-{uuid.uuid4().hex}"
        call = PlacedCall(
            key=key, order=order, ari=self._ari, app=self._app, recordings=self._access.recordings,
            watch=watch,
        )  # fmt: skip
        self._calls[key] = call
        try:
            return await call.run()
        except AriUnavailable as fault:
            raise LabNotRunning("The lab went away during the call.") from fault
        finally:
            del self._calls[key]

    def _on_event(self, event: Event) -> None:
        key = _call_of(event)
        call = self._calls.get(key.removesuffix(PlacedCall.EAR).removesuffix(Keys.SUFFIX))
        if call is not None:
            call.events.put_nowait(event)


def _call_of(event: dict[str, Any]) -> str:
    """The channel or the recording that an event is about; "" where it is about neither."""
    if event["type"] == "Dial":
        return str(event["peer"]["id"])
    if "channel" in event:
        return str(event["channel"]["id"])
    if "recording" in event:
        return str(event["recording"]["name"])
    return ""
