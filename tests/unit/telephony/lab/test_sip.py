"""As much SIP as the exchange needs."""

import pytest

from smartnumbers.telephony.lab.sip import Message, NotSip, note_source, tag, way_back


def test_a_message_survives_being_taken_apart() -> None:
    datagram = b"INVITE sip:a@b SIP/2.0\r\nv: SIP/2.0/UDP h:1;branch=x\r\nCall-ID: 1\r\nX: \xff\r\n\r\nv=0\r\n\r\nrest"

    message = Message.parse(datagram)

    assert message.serialise() == datagram
    assert message.value("via") == "SIP/2.0/UDP h:1;branch=x"


def test_folded_header_lines_are_joined() -> None:
    message = Message.parse(b"OPTIONS sip:b SIP/2.0\r\nSubject: one\r\n  two\r\n\r\n")

    assert message.headers == [("Subject", "one two")]


def test_the_user_can_be_exchanged_and_may_be_missing() -> None:
    message = Message.parse(b"INVITE sip:+41445551000@lab:6060;user=phone SIP/2.0\r\nVia: x\r\n\r\n")
    message.user = "ring-on"

    assert message.start == "INVITE sip:ring-on@lab:6060;user=phone SIP/2.0"
    assert Message.parse(b"OPTIONS sip:lab:6060 SIP/2.0\r\nVia: x\r\n\r\n").user == ""


@pytest.mark.parametrize(
    ("via", "noted", "back"),
    [
        (
            "SIP/2.0/UDP 10.0.0.1:5060;branch=1",
            "SIP/2.0/UDP 10.0.0.1:5060;branch=1;received=10.0.0.9",
            ("10.0.0.9", 5060),
        ),
        ("SIP/2.0/UDP 10.0.0.9;branch=1", "SIP/2.0/UDP 10.0.0.9;branch=1", ("10.0.0.9", 5060)),
        ("SIP/2.0/UDP h:7;rport;branch=1", "SIP/2.0/UDP h:7;rport=99;branch=1;received=10.0.0.9", ("10.0.0.9", 99)),
    ],
)
def test_the_way_back_is_where_the_request_came_from(via: str, noted: str, back: tuple[str, int]) -> None:
    assert note_source(via, host="10.0.0.9", port=99) == noted
    assert way_back(noted) == back


def test_the_way_back_of_nonsense_is_refused() -> None:
    with pytest.raises(NotSip):
        way_back("nonsense")


@pytest.mark.parametrize(
    ("party", "expected"),
    [
        ("<sip:a@b>;tag=x1", "x1"),
        ('"A;tag=no" <sip:a@b;tag=no>;tag=yes', "yes"),
        ("sip:a@b;tag=z", "z"),
        ("<sip:a@b>", ""),
    ],
)
def test_the_tag_is_the_partys_own(party: str, expected: str) -> None:
    assert tag(party) == expected
