"""One call in the daemon: its events in their order, each journalled before it is acted upon."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable

from smartnumbers.core.callcontrol import causes
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
    Connected,
    ConnectFailed,
    Event,
    LegEnded,
    LegSilent,
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
from smartnumbers.telephony.ari.client import AriError, AriUnavailable
from smartnumbers.telephony.control.asked import Asked
from smartnumbers.telephony.control.clock import CallClock
from smartnumbers.telephony.control.hands import Hands, leg_channel
from smartnumbers.telephony.control.playing import Playing
from smartnumbers.telephony.control.timers import Timers

# Before the world sees any of these, the event behind it is on disk. Other events need not be waited for: entries are
# written in their order, so what follows from such an event later is on disk after it.
_OUTWARD = (
    AnswerCaller, Connect, HangUpCaller, HangUpLeg, IndicateRinging, PlayToBoth, PlayToCaller, StartLeg, Tell,
)  # fmt: skip

log = logging.getLogger(__name__)


class CallSession:
    """Runs one call. `on_end` is called once, when nothing is left of it.

    `last_at` is the instant (milliseconds) of the last thing that happened in it.
    """

    def __init__(
        self,
        *,
        call_id: str,
        channel: str,
        clock: CallClock,
        hands: Hands,
        journal: Journal,
        watchers: Watchers,
        on_end: Callable[["CallSession"], None],
        call: Call | None = None,
    ) -> None:
        self.call_id = call_id
        self.channel = channel
        self.clock = clock
        self.call = call or Call()
        self.last_at = 0
        self.admitted = False
        self.hangup_causes: dict[str, int] = {}
        self.asked = Asked()
        self._hands = hands
        self._journal = journal
        self._watchers = watchers
        self._on_end = on_end
        self._events: deque[Event] = deque()
        self._timers = Timers(on_time=self._time_out)
        self._task: asyncio.Task[None] | None = None
        self._check: asyncio.Task[None] | None = None
        self._resuming = False
        self._leg_there = True
        self._playing: Playing | None = None

    def put(self, event: Event) -> None:
        """Something happened; it is dealt with after what happened before."""
        self._events.append(event)
        self._wake()

    def was_away(self) -> None:
        """Asterisk, or we ourselves, were away: what was being played plays on or is over, and nobody knows which."""
        if self._playing is not None:
            self._playing.drop()
            self._playing = None
        self.put(Restarted(at=self.clock.now()))

    def take_up(self, *, leg_there: bool = True) -> None:
        """Go on with a call found again after a restart; `leg_there` as in `restarting.resume`."""
        self._resuming, self._leg_there = True, leg_there
        self._wake()

    def playback_finished(self, playback: str, state: str) -> None:
        """Asterisk tells that a prompt is over; where the caller hung up, it only ended with him."""
        if self._playing is not None and self.channel not in self.hangup_causes:
            self._playing.finished(playback, state)

    def _wake(self) -> None:
        if self._task is None:
            self._task = asyncio.create_task(self._work(), name=f"call-{self.call_id}")

    async def settled(self) -> None:
        """Return when everything put so far is dealt with."""
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
        for command in resume(self.call, at=self.clock.now(), leg_there=self._leg_there):
            await self._carry_out(command)
        self._tell()

    async def _deal_with(self, event: Event) -> None:
        before = self.call
        self.call, commands = step(before, event)
        if not commands and self.call == before:
            return  # late or repeated: Asterisk tells of some ends twice
        self.last_at = max(self.last_at, event.at)
        kept = self._journal.append(event_entry(call_id=self.call_id, event=event))
        if any(isinstance(command, _OUTWARD) for command in commands):
            await kept
        for command in commands:
            await self._carry_out(command)
        self._tell()

    def _tell(self) -> None:
        seen = live(self.call)
        if seen is not None:
            self._watchers.call(seen)
        elif self.call.facts.account is not None and self.call.state in (State.RELEASING, State.ENDED):
            self._watchers.ended(self.call_id, self.call.facts.account)

    async def _carry_out(self, command: Command) -> None:
        match command:
            case StartTimer() | StopTimer() | WakeAt():
                self._timers.set(command, at=self.clock.now())
            case IndicateRinging():
                await self._hands.ring(channel=self.channel)
            case StartLeg():
                await self._start_leg(command)
            case Connect(position=position):
                await self._connect(position)
            case HangUpLeg(position=position, cause=cause):
                await self._hang_up_leg(position, cause)
            case HangUpCaller(cause=cause):
                if not await self._hands.hang_up(channel=self.channel, cause=cause):
                    self.put(CallerEnded(at=self.clock.now(), cause=cause))
            case Finish(record=record):
                await self._finish(record)
            case _:
                await self._carry_out_saying(command)

    async def _finish(self, record: CallRecord) -> None:
        if self._playing is not None:
            self._playing.drop()
        self.asked.end()
        await self._journal.append(ended_entry(record=record, at=self.clock.now()))
        # Made as soon as a destination answers, whether or not it came to a talk.
        if any(attempt.answered_at is not None for attempt in record.attempts):
            await self._hands.drop_bridge(call_id=self.call_id)
        self._on_end(self)

    async def _carry_out_saying(self, command: Command) -> None:
        """The commands of calls in which something is said, or asked for."""
        match command:
            case AnswerCaller():
                await self._hands.answer(channel=self.channel)
            case PlayToCaller() | PlayToBoth():
                self._player().start(command)
            case StopPrompt(prompt_id=prompt_id):
                await self._player().stop(prompt_id)
            case Tell():
                self.asked.tell(command)

    async def _start_leg(self, command: StartLeg) -> None:
        try:
            await self._hands.start_leg(
                call_id=self.call_id,
                position=command.position,
                caller_channel=self.channel,
                destination=command.destination,
                shown=command.shown,
                ring=self.call.current.ring_seconds,
            )
        except AriError as fault:
            log.warning("call %s: destination %d cannot be dialled: %s", self.call_id, command.position, fault)
            self.put(LegEnded(at=self.clock.now(), position=command.position, cause=causes.TEMPORARY_FAILURE))
        except AriUnavailable as fault:
            log.warning("call %s: %s", self.call_id, fault)

    async def _connect(self, position: int) -> None:
        charging = self.call.facts.charging
        speaking = charging is not None and charging.may_speak
        try:
            await self._hands.connect(
                call_id=self.call_id, position=position, caller_channel=self.channel, speaking=speaking
            )
        except AriError as fault:
            # The usual reason is that one side hung up at this very moment; its own event follows.
            log.info("call %s: cannot be connected: %s", self.call_id, fault)
            self.put(ConnectFailed(at=self.clock.now()))
        except AriUnavailable as fault:
            log.warning("call %s: %s", self.call_id, fault)
        else:
            self.put(Connected(at=self.clock.now()))

    async def _hang_up_leg(self, position: int, cause: int) -> None:
        channel = leg_channel(call_id=self.call_id, position=position)
        if not await self._hands.hang_up(channel=channel, cause=cause):
            self.put(LegEnded(at=self.clock.now(), position=position, cause=cause))

    def _player(self) -> Playing:
        if self._playing is None:
            self._playing = Playing(
                call_id=self.call_id, channel=self.channel, revision=self.call.facts.revision, clock=self.clock,
                hands=self._hands, tell=self.put,
            )  # fmt: skip
        return self._playing

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
                self._check = asyncio.create_task(self._look_for_life(command.position))

    async def _look_for_life(self, position: int) -> None:
        if not await self._hands.sign_of_life(call_id=self.call_id, position=position):
            self.put(LegSilent(at=self.clock.now(), position=position))
