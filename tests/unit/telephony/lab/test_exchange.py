"""The lab's exchange, between a caller and the Asterisk behind it. No network: datagrams in, datagrams out."""

import asyncio
from typing import Any, cast

import pytest

from smartnumbers.telephony.lab.exchange import Exchange
from smartnumbers.telephony.lab.sip import Message

ASTERISK = ("127.0.0.1", 7000)
CALLER = ("127.0.0.1", 5060)
VIA = "SIP/2.0/UDP 127.0.0.1:5060;rport;branch=z9hG4bKcaller"


class Wire:
    """A transport that keeps what is sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[Message, tuple[str, int]]] = []

    def get_extra_info(self, name: str) -> Any:
        return {"sockname": ("127.0.0.1", 6060)}[name]

    def sendto(self, data: bytes, peer: tuple[str, int]) -> None:
        self.sent.append((Message.parse(data), peer))


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
def exchange(wire: Wire) -> Exchange:
    exchange = Exchange(asterisk=ASTERISK)
    exchange.connection_made(cast(asyncio.DatagramTransport, wire))
    return exchange


def request(method: str, uri: str, *, via: str = VIA, from_tag: str = "caller", extra: str = "") -> bytes:
    return (
        f"{method} {uri} SIP/2.0\r\nVia: {via}\r\n{extra}From: <sip:+41791112233@127.0.0.1>;tag={from_tag}\r\n"
        f"To: <{uri}>\r\nCall-ID: call-1\r\nCSeq: 1 {method}\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
    ).encode()


def response(status: str, vias: list[str]) -> bytes:
    lines = "".join(f"Via: {via}\r\n" for via in vias)
    return (
        f"SIP/2.0 {status}\r\n{lines}From: <sip:a@127.0.0.1>;tag=caller\r\nTo: <sip:b@127.0.0.1>;tag=phone\r\n"
        "Call-ID: call-1\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n"
    ).encode()


def vias_of(message: Message) -> list[str]:
    return [value for name, value in message.headers if name == "Via"]


def test_a_call_reaches_asterisk_as_a_behaviour(exchange: Exchange, wire: Wire) -> None:
    exchange.datagram_received(request("INVITE", "sip:+41445553000@127.0.0.1:6060"), CALLER)

    message, peer = wire.sent[0]
    assert peer == ASTERISK
    assert message.user == "r000486"
    assert vias_of(message)[1] == f"{VIA.replace('rport', 'rport=5060')};received=127.0.0.1"


def test_the_answer_goes_back_the_way_the_call_came(exchange: Exchange, wire: Wire) -> None:
    exchange.datagram_received(request("INVITE", "sip:busy@127.0.0.1:6060"), ("127.0.0.1", 5999))
    vias = vias_of(wire.sent[0][0])

    exchange.datagram_received(response("486 Busy Here", vias), ASTERISK)

    message, peer = wire.sent[1]
    assert peer == ("127.0.0.1", 5999)
    assert vias_of(message) == vias[1:]


def test_a_cancel_belongs_to_the_same_transaction_as_its_invite(exchange: Exchange, wire: Wire) -> None:
    exchange.datagram_received(request("INVITE", "sip:silent@127.0.0.1:6060"), CALLER)
    exchange.datagram_received(request("CANCEL", "sip:silent@127.0.0.1:6060"), CALLER)

    invite, cancel = (message for message, _ in wire.sent)
    assert vias_of(invite)[0] == vias_of(cancel)[0]
    assert invite.user == cancel.user == "ring-on"


def test_an_unreachable_phone_gets_nothing_and_gives_nothing(exchange: Exchange, wire: Wire) -> None:
    for method in ("INVITE", "INVITE", "CANCEL"):
        exchange.datagram_received(request(method, "sip:+41445554200@127.0.0.1:6060"), CALLER)

    assert wire.sent == []


def test_a_vanishing_phone_says_no_word_after_its_goodbye(exchange: Exchange, wire: Wire) -> None:
    exchange.datagram_received(request("INVITE", "sip:vanish-3@127.0.0.1:6060"), CALLER)
    invite = wire.sent[0][0]
    assert invite.value("record-route") == "<sip:127.0.0.1:6060;lr>"
    exchange.datagram_received(response("200 OK", vias_of(invite)), ASTERISK)
    route = "Route: <sip:127.0.0.1:6060;lr>\r\n"
    exchange.datagram_received(request("ACK", "sip:127.0.0.1:7000", extra=route), CALLER)
    assert [peer for _, peer in wire.sent] == [ASTERISK, CALLER, ASTERISK]
    assert wire.sent[2][0].position("route") is None

    exchange.datagram_received(request("BYE", "sip:127.0.0.1:5060", from_tag="phone", extra=route), ASTERISK)
    exchange.datagram_received(request("BYE", "sip:127.0.0.1:7000", extra=route), CALLER)
    exchange.datagram_received(response("200 OK", vias_of(invite)), ASTERISK)

    assert len(wire.sent) == 3


def test_a_caller_can_leave_a_vanishing_phone_before_it_vanishes(exchange: Exchange, wire: Wire) -> None:
    exchange.datagram_received(request("INVITE", "sip:vanish-3@127.0.0.1:6060"), CALLER)
    route = "Route: <sip:127.0.0.1:6060;lr>\r\n"

    exchange.datagram_received(request("BYE", "sip:127.0.0.1:7000", extra=route), CALLER)

    assert wire.sent[-1][0].method == "BYE"
    assert wire.sent[-1][1] == ASTERISK


def test_a_request_that_has_gone_round_too_often_is_dropped(exchange: Exchange, wire: Wire) -> None:
    exchange.datagram_received(
        request("INVITE", "sip:busy@127.0.0.1").replace(b"Max-Forwards: 70", b"Max-Forwards: 0"), CALLER
    )

    assert wire.sent == []


@pytest.mark.parametrize(
    "datagram",
    [
        b"",
        b"\r\n\r\n",
        b"\x00\xff\xfe",
        b"INVITE sip:busy@x SIP/2.0\r\nno colon\r\n\r\n",
        b"INVITE sip:busy@x SIP/2.0\r\nVia: x\r\n\r\n",
        b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP elsewhere;branch=1\r\nCall-ID: x\r\n\r\n",
        b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.0.0.1:6060\r\nVia: nonsense\r\nCall-ID: x\r\n\r\n",
    ],
)
def test_what_is_no_sip_is_dropped(exchange: Exchange, wire: Wire, datagram: bytes) -> None:
    exchange.datagram_received(datagram, CALLER)

    assert wire.sent == []
