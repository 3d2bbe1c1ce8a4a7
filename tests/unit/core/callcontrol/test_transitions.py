"""What a call does: answered, passed on, refused, given up, cut; and that it always ends, once."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartnumbers.core.callcontrol.admission import Limit
from smartnumbers.core.callcontrol.call import State
from smartnumbers.core.callcontrol.causes import REFUSALS
from smartnumbers.core.callcontrol.commands import (
    Connect,
    HangUpCaller,
    HangUpLeg,
    IndicateRinging,
    StartLeg,
    StartTimer,
    Timer,
)
from smartnumbers.core.callcontrol.events import (
    CallerEnded,
    Connected,
    ConnectFailed,
    LegAlerting,
    LegAnswered,
    LegDialled,
    LegEnded,
    LegSilent,
    RecordingEnded,
    RecordingResult,
    ReleaseTimeout,
    RingTimeout,
)
from smartnumbers.core.callcontrol.live import LiveState
from smartnumbers.core.callcontrol.record import AttemptOutcome, Outcome, Side
from smartnumbers.core.callcontrol.restarting import resume
from smartnumbers.core.callcontrol.transitions import TRANSITIONS
from smartnumbers.core.callcontrol.watching import live
from smartnumbers.core.routing.decision import Refusal, Shown
from tests.unit.core.callcontrol.cast import (
    ALL_AT_ONCE,
    ANNAS,
    BEAT,
    CHAIN,
    MAILBOX,
    RECEPTION,
    Run,
    decided,
    offered,
    refused,
)


def test_the_first_destination_answers_and_the_caller_hangs_up() -> None:
    run = Run(offered(at=1000), LegAlerting(at=1200, position=1), LegAnswered(at=4000, position=1))
    run.happens(Connected(at=4010))
    run.happens(CallerEnded(at=9000, cause=16))
    run.happens(LegEnded(at=9005, position=1, cause=16))

    record = run.record
    assert (record.setup_at, record.ringing_at, record.answered_at, record.ended_at) == (1000, 1200, 4010, 9000)
    assert (record.outcome, record.hung_up_by, record.sip_status) == (Outcome.ANSWERED, Side.CALLER, 200)
    assert record.revision == 14
    (attempt,) = record.attempts
    assert (attempt.outcome, attempt.answered_at, attempt.ended_at) == (AttemptOutcome.ANSWERED, 4000, 9000)


def test_a_call_begins_with_dialling_the_first_destination() -> None:
    commands = Run(offered()).commands

    assert commands == (
        StartLeg(position=1, entry=RECEPTION, shown=ANNAS),
        StartTimer(timer=Timer.RING, seconds=20, position=1),
        StartTimer(timer=Timer.LIFE, seconds=3, position=1),
    )


def test_the_caller_hears_ringing_once_however_many_destinations_ring() -> None:
    run = Run(offered())

    first = run.happens(LegAlerting(at=1, position=1))
    run.happens(RingTimeout(at=20_000, position=1))
    second = run.happens(LegAlerting(at=20_100, position=2))

    assert IndicateRinging() in first
    assert IndicateRinging() not in second


def test_a_busy_destination_passes_the_call_on_at_once() -> None:
    run = Run(offered())

    commands = run.happens(LegEnded(at=8, position=1, cause=17, sip_status=486))

    assert StartLeg(position=2, entry=BEAT, shown=ANNAS) in commands
    assert run.call.attempts[1].outcome is AttemptOutcome.BUSY


def test_a_destination_that_rings_on_is_cancelled_after_its_ring_time() -> None:
    run = Run(offered(), LegAlerting(at=100, position=1))

    commands = run.happens(RingTimeout(at=20_000, position=1))

    assert HangUpLeg(position=1, cause=19) in commands
    assert run.call.attempts[1].outcome is AttemptOutcome.NO_ANSWER
    assert run.call.position == 2


def test_a_destination_that_sends_nothing_counts_as_unreachable() -> None:
    run = Run(offered())

    commands = run.happens(LegSilent(at=3000, position=1))

    assert HangUpLeg(position=1, cause=18) in commands
    assert run.call.attempts[1].outcome is AttemptOutcome.UNREACHABLE


def test_an_answer_that_comes_after_its_ring_time_changes_nothing() -> None:
    run = Run(offered(), RingTimeout(at=20_000, position=1))

    assert run.happens(LegAnswered(at=20_001, position=1)) == ()
    assert run.call.state is State.TRYING


@pytest.mark.parametrize(
    ("ends", "outcome", "cause", "sip_status"),
    [
        ([(17, 486), (19, 480), (34, 503)], Outcome.BUSY, 17, 486),
        ([(34, 503), (21, 603), (18, 408)], Outcome.FAILED, 21, 403),
        ([(18, 408), (34, 503), (18, 408)], Outcome.FAILED, 20, 480),
        ([(34, 503), (41, 500), (34, 503)], Outcome.FAILED, 34, 503),
    ],
)
def test_when_nobody_can_be_reached_the_caller_is_told_the_most_telling_outcome(
    ends: list[tuple[int, int]], outcome: Outcome, cause: int, sip_status: int
) -> None:
    run = Run(offered())
    for position, (leg_cause, leg_status) in enumerate(ends, start=1):
        run.happens(LegEnded(at=position, position=position, cause=leg_cause, sip_status=leg_status))

    assert HangUpCaller(cause=cause) in run.commands
    run.happens(CallerEnded(at=10, cause=cause))
    assert (run.record.outcome, run.record.cause, run.record.sip_status) == (outcome, cause, sip_status)
    assert len(run.record.attempts) == 3


def test_a_caller_who_gives_up_while_it_rings_abandons_the_call() -> None:
    run = Run(offered(), LegAlerting(at=100, position=1))

    commands = run.happens(CallerEnded(at=5000, cause=127))
    run.happens(LegEnded(at=5003, position=1, cause=16))

    assert HangUpLeg(position=1, cause=16) in commands
    assert (run.record.outcome, run.record.hung_up_by) == (Outcome.ABANDONED, Side.CALLER)
    assert run.record.attempts[0].outcome is AttemptOutcome.ABANDONED


def test_the_destination_hangs_up() -> None:
    run = Run(offered(), LegAnswered(at=10, position=1), Connected(at=11))

    commands = run.happens(LegEnded(at=500, position=1, cause=16))
    run.happens(CallerEnded(at=502, cause=16))

    assert HangUpCaller(cause=16) in commands
    assert (run.record.hung_up_by, run.record.ended_at) == (Side.DESTINATION, 500)


@pytest.mark.parametrize(
    ("arrival", "outcome", "cause", "reason"),
    [
        (offered(decision=refused(Refusal.UNKNOWN_NUMBER)), Outcome.FAILED, 1, "unknown-number"),
        (offered(decision=refused(Refusal.OUT_OF_SERVICE)), Outcome.FAILED, 20, "out-of-service"),
        (offered(decision=refused(Refusal.NO_DESTINATION)), Outcome.FAILED, 20, "no-destination"),
        (offered(decision=refused(Refusal.GAP)), Outcome.FAILED, 20, "gap"),
        (offered(decision=refused(Refusal.LOOP)), Outcome.FAILED, 20, "loop"),
        (offered(decision=refused(Refusal.BLOCKED)), Outcome.BLOCKED, 21, "blocked"),
        (offered(decision=refused(Refusal.REPORTED)), Outcome.BLOCKED, 21, "reported"),
        (offered(decision=refused(Refusal.WITHHELD)), Outcome.BLOCKED, 21, "withheld"),
        (offered(decision=refused(Refusal.COUNTRY_BLOCKED)), Outcome.BLOCKED, 21, "country-blocked"),
        (offered(decision=refused(Refusal.NOT_WELCOME)), Outcome.BLOCKED, 21, "not-welcome"),
        (offered(decision=refused(Refusal.TOO_MANY_CALLS)), Outcome.BLOCKED, 21, "too-many-calls"),
        (offered(limit=Limit.PLATFORM_RATE), Outcome.LIMITED, 42, "platform-rate"),
        (offered(limit=Limit.NUMBER_CALLS), Outcome.LIMITED, 17, "number-calls"),
    ],
)
def test_a_call_that_is_not_let_in_is_refused_and_recorded(arrival, outcome, cause, reason) -> None:  # type: ignore[no-untyped-def]
    run = Run(arrival)

    assert HangUpCaller(cause=cause) in run.commands
    run.happens(CallerEnded(at=5, cause=cause))
    assert (run.record.outcome, run.record.reason, run.record.attempts) == (outcome, reason, ())


def test_every_destination_is_shown_what_was_decided() -> None:
    shown = Shown(number="+41445123800", name="Alpina: Anna")
    run = Run(offered(decision=decided(*CHAIN, shown=shown)))
    (first, *_) = run.commands

    second = [command for command in run.happens(RingTimeout(at=1, position=1)) if isinstance(command, StartLeg)]

    assert first == StartLeg(position=1, entry=RECEPTION, shown=shown)
    assert [start.shown for start in second] == [shown]


def test_every_refusal_has_its_outcome_and_cause() -> None:
    assert set(REFUSALS) == set(Refusal)


def test_sides_that_cannot_be_joined_end_the_call() -> None:
    run = Run(offered(), LegAnswered(at=10, position=1))
    assert run.commands[-1] == Connect(position=1)

    commands = run.happens(ConnectFailed(at=12))

    assert {HangUpLeg(position=1, cause=16), HangUpCaller(cause=34)} <= set(commands)


@pytest.mark.parametrize(
    ("gone", "outcome", "reason", "status"),
    [
        (None, Outcome.FAILED, "connect-failed", 503),
        (Side.CALLER, Outcome.ABANDONED, "caller-gave-up", 487),
        (Side.DESTINATION, Outcome.FAILED, "lost-while-connecting", 503),
    ],
)
def test_who_hung_up_while_both_were_being_joined_stands_in_the_record(
    gone: Side | None, outcome: Outcome, reason: str, status: int
) -> None:
    run = Run(offered(), LegAnswered(at=10, position=1), ConnectFailed(at=12, gone=gone))

    run.happens(LegEnded(at=13, position=1, cause=16))
    run.happens(CallerEnded(at=14, cause=34))

    assert (run.record.outcome, run.record.reason, run.record.sip_status) == (outcome, reason, status)
    assert run.record.hung_up_by is (gone or Side.PLATFORM)
    assert (run.record.answered_at, run.record.attempts[0].outcome) == (None, AttemptOutcome.ANSWERED)


def test_a_side_that_does_not_go_is_hung_up_again_and_then_counts_as_gone() -> None:
    run = Run(offered(), LegAnswered(at=10, position=1), Connected(at=11), CallerEnded(at=50, cause=16))

    again = run.happens(ReleaseTimeout(at=3050))
    run.happens(ReleaseTimeout(at=6050))
    run.happens(ReleaseTimeout(at=9050))

    assert HangUpLeg(position=1, cause=16) in again
    assert run.record.ended_at == 50


def test_a_call_the_switch_lost_was_hung_up_by_nobody() -> None:
    run = Run(offered(), LegAnswered(at=10, position=1), Connected(at=11))

    run.happens(CallerEnded(at=70, cause=41, recovered=True, lost=True))
    run.happens(LegEnded(at=70, position=1, cause=41, recovered=True, lost=True))

    assert (run.record.outcome, run.record.hung_up_by, run.record.recovered) == (Outcome.ANSWERED, Side.PLATFORM, True)


def test_a_call_found_again_while_ringing_goes_on_with_the_ring_time_that_is_left() -> None:
    run = Run(offered(at=0), LegAlerting(at=500, position=1))

    commands = resume(run.call, at=12_000)

    assert commands == (IndicateRinging(), StartTimer(timer=Timer.RING, seconds=8, position=1))


def test_a_destination_whose_answer_was_missed_has_not_refused_but_is_dialled_again_with_its_whole_ring_time() -> None:
    run = Run(offered(at=0), LegAlerting(at=500, position=1))

    commands = run.happens(LegEnded(at=12_000, position=1, cause=0, missed=True))

    assert commands == (
        StartLeg(position=1, entry=RECEPTION, shown=ANNAS),
        StartTimer(timer=Timer.RING, seconds=20, position=1),
        StartTimer(timer=Timer.LIFE, seconds=3, position=1),
    )
    assert (run.call.position, run.call.ringing) == (1, (1,))
    assert (run.call.attempts[1].started_at, run.call.attempts[1].alerting_at) == (12_000, None)
    assert 1 in run.call.open_legs


def test_a_leg_that_is_lost_after_its_answer_was_heard_is_not_dialled_again() -> None:
    run = Run(offered(), LegAnswered(at=10, position=1))

    commands = run.happens(LegEnded(at=20, position=1, cause=0, missed=True))

    assert HangUpCaller(cause=34) in commands
    assert not any(isinstance(command, StartLeg) for command in commands)


def test_a_call_found_again_while_being_connected_is_connected_once_more() -> None:
    run = Run(offered(), LegAnswered(at=10, position=1))

    assert resume(run.call, at=20) == (Connect(position=1),)


def test_a_live_call_shows_where_it_is() -> None:
    run = Run(offered(at=7), LegEnded(at=9, position=1, cause=17, sip_status=486))

    seen = live(run.call)

    assert seen is not None
    assert (seen.state, seen.attempt, seen.destination_name, seen.setup_at) == (LiveState.RINGING, 2, "Beat Frei", 7)


def test_every_state_but_the_last_has_a_way_on() -> None:
    assert {state for state, _ in TRANSITIONS} == set(State) - {State.ENDED}


EVENTS = st.one_of(
    *(
        st.builds(kind, at=st.integers(0, 10**6), position=st.integers(1, 3))
        for kind in (LegAlerting, LegAnswered, RingTimeout, LegSilent)
    ),
    st.builds(LegDialled, at=st.integers(0, 10**6), position=st.integers(1, 3), carrier=st.just("first")),
    st.builds(
        LegEnded,
        at=st.integers(0, 10**6),
        position=st.integers(1, 3),
        cause=st.sampled_from([16, 17, 19, 34]),
        full=st.booleans(),
        carrier=st.sampled_from(["", "first"]),
        missed=st.booleans(),
    ),
    st.builds(
        RecordingEnded, at=st.integers(0, 10**6), ms=st.integers(0, 10**5), result=st.sampled_from(RecordingResult)
    ),
    st.builds(CallerEnded, at=st.integers(0, 10**6), cause=st.just(16)),
    st.builds(Connected, at=st.integers(0, 10**6)),
    st.builds(ConnectFailed, at=st.integers(0, 10**6), gone=st.sampled_from([None, Side.CALLER, Side.DESTINATION])),
    st.builds(ReleaseTimeout, at=st.integers(0, 10**6)),
)


@given(st.sampled_from([offered(), offered(ALL_AT_ONCE), offered(ALL_AT_ONCE, MAILBOX)]), st.lists(EVENTS, max_size=30))
def test_whatever_happens_in_whatever_order_a_call_ends_once_with_every_leg_hung_up(arrival, events) -> None:  # type: ignore[no-untyped-def]
    run = Run(arrival)
    for event in events:
        run.happens(event)
    for position, cause in product((1, 2, 3), (16,)):
        run.happens(LegEnded(at=10**7, position=position, cause=cause))
    run.happens(CallerEnded(at=10**7, cause=16))
    for position in (1, 2, 3):
        run.happens(LegEnded(at=10**7, position=position, cause=16))

    assert run.call.state is State.ENDED
    assert run.record.attempts
    assert all(attempt.outcome is not None and attempt.ended_at is not None for attempt in run.record.attempts)
