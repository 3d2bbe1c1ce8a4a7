"""The stream of live calls: who sees which calls, how often, and what happens when call control goes away."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.test import AsyncClient, Client

from smartnumbers.apps.accounts.models import User
from smartnumbers.core.callcontrol.live import LiveCall, LiveState
from smartnumbers.portal.handler import IDLE_THREADS
from smartnumbers.portal.live import channel as channel_module
from smartnumbers.portal.live import streams
from smartnumbers.portal.live.board import Contact
from smartnumbers.portal.live.broker import Broker
from smartnumbers.portal.live.streams import WithStreams
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
async def people(transactional_db: None) -> Cast:
    return await sync_to_async(make_cast)()


@pytest.fixture
async def portal(path: Path) -> AsyncIterator["Portal"]:
    found = Portal(path)
    yield found
    await found.broker.stop()


# The database, its log and its index (WAL).
FILES_OF_A_CONNECTION = 3


def open_databases() -> int:
    """How many files of databases this process has open."""
    return sum("sqlite3" in str(file.readlink()) for file in Path("/proc/self/fd").iterdir() if file.is_symlink())


class Stream:
    """An open stream, its events in a queue."""

    def __init__(self) -> None:
        self.events: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self.status = 0
        self.headers: dict[str, str] = {}
        self.raw = ""
        self.over = asyncio.Event()

    async def take(self, message: Any) -> None:
        """What the portal sends."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode().lower(): value.decode() for name, value in message["headers"]}
            return
        text = message["body"].decode()
        self.raw += text
        lines = text.splitlines()
        name = next((line[7:] for line in lines if line.startswith("event: ")), "")
        if name:
            self.events.put_nowait((name, "\n".join(line[6:] for line in lines if line.startswith("data: "))))
        if not message.get("more_body"):
            self.over.set()

    async def next(self, name: str, seconds: float = 5) -> str:
        """The data of the next event of that name."""
        async with asyncio.timeout(seconds):
            while True:
                found, data = await self.events.get()
                if found == name:
                    return data


class Portal:
    """The portal's application with a broker of its own."""

    def __init__(self, path: Path) -> None:
        self.broker = Broker()
        self.application = WithStreams(django=ASGIHandler(), path="/live/stream", broker=self.broker, socket=path)

    @asynccontextmanager
    async def watching(self, user: User | None) -> AsyncIterator[Stream]:
        """The stream as a browser of that person opens it, until the browser goes away."""
        client = AsyncClient()
        if user is not None:
            await client.aforce_login(user)
        cookies = client.cookies.output(header="", sep=";").strip()
        scope = {
            "type": "http", "http_version": "1.1", "method": "GET", "path": "/live/stream", "query_string": b"",
            "headers": [(b"host", b"localhost"), (b"cookie", cookies.encode())],
        }  # fmt: skip
        gone = asyncio.Event()
        asked = iter([{"type": "http.request", "body": b"", "more_body": False}])

        async def receive() -> Any:
            for message in asked:
                return message
            await gone.wait()
            return {"type": "http.disconnect"}

        stream = Stream()
        task = asyncio.create_task(self.application(scope, receive, stream.take))
        try:
            yield stream
        finally:
            gone.set()
            await asyncio.wait_for(task, 5)


async def test_a_holder_sees_the_calls_of_the_own_account_and_no_other(
    portal: Portal, people: Cast, broadcast: Broadcast
) -> None:
    broadcast.call(live(people))
    broadcast.call(elsewhere(people))
    async with portal.watching(people.hanna) as hanna, portal.watching(people.sven) as sven:
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


async def test_whoever_only_reads_sees_callers_masked(portal: Portal, people: Cast, broadcast: Broadcast) -> None:
    broadcast.call(live(people))
    broadcast.call(live(people, "withheld", presentation="restricted", caller="+41761234567"))
    async with portal.watching(people.remo) as remo:
        shown = await remo.next("live")

    assert "+41 79 412 ••••" in shown
    assert "1234" not in shown
    assert "76 123" not in shown


async def test_an_operator_sees_the_whole_platform(portal: Portal, people: Cast, broadcast: Broadcast) -> None:
    broadcast.call(live(people))
    broadcast.call(elsewhere(people))
    async with portal.watching(people.olga) as olga:
        shown = await olga.next("live")
        assert "+41 79 412 12 34" in shown
        assert "+41 76 555 09 99" in shown

        broadcast.ended("two", str(people.elsewhere.pk))
        assert "76 555" not in await olga.next("live")


