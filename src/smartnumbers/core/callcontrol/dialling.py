"""While destinations ring: one answers, or each of them in its way does not, and what that leads to."""

from dataclasses import replace

from smartnumbers.core.callcontrol import causes
from smartnumbers.core.callcontrol.call import Call, State, Step
from smartnumbers.core.callcontrol.commands import (
    Connect,
    HangUpLeg,
    IndicateRinging,
    StartTimer,
    StopTimer,
    Timer,
)
from smartnumbers.core.callcontrol.events import (
    CallerEnded,
    ConnectFailed,
    LegAlerting,
    LegAnswered,
    LegDialled,
    LegEnded,
    LegSilent,
    RingTimeout,
)
from smartnumbers.core.callcontrol.record import Attempt, AttemptOutcome, CarrierTried, Outcome, Side
from smartnumbers.core.callcontrol.releasing import STOP_DIALLING, by, mark, release
from smartnumbers.core.callcontrol.ringing import (
    LIFE_SECONDS,
    dial,
    entries_of,
    over,
    start_leg,
    stop_timers,
    with_attempt,
)
from smartnumbers.core.callcontrol.stages import next_stage
from smartnumbers.core.routing.decision import Dial
from smartnumbers.core.routing.treatments import ChainEntry


def leg_dialled(call: Call, event: LegDialled) -> Step:
    """A destination was dialled through a carrier; what happened meanwhile does not change through whom."""
    attempt = call.attempts.get(event.position)
    return (call, ()) if attempt is None else (with_attempt(call, replace(attempt, carrier=event.carrier)), ())


def leg_alerting(call: Call, event: LegAlerting) -> Step:
    """A destination rings: the caller hears it, once."""
    if event.position not in call.ringing or call.attempts[event.position].alerting_at is not None:
        return call, ()
    attempt = call.attempts[event.position]
    call = with_attempt(call, replace(attempt, alerting_at=event.at))
    stop = StopTimer(timer=Timer.LIFE, position=event.position)
    if call.ringing_at is not None:
        return call, (stop,)
    return replace(call, ringing_at=event.at), (IndicateRinging(), stop)


def leg_answered(call: Call, event: LegAnswered) -> Step:
    """A destination answered: join it with the caller, and let the others stop ringing."""
    if event.position not in call.ringing:
        return call, ()
    answered = replace(call.attempts[event.position], answered_at=event.at, outcome=AttemptOutcome.ANSWERED)
    call = replace(with_attempt(call, answered), state=State.CONNECTING, position=event.position)
    slower, cause = call.ringing, causes.ANSWERED_ELSEWHERE
    for position in slower:
        call = over(call, position, event.at, AttemptOutcome.ANSWERED_ELSEWHERE, cause=cause)
    hang_ups = tuple(HangUpLeg(position=position, cause=cause) for position in slower)
    return call, (*STOP_DIALLING, Connect(position=event.position), *hang_ups)


def leg_failed(call: Call, event: LegEnded) -> Step:
    """A destination did not take the call; one whose reaction was missed, or whose carrier failed, is dialled again."""
    if event.missed and event.position in call.ringing:
        return _once_more(call, event)
    if event.onward and event.position in call.ringing:
        return _by_the_next_carrier(call, event)
    call = replace(call, open_legs=call.open_legs - {event.position})
    if event.position not in call.ringing:
        return call, ()
    attempt = call.attempts[event.position]
    alerted = attempt.alerting_at is not None
    outcome = causes.classify(cause=event.cause, sip_status=event.sip_status, alerted=alerted)
    if event.full:
        outcome = AttemptOutcome.BUSY
    call = with_attempt(call, replace(attempt, full=event.full, carrier=event.carrier or attempt.carrier))
    call = over(call, event.position, event.at, outcome, cause=event.cause, sip_status=event.sip_status)
    return _after(call, event.position, event.at)


def _once_more(call: Call, event: LegEnded) -> Step:
    """The destination was lost through our fault, so it has its whole ring time anew."""
    attempt = replace(call.attempts[event.position], started_at=event.at, alerting_at=None, carrier="")
    call = with_attempt(call, attempt)
    return call, dial(call, event.position)


