"""The life of a call: one table from (state, event) to what happens.

`step` is the whole of it. Everything that affects a transition lives in this module; a pair that is not in the table
is a late or repeated event, and changes nothing.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from smartnumbers.core.callcontrol import causes
from smartnumbers.core.callcontrol.admission import CAUSES
from smartnumbers.core.callcontrol.call import Call, Ending, State
from smartnumbers.core.callcontrol.closing import close
from smartnumbers.core.callcontrol.commands import (
    Command,
    Connect,
    Finish,
    HangUpCaller,
    HangUpLeg,
    IndicateRinging,
    StartLeg,
    StartTimer,
    StopTimer,
    Timer,
)
from smartnumbers.core.callcontrol.events import (
    CallerEnded,
    Connected,
    ConnectFailed,
    Event,
    LegAlerting,
    LegAnswered,
    LegEnded,
    LegSilent,
    Offered,
    ReleaseTimeout,
    RingTimeout,
)
from smartnumbers.core.callcontrol.record import Attempt, AttemptOutcome, Outcome, Side
from smartnumbers.core.routing.decide import Presentation
from smartnumbers.core.routing.profile import Display

LIFE_SECONDS = 3
RELEASE_SECONDS = 3
RELEASE_TRIES = 3

Step = tuple[Call, tuple[Command, ...]]

_STOP_DIALLING = (StopTimer(timer=Timer.RING), StopTimer(timer=Timer.LIFE))


def step(call: Call, event: Event) -> Step:
    """The call after an event, and what is to be done about it."""
    handler = TRANSITIONS.get((call.state, type(event)))
    return (call, ()) if handler is None else handler(call, event)


def resume(call: Call, *, at: int, leg_there: bool = True) -> tuple[Command, ...]:
    """What is to be done about a call found again after a restart, in the state it was left in.

    Whatever was asked for last may have been done or not, so it is asked for again; each command bears that. `at` is
    the present instant (milliseconds). Without `leg_there` nothing is left of the attempt that runs: it was never
    dialled, or it answered or refused while nobody listened, and so it is dialled again.
    """
    if call.state is State.TRYING:
        ringing = (IndicateRinging(),) if call.ringing_at is not None else ()
        if not leg_there:
            return (*ringing, *_dial(call))
        left = max(1, call.current.ring_seconds - (at - call.current.started_at) // 1000)
        return (*ringing, StartTimer(timer=Timer.RING, seconds=left, position=call.position))
    if call.state is State.CONNECTING:
        return (Connect(position=call.position),)
    if call.state is State.RELEASING:
        return (*_hang_ups(call), StartTimer(timer=Timer.RELEASE, seconds=RELEASE_SECONDS))
    return ()


def _offered(call: Call, event: Offered) -> Step:
    call = replace(call, offered=event)
    if event.limit is not None:
        return _refuse(call, event, Outcome.LIMITED, event.limit.value, CAUSES[event.limit])
    if event.decision.refusal is not None:
        outcome, cause = causes.REFUSALS[event.decision.refusal]
        return _refuse(call, event, outcome, event.decision.refusal.value, cause)
    return _next_attempt(call, event.at)


def _refuse(call: Call, event: Offered, outcome: Outcome, reason: str, cause: int) -> Step:
    return _release(call, event.at, outcome=outcome, reason=reason, side=Side.PLATFORM, cause=cause)


def _next_attempt(call: Call, at: int) -> Step:
    entry = call.next_entry
    if entry is None:
        return _exhausted(call, at)
    position = call.position + 1
    attempt = Attempt(
        position=position,
        name=entry.name,
        address=entry.destination.address,
        kind=entry.destination.kind,
        ring_seconds=entry.ring_seconds,
        started_at=at,
    )
    call = replace(
        call,
        state=State.TRYING,
        position=position,
        attempts={**call.attempts, position: attempt},
        open_legs=call.open_legs | {position},
    )
    return call, _dial(call)


def _dial(call: Call) -> tuple[Command, ...]:
    position = call.position
    entry = call.facts.decision.chain[position - 1]
    return (
        StartLeg(position=position, destination=entry.destination, shown=_shown(call)),
        StartTimer(timer=Timer.RING, seconds=entry.ring_seconds, position=position),
        StartTimer(timer=Timer.LIFE, seconds=LIFE_SECONDS, position=position),
    )


def _shown(call: Call) -> str:
    if call.facts.decision.display is Display.SERVICE_NUMBER:
        return call.facts.number
    caller = call.facts.caller
    return caller.number if caller.presentation is Presentation.ALLOWED else ""


def _exhausted(call: Call, at: int) -> Step:
    seen = {attempt.outcome for attempt in call.attempts.values()}
    outcome, cause = next((told, cause) for met, told, cause in causes.EXHAUSTED if met in seen)
    return _release(call, at, outcome=outcome, reason="chain-exhausted", side=Side.PLATFORM, cause=cause)


def _attempt_over(call: Call, at: int, outcome: AttemptOutcome, cause: int, sip_status: int | None) -> Call:
    over = replace(call.current, ended_at=at, outcome=outcome, cause=cause, sip_status=sip_status)
    return replace(call, attempts={**call.attempts, call.position: over})


def _leg_alerting(call: Call, event: LegAlerting) -> Step:
    if event.position != call.position or call.current.alerting_at is not None:
        return call, ()
    alerting = replace(call.current, alerting_at=event.at)
    call = replace(call, attempts={**call.attempts, call.position: alerting})
    stop = StopTimer(timer=Timer.LIFE)
    if call.ringing_at is not None:
        return call, (stop,)
    return replace(call, ringing_at=event.at), (IndicateRinging(), stop)


def _leg_answered(call: Call, event: LegAnswered) -> Step:
    if event.position != call.position:
        return call, ()
    answered = replace(call.current, answered_at=event.at, outcome=AttemptOutcome.ANSWERED)
    call = replace(call, state=State.CONNECTING, attempts={**call.attempts, call.position: answered})
    return call, (*_STOP_DIALLING, Connect(position=call.position))


def _leg_failed(call: Call, event: LegEnded) -> Step:
    call = replace(call, open_legs=call.open_legs - {event.position})
    if event.position != call.position:
        return call, ()
    alerted = call.current.alerting_at is not None
    outcome = causes.classify(cause=event.cause, sip_status=event.sip_status, alerted=alerted)
    return _then_next(_attempt_over(call, event.at, outcome, event.cause, event.sip_status), event.at)


def _then_next(call: Call, at: int, *first: Command) -> Step:
    call, commands = _next_attempt(call, at)
    return call, (*_STOP_DIALLING, *first, *commands)


def _ring_timeout(call: Call, event: RingTimeout) -> Step:
    return _give_leg_up(call, event, AttemptOutcome.NO_ANSWER, causes.NO_ANSWER)


def _leg_silent(call: Call, event: LegSilent) -> Step:
    return _give_leg_up(call, event, AttemptOutcome.UNREACHABLE, causes.NO_USER_RESPONDING)


def _give_leg_up(call: Call, event: RingTimeout | LegSilent, outcome: AttemptOutcome, cause: int) -> Step:
    if event.position != call.position:
        return call, ()
    hang_up = HangUpLeg(position=call.position, cause=cause)
    return _then_next(_attempt_over(call, event.at, outcome, cause, None), event.at, hang_up)


def _caller_gave_up(call: Call, event: CallerEnded) -> Step:
    if call.current.outcome is None:
        call = _attempt_over(call, event.at, AttemptOutcome.ABANDONED, event.cause, None)
    call = replace(_mark(call, event), caller_there=False)
    side = _by(event, Side.CALLER)
    return _release(call, event.at, outcome=Outcome.ABANDONED, reason="caller-gave-up", side=side, cause=event.cause)


def _connected(call: Call, event: Connected) -> Step:
    return replace(call, state=State.TALKING, answered_at=event.at), ()


def _connect_failed(call: Call, event: ConnectFailed) -> Step:
    cause = causes.NO_CIRCUIT
    return _release(call, event.at, outcome=Outcome.FAILED, reason="connect-failed", side=Side.PLATFORM, cause=cause)


def _answered_leg_lost(call: Call, event: LegEnded) -> Step:
    call = replace(call, open_legs=call.open_legs - {event.position})
    if event.position != call.position:
        return call, ()
    call = _mark(call, event)
    side, cause = Side.DESTINATION, causes.NO_CIRCUIT
    return _release(call, event.at, outcome=Outcome.FAILED, reason="lost-while-connecting", side=side, cause=cause)


def _mark(call: Call, event: LegEnded | CallerEnded) -> Call:
    return replace(call, recovered=True) if event.recovered else call


def _destination_hung_up(call: Call, event: LegEnded) -> Step:
    call = replace(call, open_legs=call.open_legs - {event.position})
    if event.position != call.position:
        return call, ()
    return _talk_over(_mark(call, event), event.at, _by(event, Side.DESTINATION), event.cause)


def _caller_hung_up(call: Call, event: CallerEnded) -> Step:
    call = replace(_mark(call, event), caller_there=False)
    return _talk_over(call, event.at, _by(event, Side.CALLER), event.cause)


def _by(event: LegEnded | CallerEnded, side: Side) -> Side:
    """Who ended it: the side that is gone, unless the switch lost both at once."""
    return Side.PLATFORM if event.lost else side


def _talk_over(call: Call, at: int, side: Side, cause: int) -> Step:
    return _release(call, at, outcome=Outcome.ANSWERED, reason="hang-up", side=side, cause=cause)


def _release(call: Call, at: int, *, outcome: Outcome, reason: str, side: Side, cause: int) -> Step:
    """Settle how the call ended and take down what is left of it."""
    answered = call.answered_at is not None
    sip_status = 200 if answered else 487 if side is Side.CALLER else causes.SIP_STATUS.get(cause, 500)
    ending = Ending(at=at, outcome=outcome, reason=reason, hung_up_by=side, cause=cause, sip_status=sip_status)
    if call.attempts and call.current.ended_at is None:
        closed = replace(call.current, ended_at=at, cause=cause)
        call = replace(call, attempts={**call.attempts, call.position: closed})
    call = replace(call, state=State.RELEASING, ending=ending)
    finished = _finish_when_gone(call, at)
    if finished is not None:
        return finished[0], (*_STOP_DIALLING, *finished[1])
    return call, (
        *_STOP_DIALLING,
        *_hang_ups(call),
        StartTimer(timer=Timer.RELEASE, seconds=RELEASE_SECONDS),
    )


def _hang_ups(call: Call) -> tuple[Command, ...]:
    assert call.ending is not None
    cause = causes.NORMAL_CLEARING if call.answered_at is not None else call.ending.cause
    legs = tuple(HangUpLeg(position=leg, cause=causes.NORMAL_CLEARING) for leg in sorted(call.open_legs))
    return (*legs, HangUpCaller(cause=cause)) if call.caller_there else legs


def _finish_when_gone(call: Call, at: int) -> Step | None:
    if call.caller_there or call.open_legs:
        return None
    record = close(call)
    return replace(call, state=State.ENDED), (StopTimer(timer=Timer.RELEASE), Finish(record=record))


def _leg_gone(call: Call, event: LegEnded) -> Step:
    call = replace(call, open_legs=call.open_legs - {event.position})
    return _finish_when_gone(call, event.at) or (call, ())


def _caller_gone(call: Call, event: CallerEnded) -> Step:
    call = replace(call, caller_there=False)
    return _finish_when_gone(call, event.at) or (call, ())


def _release_timeout(call: Call, event: ReleaseTimeout) -> Step:
    """Hang up once more; after the last try the call counts as over, whatever Asterisk still shows."""
    call = replace(call, release_timeouts=call.release_timeouts + 1)
    if call.release_timeouts >= RELEASE_TRIES:
        gone = _finish_when_gone(replace(call, caller_there=False, open_legs=frozenset()), event.at)
        assert gone is not None
        return gone
    return call, (*_hang_ups(call), StartTimer(timer=Timer.RELEASE, seconds=RELEASE_SECONDS))


TRANSITIONS: dict[tuple[State, type[Any]], Callable[[Call, Any], Step]] = {
    (State.NEW, Offered): _offered,
    (State.TRYING, LegAlerting): _leg_alerting,
    (State.TRYING, LegAnswered): _leg_answered,
    (State.TRYING, LegEnded): _leg_failed,
    (State.TRYING, RingTimeout): _ring_timeout,
    (State.TRYING, LegSilent): _leg_silent,
    (State.TRYING, CallerEnded): _caller_gave_up,
    (State.CONNECTING, Connected): _connected,
    (State.CONNECTING, ConnectFailed): _connect_failed,
    (State.CONNECTING, LegEnded): _answered_leg_lost,
    (State.CONNECTING, CallerEnded): _caller_gave_up,
    (State.TALKING, LegEnded): _destination_hung_up,
    (State.TALKING, CallerEnded): _caller_hung_up,
    (State.RELEASING, LegEnded): _leg_gone,
    (State.RELEASING, CallerEnded): _caller_gone,
    (State.RELEASING, ReleaseTimeout): _release_timeout,
}
