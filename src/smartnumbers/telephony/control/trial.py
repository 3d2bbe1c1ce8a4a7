"""One test call: rings a destination through the same hands as a call, says a sentence, hangs up.

It is no call: it has no caller, stands in no journal and takes none of the lines that calls are counted by.
"""

import asyncio
import contextlib
import logging
from dataclasses import dataclass
from typing import Any

from smartnumbers.core.callcontrol import causes
from smartnumbers.core.callcontrol.commands import StartLeg
from smartnumbers.core.callcontrol.events import (
    Event,
    LegAlerting,
    LegAnswered,
    LegEnded,
    LegSilent,
    Restarted,
    RingTimeout,
)
from smartnumbers.core.callcontrol.ringing import LIFE_SECONDS
from smartnumbers.core.callcontrol.trial import TrialStep, trial_prompt
from smartnumbers.core.routing.decision import Shown
from smartnumbers.core.routing.destinations import Destination
from smartnumbers.core.routing.treatments import ChainEntry
from smartnumbers.telephony.ari.client import AriError, AriUnavailable
from smartnumbers.telephony.control import clock
from smartnumbers.telephony.control.clock import CallClock
from smartnumbers.telephony.control.hands import Hands
from smartnumbers.telephony.control.legs import Legs
from smartnumbers.telephony.control.lines import Lines
from smartnumbers.telephony.control.messages import TrialWanted
from smartnumbers.telephony.control.scope import Scope
from smartnumbers.telephony.prompts.library import PromptUnavailable

_POSITION = 0
# Who answers has the telephone at the ear a little later.
PAUSE_SECONDS = 0.7
SAYING_SECONDS = 30.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Said:
    """Asterisk tells that the sentence is over: "done" or "failed"."""

    state: str


