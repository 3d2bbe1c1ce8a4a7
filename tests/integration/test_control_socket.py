"""The control socket: what call control tells, and what a listener makes of it. Real sockets, real WebSockets."""

import asyncio
import socket
import stat
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from smartnumbers.core.callcontrol.live import LiveCall, LiveState
from smartnumbers.telephony.control import broadcast as broadcast_module
from smartnumbers.telephony.control.broadcast import Broadcast, ControlSocketTaken
from smartnumbers.telephony.control.listener import first, listen
from smartnumbers.telephony.control.messages import AWAY, Message

HEALTH = {"engine": "up", "journal": "ok", "calls": 0}


def live(call_id: str, *, account: str = "alpina", attempt: int = 1) -> LiveCall:
    return LiveCall(
        call_id=call_id,
        account=account,
        number="+41800111222",
        caller="+41791234567",
        presentation="allowed",
        state=LiveState.RINGING,
        attempt=attempt,
        destination_name="Reception",
        destination_address="sip:reception@example.org",
        setup_at=1_795_000_000_000,
        answered_at=None,
    )


def mode_of(path: Path) -> int | None:
    return stat.S_IMODE(path.stat().st_mode) if path.exists() else None


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "callcontrol.sock"


@pytest.fixture
async def broadcast(path: Path) -> AsyncIterator[Broadcast]:
    server = Broadcast()
    await server.start(path)
    yield server
    await server.stop()


class Ear:
    """A listener whose messages wait in a queue."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[Message] = asyncio.Queue()

    async def next(self, seconds: float = 5) -> Message:
        return await asyncio.wait_for(self.heard.get(), seconds)

    async def silence(self, seconds: float) -> bool:
        await asyncio.sleep(seconds)
        return self.heard.empty()


@asynccontextmanager
async def listening(path: Path) -> AsyncIterator[Ear]:
    ear = Ear()

    async def hear() -> None:
        async for message in listen(path=path):
            ear.heard.put_nowait(message)

    task = asyncio.create_task(hear())
    try:
        yield ear
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_listener_gets_a_snapshot_then_what_changes(broadcast: Broadcast, path: Path) -> None:
    broadcast.health(HEALTH)
    broadcast.call(live("one"))
    async with listening(path) as ear:
        assert await ear.next() == {"type": "snapshot", "calls": [live("one").document()], "health": HEALTH}

        broadcast.call(live("two", account="berg"))
        assert await ear.next() == {"type": "call", "call": live("two", account="berg").document()}

        broadcast.ended("one", "alpina")
        assert await ear.next() == {"type": "ended", "call_id": "one", "account": "alpina"}

        broadcast.health({**HEALTH, "engine": "down"})
        assert await ear.next() == {"type": "health", "health": {**HEALTH, "engine": "down"}}


async def test_changes_in_quick_succession_are_told_once(broadcast: Broadcast, path: Path) -> None:
    async with listening(path) as ear:
        await ear.next()

        for attempt in range(1, 6):
            broadcast.call(live("one", attempt=attempt))
            broadcast.health({**HEALTH, "calls": attempt})
        broadcast.call(live("gone"))
        broadcast.ended("gone", "alpina")

        assert (await ear.next())["call"]["attempt"] == 5
        assert (await ear.next()) == {"type": "ended", "call_id": "gone", "account": "alpina"}
        assert (await ear.next())["health"]["calls"] == 5
        assert await ear.silence(0.3)


async def test_the_same_health_again_is_not_told(broadcast: Broadcast, path: Path) -> None:
    broadcast.health(HEALTH)
    async with listening(path) as ear:
        await ear.next()

        broadcast.health(dict(HEALTH))

        assert await ear.silence(0.3)


async def test_all_listeners_hear_the_same(broadcast: Broadcast, path: Path) -> None:
    async with listening(path) as one, listening(path) as two:
        await one.next()
        await two.next()

        broadcast.call(live("one"))

        assert await one.next() == await two.next()


async def test_a_listener_is_told_when_nobody_is_there_and_finds_back(path: Path) -> None:
    async with listening(path) as ear:
        assert await ear.next() == AWAY
        for call_id in ("before", "after"):
            server = Broadcast()
            server.call(live(call_id))
            await server.start(path)
            assert (await ear.next())["calls"][0]["call_id"] == call_id
            await server.stop()
            assert await ear.next() == AWAY
        assert await ear.silence(1)


async def test_first_answers_at_once_either_way(broadcast: Broadcast, path: Path, tmp_path: Path) -> None:
    assert (await first(path=path))["type"] == "snapshot"
    assert await first(path=tmp_path / "nobody.sock") == AWAY


async def test_the_socket_is_for_its_owner_only_and_goes_with_the_server(path: Path) -> None:
    server = Broadcast()
    await server.start(path)
    assert mode_of(path) == 0o600

    await server.stop()

    assert mode_of(path) is None


async def test_a_socket_left_by_a_crash_is_replaced(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as left_behind:
        left_behind.bind(str(path))
    server = Broadcast()

    await server.start(path)

    assert (await first(path=path))["type"] == "snapshot"
    await server.stop()


async def test_a_second_call_control_on_the_socket_is_refused(broadcast: Broadcast, path: Path) -> None:
    with pytest.raises(ControlSocketTaken):
        await Broadcast().start(path)

    assert (await first(path=path))["type"] == "snapshot"


async def test_a_listener_that_does_not_read_is_cut_off(
    broadcast: Broadcast, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcast_module, "BUFFER_MAXIMUM", 200_000)
    reader, writer = await asyncio.open_unix_connection(str(path))
    writer.transport.pause_reading()
    writer.write(
        b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    async with listening(path) as ear:
        await ear.next()
        told = 0
        while broadcast._listeners and told < 40:
            for number in range(100):
                broadcast.call(live(f"call-{told}-{number}"))
            told += 1
            await asyncio.sleep(0.11)
            if len(broadcast._listeners) == 1:
                break

        assert len(broadcast._listeners) == 1
        assert not ear.heard.empty()
    writer.transport.abort()
    del reader


def test_without_listeners_a_change_costs_microseconds() -> None:
    server = Broadcast()
    call = live("one")
    began = time.process_time()

    for _ in range(20_000):
        server.call(call)
        server.call(replace(call, attempt=2))
        server.ended("one", "alpina")

    assert time.process_time() - began < 1.0  # 50 µs for a whole call would still be 1 % of a core at 150 calls/s
