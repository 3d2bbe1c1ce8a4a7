"""One call in the daemon: its events in their order, each journalled before it is acted upon."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from smartnumbers.core.callcontrol.call import Call, State
from smartnumbers.core.callcontrol.commands import (
    AnswerCaller,
    Command,
    Connect,
    Finish,
    HangUpCaller,
    HangUpLeg,
    IndicateRinging,
    PlayToBoth,
    PlayToCaller,
    RecordCaller,
    RememberReport,
    RememberTest,
    StartLeg,
    StartTimer,
    StopPrompt,
    StopTimer,
    Tell,
    Timer,
    WakeAt,
)
from smartnumbers.core.callcontrol.entries import ended_entry, event_entry
from smartnumbers.core.callcontrol.events import (
    CallerEnded,
    Event,
    LegEnded,
    ReleaseTimeout,
    Restarted,
    RingTimeout,
    TimerFired,
)
from smartnumbers.core.callcontrol.ports import Journal, Watchers
from smartnumbers.core.callcontrol.record import CallRecord
from smartnumbers.core.callcontrol.restarting import resume
from smartnumbers.core.callcontrol.transitions import step
from smartnumbers.core.callcontrol.watching import live
from smartnumbers.telephony.control.asked import Asked
from smartnumbers.telephony.control.clock import CallClock
from smartnumbers.telephony.control.hands import Hands
from smartnumbers.telephony.control.legs import Legs
from smartnumbers.telephony.control.memory import Memory
from smartnumbers.telephony.control.recording import MessagePlaces
from smartnumbers.telephony.control.scope import Scope
from smartnumbers.telephony.control.timers import Timers
from smartnumbers.telephony.control.voice import Voice

# Before the world sees any of these, the event behind it is on disk. Other events need not be waited for: entries are
# written in their order, so what follows from such an event later is on disk after it.
_OUTWARD = (
    AnswerCaller, Connect, HangUpCaller, HangUpLeg, IndicateRinging, PlayToBoth, PlayToCaller, RecordCaller, StartLeg,
    Tell,
)  # fmt: skip

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What every call of one node is run with."""

    hands: Hands
    journal: Journal
    watchers: Watchers
    memory: Memory
    messages: MessagePlaces