def _by_the_next_carrier(call: Call, event: LegEnded) -> Step:
    attempt, position = call.attempts[event.position], event.position
    outcome = causes.classify(cause=event.cause, sip_status=event.sip_status, alerted=False)
    left = CarrierTried(event.carrier, event.at, outcome, event.cause, event.sip_status)
    call = with_attempt(call, replace(attempt, tried=(*attempt.tried, left), carrier=""))
    return call, (start_leg(call, position), StartTimer(timer=Timer.LIFE, seconds=LIFE_SECONDS, position=position))


def ring_timeout(call: Call, event: RingTimeout) -> Step:
    """A destination rang its time and nobody answered."""
    return _give_leg_up(call, event, AttemptOutcome.NO_ANSWER, causes.NO_ANSWER)


def leg_silent(call: Call, event: LegSilent) -> Step:
    """Nothing at all came from a destination."""
    return _give_leg_up(call, event, AttemptOutcome.UNREACHABLE, causes.NO_USER_RESPONDING)


def _give_leg_up(call: Call, event: RingTimeout | LegSilent, outcome: AttemptOutcome, cause: int) -> Step:
    if event.position not in call.ringing:
        return call, ()
    call = over(call, event.position, event.at, outcome, cause=cause)
    call, commands = _after(call, event.position, event.at)
    return call, (HangUpLeg(position=event.position, cause=cause), *commands)


def _after(call: Call, position: int, at: int) -> Step:
    """An attempt came to nothing: the others ring on; after the last, the call goes on where one of them lets it."""
    stopped = stop_timers(position)
    if call.ringing:
        return call, stopped
    call, commands = _stage_over(call, at)
    return call, (*stopped, *commands)


def _stage_over(call: Call, at: int) -> Step:
    stage = call.stage_now
    assert isinstance(stage, Dial)
    entries = entries_of(call, stage)
    tried = [call.attempts[position] for position in entries]
    if any(_moves_on(attempt, entries[attempt.position]) for attempt in tried):
        return next_stage(call, at)
    outcome, cause = causes.told_of(tried)
    return release(call, at, outcome=outcome, reason="not-moved-on", side=Side.PLATFORM, cause=cause)


def _moves_on(attempt: Attempt, entry: ChainEntry) -> bool:
    return attempt.outcome is not None and attempt.outcome.value in entry.moves_on


def caller_gave_up(call: Call, event: CallerEnded) -> Step:
    """The caller hung up before he was joined with anybody."""
    for position in call.ringing:
        call = over(call, position, event.at, AttemptOutcome.ABANDONED, cause=event.cause)
    call = replace(mark(call, event), caller_there=False)
    side = by(event, Side.CALLER)
    return release(call, event.at, outcome=Outcome.ABANDONED, reason="caller-gave-up", side=side, cause=event.cause)


def connect_failed(call: Call, event: ConnectFailed) -> Step:
    """Both sides were there, but cannot be joined: mostly because one of them hung up at that very moment."""
    outcome, reason, side, cause = _NOT_JOINED[event.gone]
    return release(call, event.at, outcome=outcome, reason=reason, side=side, cause=cause)


_NOT_JOINED = {
    None: (Outcome.FAILED, "connect-failed", Side.PLATFORM, causes.NO_CIRCUIT),
    Side.CALLER: (Outcome.ABANDONED, "caller-gave-up", Side.CALLER, causes.NORMAL_CLEARING),
    Side.DESTINATION: (Outcome.FAILED, "lost-while-connecting", Side.DESTINATION, causes.NO_CIRCUIT),
}


def answered_leg_lost(call: Call, event: LegEnded) -> Step:
    """A destination answered and was gone before it was joined."""
    call = replace(call, open_legs=call.open_legs - {event.position})
    if event.position != call.position:
        return call, ()
    call = mark(call, event)
    side, cause = Side.DESTINATION, causes.NO_CIRCUIT
    return release(call, event.at, outcome=Outcome.FAILED, reason="lost-while-connecting", side=side, cause=cause)
