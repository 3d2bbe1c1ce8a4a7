"""A home folder with a journal and a database, a real worker beside it, and what is in the database afterwards."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import psycopg

from smartnumbers.core.callcontrol.entries import ended_entry
from smartnumbers.core.callcontrol.record import Attempt, AttemptOutcome, CallRecord, Outcome, Side
from smartnumbers.core.foundation.identifiers import RANDOM_BYTES, uuid7
from smartnumbers.core.routing.decision import Presentation, TraceStep
from smartnumbers.telephony.journal.writer import JournalWriter

AT = 1_795_000_000_000


def record(*, at: int = AT) -> CallRecord:
    """An answered call to a number of no account."""
    attempt = Attempt(
        position=0,
        name="Reception",
        address="sip:reception@example.org",
        kind="sip",
        ring_seconds=20,
        started_at=at + 1,
        alerting_at=at + 20,
        answered_at=at + 900,
        ended_at=at + 5_000,
        outcome=AttemptOutcome.ANSWERED,
        cause=16,
        sip_status=200,
    )
    return CallRecord(
        call_id=str(uuid7(at=at, random=os.urandom(RANDOM_BYTES))),
        number="+41800111222",
        dialled="0800111222",
        account=None,
        caller="+41791234567",
        presentation=Presentation.ALLOWED,
        revision=3,
        setup_at=at,
        ringing_at=at + 20,
        answered_at=at + 900,
        ended_at=at + 5_000,
        outcome=Outcome.ANSWERED,
        reason="answered",
        hung_up_by=Side.CALLER,
        cause=16,
        sip_status=200,
        attempts=(attempt,),
        trace=(TraceStep(code="profile-found", values={"number": "+41800111222"}),),
        node="node1",
    )


def ended(one: CallRecord) -> dict[str, Any]:
    """The last entry of a call."""
    return ended_entry(record=one, at=one.ended_at)


@dataclass
class Home:
    """A home folder of its own; `database` is the address of a PostgreSQL database, "" for SQLite."""

    path: Path
    database: str = ""
    written: list[str] = field(default_factory=list)

    @property
    def journal(self) -> Path:
        """The journal's folder."""
        return self.path / "journal"

    @property
    def environment(self) -> dict[str, str]:
        """The environment of the product's processes."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SMARTNUMBERS_")}
        return {**kept, "SMARTNUMBERS_HOME": str(self.path), "SMARTNUMBERS_DATABASE": self.database}

    async def end_calls(
        self, count: int, *, segment_bytes: int = 1 << 26, after_each: Callable[[], None] = int
    ) -> None:
        """Write calls that end into the journal, as call control does."""
        journal = await JournalWriter.open(folder=self.journal, segment_bytes=segment_bytes)
        for _ in range(count):
            one = record(at=AT + len(self.written))
            await journal.append({"call": one.call_id, "type": "offered", "at": one.setup_at})
            await journal.append(ended(one))
            self.written.append(one.call_id)
            after_each()
        await journal.close()

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """What the database answers, to a connection of the test's own."""
        if self.database:
            with psycopg.connect(self.database) as postgresql:
                return postgresql.execute(statement.encode()).fetchall()
        sqlite = sqlite3.connect(f"file:{self.path}/smartnumbers.sqlite3?mode=ro", uri=True)
        try:
            return sqlite.execute(statement).fetchall()
        finally:
            sqlite.close()

    def kept(self) -> Counter[str]:
        """How often each call is in the database, and how many attempts it has."""
        calls = Counter(_hyphened(row[0]) for row in self.rows("SELECT id FROM callrecords_callrecord"))
        attempts = Counter(_hyphened(row[0]) for row in self.rows("SELECT call_id FROM callrecords_attempt"))
        assert attempts == calls
        return calls

    def count(self) -> int:
        """How many calls are in the database."""
        return int(self.rows("SELECT count(*) FROM callrecords_callrecord")[0][0])

    def command(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run `smartnumbers WORDS…` to its end."""
        return subprocess.run(
            [sys.executable, "-m", "smartnumbers.entry", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def answer(self, *words: str) -> tuple[int, dict[str, Any]]:
        """Exit status and JSON of `smartnumbers WORDS… --json`."""
        done = self.command(*words, "--json")
        assert done.stdout, done.stderr
        return done.returncode, orjson.loads(done.stdout)

    def status(self) -> dict[str, Any]:
        """What the worker tells of itself, {} where there is none."""
        try:
            return dict(orjson.loads((self.path / "run" / "worker.json").read_bytes()))
        except FileNotFoundError:
            return {}


class Worker:
    """A worker process; what it logs is in `log`."""

    def __init__(self, home: Home) -> None:
        self._file = home.path / "worker.log"
        with self._file.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "smartnumbers.entry", "worker"], env=home.environment, stdout=log, stderr=log
            )

    @property
    def log(self) -> str:
        """Everything logged so far, by earlier workers of this home too."""
        return self._file.read_text()

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> tuple[int, float]:
        """SIGTERM; the exit status and how long it took (seconds)."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(timeout=10)
        return status, time.monotonic() - began


@contextmanager
def worker(home: Home) -> Iterator[Worker]:
    """A worker, killed at the end if it still runs."""
    one = Worker(home)
    try:
        yield one
    finally:
        if one.process.poll() is None:
            one.kill()


def prepared(folder: Path) -> Path:
    """A SQLite database with the product's tables, to be copied."""
    home = Home(folder)
    done = home.command("manage", "migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    return folder / "smartnumbers.sqlite3"


def copy_database(prepared: Path, home: Home) -> None:
    """Give a home a database."""
    home.path.mkdir(parents=True, exist_ok=True)
    shutil.copy(prepared, home.path / "smartnumbers.sqlite3")


def until(condition: Callable[[], bool], *, seconds: float = 90.0) -> float:
    """Wait until something is so; how long that took (seconds)."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds, "it did not happen in time"
        time.sleep(0.02)
    return time.monotonic() - began


def _hyphened(value: object) -> str:
    # SQLite keeps a UUID as 32 hexadecimal digits, PostgreSQL as what it is.
    text = str(value)
    return text if "-" in text else f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