class Trial:
    """`over` tells that nothing more happens; `run` must be called once."""

    def __init__(self, *, wanted: TrialWanted, destination: Destination, hands: Hands) -> None:
        began = clock.wall()
        self.trial_id = str(clock.new_call_id(at=began))
        self.wanted = wanted
        self.over = False
        self._destination = destination
        self._hands = hands
        self._clock = CallClock(began=began)
        self._began = began
        self._events: asyncio.Queue[Event | _Said] = asyncio.Queue()
        scope = Scope(call_id=self.trial_id, channel="", clock=self._clock, hands=hands, tell=self._events.put_nowait)
        self._legs = Legs(scope=scope, lines=Lines(now=clock.wall))
        self._steps: list[dict[str, Any]] = []
        self._tried: tuple[str, ...] = ()
        self._alerted = False
        self._cause = causes.NORMAL_CLEARING
        self._life: asyncio.TimerHandle | None = None
        self._news = asyncio.Event()

    # What Asterisk tells -------------------------------------------------------------------------------------------

    @property
    def channel(self) -> str:
        """Asterisk's name for it at this moment: another one through each carrier."""
        return self._hands.trunks.channel(call_id=self.trial_id, position=_POSITION)

    def alerting(self) -> None:
        """It rings, or rings on."""
        if self._alerted:
            return
        self._alerted = True
        self._events.put_nowait(LegAlerting(at=self._clock.now(), position=_POSITION))

    def answered(self) -> None:
        """Somebody answers."""
        self._alerted = True
        self._events.put_nowait(LegAnswered(at=self._clock.now(), position=_POSITION))

    def gone(self, *, cause: int, sip_status: int | None) -> None:
        """Its channel is gone, whoever ended it."""
        self._legs.failed(
            _POSITION, cause=cause, sip_status=sip_status, tried=self._tried, alerted=self._alerted
        )  # fmt: skip

    def said(self, state: str) -> None:
        """The sentence is over."""
        self._events.put_nowait(_Said(state))

    def lost(self) -> None:
        """Asterisk is away."""
        self._events.put_nowait(Restarted(at=self._clock.now()))

    # What is told of it --------------------------------------------------------------------------------------------

    def document(self) -> dict[str, Any]:
        """What has happened so far; `ms` counts from its beginning."""
        return {"trial": self.trial_id, "steps": list(self._steps), "over": self.over}

    async def further(self, *, seen: int, seconds: float) -> None:
        """Return when it has more than `seen` steps, or after so long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while len(self._steps) <= seen and not self.over:
                    await self._news.wait()

    # What it does --------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Ring, say, hang up."""
        wanted = self.wanted
        # Made while it rings: who answers is not to wait for it.
        prompt = trial_prompt(destination=wanted.name, language=wanted.language)
        sentence = asyncio.create_task(self._hands.prompts.sound(prompt=prompt), name=f"trial-{self.trial_id}")
        ending, about = TrialStep.INTERRUPTED, self._end()
        try:
            async with asyncio.timeout(wanted.ring_seconds + SAYING_SECONDS):
                ending, about = await self._ring()
                if ending is TrialStep.ANSWERED:
                    self._step(ending)
                    ending = await self._say(sentence)
        except TimeoutError:
            log.warning("test call %s: its end was never told", self.trial_id)
        finally:
            sentence.cancel()
            if self._life is not None:
                self._life.cancel()
            await self._hands.hang_up(channel=self.channel, cause=self._cause)
            self._legs.drop()
            self.over = True
            self._step(ending, carrier=about.carrier, sip_status=about.sip_status)

    async def _ring(self) -> tuple[TrialStep, LegEnded]:
        """Dial, and give what came of it."""
        timeout = RingTimeout(at=0, position=_POSITION)
        ringing = asyncio.get_running_loop().call_later(
            self.wanted.ring_seconds, self._events.put_nowait, timeout
        )  # fmt: skip
        self._step(TrialStep.DIALLED)
        try:
            await self._dial()
            while True:
                match await self._events.get():
                    case LegAlerting():
                        self._step(TrialStep.RINGING, carrier=self._carrier)
                    case LegAnswered():
                        return TrialStep.ANSWERED, self._end()
                    case LegEnded(onward=True) as ended:
                        self._step(TrialStep.PASSED_ON, carrier=ended.carrier, sip_status=ended.sip_status)
                        self._legs.ended(_POSITION)
                        self._tried = (*self._tried, ended.carrier)
                        await self._dial()
                    case LegEnded() as ended:
                        return self._outcome(ended), ended
                    case RingTimeout() | LegSilent() as silence:
                        self._cause = causes.NO_ANSWER
                        rang = self._alerted and isinstance(silence, RingTimeout)
                        return (TrialStep.NO_ANSWER if rang else TrialStep.UNREACHABLE), self._end()
                    case Restarted():
                        return TrialStep.INTERRUPTED, self._end()
        finally:
            ringing.cancel()

    async def _dial(self) -> None:
        wanted = self.wanted
        entry = ChainEntry(destination=self._destination, name=wanted.name, ring_seconds=wanted.ring_seconds)
        shown = Shown(number=wanted.shown)
        await self._legs.start(StartLeg(position=_POSITION, entry=entry, shown=shown, tried=self._tried))
        if self._life is not None:
            self._life.cancel()
        self._life = asyncio.get_running_loop().call_later(LIFE_SECONDS, self._look_for_life)

    def _look_for_life(self) -> None:
        if not self._alerted:
            self._legs.look_for_life(_POSITION, tried=self._tried)

    def _end(self) -> LegEnded:
        """An end of which only the carrier is known."""
        return LegEnded(at=0, position=_POSITION, cause=self._cause, carrier=self._carrier)

    def _outcome(self, ended: LegEnded) -> TrialStep:
        if ended.cause == causes.NO_CIRCUIT and ended.sip_status is None and not ended.carrier:
            return TrialStep.NO_CARRIER
        met = causes.classify(cause=ended.cause, sip_status=ended.sip_status, alerted=self._alerted)
        return TrialStep(met.value)

    async def _say(self, sentence: asyncio.Task[Any]) -> TrialStep:
        """Say the sentence to who answered."""
        try:
            path = await sentence
            await asyncio.sleep(PAUSE_SECONDS)
            await self._hands.play_to_caller(channel=self.channel, playback=f"{self.trial_id}:sentence", path=path)
        except (PromptUnavailable, OSError) as fault:
            log.warning("test call %s: its sentence cannot be said: %s", self.trial_id, fault)
            return TrialStep.UNSAID
        except AriError:
            return TrialStep.LEFT
        except AriUnavailable:
            return TrialStep.INTERRUPTED
        while True:
            match await self._events.get():
                case _Said(state="done"):
                    return TrialStep.HEARD
                case _Said():
                    return TrialStep.UNSAID
                case LegEnded():
                    return TrialStep.LEFT
                case Restarted():
                    return TrialStep.INTERRUPTED

    @property
    def _carrier(self) -> str:
        return self._hands.trunks.name(call_id=self.trial_id, position=_POSITION)

    def _step(self, code: TrialStep, *, carrier: str = "", sip_status: int | None = None) -> None:
        after = self._clock.now() - self._began
        self._steps.append({"code": code.value, "ms": after, "carrier": carrier, "sip_status": sip_status})
        news, self._news = self._news, asyncio.Event()
        news.set()
