"""The worker takes calls over from the journal: none lost, none twice, whatever happens to it or to the database.

Real processes, real databases, real signals.
"""

import asyncio
import random
import sqlite3
import statistics
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

from smartnumbers.telephony.journal.segments import segments
from smartnumbers.telephony.journal.writer import JournalWriter
from tests import databases
from tests.integration.recording import Home, Worker, copy_database, ended, prepared, record, until, worker


@pytest.fixture(scope="module")
def prepared_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepared(tmp_path_factory.mktemp("prepared"))


@pytest.fixture
def home(tmp_path: Path, prepared_sqlite: Path) -> Home:
    """A home on SQLite."""
    one = Home(tmp_path / "home")
    copy_database(prepared_sqlite, one)
    return one


@pytest.fixture(scope="module")
def server() -> Iterator[databases.Server]:
    """A PostgreSQL server that these tests may stop."""
    with databases.postgresql_server() as one:
        yield one


@pytest.fixture
def postgresql_home(
    tmp_path: Path, server: databases.Server, request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker
) -> Home:
    """A home on PostgreSQL."""
    name = f"recorder_{abs(hash(request.node.nodeid))}"
    with django_db_blocker.unblock():
        databases.create_migrated(server, name)
    one = Home(tmp_path / "home", database=server.url(name))
    one.path.mkdir()
    return one


@pytest.fixture(params=["sqlite", "postgresql"])
def either_home(request: pytest.FixtureRequest) -> Home:
    """A home on one database, then on the other."""
    one: Home = request.getfixturevalue("home" if request.param == "sqlite" else "postgresql_home")
    return one


def assert_each_once(home: Home) -> None:
    kept = home.kept()
    assert set(kept) == set(home.written)
    assert set(kept.values()) <= {1}


def test_calls_that_ended_before_the_worker_began_are_taken_over(either_home: Home) -> None:
    asyncio.run(either_home.end_calls(1_200, segment_bytes=100_000))
    with worker(either_home):
        until(lambda: either_home.count() == 1_200)
    assert_each_once(either_home)


def test_an_ended_call_is_in_the_database_within_a_moment(home: Home) -> None:
    async def latencies() -> list[float]:
        journal = await JournalWriter.open(folder=home.journal)
        found = []
        for number in range(15):
            one = record()
            await journal.append(ended(one))
            found.append(await asyncio.to_thread(until, lambda number=number: home.count() == number + 1))
            await asyncio.sleep(0.037)
        await journal.close()
        return found

    with worker(home) as running:
        until(lambda: bool(home.status()))
        taken = asyncio.run(latencies())
        assert running.process.poll() is None
    assert statistics.median(taken) <= 0.3, taken


def test_kill_9_within_and_between_batches_loses_nothing_and_doubles_nothing(either_home: Home) -> None:
    chance = random.Random(5)
    enough = threading.Event()

    def keep_calling() -> None:
        while not enough.is_set():
            asyncio.run(either_home.end_calls(100, segment_bytes=20_000))

    calling = threading.Thread(target=keep_calling)
    calling.start()
    try:
        for _ in range(5):
            with worker(either_home) as running:
                before = either_home.count()
                until(lambda before=before: either_home.count() > before)
                time.sleep(chance.uniform(0, 0.4))
                running.kill()
    finally:
        enough.set()
        calling.join()
    with worker(either_home):
        until(lambda: either_home.count() == len(either_home.written))
    assert_each_once(either_home)


