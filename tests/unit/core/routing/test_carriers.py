"""Which carrier is tried when, how it wants numbers written, and what leads on to the next one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartnumbers.core.numbering.dialled import normalise
from smartnumbers.core.routing.carriers import (
    Authentication,
    Carrier,
    Codec,
    NumberFormat,
    Srtp,
    Standing,
    Transport,
    moves_on,
    order,
    written,
)
from smartnumbers.core.routing.carrierset import CarrierInvalid, document, faults, parse

ALPHA = Carrier(id=1, name="Alpha", host="192.0.2.1", inbound=("192.0.2.0/28",))
BETA = Carrier(id=2, name="Beta", host="sip.beta.example", priority=2)
GAMMA = Carrier(
    id=3, name="Gamma", host="[2001:db8::3]", port=5061, transport=Transport.TLS, priority=2, srtp=Srtp.REQUIRED,
    authentication=Authentication.REGISTRATION, user="line7", password="s3;cret", realm="gamma", channels=2,
    codecs=(Codec.G722, Codec.ALAW), called_format=NumberFormat.NATIONAL, country="FR", qualify_seconds=0,
)  # fmt: skip
ALL = (GAMMA, BETA, ALPHA)


def names(*carriers: Carrier) -> list[str]:
    return [one.name for one in carriers]


def test_the_lowest_priority_is_tried_first() -> None:
    assert names(*order(ALL, standings={})) == ["Alpha", "Beta", "Gamma"]


def test_among_equals_the_one_with_fewer_calls_is_tried_first() -> None:
    assert names(*order(ALL, standings={2: Standing(calls=1)})) == ["Alpha", "Gamma", "Beta"]


def test_a_carrier_that_is_down_is_tried_last_and_not_never() -> None:
    assert names(*order(ALL, standings={1: Standing(up=False)})) == ["Beta", "Gamma", "Alpha"]


def test_a_full_carrier_is_passed_over() -> None:
    assert names(*order(ALL, standings={3: Standing(up=True, calls=2)})) == ["Alpha", "Beta"]


def test_a_carrier_out_of_use_takes_no_call() -> None:
    assert names(*order((replace(ALPHA, in_use=False), BETA), standings={})) == ["Beta"]


def test_no_carrier_is_tried_twice() -> None:
    assert names(*order(ALL, standings={}, tried=frozenset({1, 3}))) == ["Beta"]


@pytest.mark.parametrize(
    ("number", "form", "country", "expected"),
    [
        ("+41445551000", NumberFormat.E164_PLUS, "CH", "+41445551000"),
        ("+41445551000", NumberFormat.E164, "CH", "41445551000"),
        ("+41445551000", NumberFormat.INTERNATIONAL_00, "CH", "0041445551000"),
        ("+41445551000", NumberFormat.NATIONAL, "CH", "0445551000"),
        ("+41445551000", NumberFormat.NATIONAL, "FR", "0041445551000"),
        ("+33142685300", NumberFormat.NATIONAL, "FR", "0142685300"),
        ("+33142685300", NumberFormat.NATIONAL, "CH", "0033142685300"),
        ("FR:3012", NumberFormat.E164_PLUS, "FR", "3012"),
        ("", NumberFormat.NATIONAL, "CH", ""),
    ],
)
def test_a_number_is_written_as_the_carrier_wants_it(
    number: str, form: NumberFormat, country: str, expected: str
) -> None:
    assert written(number, format=form, country=country) == expected


@given(
    digits=st.from_regex(r"(41[1-9][0-9]{8}|33[1-9][0-9]{8}|49[1-9][0-9]{6,11}|1[2-9][0-9]{9})", fullmatch=True),
    form=st.sampled_from([NumberFormat.E164_PLUS, NumberFormat.INTERNATIONAL_00, NumberFormat.NATIONAL]),
    country=st.sampled_from(["CH", "FR"]),
)
def test_what_is_written_is_read_as_the_same_number(digits: str, form: NumberFormat, country: str) -> None:
    number = f"+{digits}"

    assert normalise(written(number, format=form, country=country), country=country) == number


@given(digits=st.from_regex(r"[1-9][0-9]{6,14}", fullmatch=True), form=st.sampled_from(NumberFormat))
def test_every_form_ends_in_the_digits_of_the_subscriber_and_holds_digits_alone(
    digits: str, form: NumberFormat
) -> None:
    told = written(f"+{digits}", format=form)

    assert told.endswith(digits.removeprefix("41"))
    assert told.removeprefix("+").isdigit()


@pytest.mark.parametrize("status", [500, 502, 503, 504, 580, 401, 407, 408])
def test_a_carrier_that_cannot_do_its_work_leads_on(status: int) -> None:
    assert moves_on(cause=41, sip_status=status, alerted=False)


@pytest.mark.parametrize("cause", [3, 18, 27, 34, 38, 41, 42])
def test_a_carrier_that_says_nothing_leads_on(cause: int) -> None:
    assert moves_on(cause=cause, sip_status=None, alerted=False)


@pytest.mark.parametrize("status", [403, 404, 480, 486, 487, 488, 600, 603, 607])
def test_what_the_person_called_did_does_not_lead_on(status: int) -> None:
    assert not moves_on(cause=34, sip_status=status, alerted=False)


@pytest.mark.parametrize("cause", [1, 16, 17, 19, 21])
def test_nor_does_it_without_a_status(cause: int) -> None:
    assert not moves_on(cause=cause, sip_status=None, alerted=False)


def test_where_it_rang_nobody_is_rung_a_second_time() -> None:
    assert not moves_on(cause=34, sip_status=503, alerted=True)


def test_a_set_of_carriers_survives_its_document() -> None:
    assert parse(document(ALL)) == ALL


def test_a_carrier_shows_its_password_to_nobody_who_prints_it() -> None:
    assert "s3;cret" not in repr(GAMMA)


@pytest.mark.parametrize(
    ("carrier", "place", "reason"),
    [
        (replace(ALPHA, name=" "), "name", "missing"),
        (replace(ALPHA, name="x" * 61), "name", "length"),
        (replace(ALPHA, name="a\nb"), "name", "characters"),
        (replace(ALPHA, host="192.0.2.256"), "host", "host"),
        (replace(ALPHA, host="[192.0.2.1]"), "host", "host"),
        (replace(ALPHA, host="a;b"), "host", "host"),
        (replace(ALPHA, port=0), "port", "range"),
        (replace(ALPHA, inbound=("192.0.2.0/33",)), "inbound", "network"),
        (replace(ALPHA, inbound=("0.0.0.0/0",)), "inbound", "wide"),
        (replace(ALPHA, inbound=("192.0.2.1\nmatch=0.0.0.0/0",)), "inbound", "network"),
        (replace(ALPHA, codecs=()), "codecs", "missing"),
        (replace(ALPHA, channels=0), "channels", "range"),
        (replace(ALPHA, priority=100), "priority", "range"),
        (replace(ALPHA, country="XX"), "country", "unknown"),
        (replace(ALPHA, srtp=Srtp.OFFERED), "srtp", "transport"),
        (replace(ALPHA, qualify_seconds=1), "qualify_seconds", "range"),
        (replace(GAMMA, user=""), "user", "missing"),
        (replace(GAMMA, user="a b"), "user", "characters"),
        (replace(GAMMA, password=""), "password", "missing"),
        (replace(GAMMA, password="two\nlines"), "password", "characters"),
        (replace(GAMMA, realm="a\n"), "realm", "characters"),
    ],
)
def test_what_cannot_be_used_is_told_by_its_place(carrier: Carrier, place: str, reason: str) -> None:
    assert faults(carrier) == {place: reason}
    with pytest.raises(CarrierInvalid) as refused:
        parse(document([ALPHA if carrier.id != ALPHA.id else BETA, carrier]))
    assert refused.value.parameters == {"place": f"carriers[1].{place}", "reason": reason}


@pytest.mark.parametrize("missing", sorted(document(ALL)["carriers"][0]))
def test_a_document_without_one_of_the_fields_is_refused(missing: str) -> None:
    whole = document(ALL)
    del whole["carriers"][2][missing]

    with pytest.raises(CarrierInvalid) as refused:
        parse(whole)

    assert refused.value.parameters["place"] == f"carriers[2].{missing}"


@pytest.mark.parametrize(
    "source", [None, [], {"format": 2, "carriers": []}, {"format": 1}, {"format": 1, "carriers": [None]}]
)
def test_what_is_no_such_document_is_refused(source: object) -> None:
    with pytest.raises(CarrierInvalid):
        parse(source)


def test_two_carriers_with_one_id_are_refused() -> None:
    with pytest.raises(CarrierInvalid):
        parse(document([ALPHA, replace(BETA, id=ALPHA.id)]))
