"""Several destinations that ring at once: one answers, or they fail one by one, or the caller gives up."""

from dataclasses import replace

import pytest

from smartnumbers.core.callcontrol.call import State
from smartnumbers.core.callcontrol.commands import (
    Connect,
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
    Event,
    LegAlerting,
    LegAnswered,
    LegDialled,
    LegEnded,
    LegSilent,
    RingTimeout,
)
from smartnumbers.core.callcontrol.record import AttemptOutcome, Outcome
from smartnumbers.core.callcontrol.restarting import resume
from smartnumbers.core.callcontrol.watching import live
from smartnumbers.core.routing.decision import Dial
from smartnumbers.core.routing.treatments import MoveOn
from tests.unit.core.callcontrol.cast import ALL_AT_ONCE, ANNAS, BEAT, HOTLINE, RECEPTION, Run, offered


def outcomes(run: Run) -> list[AttemptOutcome | None]:
    """What came of the attempts, by position."""
    return [run.call.attempts[position].outcome for position in sorted(run.call.attempts)]


def stops(position: int) -> set[StopTimer]:
    return {StopTimer(timer=Timer.RING, position=position), StopTimer(timer=Timer.LIFE, position=position)}


def test_all_are_dialled_each_with_its_own_ring_time() -> None:
    commands = Run(offered(ALL_AT_ONCE)).commands

    starts = [command for command in commands if isinstance(command, StartLeg)]
    assert starts == [
        StartLeg(position=position, entry=entry, shown=ANNAS)
        for position, entry in enumerate((RECEPTION, BEAT, HOTLINE), start=1)
    ]
    rings = {(c.position, c.seconds) for c in commands if isinstance(c, StartTimer) and c.timer is Timer.RING}
    assert rings == {(1, 20), (2, 15), (3, 25)}


def test_the_first_that_answers_gets_the_call_and_the_others_are_told_it_was_answered_elsewhere() -> None:
    run = Run(offered(ALL_AT_ONCE), LegAlerting(at=100, position=1), LegAlerting(at=120, position=3))

    commands = run.happens(LegAnswered(at=4000, position=3))

    assert Connect(position=3) in commands
    assert {HangUpLeg(position=1, cause=26), HangUpLeg(position=2, cause=26)} <= set(commands)
    elsewhere = AttemptOutcome.ANSWERED_ELSEWHERE
    assert outcomes(run) == [elsewhere, elsewhere, AttemptOutcome.ANSWERED]
    assert {StopTimer(timer=Timer.RING), StopTimer(timer=Timer.LIFE)} <= set(commands)


def test_a_second_answer_at_the_same_moment_never_talks() -> None:
    run = Run(offered(ALL_AT_ONCE), LegAnswered(at=4000, position=2))
    assert HangUpLeg(position=1, cause=26) in run.commands

    assert run.happens(LegAnswered(at=4000, position=1)) == ()
    run.happens(Connected(at=4010))
    assert run.happens(LegAnswered(at=4011, position=3)) == ()
    run.happens(LegEnded(at=4020, position=1, cause=26))
    run.happens(LegEnded(at=4021, position=3, cause=26))

    assert (run.call.state, run.call.position) == (State.TALKING, 2)
    run.happens(LegEnded(at=9000, position=2, cause=16))
    run.happens(CallerEnded(at=9001, cause=16))
    assert [attempt.answered_at for attempt in run.record.attempts] == [None, 4000, None]


def test_the_caller_hears_ringing_once() -> None:
    run = Run(offered(ALL_AT_ONCE))

    assert run.happens(LegAlerting(at=100, position=2)) == (
        IndicateRinging(),
        StopTimer(timer=Timer.LIFE, position=2),
    )
    assert run.happens(LegAlerting(at=120, position=1)) == (StopTimer(timer=Timer.LIFE, position=1),)


def test_one_that_is_busy_stops_only_its_own_timers() -> None:
    run = Run(offered(ALL_AT_ONCE))

    commands = run.happens(LegEnded(at=50, position=1, cause=17, sip_status=486))

    assert set(commands) == stops(1)
    assert outcomes(run) == [AttemptOutcome.BUSY, None, None]


def test_each_is_given_up_at_the_end_of_its_own_ring_time_and_the_call_goes_on_after_the_last() -> None:
    run = Run(offered(ALL_AT_ONCE, Dial(entries=(BEAT,))))

    assert HangUpLeg(position=2, cause=19) in run.happens(RingTimeout(at=15_000, position=2))
    assert HangUpLeg(position=1, cause=19) in run.happens(RingTimeout(at=20_000, position=1))
    assert run.call.stage == 1
    commands = run.happens(LegSilent(at=21_000, position=3))

    assert StartLeg(position=4, entry=BEAT, shown=ANNAS) in commands
    assert outcomes(run) == [AttemptOutcome.NO_ANSWER, AttemptOutcome.NO_ANSWER, AttemptOutcome.UNREACHABLE, None]


def test_one_of_them_that_lets_the_call_go_on_is_enough() -> None:
    never = replace(RECEPTION, moves_on=frozenset())
    busy_only = replace(BEAT, moves_on=frozenset({MoveOn.BUSY}))
    run = Run(offered(Dial(entries=(never, busy_only)), Dial(entries=(HOTLINE,))))

    run.happens(LegEnded(at=50, position=2, cause=17, sip_status=486))
    commands = run.happens(LegEnded(at=60, position=1, cause=21, sip_status=603))

    assert StartLeg(position=3, entry=HOTLINE, shown=ANNAS) in commands


