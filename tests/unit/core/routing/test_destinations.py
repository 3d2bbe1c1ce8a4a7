"""What holders type as destinations."""

import pytest

from smartnumbers.core.routing.destinations import DestinationInvalid, DestinationPremium, parse_destination


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("044 512 38 00", "+41445123800"),
        ("+33 1 42 68 53 00", "+33142685300"),
        ("0049 30 901820", "+4930901820"),
        ("sip:hotline@pbx.example", "sip:hotline@pbx.example"),
        ("hotline@192.0.2.7:5080", "sip:hotline@192.0.2.7:5080"),
        ("anna@[2001:db8::7]:5070", "sip:anna@[2001:db8::7]:5070"),
    ],
)
def test_numbers_and_sip_addresses_are_understood(written: str, address: str) -> None:
    assert parse_destination(written).address == address


@pytest.mark.parametrize(
    "written", ["", "Zürich", "044", "a@b;c=d", "a@b?Route=x", "a b@c", "x@host:99999", "x@-host", "sip:@h"]
)
def test_anything_else_is_refused(written: str) -> None:
    with pytest.raises(DestinationInvalid):
        parse_destination(written)


@pytest.mark.parametrize("written", ["0900 575 123", "+41 848 555 210", "0800 123 789"])
def test_a_service_number_is_no_destination(written: str) -> None:
    with pytest.raises(DestinationPremium):
        parse_destination(written)
