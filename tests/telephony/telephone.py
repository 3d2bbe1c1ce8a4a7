"""A telephone on a UDP port of its own, which keeps every SIP message it is sent.

The lab's telephones behave like real ones but do not tell what reached them; this one is for what only the wire
shows: who the INVITE says is calling, and that a CANCEL really came.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from smartnumbers.telephony.lab.sip import Message, NotSip

_TAG = "called"


@dataclass(frozen=True)
class Reaction:
    """What a telephone answers to an INVITE, at once and in this order: nothing at all, 100, 180, a refusal."""

    statuses: tuple[int, ...]


DEAF = Reaction(())
TRYING = Reaction((100,))
RINGING = Reaction((100, 180))
BUSY = Reaction((100, 486))

_REASONS = {100: "Trying", 180: "Ringing", 200: "OK", 486: "Busy Here", 487: "Request Terminated"}


@dataclass
class Telephone(asyncio.DatagramProtocol):
    """The telephone; `messages` are what it was sent, with the instant of their arrival (steady clock, seconds)."""

    reaction: Reaction
    messages: list[tuple[float, Message]] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _transport: asyncio.DatagramTransport | None = None
    _invite: Message | None = None

    @property
    def address(self) -> str:
        """Its SIP address."""
        assert self._transport is not None
        return "sip:reception@{}:{}".format(*self._transport.get_extra_info("sockname")[:2])

    @property
    def methods(self) -> list[str]:
        """The methods of the requests it was sent; a repeated datagram counts once."""
        seen: dict[tuple[str, str], str] = {}
        for _, message in self.messages:
            seen[(message.method, message.value("call-id"))] = message.method
        return list(seen.values())

    async def received(self, method: str, *, seconds: float = 10.0) -> Message:
        """The first request of that method, awaited."""
        async with asyncio.timeout(seconds):
            while True:
                for _, message in self.messages:
                    if message.method == method:
                        return message
                self._news.clear()
                await self._news.wait()

    def arrived_at(self, method: str) -> float:
        """When the first request of that method came."""
        return next(at for at, message in self.messages if message.method == method)

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:  # type: ignore[override]
        """asyncio: the socket is there."""
        self._transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """asyncio: something came."""
        try:
            message = Message.parse(data)
        except NotSip:
            return
        if not message.is_request:
            return
        self.messages.append((time.monotonic(), message))
        self._react(message, addr)
        self._news.set()

    def _react(self, message: Message, peer: tuple[str, int]) -> None:
        if message.method == "INVITE":
            self._invite = message
            for status in self.reaction.statuses:
                self._answer(message, status, peer)
        elif message.method == "CANCEL" and self.reaction is not DEAF:
            self._answer(message, 200, peer)
            if self._invite is not None:
                self._answer(self._invite, 487, peer)

    def _answer(self, request: Message, status: int, peer: tuple[str, int]) -> None:
        headers = [
            (name, f"{value};tag={_TAG}" if name.lower() == "to" and status > 100 else value)
            for name, value in request.headers
            if name.lower() in ("via", "from", "to", "call-id", "cseq", "record-route")
        ]
        answer = Message(
            start=f"SIP/2.0 {status} {_REASONS.get(status, 'Refused')}",
            headers=[*headers, ("Contact", f"<{self.address}>"), ("Content-Length", "0")],
            body=b"",
        )
        assert self._transport is not None
        self._transport.sendto(answer.serialise(), peer)


@asynccontextmanager
async def telephone(reaction: Reaction) -> AsyncIterator[Telephone]:
    """A telephone, there as long as the context lasts."""
    transport, found = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: Telephone(reaction), local_addr=("127.0.0.1", 0)
    )
    try:
        yield found
    finally:
        transport.close()