async def test_strangers_and_people_without_an_account_see_nothing(
    portal: Portal, people: Cast, broadcast: Broadcast
) -> None:
    nobody = await sync_to_async(User.objects.create_user)("nobody@elsewhere.example")
    for user, status in ((None, 401), (nobody, 403)):
        async with portal.watching(user) as stream:
            await asyncio.wait_for(stream.over.wait(), 5)
        assert (stream.status, stream.raw) == (status, "")


async def test_a_stream_is_no_page_to_be_kept_or_framed(portal: Portal, people: Cast, broadcast: Broadcast) -> None:
    async with portal.watching(people.hanna) as hanna:
        await hanna.next("live")

    assert hanna.status == 200
    assert hanna.headers["content-type"] == "text/event-stream"
    assert hanna.headers["cache-control"] == "no-store"
    assert hanna.headers["x-frame-options"] == "DENY"
    assert "content-length" not in hanna.headers


async def test_a_stream_keeps_neither_thread_nor_connection(portal: Portal, people: Cast, broadcast: Broadcast) -> None:
    async with portal.watching(people.hanna) as first, AsyncExitStack() as others:
        await first.next("live")
        threads, files = threading.active_count(), open_databases()
        for _ in range(20):
            stream = await others.enter_async_context(portal.watching(people.hanna))
            await stream.next("live")

        # A few threads of the pool that renders may come; none for each stream.
        assert threading.active_count() <= threads + 5
        assert open_databases() <= files + IDLE_THREADS * FILES_OF_A_CONNECTION


async def test_the_stream_says_when_call_control_is_away_and_when_it_is_back(
    portal: Portal, people: Cast, path: Path
) -> None:
    async with portal.watching(people.hanna) as hanna:
        await hanna.next("away")
        assert orjson.loads(await hanna.next("health"))["contact"] == "away"
        assert portal.broker.board.health.contact is Contact.AWAY

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
    assert portal.broker.board.health.document["calls"] == 7


async def test_a_page_changes_at_most_four_times_a_second(portal: Portal, people: Cast, broadcast: Broadcast) -> None:
    async with portal.watching(people.hanna) as hanna:
        await hanna.next("live")
        began = time.monotonic()

        for number in range(100):
            broadcast.call(live(people, destination_name=f"Place {number}"))
            await asyncio.sleep(0.01)
        while "Place 99" not in await hanna.next("live"):
            pass

        assert hanna.raw.count("event: live") <= 4 * (time.monotonic() - began) + 2


async def test_what_many_see_is_rendered_once(
    portal: Portal, people: Cast, broadcast: Broadcast, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered = []
    real = channel_module.fragment

    def counted(**values: Any) -> str:
        rendered.append(values["language"])
        return real(**values)

    monkeypatch.setattr(channel_module, "fragment", counted)
    access = await sync_to_async(people.access)(people.hanna)
    portal.broker.start(path=path)
    async with asyncio.timeout(5):
        while portal.broker.board.health.contact is not Contact.THERE:  # noqa: ASYNC110 - the broker wakes streams, not tests
            await asyncio.sleep(0.01)
    readers = [portal.broker.reading(access=access, language="de" if number % 2 else "fr") for number in range(500)]
    for reader in readers:
        reader.__enter__()
    await asyncio.sleep(0.6)
    rendered.clear()

    broadcast.call(live(people))
    await asyncio.sleep(0.6)

    assert sorted(rendered) == ["de", "fr"]
    for reader in readers:
        reader.__exit__(None, None, None)
    assert portal.broker._channels == {}


async def test_a_silent_stream_shows_that_it_lives(
    portal: Portal, people: Cast, broadcast: Broadcast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "HEARTBEAT_SECONDS", 0.2)
    async with portal.watching(people.hanna) as hanna:
        await hanna.next("live")
        await asyncio.sleep(0.7)

    assert hanna.raw.count(": still here") >= 2


async def test_a_stream_ends_now_and_then_so_that_rights_are_asked_again(
    portal: Portal, people: Cast, broadcast: Broadcast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "HEARTBEAT_SECONDS", 0.1)
    monkeypatch.setattr(streams, "LIFE_SECONDS", 0.3)
    async with portal.watching(people.hanna) as hanna:
        await asyncio.wait_for(hanna.over.wait(), 3)

    assert hanna.raw.startswith("retry: ")


async def test_open_streams_end_when_the_portal_does(portal: Portal, people: Cast, broadcast: Broadcast) -> None:
    async with portal.watching(people.hanna) as hanna, portal.watching(people.olga) as olga:
        await hanna.next("live")
        await portal.broker.stop()

        await asyncio.wait_for(asyncio.gather(hanna.over.wait(), olga.over.wait()), 2)


def test_health_answers_whoever_asks() -> None:
    response = Client().get("/health")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]
