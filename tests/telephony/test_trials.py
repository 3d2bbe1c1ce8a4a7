"""Test calls to destinations, on real SIP: heard by who answers, told step by step, and no call of anybody's."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from smartnumbers.core.callcontrol.trial import trial_prompt
from smartnumbers.telephony.asterisk.switch import prompts_folder
from smartnumbers.telephony.control.asking import begin_trial, look_at_trial
from smartnumbers.telephony.control.messages import TRIAL, TrialLook, TrialWanted
from smartnumbers.telephony.journal.reader import read_lines
from smartnumbers.telephony.journal.segments import segments
from smartnumbers.telephony.lab.phones import phone
from smartnumbers.telephony.lab.sip import Message
from smartnumbers.telephony.prompts.sounds import length_ms, name_of
from tests.telephony.product import Product
from tests.telephony.telephone import DEAF, RINGING, Reaction, Telephone, telephone

pytestmark = [pytest.mark.telephony, pytest.mark.asyncio(loop_scope="session")]

ANSWERING = Reaction((100, 180, 200))
_PACKET_MS, _RTP_HEADER = 20, 12
_SILENT_ALAW = {0xD5, 0x55}


@dataclass
class Ear(asyncio.DatagramProtocol):
    """Where a telephone receives sound; `heard_ms` is how much of it was no silence."""

    port: int = 0
    heard_ms: int = 0

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """asyncio: a packet of G.711 came."""
        if set(data[_RTP_HEADER:]) - _SILENT_ALAW:
            self.heard_ms += _PACKET_MS


@dataclass
class Listening(Telephone):
    """A telephone that answers, and hears."""

    ear: Ear = field(default_factory=Ear)

    def _answer(self, request: Message, status: int, peer: tuple[str, int]) -> None:
        if status != 200 or request.method != "INVITE":
            super()._answer(request, status, peer)
            return
        sdp = (
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            f"m=audio {self.ear.port} RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n"
        ).encode()
        kept = [pair for pair in request.headers if pair[0].lower() in ("via", "from", "call-id", "cseq")]
        to = ("To", f"{request.value('to')};tag=called")
        about = [
            ("Contact", f"<{self.address}>"),
            ("Content-Type", "application/sdp"),
            ("Content-Length", str(len(sdp))),
        ]
        answer = Message(start="SIP/2.0 200 OK", headers=[*kept, to, *about], body=sdp)
        assert self._transport is not None
        self._transport.sendto(answer.serialise(), peer)

    def _react(self, message: Message, peer: tuple[str, int]) -> None:
        super()._react(message, peer)
        if message.method == "BYE":
            super()._answer(message, 200, peer)


@asynccontextmanager
async def listening() -> AsyncIterator[Listening]:
    loop = asyncio.get_running_loop()
    sound, ear = await loop.create_datagram_endpoint(Ear, local_addr=("127.0.0.1", 0))
    ear.port = sound.get_extra_info("sockname")[1]
    signals, found = await loop.create_datagram_endpoint(
        lambda: Listening(ANSWERING, ear=ear), local_addr=("127.0.0.1", 0)
    )
    try:
        yield found
    finally:
        signals.close()
        sound.close()


def wanted(address: str, **different: Any) -> TrialWanted:
    # Each by an account of its own: an account may only begin a few in a minute.
    values: dict[str, Any] = {
        "account": f"account of {address}", "destination": "d", "address": address, "name": "Empfang", "limit": None,
        "shown": "", "language": "de", "ring_seconds": 10,
    }  # fmt: skip
    return TrialWanted(**{**values, **different})


async def rung(product: Product, order: TrialWanted) -> Mapping[str, Any]:
    """What has become of a test call at its end."""
    path = product.home / "run" / "callcontrol.sock"
    told = await begin_trial(path=path, wanted=order)
    async with asyncio.timeout(40):
        while told.result == TRIAL and not told.parameters["over"]:
            look = TrialLook(
                trial=told.parameters["trial"], account=order.account, destination=order.destination,
                seen=len(told.parameters["steps"]),
            )  # fmt: skip
            told = await look_at_trial(path=path, wanted=look)
    assert told.result == TRIAL, told
    return told.parameters


def written_down(product: Product) -> int:
    """How many lines the journal has."""
    return sum(1 for segment in segments(product.home / "journal") for line in read_lines(segment.path) if line.entry)


def codes(trial: Mapping[str, Any]) -> list[str]:
    return [one["code"] for one in trial["steps"]]


async def test_who_answers_hears_the_sentence_is_hung_up_and_it_is_no_call(product: Product) -> None:
    before = written_down(product)
    async with listening() as called:
        trial = await rung(product, wanted(called.address))
        await called.received("BYE")
        invite = await called.received("INVITE")

    assert codes(trial) == ["dialled", "ringing", "answered", "heard"]
    prompt = trial_prompt(destination="Empfang", language="de")
    length = length_ms(prompts_folder(home=product.home) / f"{name_of(prompt)}.wav")
    said = trial["steps"][3]["ms"] - trial["steps"][2]["ms"]
    assert length < said < length + 3000
    assert called.ear.heard_ms > length / 2
    assert called.methods == ["INVITE", "ACK", "BYE"]
    assert "anonymous" in invite.value("from").lower()
    await product.nothing_left()
    assert written_down(product) == before


async def test_every_way_in_which_nobody_is_reached_is_told(product: Product) -> None:
    busy, refusing = phone(name="busy").number(0), phone(name="refuse").number(0)
    brief = f"sip:answer-0-hangup-1@{product.lab.sip}"
    since = time.time_ns() // 1_000_000
    async with telephone(DEAF) as deaf, telephone(RINGING) as ringing:
        found = await asyncio.gather(
            rung(product, wanted(busy, shown="+41800123456")),
            rung(product, wanted(refusing)),
            rung(product, wanted(deaf.address)),
            rung(product, wanted(ringing.address, ring_seconds=1)),
            rung(product, wanted(brief)),
        )
        await ringing.received("CANCEL")

    last = [one["steps"][-1] for one in found]
    assert [(one["code"], one["sip_status"], one["carrier"]) for one in last] == [
        ("busy", 486, "Lab"), ("refused", 603, "Lab"), ("unreachable", None, ""), ("no-answer", None, ""),
        ("left", None, ""),
    ]  # fmt: skip
    assert 2500 < last[2]["ms"] < 5000
    assert [codes(one)[0] for one in found] == ["dialled"] * 5
    assert {seen.number for seen in product.displayed(since=since) if busy[1:] in seen.phone} == {"+41800123456"}
    await product.nothing_left()
