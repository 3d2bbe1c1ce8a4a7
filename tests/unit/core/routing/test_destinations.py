"""What holders type as destinations."""

import pytest

from smartnumbers.core.routing.destinations import (
    DestinationInvalid,
    DestinationPremium,
    SipDestination,
    parse_destination,
)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("044 512 38 00", "+41445123800"),
        ("+33 1 42 68 53 00", "+33142685300"),
        ("0049 30 901820", "+4930901820"),
        ("sip:hotline@pbx.example", "sip:hotline@pbx.example"),
        ("hotline@192.0.2.7:5080", "sip:hotline@192.0.2.7:5080"),
        ("anna@[2001:db8::7]:5070", "sip:anna@[2001:db8::7]:5070"),
        ("sips:anna@pbx.example", "sips:anna@pbx.example"),
        ("SIPS:anna@pbx.example;transport=tls", "sips:anna@pbx.example"),
        ("anna@pbx.example:5061;transport=TLS", "sip:anna@pbx.example:5061;transport=tls"),
        ("sip:anna@[2001:db8::7];transport=tcp", "sip:anna@[2001:db8::7];transport=tcp"),
        ("sip:anna@pbx.example;transport=udp", "sip:anna@pbx.example"),
    ],
)
def test_numbers_and_sip_addresses_are_understood(written: str, address: str) -> None:
    assert parse_destination(written).address == address


@pytest.mark.parametrize(
    "written",
    [
        "", "Zürich", "044", "a@b;c=d", "a@b?Route=x", "a b@c", "x@host:99999", "x@-host", "sip:@h",
        "a@b;transport=sctp", "sips:a@b;transport=udp", "a@[1.2.3.4]", "a@[12345::1]", "a@b;transport=tls;x=y",
    ],
)  # fmt: skip
def test_anything_else_is_refused(written: str) -> None:
    with pytest.raises(DestinationInvalid):
        parse_destination(written)


@pytest.mark.parametrize("written", ["0900 575 123", "+41 848 555 210", "0800 123 789"])
def test_a_service_number_is_no_destination(written: str) -> None:
    with pytest.raises(DestinationPremium):
        parse_destination(written)


@pytest.mark.parametrize(
    ("written", "by_tls", "by_ipv6"),
    [
        ("sip:anna@pbx.example", False, False),
        ("sips:anna@pbx.example", True, False),
        ("sip:anna@pbx.example;transport=tls", True, False),
        ("sip:anna@pbx.example;transport=tcp", False, False),
        ("sips:anna@[2001:db8::7]", True, True),
    ],
)
def test_an_address_says_how_it_is_reached(written: str, by_tls: bool, by_ipv6: bool) -> None:
    destination = SipDestination.parse(written)

    assert (destination.by_tls, destination.by_ipv6) == (by_tls, by_ipv6)
    assert SipDestination.parse(destination.address) == destination
