"""Events survive their way through the journal, and a call can be told again from its entries."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartnumbers.core.callcontrol.call import Call
from smartnumbers.core.callcontrol.documents import from_document
from smartnumbers.core.callcontrol.entries import ended_entry, entry_event, event_entry
from smartnumbers.core.callcontrol.events import (
    CallerEnded,
    Connected,
    LegAlerting,
    LegAnswered,
    LegEnded,
    Offered,
    PromptEnded,
    PromptResult,
    RecordingEnded,
    RecordingResult,
)
from smartnumbers.core.callcontrol.transitions import step
from smartnumbers.core.routing.decision import Dial, Refusal, Shown
from smartnumbers.core.routing.destinations import SipDestination
from smartnumbers.core.routing.treatments import ChainEntry, MoveOn
from tests.unit.core.callcontrol.cast import (
    GREET,
    HIDDEN,
    HOTLINE,
    MAILBOX,
    NUMBER,
    RECEPTION,
    SAY,
    TEST,
    Run,
    charged,
    decided,
    each,
    offered,
    refused,
)
from tests.unit.core.callcontrol.test_transitions import EVENTS


@given(EVENTS)
def test_an_event_comes_back_from_its_entry(event) -> None:  # type: ignore[no-untyped-def]
    written = json.loads(json.dumps(event_entry(call_id="c", event=event)))

    assert entry_event(written) == event


def test_an_arrival_comes_back_from_its_entry_with_chain_and_trace() -> None:
    for arrival in (offered(), offered(decision=refused(Refusal.UNKNOWN_NUMBER)), offered(caller=HIDDEN)):
        written = json.loads(json.dumps(event_entry(call_id=arrival.call_id, event=arrival)))

        assert entry_event(written) == arrival


def test_an_arrival_comes_back_with_all_its_stages() -> None:
    entry = ChainEntry(
        destination=SipDestination("sip:a@pbx.example"),
        name="A",
        ring_seconds=9,
        destination_id="d1",
        limit=2,
        moves_on=frozenset({MoveOn.BUSY}),
        weight=7,
    )
    shown = Shown(number="+41445123800", name="Alpina")
    decision = decided(TEST, GREET, Dial(entries=(entry, RECEPTION)), MAILBOX, shown=shown, reports=True)
    for arrival in (offered(decision=decision), offered(SAY)):
        written = json.loads(json.dumps(event_entry(call_id=arrival.call_id, event=arrival)))

        assert entry_event(written) == arrival


OLD = {
    "call": "c", "type": "offered", "at": 5, "node": "node1", "channel": "1732.1", "dialled": "0800123789",
    "number": NUMBER, "caller": "+41791112233", "presentation": "allowed", "account": "7", "revision": 3,
    "limit": None, "refusal": None, "display": "caller", "trace": [{"code": "number-in-service", "values": {}}],
    "chain": [
        {"destination": {"kind": "telephone", "address": "+41445123800"}, "name": "Reception", "ring_seconds": 20},
        {"destination": {"kind": "sip", "address": "sip:hotline@pbx.example"}, "name": "Hotline", "ring_seconds": 25},
    ],
}  # fmt: skip
"""An arrival as the releases before there were plans wrote it."""


@pytest.mark.parametrize(
    ("changed", "shown"),
    [
        ({}, "+41791112233"),
        ({"display": "service-number"}, NUMBER),
        ({"presentation": "restricted"}, ""),
        ({"presentation": "restricted", "display": "service-number"}, NUMBER),
    ],
)
def test_an_arrival_of_the_time_of_chains_is_read(changed: dict[str, str], shown: str) -> None:
    event = entry_event(OLD | changed)

    assert isinstance(event, Offered)
    assert event.decision.stages == each(RECEPTION, HOTLINE)
    assert event.decision.shown == Shown(number=shown)
    assert not event.decision.reports


def test_a_call_of_the_time_of_chains_goes_on() -> None:
    call, _ = step(Call(), entry_event(OLD))
    call, _ = step(call, entry_event({"call": "c", "type": "leg-alerting", "at": 9, "position": 1}))
    call, _ = step(call, entry_event({"call": "c", "type": "leg-ended", "at": 10, "position": 1, "cause": 17}))

    assert call.current.name == "Hotline"


def test_a_record_of_the_time_before_plans_is_read() -> None:
    run = Run(offered(decision=replace(refused(Refusal.GAP), treatment="")), CallerEnded(at=5, cause=20))
    written = json.loads(json.dumps(ended_entry(record=run.record, at=5)))["record"]
    for name in ("treatment", "message", "reported", "said"):
        del written[name]

    assert from_document(written) == run.record


def test_a_record_with_a_message_comes_back() -> None:
    run = Run(offered(MAILBOX), PromptEnded(at=3, prompt_id="voicemail-1", played_ms=3, result=PromptResult.FINISHED))
    run.happens(RecordingEnded(at=5000, ms=4000, result=RecordingResult.HUNG_UP))
    run.happens(CallerEnded(at=5001, cause=16))

    written = json.loads(json.dumps(ended_entry(record=run.record, at=5001)))

    assert run.record.message is not None
    assert from_document(written["record"]) == run.record


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
