"""One call placed from the lab, from dialling to its end."""

import asyncio
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from smartnumbers.telephony.ari.client import AriClient, AriError, AriUnavailable, Event
from smartnumbers.telephony.lab.asking import CREATE_SECONDS, ask
from smartnumbers.telephony.lab.dialplan import CARRIER
from smartnumbers.telephony.lab.hearing import Heard, measure
from smartnumbers.telephony.lab.keys import Keys
from smartnumbers.telephony.lab.order import CallOrder, OrderImpossible
from smartnumbers.telephony.lab.report import CallEvent, CallReport, Side, outcome_of
from smartnumbers.telephony.lab.waits import first, within

Watch = Callable[[CallEvent], None]

FINISH_SECONDS = 5.0


class PlacedCall:
    """The life of one call. Its ARI events arrive in `events`; `run` sees it through."""

    EAR = "-ear"
    """What the id of the channel that listens ends with."""

    def __init__(
        self, *, key: str, order: CallOrder, ari: AriClient, app: str, recordings: Path,
        watch: Watch | None,
    ) -> None:  # fmt: skip
        self.events: asyncio.Queue[Event] = asyncio.Queue()
        self._key = key
        self._order = order
        self._ari = ari
        self._app = app
        self._recording = recordings / f"{key}.wav"
        self._watch = watch
        self._start = time.monotonic()
        self._started = asyncio.Event()
        self._answered = asyncio.Event()
        self._ended = asyncio.Event()
        self._ear_ready = asyncio.Event()
        self._recorded = asyncio.Event()
        self._lost = False
        self._listening: asyncio.Task[bool] | None = None
        self._early: asyncio.Task[None] | None = None
        self._tech_cause: int | None = None
        self._keys = Keys(key=key, order=order, ari=ari, app=app, tell=self._tell)
        self.report = CallReport(
            dialled=order.dialled, caller=order.caller, withheld=order.withheld, target=order.target
        )

    def lose(self) -> None:
        """The lab is gone: there is nothing left to wait for."""
        self._lost = self._keys.too_late = True
        for waited in (self._started, self._ear_ready, self._recorded, self._ended):
            waited.set()

    async def run(self) -> CallReport:
        """Place the call, do what is ordered, hang up, and report. Raises OrderImpossible or AriUnavailable."""
        follower = asyncio.create_task(self._follow(), name=f"{self._key}-events")
        try:
            await self._dial()
            if await within(self._order.patience, first(self._answered, self._ended)) and self._answered.is_set():
                await self._talk()
            await self._hang_up()
            await within(FINISH_SECONDS, self._ended.wait())
            if self._lost:
                raise AriUnavailable("the lab went away")
            await self._finish()
        finally:
            if not self._ended.is_set():
                await self._hang_up()
            follower.cancel()
            if self._early is not None:
                self._early.cancel()
        return self.report

    async def _dial(self) -> None:
        endpoint = f"PJSIP/{CARRIER}/sip:{self._order.dialled}@{self._order.target}"
        query = {"endpoint": endpoint, "app": self._app, "channelId": self._key}
        try:
            await self._ari.request("POST", "channels/create", query=query, body={"variables": self._identity()})
        except AriError as fault:
            raise OrderImpossible(f"the lab cannot place this call ({fault})", parameters={}) from fault
        # Asterisk refuses to dial (409) a channel that its application does not hold yet.
        if not await within(CREATE_SECONDS, self._started.wait()):
            raise OrderImpossible("the lab is overloaded: no channel within 10 s", parameters={})
        self._start = time.monotonic()
        self._tell("dialled", number=self._order.dialled, target=self._order.target)
        patience = {"timeout": int(self._order.patience) + 5}
        dialled = await self._ask("POST", f"channels/{self._key}/dial", query=patience)
        # Refused on the spot, its end has been told by now; or it never came to a call.
        if not dialled and not await within(1.0, self._ended.wait()):
            raise OrderImpossible(f"the lab cannot call {self._order.target}", parameters={})

    def _identity(self) -> Mapping[str, str]:
        """The channel variables that become From, P-Asserted-Identity and Privacy."""
        variables = {}
        if self._order.caller:
            variables["CONNECTEDLINE(num,i)"] = self._order.caller
        if self._order.name:
            variables["CONNECTEDLINE(name,i)"] = self._order.name
        presentation = "prohib" if self._order.withheld else "allowed" if self._order.caller else "unavailable"
        variables["CONNECTEDLINE(num-pres,i)"] = presentation
        variables["CONNECTEDLINE(name-pres,i)"] = presentation
        return variables

    async def _talk(self) -> None:
        """What is done between the answer and the end."""
        acting = asyncio.create_task(self._act(), name=f"{self._key}-acts")
        await within(self._order.talk, self._ended.wait())
        acting.cancel()

    async def _act(self) -> None:
        # A telephone sends sound even when nobody speaks into it.
        await self._ask("POST", f"channels/{self._key}/silence")
        await asyncio.gather(self._speak(), self._keys.press())

    async def _speak(self) -> None:
        if self._order.play is None:
            return
        await asyncio.sleep(self._order.play_after)
        media = f"sound:{self._order.play.with_suffix('')}"
        await self._ask("POST", f"channels/{self._key}/play", query={"media": media})
        self._tell("speaking", file=self._order.play.name)

    async def _hang_up(self) -> None:
        if not self._ended.is_set():
            self.report.hung_up_by = Side.CALLER
            await self._ask("DELETE", f"channels/{self._key}")

    async def _finish(self) -> None:
        """Complete the report once the call is over."""
        report = self.report
        gave_up = report.hung_up_by is Side.CALLER and not report.answered
        report.hung_up_by = report.hung_up_by or Side.CALLED
        if report.answered:
            report.sip_status = 200
        elif not gave_up:
            report.sip_status = self._tech_cause
        report.outcome = outcome_of(
            answered=report.answered, gave_up=gave_up, sip_status=report.sip_status, cause=report.cause
        )
        if self._listening is not None and await self._listening:
            await self._ask("DELETE", f"channels/{self._key}{self.EAR}")
            await within(FINISH_SECONDS, self._recorded.wait())
            report.heard = await asyncio.to_thread(self._keep)
            await self._ask("DELETE", f"recordings/stored/{self._key}")

    def _keep(self) -> Heard | None:
        if not self._recording.exists():
            return None
        if self._order.save is not None:
            shutil.copyfile(self._recording, self._order.save)
            self.report.saved = str(self._order.save)
        return measure(path=self._recording)

    async def _listen(self) -> bool:
        """Record what the caller hears: by a channel of its own, since the call's can be speaking."""
        ear = f"{self._key}{self.EAR}"
        query = {"spy": "in", "app": self._app, "snoopId": ear}
        if not await self._ask("POST", f"channels/{self._key}/snoop", query=query):
            return False
        if not await within(CREATE_SECONDS, self._ear_ready.wait()):
            return False
        query = {"name": self._key, "format": "wav", "ifExists": "overwrite"}
        self.report.listening_ms = self._elapsed()
        return await self._ask("POST", f"channels/{ear}/record", query=query)

    async def _ask(self, method: str, path: str, *, query: Mapping[str, str | int] | None = None) -> bool:
        return await ask(self._ari, method, path, query=query)

    async def _follow(self) -> None:
        while True:
            event = await self.events.get()
            handle = self._HANDLERS.get(event["type"])
            if handle is not None:
                handle(self, event)

    def _on_start(self, event: Event) -> None:
        started = event["channel"]["id"]
        ready = {f"{self._key}{self.EAR}": self._ear_ready, self._keys.keypad: self._keys.ready}
        ready.get(started, self._started).set()

    def _on_dial(self, event: Event) -> None:
        status = event["dialstatus"]
        if status == "RINGING" and self.report.ringing_ms is None:
            self.report.ringing_ms = self._tell("ringing")
        elif status == "PROGRESS" and self.report.progress_ms is None:
            self.report.progress_ms = self._tell("progress")
            self._start_listening()
            if self._order.early_keys:
                self._early = asyncio.create_task(self._keys.press_early(), name=f"{self._key}-presses")
        elif status == "ANSWER" and self.report.answered_ms is None:
            self.report.answered_ms = self._tell("answered")
            self._start_listening()
            self._keys.too_late = True
            self._answered.set()

    def _start_listening(self) -> None:
        if self._order.listen and self._listening is None:
            self._listening = asyncio.create_task(self._listen(), name=f"{self._key}-listens")

    def _on_key(self, event: Event) -> None:
        self.report.keys_heard += event["digit"]
        self._tell("key-heard", key=event["digit"])

    def _on_end(self, event: Event) -> None:
        if event["channel"]["id"] != self._key:
            return
        self.report.cause = event.get("cause") or None
        self._tech_cause = event.get("tech_cause") or None
        by = self.report.hung_up_by or Side.CALLED
        self.report.ended_ms = self._tell("ended", by=by.value, cause=event.get("cause_txt", ""))
        self._keys.too_late = True
        self._ended.set()

    def _on_recorded(self, event: Event) -> None:
        self._recorded.set()

    _HANDLERS: Mapping[str, Callable[["PlacedCall", Event], None]] = {
        "StasisStart": _on_start,
        "Dial": _on_dial,
        "ChannelDtmfReceived": _on_key,
        "ChannelDestroyed": _on_end,
        "RecordingFinished": _on_recorded,
        "RecordingFailed": _on_recorded,
    }

    def _elapsed(self) -> int:
        """Milliseconds since dialling."""
        return round((time.monotonic() - self._start) * 1000)

    def _tell(self, what: str, **values: str | int | float) -> int:
        event = CallEvent(ms=self._elapsed(), what=what, values=values)
        self.report.events.append(event)
        if self._watch is not None:
            self._watch(event)
        return event.ms
