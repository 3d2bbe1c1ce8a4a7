"""Ringing the destinations of one stage: one, or several at once."""

from dataclasses import replace

from smartnumbers.core.callcontrol.call import Call, State, Step
from smartnumbers.core.callcontrol.commands import Command, HangUpLeg, StartLeg, StartTimer, StopTimer, Timer
from smartnumbers.core.callcontrol.events import LegEnded
from smartnumbers.core.callcontrol.record import Attempt, AttemptOutcome
from smartnumbers.core.routing.decision import Dial
from smartnumbers.core.routing.treatments import ChainEntry

LIFE_SECONDS = 3


def ring(call: Call, stage: Dial, at: int) -> Step:
    """Dial the destinations of the stage that has just begun."""
    attempts = {
        position: Attempt(
            position=position,
            name=entry.name,
            address=entry.destination.address,
            kind=entry.destination.kind,
            ring_seconds=entry.ring_seconds,
            started_at=at,
            destination_id=entry.destination_id,
        )
        for position, entry in entries_of(call, stage).items()
    }
    call = replace(
        call,
        state=State.TRYING,
        position=max(attempts),
        attempts={**call.attempts, **attempts},
        open_legs=call.open_legs | set(attempts),
    )
    return call, tuple(command for position in attempts for command in dial(call, position))


def entries_of(call: Call, stage: Dial) -> dict[int, ChainEntry]:
    """The destinations of the stage that began last, by position."""
    before = call.facts.decision.stages[: call.stage - 1]
    first = 1 + sum(len(earlier.entries) for earlier in before if isinstance(earlier, Dial))
    return dict(enumerate(stage.entries, start=first))


def dial(call: Call, position: int) -> tuple[Command, ...]:
    """What dials the destination of an attempt."""
    entry = call.facts.decision.entries[position - 1]
    return (
        start_leg(call, position),
        StartTimer(timer=Timer.RING, seconds=entry.ring_seconds, position=position),
        StartTimer(timer=Timer.LIFE, seconds=LIFE_SECONDS, position=position),
    )


def start_leg(call: Call, position: int) -> StartLeg:
    """What dials the destination of an attempt, through a carrier that was not tried for it yet."""
    entry, tried = call.facts.decision.entries[position - 1], call.attempts[position].tried
    shown = call.facts.decision.shown
    return StartLeg(position=position, entry=entry, shown=shown, tried=tuple(one.carrier for one in tried))


def stop_timers(position: int) -> tuple[Command, ...]:
    """What stops the timers of one attempt."""
    return (StopTimer(timer=Timer.RING, position=position), StopTimer(timer=Timer.LIFE, position=position))


def over(
    call: Call, position: int, at: int, outcome: AttemptOutcome, *, cause: int, sip_status: int | None = None
) -> Call:
    """The call in which an attempt that ran has come to nothing."""
    attempt = replace(call.attempts[position], ended_at=at, outcome=outcome, cause=cause, sip_status=sip_status)
    return with_attempt(call, attempt)


def with_attempt(call: Call, attempt: Attempt) -> Call:
    """The call with another state of an attempt."""
    return replace(call, attempts={**call.attempts, attempt.position: attempt})


def leg_gone(call: Call, event: LegEnded) -> Step:
    """A leg that was hung up, because its attempt came to nothing, is gone."""
    return replace(call, open_legs=call.open_legs - {event.position}), ()


def hang_up_leftovers(call: Call) -> tuple[Command, ...]:
    """What ends the legs whose attempts came to nothing, should they still be there."""
    left = {
        position: call.attempts[position]
        for position in sorted(call.open_legs)
        if call.attempts[position].outcome not in (None, AttemptOutcome.ANSWERED)
    }
    return tuple(HangUpLeg(position=position, cause=attempt.cause or 0) for position, attempt in left.items())