def test_a_locked_database_is_waited_for(home: Home) -> None:
    with worker(home) as running:
        until(lambda: bool(home.status()))
        lock = sqlite3.connect(home.path / "smartnumbers.sqlite3", isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
        try:
            asyncio.run(home.end_calls(300))
            time.sleep(5)
        finally:
            lock.execute("ROLLBACK")
            lock.close()
        until(lambda: home.count() == 300)
        assert running.process.poll() is None
    assert_each_once(home)


def test_a_database_that_is_away_is_waited_for_and_told_once(postgresql_home: Home, server: databases.Server) -> None:
    home = postgresql_home
    with worker(home) as running:
        asyncio.run(home.end_calls(20))
        until(lambda: home.count() == 20)
        server.stop()
        try:
            asyncio.run(home.end_calls(700))
            until(lambda: home.status().get("away", "") != "")
            time.sleep(6)
        finally:
            server.start()
        until(lambda: home.count() == 720)
        until(lambda: home.status().get("away") == "")
        assert running.log.count("records wait in the journal") == 1
        # Which of the two it is depends on whether the server forgot its last commits, as the tests' server may.
        assert running.log.count("written again") + running.log.count("where the database says") == 1
        assert running.process.poll() is None
    assert_each_once(home)


def test_a_worker_told_to_stop_ends_within_two_seconds(home: Home) -> None:
    with worker(home) as running:
        until(lambda: bool(home.status()))
        asyncio.run(home.end_calls(50))
        status, seconds = running.stop()
    assert status == 0
    assert seconds < 4
    assert home.status() == {}


def test_a_worker_told_to_stop_does_not_wait_for_a_locked_database(home: Home) -> None:
    with worker(home) as running:
        until(lambda: bool(home.status()))
        lock = sqlite3.connect(home.path / "smartnumbers.sqlite3", isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
        try:
            asyncio.run(home.end_calls(50))
            time.sleep(0.5)
            status, seconds = running.stop()
        finally:
            lock.close()
    assert status == 0
    assert seconds < 5
    with worker(home):
        until(lambda: home.count() == 50)
    assert_each_once(home)


def test_a_second_worker_is_refused_clearly(home: Home) -> None:
    with worker(home):
        until(lambda: bool(home.status()))
        with worker(home) as second:
            assert second.process.wait(timeout=20) == 2
            assert "journal-in-use" in second.log


def test_lines_that_cannot_be_a_record_are_set_aside_and_stop_nobody(either_home: Home) -> None:
    home = either_home

    async def write() -> None:
        await home.end_calls(3)
        journal = await JournalWriter.open(folder=home.journal)
        good = ended(record())
        for change in (
            {"call_id": "no uuid"},
            {"setup_at": None},
            {"setup_at": 2**62},
            {"outcome": "vanished"},
            {"cause": "16"},
            {"cause": 2**40},
            {"attempts": [{}]},
        ):
            await journal.append({**good, "record": {**good["record"], **change}})
        await journal.append({"call": "c", "type": "ended", "at": 1})
        await journal.close()
        await home.end_calls(3)

    asyncio.run(write())
    first = segments(home.journal)[0].path
    lines = first.read_bytes().splitlines(keepends=True)
    lines[2] = lines[2].replace(b"+41800111222", b"+41800111223")
    first.write_bytes(b"".join(lines))
    damaged = home.written.pop(0)
    with worker(home) as running:
        until(lambda: home.count() == 5)
        until(lambda: home.status().get("rejected") == 9)
        running.kill()
    with worker(home):
        until(lambda: home.status().get("rejected") == 9)
    assert_each_once(home)
    aside = (home.journal / "rejected.jsonl").read_text()
    assert aside.count("\n") == 9
    assert damaged in aside


def test_records_go_on_where_the_journal_was_replaced(home: Home) -> None:
    asyncio.run(home.end_calls(10))
    with worker(home):
        until(lambda: home.count() == 10)
    for path in home.journal.iterdir():
        path.unlink()
    asyncio.run(home.end_calls(2))
    with worker(home):
        until(lambda: home.count() == 12)
    assert_each_once(home)


def test_the_worker_waits_for_a_database_that_is_not_prepared_yet(tmp_path: Path, prepared_sqlite: Path) -> None:
    home = Home(tmp_path / "home")
    home.path.mkdir()
    asyncio.run(home.end_calls(3))
    with worker(home) as running:
        until(lambda: home.status().get("away", "") != "")
        copy_database(prepared_sqlite, home)
        until(lambda: home.count() == 3)
        assert running.process.poll() is None
    assert isinstance(running, Worker)
