"""A client's WebSocket for many small messages: each is handed over the moment it arrives, without a task in between.

The protocol is that of `websockets`, without its input and output: these are an asyncio protocol here. What is sent
within one turn of the event loop leaves in one piece.
"""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from typing import cast

from websockets.client import ClientProtocol
from websockets.exceptions import WebSocketException
from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.uri import parse_uri

OnMessage = Callable[[bytes], None]

_TEXTS = (Opcode.TEXT, Opcode.CONT)


class WebSocketFailed(Exception):
    """The connection could not be made."""


class WebSocket(asyncio.Protocol):
    """A connection; `on_message` is called for each text message, in order, from the event loop."""

    def __init__(self, *, uri: str, headers: Mapping[str, str], on_message: OnMessage) -> None:
        self._protocol = ClientProtocol(parse_uri(uri), max_size=None)
        self._headers = headers
        self._on_message = on_message
        self._fragments: list[bytes] = []
        self._transport: asyncio.Transport | None = None
        self._loop = asyncio.get_running_loop()
        self._flushing = False
        self._opened: asyncio.Future[None] = self._loop.create_future()
        self.ended: asyncio.Future[None] = self._loop.create_future()
        """Done when the connection is gone, for whatever reason."""

    @classmethod
    async def open(cls, *, uri: str, headers: Mapping[str, str], on_message: OnMessage, seconds: float) -> "WebSocket":
        """Connect within some seconds. Raises WebSocketFailed."""
        place = parse_uri(uri)
        made = cls(uri=uri, headers=headers, on_message=on_message)
        try:
            async with asyncio.timeout(seconds):
                await asyncio.get_running_loop().create_connection(lambda: made, place.host, place.port)
                await made._opened
        except (OSError, WebSocketException) as fault:
            made.abort()
            raise WebSocketFailed(str(fault) or type(fault).__name__) from fault
        return made

    def send(self, text: bytes) -> None:
        """Send a text message. Raises WebSocketFailed where the connection is gone."""
        if self.ended.done() or self._protocol.state is not State.OPEN:
            raise WebSocketFailed("the connection is closed")
        self._protocol.send_text(text)
        if not self._flushing:
            self._flushing = True
            self._loop.call_soon(self._flush)

    async def close(self, *, seconds: float) -> None:
        """Say goodbye; after some seconds without an answer, just go."""
        if self._protocol.state is State.OPEN:
            self._protocol.send_close()
            self._flush()
        await asyncio.wait([self.ended], timeout=seconds)
        self.abort()
        await asyncio.wait([self.ended])

    def abort(self) -> None:
        """Go at once."""
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Part of asyncio.Protocol: ask for the WebSocket."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's does not say so
        request = self._protocol.connect()
        request.headers.update(self._headers)
        self._protocol.send_request(request)
        self._flush()

    def data_received(self, data: bytes) -> None:
        """Part of asyncio.Protocol: messages arrive."""
        self._take(lambda: self._protocol.receive_data(data))

    def eof_received(self) -> None:
        """Part of asyncio.Protocol: the other side sends no more."""
        self._take(self._protocol.receive_eof)

    def connection_lost(self, exc: Exception | None) -> None:
        """Part of asyncio.Protocol: the connection is gone."""
        if not self._opened.done():
            self._opened.set_exception(exc or ConnectionResetError("the connection was closed"))
        if not self.ended.done():
            self.ended.set_result(None)

    def _take(self, feed: Callable[[], None]) -> None:
        feed()
        for event in self._protocol.events_received():
            if isinstance(event, Frame):
                self._take_frame(event)
            elif not self._opened.done():
                self._opened.set_result(None)
        if self._protocol.handshake_exc is not None and not self._opened.done():
            self._opened.set_exception(self._protocol.handshake_exc)
        self._flush()
        if self._protocol.close_expected() and self._transport is not None:
            self._transport.close()

    def _take_frame(self, frame: Frame) -> None:
        if frame.opcode not in _TEXTS:
            return  # the protocol answers pings and goodbyes itself
        if frame.fin and not self._fragments:
            self._on_message(bytes(frame.data))
            return
        self._fragments.append(bytes(frame.data))
        if frame.fin:
            message, self._fragments = b"".join(self._fragments), []
            self._on_message(message)

    def _flush(self) -> None:
        self._flushing = False
        if self._transport is None or self._transport.is_closing():
            return
        pieces = self._protocol.data_to_send()
        data = b"".join(pieces)
        if data:
            self._transport.write(data)
        if pieces and not pieces[-1]:
            with contextlib.suppress(OSError):
                self._transport.write_eof()
