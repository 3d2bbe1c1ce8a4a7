"""The lab's telephone exchange: the SIP address of the outside world, in front of the lab's Asterisk.

A stateless proxy (RFC 3261, section 16.11): it turns what was dialled into the behaviour of a phone and passes the
request on to Asterisk, which plays it. It exists for what no well-behaved Asterisk can play: a phone that does not
react at all, and one that vanishes in the middle of a call. For the latter it stays in the path of that call
(Record-Route) and, from the moment Asterisk hangs up, lets nothing through in either direction.

There are two of them, one for each of the lab's carriers. The second one marks what passes with a header, by which
Asterisk knows that it has to ask for a password. Either can be made to fail (`conditions`).
"""

import asyncio
import hashlib
import logging
import socket
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from smartnumbers.telephony.lab import phones, sip
from smartnumbers.telephony.lab.conditions import Condition, Conditions, Line
from smartnumbers.telephony.lab.phones import Kind
from smartnumbers.telephony.lab.sip import Message, NotSip

Peer = tuple[str, int]

# Two hundred calls at once arrive within milliseconds; the usual buffer holds about a hundred INVITEs.
BUFFER_BYTES = 4 * 1024 * 1024
REMEMBERED_VANISHING = 10_000
LINE_HEADER = "X-Lab-Line"

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _VanishingCall:
    """A call to a phone that will vanish: the caller's tag tells the two sides apart."""

    caller_tag: str
    gone: bool = False


class Exchange(asyncio.DatagramProtocol):
    """The proxy on one UDP socket, of the carrier `line`; `on_invite` is given each INVITE to a telephone."""

    def __init__(
        self, *, asterisk: Peer, line: Line = Line.FIRST, conditions: Conditions | None = None,
        on_invite: Callable[[Message], None] | None = None,
    ) -> None:  # fmt: skip
        self._asterisk = asterisk
        self._line = line
        self._conditions = conditions
        self._on_invite = on_invite
        self._transport: asyncio.DatagramTransport | None = None
        self._here = ""
        # By Call-ID; the oldest are forgotten.
        self._vanishing: OrderedDict[str, _VanishingCall] = OrderedDict()

    @classmethod
    async def open(
        cls, *, host: str, port: int, asterisk: Peer, line: Line = Line.FIRST, conditions: Conditions | None = None,
        on_invite: Callable[[Message], None] | None = None,
    ) -> Self:  # fmt: skip
        """Listen at host:port, with Asterisk behind. Raises OSError where the address is taken."""
        receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
        receiver.setblocking(False)
        try:
            receiver.bind((host, port))
        except OSError:
            receiver.close()
            raise
        loop = asyncio.get_running_loop()
        _, exchange = await loop.create_datagram_endpoint(
            lambda: cls(asterisk=asterisk, line=line, conditions=conditions, on_invite=on_invite), sock=receiver
        )
        return exchange

    def close(self) -> None:
        """Stop listening."""
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: Any) -> None:
        """asyncio: the socket is there."""
        self._transport = transport
        host, port = transport.get_extra_info("sockname")[:2]
        self._here = f"{host}:{port}"

    def datagram_received(self, data: bytes, addr: Any) -> None:
        """asyncio: something came. What is no SIP is dropped: there is nobody to answer."""
        source: Peer = (addr[0], addr[1])
        try:
            message = Message.parse(data)
            if self._is_gone(message) or self._is_in_trouble(message, source):
                return
            if message.is_request:
                self._request(message, source)
            else:
                self._response(message)
        except NotSip as fault:
            log.debug("dropped a datagram from %s:%s: %s", *source, fault)

    def error_received(self, exc: Exception) -> None:
        """asyncio: an earlier datagram found nobody (ICMP). A phone network shrugs."""
        log.debug("nobody there: %s", exc)

    def _send(self, message: Message, peer: Peer) -> None:
        assert self._transport is not None
        self._transport.sendto(message.serialise(), peer)

    def _request(self, message: Message, source: Peer) -> None:
        """A request on its way to a phone."""
        via_at = message.position("via")
        if via_at is None or message.hops < 1:
            return
        route_at = message.position("route")
        if route_at is not None:
            # Only within a call we stay in the path of; its address is Asterisk's own.
            del message.headers[route_at]
            via_at = message.position("via") or 0
        elif message.user:
            if message.method == "INVITE" and self._on_invite is not None:
                self._on_invite(message)
            behaviour = phones.behaviour(user=message.user)
            if behaviour.kind is Kind.UNREACHABLE:
                return
            message.user = behaviour.extension
            if behaviour.kind is Kind.VANISH:
                self._stay(message)
                via_at = message.position("via") or 0
        if self._line is Line.LINE:
            message.headers.append((LINE_HEADER, self._line.value))
        name, via = message.headers[via_at]
        key = hashlib.sha1(f"{sip.branch(via)} {via}".encode(), usedforsecurity=False).hexdigest()[:24]
        message.headers[via_at] = (name, sip.note_source(via, host=source[0], port=source[1]))
        message.headers.insert(via_at, ("Via", f"SIP/2.0/UDP {self._here};branch=z9hG4bK{key}"))
        self._send(message, self._asterisk)

    def _is_in_trouble(self, message: Message, source: Peer) -> bool:
        """Whether the carrier does not do its work with this message; a failing one says so to whoever calls."""
        condition = Condition.UP if self._conditions is None else self._conditions.now(self._line)
        if condition is Condition.FAILING and message.is_request and message.method in ("INVITE", "ACK"):
            if message.method == "INVITE":
                self._send(message.answer(503, "Service Unavailable"), source)
            return True
        return condition is Condition.DEAD

    def _stay(self, message: Message) -> None:
        """Stay in the path of this call, to be able to make it vanish."""
        if message.method != "INVITE":
            return
        message.headers.insert(0, ("Record-Route", f"<sip:{self._here};lr>"))
        self._vanishing.setdefault(message.value("call-id"), _VanishingCall(caller_tag=sip.tag(message.value("from"))))
        while len(self._vanishing) > REMEMBERED_VANISHING:
            self._vanishing.popitem(last=False)

    def _is_gone(self, message: Message) -> bool:
        """Whether this belongs to a call that has vanished; it vanishes when the phone's side wants to say goodbye."""
        call = self._vanishing.get(message.value("call-id"))
        if call is None:
            return False
        if message.is_request and sip.tag(message.value("from")) != call.caller_tag:
            call.gone = True
        return call.gone

    def _response(self, message: Message) -> None:
        """A response from a phone: take off our own Via and send it the way it came."""
        own = message.position("via")
        if own is None or self._here not in message.headers[own][1]:
            raise NotSip("a response that did not pass here")
        del message.headers[own]
        self._send(message, sip.way_back(message.value("via")))
