"""The stream of live calls: who sees which calls, how often, and what happens when call control goes away."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.test import AsyncClient, Client

from smartnumbers.apps.accounts.models import User
from smartnumbers.core.callcontrol.live import LiveCall, LiveState
from smartnumbers.portal.live import channel as channel_module
from smartnumbers.portal.live import views
from smartnumbers.portal.live.board import Contact
from smartnumbers.portal.live.broker import broker, health_now
from smartnumbers.telephony.control.broadcast import Broadcast
from tests.cast import CALLER, Cast, make_cast

HEALTH = {"engine": "up", "journal": "ok", "database": "ok", "calls": 7, "faults": [{"number": "+41900000000"}]}
OTHER_CALLER = "+41765550999"


def live(cast: Cast, call_id: str = "one", **different: Any) -> LiveCall:
    """A call that rings at Alpina."""
    call = LiveCall(
        call_id=call_id,
        account=str(cast.alpina.pk),
        number=cast.number.number,
        caller=CALLER,
        presentation="allowed",
        state=LiveState.RINGING,
        attempt=1,
        destination_name="Reception",
        destination_address="+41445123800",
        setup_at=1_795_000_000_000,
        answered_at=None,
    )
    return replace(call, **different)


def elsewhere(cast: Cast) -> LiveCall:
    """A call that rings at Sven's."""
    return live(
        cast, "two", account=str(cast.elsewhere.pk), number=cast.number_elsewhere.number, caller=OTHER_CALLER,
        destination_name="Chez Sven",
    )  # fmt: skip


@pytest.fixture
def path() -> Iterator[Path]:
    folder: Path = settings.CONFIGURATION.run
    folder.mkdir(parents=True, exist_ok=True)
    yield settings.CONFIGURATION.control_socket
    settings.CONFIGURATION.control_socket.unlink(missing_ok=True)


@pytest.fixture
async def broadcast(path: Path) -> AsyncIterator[Broadcast]:
    server = Broadcast()
    server.health(HEALTH)
    await server.start(path)
    yield server
    await server.stop()


@pytest.fixture
async def people(transactional_db: None, path: Path) -> AsyncIterator[Cast]:
    yield await sync_to_async(make_cast)()
    await broker.stop()


class Stream:
    """An open stream, its events in a queue."""

    def __init__(self) -> None:
        self.events: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self.raw = ""
        self.over = asyncio.Event()

    async def read(self, content: AsyncIterator[bytes]) -> None:
        async for chunk in content:
            text = chunk.decode()
            self.raw += text
            lines = text.splitlines()
            name = next((line[7:] for line in lines if line.startswith("event: ")), "")
            data = "\n".join(line[6:] for line in lines if line.startswith("data: "))
            if name:
                self.events.put_nowait((name, data))
        self.over.set()

    async def next(self, name: str, seconds: float = 5) -> str:
        """The data of the next event of that name."""
        async with asyncio.timeout(seconds):
            while True:
                found, data = await self.events.get()
                if found == name:
                    return data


@asynccontextmanager
async def watching(user: User) -> AsyncIterator[Stream]:
    client = AsyncClient()
    await client.aforce_login(user)
    response = await client.get("/live/stream")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/event-stream"
    stream = Stream()
    task = asyncio.create_task(stream.read(aiter(response)))
    try:
        yield stream
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        response.close()


async def test_a_holder_sees_the_calls_of_the_own_account_and_no_other(people: Cast, broadcast: Broadcast) -> None:
    broadcast.call(live(people))
    broadcast.call(elsewhere(people))
    async with watching(people.hanna) as hanna, watching(people.sven) as sven:
        first = await hanna.next("live")
        assert "+41 79 412 ••••" in first
        assert "Hotline" in first
        assert "Reception" in first

        broadcast.call(replace(elsewhere(people), attempt=2))
        broadcast.call(live(people, state=LiveState.TALKING, destination_name="Night", answered_at=1_795_000_010_000))
        assert "Night" in await hanna.next("live")
        assert "Chez Sven" in await sven.next("live")

        broadcast.ended("one", str(people.alpina.pk))
        assert "••••" not in await hanna.next("live")

    assert "Sven" not in hanna.raw
    assert "76 555" not in hanna.raw
    assert "Hotline" not in sven.raw
    # What is wrong with other people's numbers, and how much goes on elsewhere, is not theirs to know either.
    assert "900000000" not in hanna.raw


