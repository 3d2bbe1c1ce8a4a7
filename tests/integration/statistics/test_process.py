"""The statistics daemon as a process: killed at any instant, started twice, on a full disk, asked by its socket.

Real processes, real signals, a real full disk.
"""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from smartnumbers.apps.callrecords.models import CallRecord
from smartnumbers.apps.callrecords.operations import keep_records
from smartnumbers.statistics.answers import ReplicaStatus
from smartnumbers.statistics.client import StatisticsAway, StatisticsClient
from smartnumbers.statistics.filters import EVERYTHING
from smartnumbers.statistics.questions import Totals
from smartnumbers.statistics.scope import PLATFORM
from tests import databases
from tests.integration.recording import Home, copy_database, prepared, record, until
from tests.integration.statistics.following import correct, told_by, told_by_record
from tests.unit.telephony.journal.test_disk_full import fill, run_again_as_root_of_a_namespace

DISK = 16 * 1024 * 1024


@pytest.fixture(scope="module")
def prepared_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepared(tmp_path_factory.mktemp("prepared"))


@pytest.fixture
def home(tmp_path: Path, prepared_sqlite: Path, django_db_blocker: Any) -> Iterator[Home]:
    """A home whose database is Django's in this test."""
    one = Home(tmp_path / "home")
    copy_database(prepared_sqlite, one)
    name = str(one.path / "smartnumbers.sqlite3")
    with django_db_blocker.unblock(), databases.as_default({**settings.DATABASES["default"], "NAME": name}):
        yield one