@pytest.mark.parametrize(
    ("status", "outcome", "cause"),
    [(486, Outcome.BUSY, 17), (603, Outcome.FAILED, 21), (500, Outcome.FAILED, 34)],
)
def test_a_destination_may_end_the_call_with_its_own_outcome(status: int, outcome: Outcome, cause: int) -> None:
    only_no_answer = replace(RECEPTION, moves_on=frozenset({MoveOn.NO_ANSWER}))
    run = Run(offered(Dial(entries=(only_no_answer,)), Dial(entries=(BEAT,))))

    commands = run.happens(LegEnded(at=50, position=1, cause=17, sip_status=status))
    run.happens(CallerEnded(at=51, cause=cause))

    assert HangUpCaller(cause=cause) in commands
    assert (run.record.outcome, run.record.reason) == (outcome, "not-moved-on")
    assert len(run.record.attempts) == 1


def test_a_destination_that_moves_on_after_no_answer_does_so() -> None:
    only_no_answer = replace(RECEPTION, moves_on=frozenset({MoveOn.NO_ANSWER}))
    run = Run(offered(Dial(entries=(only_no_answer,)), Dial(entries=(BEAT,))))

    commands = run.happens(RingTimeout(at=20_000, position=1))

    assert StartLeg(position=2, entry=BEAT, shown=ANNAS) in commands


def test_a_destination_that_has_its_calls_counts_as_busy_and_says_so() -> None:
    run = Run(offered())

    run.happens(LegEnded(at=1, position=1, cause=17, full=True))

    attempt = run.call.attempts[1]
    assert (attempt.outcome, attempt.full) == (AttemptOutcome.BUSY, True)


def test_an_attempt_says_its_destination_and_its_carrier() -> None:
    named = replace(RECEPTION, destination_id="d1")
    run = Run(offered(Dial(entries=(named,))), LegDialled(at=5, position=1, carrier="first"))
    assert run.call.attempts[1].destination_id == "d1"

    run.happens(LegAnswered(at=9, position=1))

    assert run.call.attempts[1].carrier == "first"


@pytest.mark.parametrize(
    "then",
    [RingTimeout(at=20_000, position=1), LegAnswered(at=9, position=2), CallerEnded(at=9, cause=16)],
    ids=["it rings its time", "another answers", "the caller gives up"],
)
def test_a_leg_that_never_rang_names_its_carrier_too(then: Event) -> None:
    run = Run(offered(ALL_AT_ONCE), LegDialled(at=5, position=1, carrier="first"))

    # It was dialled just before that, and is heard of after it.
    run.happens(then)
    run.happens(LegDialled(at=20_001, position=3, carrier="last"))

    assert [run.call.attempts[position].carrier for position in (1, 2, 3)] == ["first", "", "last"]


def test_a_caller_who_gives_up_abandons_all_that_ring() -> None:
    run = Run(offered(ALL_AT_ONCE), LegEnded(at=50, position=2, cause=17, sip_status=486))

    commands = run.happens(CallerEnded(at=5000, cause=16))
    run.happens(LegEnded(at=5003, position=1, cause=16))
    assert not run.records
    run.happens(LegEnded(at=5004, position=3, cause=16))

    assert {HangUpLeg(position=1, cause=16), HangUpLeg(position=3, cause=16)} <= set(commands)
    abandoned = AttemptOutcome.ABANDONED
    assert [attempt.outcome for attempt in run.record.attempts] == [abandoned, AttemptOutcome.BUSY, abandoned]
    assert all(attempt.ended_at is not None for attempt in run.record.attempts)


def test_after_a_restart_all_that_ring_are_found_again_and_the_missed_ones_dialled_again() -> None:
    run = Run(offered(ALL_AT_ONCE), LegAlerting(at=500, position=1))

    missed = run.happens(LegEnded(at=12_000, position=2, cause=41, recovered=True, missed=True))
    commands = resume(run.call, at=12_000)

    assert missed == (
        StartLeg(position=2, entry=BEAT, shown=ANNAS),
        StartTimer(timer=Timer.RING, seconds=15, position=2),
        StartTimer(timer=Timer.LIFE, seconds=3, position=2),
    )
    assert commands == (
        IndicateRinging(),
        StartTimer(timer=Timer.RING, seconds=8, position=1),
        StartTimer(timer=Timer.RING, seconds=15, position=2),
        StartTimer(timer=Timer.RING, seconds=13, position=3),
    )


def test_after_a_restart_legs_that_were_to_go_are_hung_up_again() -> None:
    connecting = Run(offered(ALL_AT_ONCE), RingTimeout(at=15_000, position=2), LegAnswered(at=16_000, position=1))

    assert resume(connecting.call, at=16_100) == (
        Connect(position=1),
        HangUpLeg(position=2, cause=19),
        HangUpLeg(position=3, cause=26),
    )
    connecting.happens(Connected(at=16_200))
    assert resume(connecting.call, at=16_300) == (HangUpLeg(position=2, cause=19), HangUpLeg(position=3, cause=26))


def test_a_live_call_names_all_that_ring() -> None:
    run = Run(offered(ALL_AT_ONCE), LegEnded(at=50, position=2, cause=17, sip_status=486))

    seen = live(run.call)

    assert seen is not None
    assert seen.ringing == ("Reception", "Hotline")