async def test_whoever_only_reads_sees_callers_masked(people: Cast, broadcast: Broadcast) -> None:
    broadcast.call(live(people))
    broadcast.call(live(people, "withheld", presentation="restricted", caller="+41761234567"))
    async with watching(people.remo) as remo:
        shown = await remo.next("live")

    assert "+41 79 412 ••••" in shown
    assert "1234" not in shown
    assert "76 123" not in shown


async def test_an_operator_sees_the_whole_platform(people: Cast, broadcast: Broadcast) -> None:
    broadcast.call(live(people))
    broadcast.call(elsewhere(people))
    async with watching(people.olga) as olga:
        shown = await olga.next("live")
        assert "+41 79 412 12 34" in shown
        assert "+41 76 555 09 99" in shown

        broadcast.ended("two", str(people.elsewhere.pk))
        assert "76 555" not in await olga.next("live")


async def test_strangers_and_people_without_an_account_see_nothing(people: Cast, broadcast: Broadcast) -> None:
    assert (await AsyncClient().get("/live/stream")).status_code == 401

    nobody = await sync_to_async(User.objects.create_user)("nobody@elsewhere.example")
    client = AsyncClient()
    await client.aforce_login(nobody)
    assert (await client.get("/live/stream")).status_code == 403


async def test_the_stream_says_when_call_control_is_away_and_when_it_is_back(people: Cast, path: Path) -> None:
    async with watching(people.hanna) as hanna:
        await hanna.next("away")
        assert orjson.loads(await hanna.next("health"))["contact"] == "away"
        assert health_now().contact is Contact.AWAY

        for _ in range(2):
            server = Broadcast()
            server.health({**HEALTH, "engine": "down"})
            server.call(live(people))
            await server.start(path)
            while (told := orjson.loads(await hanna.next("health")))["contact"] == "away":
                pass
            assert told == {"contact": "there", "engine": "down", "journal": "ok", "database": "ok"}
            await server.stop()
            await hanna.next("away")

    assert "••••" in hanna.raw
    assert health_now().document["calls"] == 7


async def test_a_page_changes_at_most_four_times_a_second(people: Cast, broadcast: Broadcast) -> None:
    async with watching(people.hanna) as hanna:
        await hanna.next("live")
        began = time.monotonic()

        for number in range(100):
            broadcast.call(live(people, destination_name=f"Place {number}"))
            await asyncio.sleep(0.01)
        while "Place 99" not in await hanna.next("live"):
            pass

        assert hanna.raw.count("event: live") <= 4 * (time.monotonic() - began) + 2


async def test_what_many_see_is_rendered_once(
    people: Cast, broadcast: Broadcast, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered = []
    real = channel_module.fragment

    def counted(**values: Any) -> str:
        rendered.append(values["language"])
        return real(**values)

    monkeypatch.setattr(channel_module, "fragment", counted)
    access = await sync_to_async(people.access)(people.hanna)
    broker.start(path=path)
    async with asyncio.timeout(5):
        while health_now().contact is not Contact.THERE:  # noqa: ASYNC110 - the broker wakes streams, not tests
            await asyncio.sleep(0.01)
    readers = [broker.reading(access=access, language="de" if number % 2 else "fr") for number in range(500)]
    for reader in readers:
        reader.__enter__()
    await asyncio.sleep(0.6)
    rendered.clear()

    broadcast.call(live(people))
    await asyncio.sleep(0.6)

    assert sorted(rendered) == ["de", "fr"]
    for reader in readers:
        reader.__exit__(None, None, None)
    assert broker._channels == {}


async def test_a_silent_stream_shows_that_it_lives(
    people: Cast, broadcast: Broadcast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "HEARTBEAT_SECONDS", 0.2)
    async with watching(people.hanna) as hanna:
        await hanna.next("live")
        await asyncio.sleep(0.7)

    assert hanna.raw.count(": still here") >= 2


async def test_a_stream_ends_now_and_then_so_that_rights_are_asked_again(
    people: Cast, broadcast: Broadcast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "HEARTBEAT_SECONDS", 0.1)
    monkeypatch.setattr(views, "LIFE_SECONDS", 0.3)
    async with watching(people.hanna) as hanna:
        await asyncio.wait_for(hanna.over.wait(), 3)

    assert hanna.raw.startswith("retry: ")


async def test_open_streams_end_when_the_portal_does(people: Cast, broadcast: Broadcast) -> None:
    async with watching(people.hanna) as hanna, watching(people.olga) as olga:
        await hanna.next("live")
        await broker.stop()

        await asyncio.wait_for(asyncio.gather(hanna.over.wait(), olga.over.wait()), 2)


def test_health_answers_whoever_asks() -> None:
    response = Client().get("/health")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]
