"""Tells of live calls and of the platform's health on a Unix socket, to whoever listens.

Runs inside call control, so its first duty is to cost nothing: a change is one entry in a dictionary. Changes are sent
together, at most ten times a second and only while somebody listens; a call that changes twice in between is told
once. A listener that does not read is cut off; it connects again and gets a fresh snapshot.
"""

import asyncio
import contextlib
import logging
import os
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from websockets.asyncio.server import Server, ServerConnection, broadcast, unix_serve
from websockets.exceptions import ConnectionClosed

from smartnumbers.core.callcontrol.live import LiveCall
from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.telephony.control import messages
from smartnumbers.telephony.control.asked import Reply
from smartnumbers.telephony.control.messages import Ask, Message, Probe, TrialLook, TrialWanted

Request = TypeVar("Request")
OnAsk = Callable[[Ask, Reply], None]
OnProbe = Callable[[Probe, Reply], None]
OnTrial = Callable[[TrialWanted, Reply], None]
OnTrialLook = Callable[[TrialLook, Reply], None]

FLUSH_SECONDS = 0.1
BUFFER_MAXIMUM = 4 * 1024 * 1024
"""Bytes waiting for one listener before it is cut off: some ten times the snapshot of a full platform."""

log = logging.getLogger(__name__)


class ControlSocketTaken(DomainError):
    """Another call control answers on the socket: two of them must not run on one home folder."""

    code = "control-socket-taken"


class Broadcast:
    """The server of the control socket. All its methods belong to the event loop's thread and return at once.

    `on_ask`, `on_probe`, `on_trial` and `on_trial_look` are given each request of their kind with what its answer goes
    to; they must not block.
    """

    def __init__(
        self, *, on_ask: OnAsk | None = None, on_probe: OnProbe | None = None, on_trial: OnTrial | None = None,
        on_trial_look: OnTrialLook | None = None,
    ) -> None:  # fmt: skip
        self._on_ask = on_ask
        self._on_probe = on_probe
        self._on_trial = on_trial
        self._on_trial_look = on_trial_look
        self._calls: dict[str, LiveCall] = {}
        self._health: dict[str, Any] = {}
        # What has not been told yet: the ids of changed calls, and of ended ones with their account.
        self._changed: set[str] = set()
        self._ended: dict[str, str] = {}
        self._health_changed = False
        self._listeners: set[ServerConnection] = set()
        self._flush_at: asyncio.TimerHandle | None = None
        self._server: Server | None = None
        self._path: Path | None = None

    async def start(self, path: Path) -> None:
        """Listen on `path`, readable by the owner only; a socket left behind by a crash is removed.

        Raises ControlSocketTaken where another call control answers there.
        """
        listening = _bind(path)
        try:
            self._server = await unix_serve(self._serve, sock=listening, compression=None, ping_interval=20)
        except BaseException:
            _give_back(listening, path)
            raise
        self._path = path

    async def stop(self) -> None:
        """Send what has not been told, say goodbye to the listeners and remove the socket."""
        if self._flush_at is not None:
            self._flush_at.cancel()
            self._flush()
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None
        if self._path is not None:
            self._path.unlink(missing_ok=True)
            self._path = None

    def call(self, live: LiveCall) -> None:
        """A new or changed live call."""
        self._calls[live.call_id] = live
        if self._listeners:
            self._changed.add(live.call_id)
            self._ended.pop(live.call_id, None)
            self._flush_soon()

    def ended(self, call_id: str, account: str) -> None:
        """The end of a call."""
        self._calls.pop(call_id, None)
        if self._listeners:
            self._changed.discard(call_id)
            self._ended[call_id] = account
            self._flush_soon()

    def health(self, document: dict[str, Any]) -> None:
        """The platform's health, whole; telling the same again costs nothing."""
        if document == self._health:
            return
        self._health = dict(document)
        if self._listeners:
            self._health_changed = True
            self._flush_soon()

    async def _serve(self, listener: ServerConnection) -> None:
        """One listener, from its connecting to its leaving."""
        # Nothing is awaited between taking the snapshot and joining, so no change falls in between; the snapshot
        # itself is written before the first change because both go through the same buffer, in their order.
        broadcast({listener}, messages.snapshot(calls=list(self._calls.values()), health=self._health))
        self._listeners.add(listener)
        try:
            with contextlib.suppress(ConnectionClosed):
                async for frame in listener:
                    self._hear(listener, frame)
        finally:
            self._listeners.discard(listener)
            if not self._listeners:
                self._forget()

    def _hear(self, listener: ServerConnection, frame: str | bytes) -> None:
        """Take a request; what is none is answered and not kept."""

        def reply(result: str, parameters: Mapping[str, Any]) -> None:
            broadcast({listener}, messages.told(request_id=request_id, result=result, parameters=parameters))

        request_id = ""
        try:
            message = messages.read(frame)
            request_id = str(message.get("id", ""))
            self._take(message, reply)
        except ValueError as fault:
            log.warning("a listener says what is no request: %s", fault)
            reply(messages.INVALID, {})

    def _take(self, message: Message, reply: Reply) -> None:
        """Hand a request on to whom its kind belongs. Raises ValueError where it is none."""
        match message["type"]:
            case "probe":
                _hand_on(self._on_probe, messages.read_probe(message), reply)
            case "trial":
                _hand_on(self._on_trial, messages.read_trial(message), reply)
            case "trial-look":
                _hand_on(self._on_trial_look, messages.read_trial_look(message), reply)
            case _:
                _hand_on(self._on_ask, messages.read_ask(message), reply)

    def _flush_soon(self) -> None:
        if self._flush_at is None:
            self._flush_at = asyncio.get_running_loop().call_later(FLUSH_SECONDS, self._flush)

    def _flush(self) -> None:
        news = [messages.changed(call=self._calls[call_id]) for call_id in self._changed]
        news += [messages.ended(call_id=call_id, account=account) for call_id, account in self._ended.items()]
        if self._health_changed:
            news.append(messages.health(document=self._health))
        self._forget()
        self._cut_off_the_slow()
        for message in news:
            broadcast(self._listeners, message)

    def _cut_off_the_slow(self) -> None:
        for listener in list(self._listeners):
            if listener.transport.get_write_buffer_size() > BUFFER_MAXIMUM:
                log.warning("a listener on the control socket does not read; it is cut off")
                self._listeners.discard(listener)
                listener.transport.abort()

    def _forget(self) -> None:
        """Nothing is left to be told."""
        self._changed.clear()
        self._ended.clear()
        self._health_changed = False
        if self._flush_at is not None:
            self._flush_at.cancel()
            self._flush_at = None


def _hand_on(to: Callable[[Request, Reply], None] | None, request: Request, reply: Reply) -> None:
    if to is not None:
        to(request, reply)


def _bind(path: Path) -> socket.socket:
    """A Unix socket bound to `path`, of mode 0600 from the first moment."""
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        if path.exists():
            if _answers(path):
                raise ControlSocketTaken(f"another call control answers on {path}", parameters={"path": str(path)})
            path.unlink()
        before = os.umask(0o177)
        try:
            listening.bind(str(path))
        finally:
            os.umask(before)
    except BaseException:
        listening.close()
        raise
    return listening


def _give_back(listening: socket.socket, path: Path) -> None:
    listening.close()
    path.unlink(missing_ok=True)


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        try:
            probe.connect(str(path))
        except OSError:
            return False
    return True
