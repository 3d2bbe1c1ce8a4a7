"""The destinations of a chain, one after the other, until one answers or none is left."""

from dataclasses import replace

from smartnumbers.core.callcontrol import causes
from smartnumbers.core.callcontrol.call import Call, State, Step
from smartnumbers.core.callcontrol.commands import (
    Command,
    Connect,
    HangUpLeg,
    IndicateRinging,
    StartLeg,
    StartTimer,
    StopTimer,
    Timer,
)
from smartnumbers.core.callcontrol.events import (
    CallerEnded,
    ConnectFailed,
    LegAlerting,
    LegAnswered,
    LegEnded,
    LegSilent,
    RingTimeout,
)
from smartnumbers.core.callcontrol.record import Attempt, AttemptOutcome, Outcome, Side
from smartnumbers.core.callcontrol.releasing import STOP_DIALLING, by, mark, release
from smartnumbers.core.routing.decide import Presentation
from smartnumbers.core.routing.profile import Display

LIFE_SECONDS = 3


def next_attempt(call: Call, at: int) -> Step:
    """Dial the next destination of the chain, or end the call where none is left."""
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
    return call, dial(call)


def dial(call: Call) -> tuple[Command, ...]:
    """What dials the destination of the attempt that runs."""
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
    return release(call, at, outcome=outcome, reason="chain-exhausted", side=Side.PLATFORM, cause=cause)


def _attempt_over(call: Call, at: int, outcome: AttemptOutcome, cause: int, sip_status: int | None) -> Call:
    over = replace(call.current, ended_at=at, outcome=outcome, cause=cause, sip_status=sip_status)
    return replace(call, attempts={**call.attempts, call.position: over})


def leg_alerting(call: Call, event: LegAlerting) -> Step:
    """A destination rings: the caller hears it, once."""
    if event.position != call.position or call.current.alerting_at is not None:
        return call, ()
    alerting = replace(call.current, alerting_at=event.at)
    call = replace(call, attempts={**call.attempts, call.position: alerting})
    stop = StopTimer(timer=Timer.LIFE)
    if call.ringing_at is not None:
        return call, (stop,)
    return replace(call, ringing_at=event.at), (IndicateRinging(), stop)


def leg_answered(call: Call, event: LegAnswered) -> Step:
    """A destination answered: join it with the caller."""
    if event.position != call.position:
        return call, ()
    answered = replace(call.current, answered_at=event.at, outcome=AttemptOutcome.ANSWERED)
    call = replace(call, state=State.CONNECTING, attempts={**call.attempts, call.position: answered})
    return call, (*STOP_DIALLING, Connect(position=call.position))


def leg_failed(call: Call, event: LegEnded) -> Step:
    """A destination did not take the call."""
    call = replace(call, open_legs=call.open_legs - {event.position})
    if event.position != call.position:
        return call, ()
    alerted = call.current.alerting_at is not None
    outcome = causes.classify(cause=event.cause, sip_status=event.sip_status, alerted=alerted)
    return _then_next(_attempt_over(call, event.at, outcome, event.cause, event.sip_status), event.at)


def _then_next(call: Call, at: int, *first: Command) -> Step:
    call, commands = next_attempt(call, at)
    return call, (*STOP_DIALLING, *first, *commands)


def ring_timeout(call: Call, event: RingTimeout) -> Step:
    """A destination rang its time and nobody answered."""
    return _give_leg_up(call, event, AttemptOutcome.NO_ANSWER, causes.NO_ANSWER)


def leg_silent(call: Call, event: LegSilent) -> Step:
    """Nothing at all came from a destination."""
    return _give_leg_up(call, event, AttemptOutcome.UNREACHABLE, causes.NO_USER_RESPONDING)


def _give_leg_up(call: Call, event: RingTimeout | LegSilent, outcome: AttemptOutcome, cause: int) -> Step:
    if event.position != call.position:
        return call, ()
    hang_up = HangUpLeg(position=call.position, cause=cause)
    return _then_next(_attempt_over(call, event.at, outcome, cause, None), event.at, hang_up)


def caller_gave_up(call: Call, event: CallerEnded) -> Step:
    """The caller hung up before he was joined with anybody."""
    if call.current.outcome is None:
        call = _attempt_over(call, event.at, AttemptOutcome.ABANDONED, event.cause, None)
    call = replace(mark(call, event), caller_there=False)
    side = by(event, Side.CALLER)
    return release(call, event.at, outcome=Outcome.ABANDONED, reason="caller-gave-up", side=side, cause=event.cause)


def connect_failed(call: Call, event: ConnectFailed) -> Step:
    """Both sides are there, but cannot be joined."""
    cause = causes.NO_CIRCUIT
    return release(call, event.at, outcome=Outcome.FAILED, reason="connect-failed", side=Side.PLATFORM, cause=cause)


def answered_leg_lost(call: Call, event: LegEnded) -> Step:
    """A destination answered and was gone before it was joined."""
    call = replace(call, open_legs=call.open_legs - {event.position})
    if event.position != call.position:
        return call, ()
    call = mark(call, event)
    side, cause = Side.DESTINATION, causes.NO_CIRCUIT
    return release(call, event.at, outcome=Outcome.FAILED, reason="lost-while-connecting", side=side, cause=cause)
