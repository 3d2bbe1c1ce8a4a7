"""What happens in a made-up call from its first stage to its end: who rings, who answers, what is heard and said."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random

from smartnumbers.apps.demo.talking import Run, converse, hear
from smartnumbers.core.callcontrol.call import State
from smartnumbers.core.callcontrol.causes import ANSWERED_ELSEWHERE
from smartnumbers.core.callcontrol.commands import Timer
from smartnumbers.core.callcontrol.events import (
    CallerEnded,
    Connected,
    Digit,
    LegAlerting,
    LegAnswered,
    LegEnded,
    RecordingEnded,
    RecordingResult,
    RingTimeout,
    TimerFired,
)
from smartnumbers.core.callcontrol.record import Attempt, AttemptOutcome, Side
from smartnumbers.core.routing.decision import KeyTest

# Final SIP status and Q.850 cause behind each outcome of an attempt that ended by itself.
_ENDINGS: dict[AttemptOutcome, tuple[int, int]] = {
    AttemptOutcome.BUSY: (486, 17),
    AttemptOutcome.REFUSED: (603, 21),
    AttemptOutcome.ERROR: (503, 34),
    AttemptOutcome.UNREACHABLE: (408, 18),
}
_SAYING = frozenset({State.GREETING, State.TESTING, State.SAYING, State.RECORDING})

Moods = Mapping[str, Sequence[tuple[AttemptOutcome, int]]]
"""How destinations take calls, by their addresses: outcomes with their weights."""

_Reaction = LegAlerting | LegAnswered | LegEnded | RingTimeout


def play(run: Run, *, at: int, moods: Moods, talk_seconds: int, random: Random) -> None:
    """Go through the stages of a call until it is over."""
    patience = at + round(random.lognormvariate(3.9, 0.6) * 1000)
    now = at
    while run.over is None:
        if run.call.state in _SAYING:
            now = _stage(run, now, random)
        elif run.call.state is State.TRYING:
            now = _ring(run, moods, now, patience, random)
        elif run.call.state is State.TALKING:
            _talk(run, now, talk_seconds, random)
        else:
            _gone(run, now)


def _stage(run: Run, now: int, random: Random) -> int:
    """Something is said to the caller, or asked of him; now and then he has heard enough."""
    if run.call.playing is not None:
        if random.random() < 0.05:
            now += random.randint(800, 4000)
            run.say(CallerEnded(at=now, cause=16))
            return now
        return hear(run, at=now)
    if run.call.recording_at is not None:
        spoken = 0 if random.random() < 0.2 else random.randint(3_000, 45_000)
        now += spoken + random.randint(200, 900)
        run.say(RecordingEnded(at=now, ms=spoken, result=RecordingResult.HUNG_UP))
        return now
    test = run.call.stage_now
    assert isinstance(test, KeyTest)
    if random.random() < 0.15:
        run.say(TimerFired(at=run.call.due, timer=Timer.TEST))
        return run.call.due
    now += random.randint(600, 4500)
    run.say(Digit(at=now, side=Side.CALLER, digit=test.key))
    return now


def _ring(run: Run, moods: Moods, now: int, patience: int, random: Random) -> int:
    """Those that ring react, until one answers, all have come to nothing, or the caller gives up."""
    ringing = [(position, run.call.attempts[position]) for position in run.call.ringing]
    reactions = [reaction for position, attempt in ringing for reaction in _reactions(position, attempt, moods, random)]
    for reaction in sorted(reactions, key=lambda one: one.at):
        if run.call.state is not State.TRYING or reaction.position not in run.call.ringing:
            continue
        if reaction.at > patience > now:
            run.say(CallerEnded(at=patience, cause=16))
            return patience
        now = reaction.at
        run.say(reaction)
        if isinstance(reaction, LegAnswered):
            now += random.randint(2, 9)
            run.say(Connected(at=now))
            _let_go(run, now, ANSWERED_ELSEWHERE, but=reaction.position)
        elif isinstance(reaction, RingTimeout):
            gone = now + random.randint(5, 40)
            run.say(LegEnded(at=gone, position=reaction.position, cause=16, sip_status=487))
    return now


def _reactions(position: int, attempt: Attempt, moods: Moods, random: Random) -> Iterator[_Reaction]:
    """One destination's reactions to a call, in their order."""
    now, ring_until = attempt.started_at, attempt.started_at + attempt.ring_seconds * 1000
    known = moods[attempt.address]
    outcome = random.choices([mood for mood, _ in known], [weight for _, weight in known])[0]
    if outcome in (AttemptOutcome.ANSWERED, AttemptOutcome.NO_ANSWER, AttemptOutcome.REFUSED):
        now += random.randint(40, 420)
        yield LegAlerting(at=now, position=position)
    if outcome is AttemptOutcome.ANSWERED:
        yield LegAnswered(
            at=min(now + round(random.lognormvariate(1.9, 0.5) * 1000), ring_until - 100), position=position
        )
    elif outcome is AttemptOutcome.NO_ANSWER:
        yield RingTimeout(at=ring_until, position=position)
    else:
        status, cause = _ENDINGS[outcome]
        yield LegEnded(at=_over(outcome, now, ring_until, random), position=position, cause=cause, sip_status=status)


def _over(outcome: AttemptOutcome, now: int, ring_until: int, random: Random) -> int:
    """When a destination that does not take the call says so."""
    if outcome is AttemptOutcome.REFUSED:
        return min(now + random.randint(1500, 6000), ring_until - 100)
    if outcome is AttemptOutcome.UNREACHABLE:
        return now + 3000
    return now + random.randint(30, 250)


def _talk(run: Run, now: int, talk_seconds: int, random: Random) -> None:
    over = now + round(talk_seconds * random.lognormvariate(0, 0.8) * 1000) + 2000
    over = converse(run, over=over, random=random)
    leg = LegEnded(at=over, position=run.call.position, cause=16, sip_status=None)
    caller = CallerEnded(at=over, cause=16)
    first, second = (caller, leg) if random.random() < 0.62 else (leg, caller)
    run.say(first)
    run.say(second)


def _gone(run: Run, now: int) -> None:
    """What is left of a call that ended without an answer goes away."""
    _let_go(run, now + 20, 16)
    if run.over is None:
        run.say(CallerEnded(at=now + 30, cause=16))


def _let_go(run: Run, at: int, cause: int, *, but: int = 0) -> None:
    """The legs that were hung up are gone."""
    for position in sorted(run.call.open_legs - {but}):
        run.say(LegEnded(at=at, position=position, cause=cause))
