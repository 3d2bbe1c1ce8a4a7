"""The end of a call: settle how it ended, take down what is left of it, keep its record."""

from dataclasses import replace

from smartnumbers.core.callcontrol import causes
from smartnumbers.core.callcontrol.asking import abandon
from smartnumbers.core.callcontrol.call import Call, Ending, State, Step
from smartnumbers.core.callcontrol.closing import close
from smartnumbers.core.callcontrol.commands import (
    Command,
    Finish,
    HangUpCaller,
    HangUpLeg,
    StartTimer,
    StopTimer,
    Timer,
)
from smartnumbers.core.callcontrol.events import CallerEnded, LegEnded, RecordingEnded, ReleaseTimeout
from smartnumbers.core.callcontrol.record import Outcome, Side
from smartnumbers.core.callcontrol.requests import CALL_ENDED

RELEASE_SECONDS = 3
RELEASE_TRIES = 3

_RUNNING = {
    State.ANNOUNCING: (Timer.PROMPT,),
    State.CONSENTING: (Timer.CONSENT,),
    State.GREETING: (Timer.PROMPT,),
    State.TESTING: (Timer.PROMPT, Timer.TEST),
    State.TRYING: (Timer.RING, Timer.LIFE),
    State.SAYING: (Timer.PROMPT,),
    State.RECORDING: (Timer.PROMPT, Timer.RECORDING),
    State.TALKING: (Timer.PROMPT, Timer.CONSENT, Timer.PAUSE, Timer.WARNING, Timer.CUTOFF),
}
"""The timers that may run in a state; in a talk without a price none does."""

_STOPS = {state: tuple(StopTimer(timer=timer) for timer in timers) for state, timers in _RUNNING.items()}
STOP_DIALLING = _STOPS[State.TRYING]


def release(call: Call, at: int, *, outcome: Outcome, reason: str, side: Side, cause: int) -> Step:
    """Settle how the call ended and take down what is left of it."""
    answered = call.answered_at is not None or call.caller_answered
    sip_status = 200 if answered else 487 if side is Side.CALLER else causes.SIP_STATUS.get(cause, 500)
    ending = Ending(at=at, outcome=outcome, reason=reason, hung_up_by=side, cause=cause, sip_status=sip_status)
    timeless = call.state is State.TALKING and call.facts.charging is None
    stopped = () if timeless else _STOPS.get(call.state, ())
    if call.attempts and call.current.ended_at is None:
        closed = replace(call.current, ended_at=at, cause=cause)
        call = replace(call, attempts={**call.attempts, call.position: closed})
    ended_call = replace(call, state=State.RELEASING, ending=ending, due=0, playing=None)
    call, told = abandon(ended_call, CALL_ENDED)
    finished = _finish_when_gone(call)
    if finished is not None:
        return finished[0], (*stopped, *told, *finished[1])
    return call, (
        *stopped,
        *told,
        *hang_ups(call),
        StartTimer(timer=Timer.RELEASE, seconds=RELEASE_SECONDS),
    )


def mark(call: Call, event: LegEnded | CallerEnded | RecordingEnded) -> Call:
    """The call, marked where its end was found out only after a restart."""
    return replace(call, recovered=True) if event.recovered else call


def by(event: LegEnded | CallerEnded | RecordingEnded, side: Side) -> Side:
    """Who ended it: the side that is gone, unless the switch lost both at once."""
    return Side.PLATFORM if event.lost else side


def hang_ups(call: Call) -> tuple[Command, ...]:
    """What ends the sides that are still there."""
    assert call.ending is not None
    cause = causes.NORMAL_CLEARING if call.answered_at is not None else call.ending.cause
    legs = tuple(HangUpLeg(position=leg, cause=causes.NORMAL_CLEARING) for leg in sorted(call.open_legs))
    return (*legs, HangUpCaller(cause=cause)) if call.caller_there else legs


def _finish_when_gone(call: Call) -> Step | None:
    if call.caller_there or call.open_legs:
        return None
    record = close(call)
    return replace(call, state=State.ENDED), (StopTimer(timer=Timer.RELEASE), Finish(record=record))


def leg_gone(call: Call, event: LegEnded) -> Step:
    """A destination's side is gone after the end was settled."""
    call = replace(call, open_legs=call.open_legs - {event.position})
    return _finish_when_gone(call) or (call, ())


def caller_gone(call: Call, event: CallerEnded) -> Step:
    """The caller's side is gone after the end was settled."""
    call = replace(call, caller_there=False)
    return _finish_when_gone(call) or (call, ())


def release_timeout(call: Call, event: ReleaseTimeout) -> Step:
    """Hang up once more; after the last try the call counts as over, whatever Asterisk still shows."""
    call = replace(call, release_timeouts=call.release_timeouts + 1)
    if call.release_timeouts >= RELEASE_TRIES:
        gone = _finish_when_gone(replace(call, caller_there=False, open_legs=frozenset()))
        assert gone is not None
        return gone
    return call, (*hang_ups(call), StartTimer(timer=Timer.RELEASE, seconds=RELEASE_SECONDS))
