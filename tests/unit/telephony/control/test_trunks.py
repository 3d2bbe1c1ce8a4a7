"""Which carrier takes a call, which calls go through whom, and when the next one is tried."""

from dataclasses import replace

import pytest

from smartnumbers.core.routing.carriers import Authentication, Carrier
from smartnumbers.telephony.asterisk.console import Seen
from smartnumbers.telephony.control.carrierwatch import State, state_of
from smartnumbers.telephony.control.trunks import Trunks, leg_channel, leg_of

CALL = "01890a5d-ac96-774b-bcce-b302099a8057"
ALPHA = Carrier(id=1, name="Alpha", host="192.0.2.1", channels=1)
BETA = Carrier(id=22, name="Beta", host="192.0.2.2", priority=2)
GONE = {"cause": 34, "sip_status": 503, "alerted": False}


@pytest.fixture
def silences() -> list[int]:
    return []


@pytest.fixture
def trunks(silences: list[int]) -> Trunks:
    made = Trunks(on_silence=silences.append)
    made.use((ALPHA, BETA))
    return made


def chosen(trunks: Trunks, *tried: str) -> str | None:
    found = trunks.choose(tried=tried)
    return None if found is None else found.name


def test_a_call_through_a_carrier_counts_until_it_leaves(trunks: Trunks) -> None:
    trunks.take(call_id=CALL, position=1, carrier=ALPHA)

    assert (trunks.calls(1), chosen(trunks)) == (1, "Beta")
    trunks.leave(call_id=CALL, position=1)
    trunks.leave(call_id=CALL, position=1)
    assert (trunks.calls(1), chosen(trunks)) == (0, "Alpha")


def test_a_leg_dialled_again_counts_once(trunks: Trunks) -> None:
    trunks.take(call_id=CALL, position=1, carrier=ALPHA)
    trunks.take(call_id=CALL, position=1, carrier=BETA)

    assert (trunks.calls(1), trunks.calls(22)) == (0, 1)


def test_a_carrier_known_to_be_down_comes_last(trunks: Trunks) -> None:
    trunks.note({1: False, 22: None})

    assert (chosen(trunks), chosen(trunks, "Beta"), chosen(trunks, "Beta", "Alpha")) == ("Beta", "Alpha", None)


def test_the_name_of_a_channel_tells_call_position_and_carrier(trunks: Trunks) -> None:
    assert trunks.channel(call_id=CALL, position=3) == f"{CALL}-3"
    channel = trunks.take(call_id=CALL, position=3, carrier=BETA)

    assert channel == trunks.channel(call_id=CALL, position=3) == f"{CALL}-3.22"
    assert leg_of(channel) == leg_of(leg_channel(call_id=CALL, position=3)) == (CALL, 3)
    assert [leg_of(name) for name in ("1795348645.17", f"{CALL}", f"{CALL}-x", f"{CALL}-3.x", f"{CALL}-3.")] == [
        None
    ] * 5


def test_after_a_restart_the_channels_tell_who_carries_what(trunks: Trunks) -> None:
    for channel in (f"{CALL}-1.22", f"{CALL}-2", "1795348645.17"):
        trunks.restore(channel)

    assert (trunks.calls(22), trunks.name(call_id=CALL, position=1)) == (1, "Beta")
    assert trunks.channel(call_id=CALL, position=1) == f"{CALL}-1.22"
    assert trunks.channel(call_id=CALL, position=2) == f"{CALL}-2"


def test_what_is_known_of_a_leg_is_not_overwritten_by_a_channel_of_an_earlier_try(trunks: Trunks) -> None:
    trunks.take(call_id=CALL, position=1, carrier=BETA)
    trunks.restore(f"{CALL}-1.1")

    assert trunks.name(call_id=CALL, position=1) == "Beta"


def test_the_next_carrier_is_tried_where_one_could_not_take_the_call(trunks: Trunks) -> None:
    trunks.take(call_id=CALL, position=1, carrier=ALPHA)

    assert trunks.goes_on(call_id=CALL, position=1, tried=[], **GONE)
    assert not trunks.goes_on(call_id=CALL, position=1, tried=["Beta"], **GONE)
    assert not trunks.goes_on(call_id=CALL, position=1, tried=[], **{**GONE, "alerted": True})
    assert not trunks.goes_on(call_id=CALL, position=1, tried=[], cause=17, sip_status=486, alerted=False)


def test_a_sip_address_has_no_next_carrier(trunks: Trunks) -> None:
    assert not trunks.goes_on(call_id=CALL, position=1, tried=[], **GONE)


def test_a_carrier_that_says_nothing_is_asked_at_once(trunks: Trunks, silences: list[int]) -> None:
    trunks.take(call_id=CALL, position=1, carrier=BETA)

    trunks.silent(call_id=CALL, position=1)
    trunks.silent(call_id=CALL, position=2)

    assert silences == [22]


LINE = replace(ALPHA, authentication=Authentication.REGISTRATION, user="u", password="p")


@pytest.mark.parametrize(
    ("carrier", "seen", "registration", "state"),
    [
        (ALPHA, Seen(True, 1.5), "", State(True, 7, "", 1.5)),
        (ALPHA, Seen(False, None), "", State(False, 7, "unreachable")),
        (ALPHA, Seen(None, None), "", State(None, 7)),
        (ALPHA, None, "", State(None, 7)),
        (replace(ALPHA, qualify_seconds=0), Seen(False, None), "", State(None, 7)),
        (LINE, Seen(True, 1.5), "Registered", State(True, 7, "", 1.5)),
        (LINE, Seen(True, 1.5), "Rejected", State(False, 7, "refused", 1.5)),
        (LINE, Seen(True, 1.5), "Unregistered", State(False, 7, "unregistered", 1.5)),
        (LINE, Seen(False, None), "Registered", State(False, 7, "unreachable")),
        (replace(LINE, qualify_seconds=0), None, "Registered", State(True, 7)),
        (replace(LINE, qualify_seconds=0), None, "Rejected", State(False, 7, "unreachable")),
    ],
)
def test_a_carriers_state_is_told_from_options_and_registration(
    carrier: Carrier, seen: Seen | None, registration: str, state: State
) -> None:
    assert state_of(carrier, seen, registration, at=7) == state
