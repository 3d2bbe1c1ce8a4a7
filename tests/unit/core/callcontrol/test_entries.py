"""Events survive their way through the journal, and a call can be told again from its entries."""

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from smartnumbers.core.callcontrol.call import Call
from smartnumbers.core.callcontrol.entries import ended_entry, entry_event, event_entry
from smartnumbers.core.callcontrol.events import CallerEnded, Connected, LegAlerting, LegAnswered, LegEnded
from smartnumbers.core.callcontrol.record import from_document
from smartnumbers.core.callcontrol.transitions import step
from smartnumbers.core.routing.decision import Refusal
from tests.unit.core.callcontrol.cast import HIDDEN, Run, charged, offered, refused
from tests.unit.core.callcontrol.test_transitions import EVENTS


@given(EVENTS)
def test_an_event_comes_back_from_its_entry(event) -> None:  # type: ignore[no-untyped-def]
    written = json.loads(json.dumps(event_entry(call_id="c", event=event)))

    assert entry_event(written) == event


def test_an_arrival_comes_back_from_its_entry_with_chain_and_trace() -> None:
    for arrival in (offered(), offered(decision=refused(Refusal.UNKNOWN_NUMBER)), offered(caller=HIDDEN)):
        written = json.loads(json.dumps(event_entry(call_id=arrival.call_id, event=arrival)))

        assert entry_event(written) == arrival


def test_an_arrival_comes_back_with_its_price_and_one_of_old_without() -> None:
    arrival = charged()
    written = json.loads(json.dumps(event_entry(call_id=arrival.call_id, event=arrival)))

    assert entry_event(written) == arrival
    del written["charging"]
    assert entry_event(written) == replace(arrival, charging=None)


def test_a_record_of_the_time_before_prices_is_read() -> None:
    run = Run(offered(decision=refused(Refusal.UNKNOWN_NUMBER)), CallerEnded(at=5, cause=1))
    written = json.loads(json.dumps(ended_entry(record=run.record, at=5)))["record"]
    del written["charging"]

    assert from_document(written) == run.record


@given(st.lists(EVENTS, max_size=20))
def test_a_call_told_again_from_its_entries_is_the_same_call(events) -> None:  # type: ignore[no-untyped-def]
    run = Run(offered(), *events)

    again = Call()
    for event in (offered(), *events):
        again, _ = step(again, entry_event(event_entry(call_id="c", event=event)))

    assert again == run.call


def test_a_record_comes_back_from_the_last_entry() -> None:
    run = Run(
        offered(),
        LegAlerting(at=1, position=1),
        LegAnswered(at=2, position=1),
        Connected(at=3),
        CallerEnded(at=4, cause=16),
        LegEnded(at=5, position=1, cause=16),
    )

    written = json.loads(json.dumps(ended_entry(record=run.record, at=5)))

    assert from_document(written["record"]) == run.record