class Daemon:
    """A statistics process of a home."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.client = StatisticsClient(socket=home.path / "run" / "statistics.socket", timeout=30)
        with (home.path / "statistics.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "smartnumbers.entry", "statistics", "serve"],
                env=home.environment,
                stdout=log,
                stderr=log,
            )

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self.process.wait()

    def status(self) -> ReplicaStatus | None:
        """How far it is, None where it does not answer."""
        try:
            return self.client.status()
        except StatisticsAway:
            return None

    def is_complete(self) -> bool:
        """Whether it has all that the record has."""
        (last,) = self.home.rows("SELECT coalesce(max(last), 0) FROM callrecords_recordsequence")[0]
        found = self.status()
        return found is not None and found.state == "following" and found.sequence == last

    def told(self) -> list[object]:
        """All that it tells."""
        return told_by(self.client.ask)


@contextmanager
def daemon(home: Home) -> Iterator[Daemon]:
    """A daemon, killed at the end if it still runs."""
    one = Daemon(home)
    try:
        yield one
    finally:
        if one.process.poll() is None:
            one.kill()
        one.client.close()


def keep(amount: int) -> None:
    """So many more calls, one after the other in time."""
    first = CallRecord.objects.count()
    records = [record(at=1_795_000_000_000 + 1_000 * index) for index in range(first, first + amount)]
    keep_records(node="node1", records=records, segment="1", offset=0)


@contextmanager
def calls_and_corrections() -> Iterator[None]:
    """Calls keep being written meanwhile, and their prices corrected."""
    enough = threading.Event()

    def write() -> None:
        chance = random.Random(7)
        while not enough.wait(0.02):
            keep(chance.randint(1, 40))
            if chance.random() < 0.5:
                calls = CallRecord.objects.order_by("setup_at")
                correct(calls[chance.randrange(calls.count())], amount=chance.randint(0, 5_000_000))
        connections["default"].close()

    writing = threading.Thread(target=write)
    writing.start()
    try:
        yield
    finally:
        enough.set()
        writing.join()


def assert_exact(home: Home) -> None:
    with daemon(home) as one:
        until(one.is_complete)
        assert one.told() == told_by_record()


def test_kill_9_while_it_follows_and_while_it_rebuilds_leaves_it_right(home: Home) -> None:
    chance = random.Random(int(os.environ.get("SEED", "5")))
    with calls_and_corrections():
        for turn in range(int(os.environ.get("KILLS", "6"))):
            with daemon(home) as one:
                until(lambda one=one: (one.status() or _NOTHING).ready)
                if turn % 2:
                    one.client.rebuild()
                time.sleep(chance.uniform(0, 0.6))
                one.kill()
    assert_exact(home)
    assert len(list((home.path / "statistics").glob("replica-*.duckdb"))) == 1


def test_kill_9_before_the_first_replica_is_whole_leaves_none_that_is_not(home: Home) -> None:
    keep(2_000)
    for seconds in (0.3, 0.6, 0.9):
        with daemon(home) as one:
            time.sleep(seconds)
            one.kill()
    assert_exact(home)


def test_a_second_one_refuses_and_says_why(home: Home) -> None:
    with daemon(home) as one:
        until(lambda: one.status() is not None)

        second = home.command("statistics", "serve")

        assert second.returncode == 2
        assert str(one.process.pid) in second.stderr
        assert "[statistics-taken]" in second.stderr
        assert one.status() is not None


def test_a_client_goes_on_after_a_restart_and_says_when_nobody_answers(home: Home) -> None:
    keep(3)
    question = Totals(scope=PLATFORM, wanted=(EVERYTHING,))
    with daemon(home) as one:
        until(one.is_complete)
        client = one.client
        assert client.ask(question).sets[0].calls == 3
        one.process.send_signal(signal.SIGTERM)
        assert one.process.wait(10) == 0
    with pytest.raises(StatisticsAway):
        client.ask(question)
    keep(2)
    with daemon(home) as one:
        until(one.is_complete)
        assert client.ask(question).sets[0].calls == 5
        client.close()


def test_the_command_line_tells_and_rebuilds_with_and_without_the_daemon(home: Home) -> None:
    keep(20)

    assert home.command("statistics", "status").returncode == 2
    alone = home.command("statistics", "rebuild")
    with daemon(home) as one:
        until(one.is_complete)
        made = one.client.status().rebuilt_at
        beside = home.command("statistics", "rebuild")
        found = home.answer("statistics", "status")
        exact = one.told() == told_by_record()

    assert (alone.returncode, beside.returncode) == (0, 0), (alone.stderr, beside.stderr)
    assert alone.stdout.startswith("20 calls in ")
    assert beside.stdout.startswith("20 calls in ")
    assert found[0] == 0
    assert (found[1]["state"], found[1]["calls"]) == ("following", 20)
    assert found[1]["rebuilt_at"] > made
    assert exact


def test_on_a_full_disk_it_goes_on_answering_and_catches_up_when_there_is_room(
    home: Home, request: pytest.FixtureRequest
) -> None:
    if os.geteuid() != 0:
        run_again_as_root_of_a_namespace(request)
    keep(200)
    with full_disk(home) as disk, daemon(home) as one:
        until(one.is_complete)
        before, made = one.told(), one.client.status().rebuilt_at
        stuffing = fill(disk)

        def refused() -> bool:
            keep(300)
            return one.client.status().fault == "statistics-store-full"

        until(refused)
        (totals,) = one.client.ask(Totals(scope=PLATFORM, wanted=(EVERYTHING,))).sets
        assert totals.calls >= 200
        one.client.rebuild()
        until(lambda: one.client.status().state == "behind")
        assert one.client.status().rebuilt_at == made
        assert one.client.status().ready

        stuffing.unlink()
        until(one.is_complete)
        assert one.told() == told_by_record() != before
        assert one.process.poll() is None


@contextmanager
def full_disk(home: Home) -> Iterator[Path]:
    """A disk of a few megabytes where the replica lies."""
    point = home.path / "statistics"
    point.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=700", "tmpfs", str(point)], check=True)
    try:
        yield point
    finally:
        subprocess.run(["umount", "-l", str(point)], check=True)


_NOTHING = ReplicaStatus(
    state="checking", fault="", ready=False, sequence=0, record_sequence=0, calls=0, behind_ms=None, rebuilt_at=None,
    progress=None,
)  # fmt: skip
