"""Malformed and merely strange SIP: the torture messages of RFC 4475, and datagrams that are no SIP at all."""

import asyncio
import os
import random
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from smartnumbers.telephony.lab import probe
from smartnumbers.telephony.lab.report import Outcome
from tests.telephony.product import CALLCONTROL, SWITCH, Product, lab_phone

pytestmark = [pytest.mark.telephony, pytest.mark.asyncio(loop_scope="session")]

MESSAGES = sorted((Path(__file__).parents[1] / "rfc4475").glob("*.dat"))
CALL_EVERY = 10

_ETH_P_ALL = 3
_FOREIGN = (b"SIP/2.0", b"\x07example\x03", b"\x03atl", b"\x08biloxi")
"""What would show that something was sent on: SIP itself, and questions for the names in the messages."""


class Outside:
    """Every packet that leaves this machine by another way than loopback."""

    def __init__(self, tap: socket.socket) -> None:
        self._tap = tap

    def suspicious(self) -> list[bytes]:
        """Those that have to do with the torture messages."""
        found = []
        while True:
            try:
                packet, address = self._tap.recvfrom(65535)
            except BlockingIOError:
                return found
            if address[0] != "lo" and address[2] == socket.PACKET_OUTGOING and any(mark in packet for mark in _FOREIGN):
                found.append(packet)


@contextmanager
def outside() -> Iterator[Outside]:
    """Listen to what leaves; only root can."""
    with socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(_ETH_P_ALL)) as tap:
        tap.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 * 1024 * 1024)
        tap.setblocking(False)
        yield Outside(tap)


async def send(product: Product, datagram: bytes) -> None:
    """Send a datagram as a carrier, and see that the switch still speaks SIP and answers call control afterwards."""
    host, _, port = product.sip.rpartition(":")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as carrier:
        carrier.bind(("127.0.0.1", 0))
        carrier.sendto(datagram, (host, int(port)))
        assert await probe.answers(host=host, port=int(port))
        await product.in_asterisk()


async def test_there_are_all_of_them() -> None:
    assert len(MESSAGES) == 49


async def test_the_platform_keeps_serving_whatever_it_is_sent(product: Product) -> None:
    number = await product.number(lab_phone("speech"))
    processes = (product.pid(SWITCH), product.pid(CALLCONTROL))
    talking = await product.talking(number)
    calls = 1

    for index, message in enumerate(MESSAGES, start=1):
        await send(product, message.read_bytes())
        if index % CALL_EVERY == 0 or index == len(MESSAGES):
            assert (await product.call(number, talk=0.1)).outcome is Outcome.ANSWERED, message.name
            calls += 1

    await talking.hang_up()
    assert (product.pid(SWITCH), product.pid(CALLCONTROL)) == processes
    assert {one.outcome for one in await product.records(number, count=calls)} == {"answered"}
    await product.nothing_left()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can listen to what leaves the machine")
async def test_nothing_is_sent_on_to_the_addresses_in_the_messages(product: Product) -> None:
    with outside() as leaving:
        for message in MESSAGES:
            await send(product, message.read_bytes())

        assert leaving.suspicious() == []
    await product.nothing_left()


async def test_all_of_them_at_once(product: Product) -> None:
    number = await product.number(lab_phone("speech"))
    host, _, port = product.sip.rpartition(":")

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as carrier:
        carrier.bind(("127.0.0.1", 0))
        for message in MESSAGES * 4:
            carrier.sendto(message.read_bytes(), (host, int(port)))
    report = await product.call(number, talk=0.2)

    assert report.outcome is Outcome.ANSWERED
    await product.record(number)
    await product.nothing_left()


async def test_what_is_no_sip_at_all(product: Product) -> None:
    number = await product.number(lab_phone("speech"))
    chance = random.Random(4475)
    invite = (MESSAGES[0].parent / "wsinv.dat").read_bytes()

    for datagram in (
        b"", b"\x00", b"\r\n\r\n", b"INVITE", b"\xff" * 60_000, b"SIP/2.0 200 OK\r\n\r\n", invite[:100], invite * 15,
        chance.randbytes(1400),
    ):  # fmt: skip
        await send(product, datagram)

    assert (await product.call(number, talk=0.2)).outcome is Outcome.ANSWERED
    await product.nothing_left()


async def test_a_number_of_every_byte_is_refused_and_recorded(product: Product) -> None:
    """What a Request-URI can hold reaches the database: quotes, semicolons, escapes, other alphabets."""
    dialled = ["%00", "a%27%3B--", "%E2%98%8E", "9" * 60, "%22%3E%3Cscript%3E", "null", "..%2F..%2Fetc"]
    host, _, port = product.sip.rpartition(":")

    answers = [await answer_to_invite(user=user, host=host, port=int(port)) for user in dialled]

    assert all(answer.split()[1][:1] == b"4" for answer in answers), answers
    number = await product.number(lab_phone("speech"))
    assert (await product.call(number, talk=0.2)).outcome is Outcome.ANSWERED
    await product.record(number)
    await product.nothing_left()


async def answer_to_invite(*, user: str, host: str, port: int) -> bytes:
    """The final answer to a call to that user part."""
    loop = asyncio.get_running_loop()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as carrier:
        carrier.bind(("127.0.0.1", 0))
        carrier.setblocking(False)
        own = "{}:{}".format(*carrier.getsockname())
        key = f"torture{carrier.getsockname()[1]}"
        head = (
            f"INVITE sip:{user}@{host}:{port} SIP/2.0", f"Via: SIP/2.0/UDP {own};rport;branch=z9hG4bK{key}",
            "Max-Forwards: 70", f"From: <sip:+41791112233@{own}>;tag={key}", f"To: <sip:{user}@{host}>",
            f"Call-ID: {key}", "CSeq: 1 INVITE", f"Contact: <sip:carrier@{own}>", "Content-Length: 0", "", "",
        )  # fmt: skip
        await loop.sock_sendto(carrier, "\r\n".join(head).encode(), (host, port))
        while True:
            answer = await asyncio.wait_for(loop.sock_recv(carrier, 65535), 5)
            if not answer.startswith(b"SIP/2.0 1"):
                return answer
