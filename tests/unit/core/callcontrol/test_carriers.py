"""A destination reached through carriers: one cannot take the call, the next one is tried in the same attempt."""

from smartnumbers.core.callcontrol.call import State
from smartnumbers.core.callcontrol.commands import HangUpLeg, StartLeg, StartTimer, Timer
from smartnumbers.core.callcontrol.documents import from_document, to_document
from smartnumbers.core.callcontrol.entries import entry_event, event_entry
from smartnumbers.core.callcontrol.events import (
    CallerEnded,
    Connected,
    LegAlerting,
    LegAnswered,
    LegDialled,
    LegEnded,
    RingTimeout,
)
from smartnumbers.core.callcontrol.record import AttemptOutcome, CarrierTried
from tests.unit.core.callcontrol.cast import ANNAS, CHAIN, RECEPTION, Run, offered

ALPHA_LEFT = LegEnded(at=40, position=1, cause=34, sip_status=503, carrier="Alpha", onward=True)
ALPHA_TRIED = CarrierTried("Alpha", 40, AttemptOutcome.ERROR, 34, 503)


def test_the_next_carrier_is_tried_in_the_same_attempt() -> None:
    run = Run(offered(*CHAIN))

    commands = run.happens(ALPHA_LEFT)

    assert commands == (
        StartLeg(position=1, entry=RECEPTION, shown=ANNAS, tried=("Alpha",)),
        StartTimer(timer=Timer.LIFE, seconds=3, position=1),
    )
    assert (run.call.state, run.call.position, run.call.ringing) == (State.TRYING, 1, (1,))
    assert 1 in run.call.open_legs


def test_a_third_carrier_is_told_both_that_were_tried() -> None:
    run = Run(offered(*CHAIN), ALPHA_LEFT)

    commands = run.happens(LegEnded(at=3050, position=1, cause=18, carrier="Beta", onward=True))

    assert StartLeg(position=1, entry=RECEPTION, shown=ANNAS, tried=("Alpha", "Beta")) in commands


def test_the_ring_time_goes_on_over_the_change_of_carriers() -> None:
    run = Run(offered(*CHAIN), ALPHA_LEFT)

    commands = run.happens(RingTimeout(at=20_000, position=1))

    assert HangUpLeg(position=1, cause=19) in commands
    assert run.call.attempts[1].outcome is AttemptOutcome.NO_ANSWER


def test_the_record_tells_every_carrier_with_its_outcome() -> None:
    run = Run(offered(*CHAIN), ALPHA_LEFT)
    run.happens(LegDialled(at=41, position=1, carrier="Beta"))
    run.happens(LegAlerting(at=900, position=1))
    run.happens(LegAnswered(at=4000, position=1))
    run.happens(Connected(at=4010))
    run.happens(CallerEnded(at=9000, cause=16))
    run.happens(LegEnded(at=9001, position=1, cause=16, carrier="Beta"))

    (attempt,) = run.record.attempts

    assert (attempt.tried, attempt.carrier, attempt.outcome) == ((ALPHA_TRIED,), "Beta", AttemptOutcome.ANSWERED)
    assert attempt.answered_at == 4000
    assert from_document(to_document(run.record)) == run.record


def test_after_the_last_carrier_the_chain_goes_on() -> None:
    run = Run(offered(*CHAIN), ALPHA_LEFT)

    run.happens(LegEnded(at=80, position=1, cause=41, sip_status=500, carrier="Beta"))

    assert (run.call.position, run.call.attempts[1].carrier) == (2, "Beta")
    assert run.call.attempts[1].outcome is AttemptOutcome.ERROR


def test_a_caller_who_has_hung_up_needs_no_further_carrier() -> None:
    run = Run(offered(*CHAIN), CallerEnded(at=30, cause=16))

    run.happens(ALPHA_LEFT)

    assert run.call.state is State.ENDED
    assert run.record.attempts[0].tried == ()


def test_a_journal_entry_keeps_that_it_goes_on() -> None:
    assert entry_event(event_entry(call_id="c", event=ALPHA_LEFT)) == ALPHA_LEFT