class CallSession:
    """Runs one call. `on_end` is called once, when nothing is left of it.

    `last_at` is the instant (milliseconds) of the last thing that happened in it.
    """

    def __init__(
        self, *, call_id: str, channel: str, clock: CallClock, means: Means,
        on_end: Callable[["CallSession"], None], call: Call | None = None,
    ) -> None:  # fmt: skip
        self.call_id = call_id
        self.channel = channel
        self.clock = clock
        self.call = call or Call()
        self.last_at = 0
        self.admitted = False
        self.hangup_causes: dict[str, int] = {}
        self.asked = Asked()
        self._means = means
        self._hands = means.hands
        self._on_end = on_end
        self._events: deque[Event] = deque()
        self._timers = Timers(on_time=self._time_out)
        self._task: asyncio.Task[None] | None = None
        self._resuming = False
        scope = Scope(
            call_id=call_id, channel=channel, clock=clock, hands=means.hands, tell=self.put,
            hangup_causes=self.hangup_causes,
        )  # fmt: skip
        self._voice = Voice(scope=scope, messages=means.messages)
        self.legs = Legs(scope=scope, lines=means.memory.lines)
        if call is not None:
            self.legs.restore(call.open_legs, call.attempts)

    def put(self, event: Event) -> None:
        """Something happened; it is dealt with after what happened before."""
        self._events.append(event)
        self._wake()

    def put_caller_ended(self, event: CallerEnded) -> None:
        """The caller's side is gone: dealt with after what he has just said to be recorded."""
        self._voice.caller_ended(self.call, event)

    def was_away(self) -> None:
        """Asterisk, or we ourselves, were away."""
        self._voice.was_away()
        self.put(Restarted(at=self.clock.now()))

    def take_up(self) -> None:
        """Go on with a call found again after a restart."""
        self._resuming = True
        self._wake()

    def playback_finished(self, playback: str, state: str) -> None:
        """Asterisk tells that a prompt is over; where the caller hung up, it only ended with him."""
        if self.channel not in self.hangup_causes:
            self._voice.playback_finished(playback, state)

    def recording_finished(self, state: str) -> None:
        """Asterisk tells that the recording of the caller is over."""
        self._voice.recording_finished(state, caller_gone=self.channel in self.hangup_causes)

    def leg_gone(self, position: int, *, cause: int, sip_status: int | None, missed: bool) -> None:
        """A leg's channel is gone, whoever ended it; `missed` as in LegEnded."""
        attempt = self.call.attempts.get(position)
        self.legs.failed(
            position, cause=cause, sip_status=sip_status,
            tried=[] if attempt is None else [one.carrier for one in attempt.tried],
            alerted=attempt is None or attempt.alerting_at is not None or attempt.answered_at is not None,
            missed=missed,
        )  # fmt: skip

    def _wake(self) -> None:
        if self._task is None:
            self._task = asyncio.create_task(self._work(), name=f"call-{self.call_id}")

    async def settled(self) -> None:
        """Return when everything put so far is dealt with."""
        await self._voice.settled()
        while self._task is not None:
            await asyncio.shield(self._task)

    async def _work(self) -> None:
        try:
            while self._events or self._resuming:
                event = None if self._resuming else self._events.popleft()
                try:
                    await (self._resume() if event is None else self._deal_with(event))
                except Exception:
                    # A fault of ours in one event must not leave the call hanging: what comes next ends it.
                    log.exception("call %s: %s could not be dealt with", self.call_id, event)
        finally:
            self._task = None

    async def _resume(self) -> None:
        self._resuming = False
        for command in resume(self.call, at=self.clock.now()):
            await self._carry_out(command)
        self._tell()

    async def _deal_with(self, event: Event) -> None:
        if isinstance(event, LegEnded):
            self.legs.ended(event.position, missed=event.missed and event.position in self.call.ringing)
        before = self.call
        self.call, commands = step(before, event)
        if not commands and self.call == before:
            return  # late or repeated: Asterisk tells of some ends twice
        self.last_at = max(self.last_at, event.at)
        kept = self._means.journal.append(event_entry(call_id=self.call_id, event=event))
        if any(isinstance(command, _OUTWARD) for command in commands):
            await kept
        for command in commands:
            await self._carry_out(command)
        self._tell()

    def _tell(self) -> None:
        seen = live(self.call)
        if seen is not None:
            self._means.watchers.call(seen)
        elif self.call.facts.account is not None and self.call.state in (State.RELEASING, State.ENDED):
            self._means.watchers.ended(self.call_id, self.call.facts.account)

    async def _carry_out(self, command: Command) -> None:
        match command:
            case StartTimer() | WakeAt():
                self._timers.set(command, at=self.clock.now())
            case StopTimer():
                self._timers.stop(command)
            case IndicateRinging():
                await self._hands.ring(channel=self.channel)
            case StartLeg():
                await self.legs.start(command)
            case Connect(position=position):
                await self.legs.connect(position, speaking=self.call.speaking)
            case HangUpLeg(position=position, cause=cause):
                await self.legs.hang_up(position, cause=cause)
            case HangUpCaller(cause=cause):
                if not await self._hands.hang_up(channel=self.channel, cause=cause):
                    self.put(CallerEnded(at=self.clock.now(), cause=cause))
            case Finish(record=record):
                await self._finish(record)
            case _:
                await self._carry_out_beside(command)

    async def _carry_out_beside(self, command: Command) -> None:
        """The commands that are not about the two sides and when they end: what is said, heard, remembered and told."""
        match command:
            case AnswerCaller():
                await self._hands.answer(channel=self.channel)
            case PlayToCaller() | PlayToBoth() | StopPrompt() | RecordCaller():
                await self._voice.carry_out(command, revision=self.call.facts.revision)
            case RememberTest() | RememberReport():
                self._means.memory.remember(command)
            case Tell():
                self.asked.tell(command)

    async def _finish(self, record: CallRecord) -> None:
        self._voice.finish(record)
        self.legs.drop()
        self.asked.end()
        await self._means.journal.append(ended_entry(record=record, at=self.clock.now()))
        # Made as soon as a destination answers, whether or not it came to a talk.
        if any(attempt.answered_at is not None for attempt in record.attempts):
            await self._hands.drop_bridge(call_id=self.call_id)
        self._on_end(self)

    def _time_out(self, command: StartTimer | WakeAt) -> None:
        at = self.clock.now()
        match command:
            case WakeAt():
                self.put(TimerFired(at=at, timer=command.timer))
            case StartTimer(timer=Timer.RING):
                self.put(RingTimeout(at=at, position=command.position))
            case StartTimer(timer=Timer.RELEASE):
                self.put(ReleaseTimeout(at=at))
            case StartTimer(timer=Timer.LIFE):
                tried = self.call.attempts[command.position].tried
                self.legs.look_for_life(command.position, tried=[one.carrier for one in tried])
