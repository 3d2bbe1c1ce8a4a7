"""`smartnumbers run`, started for real: ready, watched, ended, and nothing left behind."""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pytest_django.plugin import DjangoDbBlocker

from smartnumbers.entry import configuration
from smartnumbers.telephony.asterisk.engine import EngineMissing, find
from smartnumbers.telephony.asterisk.owner import directory_for
from smartnumbers.telephony.control.listener import first
from tests.databases import Server, django_settings
from tests.ports import free_address, product_addresses
from tests.telephony.office import Office, Plan

COMMAND = [sys.executable, "-m", "smartnumbers.entry", "run"]
READY_SECONDS = 60
STOP_SECONDS = 5


def has_engine() -> bool:
    settings = configuration.read({"SMARTNUMBERS_HOME": tempfile.gettempdir()})
    try:
        find(cache=settings.cache, configured=settings.asterisk)
    except EngineMissing:
        return False
    return True


needs_engine = pytest.mark.skipif(not has_engine(), reason="no telephony engine: `make setup` installs it")


def wait_until(happens: Callable[[], bool], seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if happens():
            return True
        time.sleep(0.05)
    return happens()


class Product:
    """One product in a home folder of its own."""

    def __init__(self, home: Path, **variables: str) -> None:
        self.home = home
        addresses = product_addresses()
        self.http, self.sip = addresses["SMARTNUMBERS_HTTP"], addresses["SMARTNUMBERS_SIP"]
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("SMARTNUMBERS_")},
            "SMARTNUMBERS_HOME": str(home),
            **addresses,
            "SMARTNUMBERS_DEMO": "off",
            **variables,
        }
        self.process: subprocess.Popen[str] | None = None

    def start(self, *options: str) -> "Product":
        with (self.home.parent / f"{self.home.name}.err").open("w") as errors:
            self.process = subprocess.Popen(
                [*COMMAND, *options], env=self.environment, stdout=subprocess.PIPE, stderr=errors, text=True
            )
        return self

    def refused(self) -> str:
        """Start it where it cannot; gives what it says."""
        done = subprocess.run(COMMAND, env=self.environment, capture_output=True, text=True, timeout=30)
        assert done.returncode == 2, done.stderr
        assert "Traceback" not in done.stderr
        return done.stderr

    def announced(self) -> dict[str, Any]:
        """What it prints with --json when it is ready."""
        assert self.process is not None
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, f"it ended before it was ready:\n{self.said()}"
        document: dict[str, Any] = json.loads(line)
        return document

    def said(self) -> str:
        return (self.home.parent / f"{self.home.name}.err").read_text()

    def record(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads((self.home / "run" / "run.json").read_text())
        return document

    def processes(self) -> list[int]:
        """All processes of this product, however deep: they carry its folders in their environment."""
        found = []
        folders = (str(self.home).encode(), str(directory_for(home=self.home, name="").absolute()).encode())
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                told = (folder / "environ").read_bytes() + (folder / "cmdline").read_bytes()
                state = (folder / "stat").read_text().rsplit(")", 1)[1].split()[0]
            except OSError:
                continue
            if any(one in told for one in folders) and state != "Z" and int(folder.name) != os.getpid():
                found.append(int(folder.name))
        return found

    def stop(self, number: signal.Signals = signal.SIGINT) -> tuple[int, float]:
        """End it; gives its exit status and how long that took."""
        assert self.process is not None
        began = time.monotonic()
        self.process.send_signal(number)
        status = self.process.wait(timeout=30)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return status, time.monotonic() - began

    def clear_away(self) -> None:
        """Leave no process, no open pipe and no folder of it, whatever became of the test."""
        if self.process is not None:
            # As a context it closes its pipe and waits for its end.
            with self.process:
                self.process.kill()
        # Asterisk's folder stays for whoever wants to read its log; of a test nobody does.
        if directory_for(home=self.home, name="").is_relative_to("/run"):
            shutil.rmtree(directory_for(home=self.home, name=""), ignore_errors=True)


@pytest.fixture
def folder() -> Iterator[Path]:
    # Not pytest's own, whose long names leave no room for the path of a socket.
    with tempfile.TemporaryDirectory(prefix="sn-") as name:
        yield Path(name)


@pytest.fixture
def product(folder: Path) -> Iterator[Callable[..., Product]]:
    with contextlib.ExitStack() as made:

        def make(name: str = "home", **variables: str) -> Product:
            one = Product(folder / name, **variables)
            made.callback(one.clear_away)
            return one

        yield make


def health(home: Path) -> dict[str, Any]:
    """The platform's health, from the product's control socket; empty where nobody answers."""
    document: dict[str, Any] = asyncio.run(first(path=home / "run" / "callcontrol.sock")).get("health", {})
    return document


def engine_is_up(home: Path) -> bool:
    return health(home).get("engine") == "up"


@needs_engine
def test_it_gets_ready_serves_and_leaves_nothing_behind(product: Callable[..., Product]) -> None:
    running = product(SMARTNUMBERS_DEMO="on").start("--json")

    announced = running.announced()

    assert announced["faults"] == []
    assert announced["portal"] == f"http://{running.http}/"
    assert announced["sip"] == running.sip
    assert {login["role"] for login in announced["logins"]} >= {"holder", "operator"}
    assert " call 0800" in announced["call"]
    assert str(running.home) in announced["call"]
    assert httpx.get(f"{announced['portal']}health").json() == {"status": "ok"}
    assert set(running.record()["parts"]) == {"switch", "callcontrol", "statistics", "worker", "portal", "lab"}
    assert engine_is_up(running.home)
    assert (running.home / "log" / "portal.log").exists()

    status, seconds = running.stop()

    assert status == 0
    assert seconds < STOP_SECONDS
    assert running.processes() == []
    assert list((running.home / "run").iterdir()) == []
    assert "Traceback" not in running.said()


@needs_engine
def test_what_dies_is_started_again_and_said(product: Callable[..., Product]) -> None:
    running = product().start("--json")
    running.announced()
    for name in ("callcontrol", "portal", "switch", "lab"):
        before = running.record()["parts"][name]

        os.kill(before, signal.SIGKILL)

        assert wait_until(lambda name=name, before=before: running.record()["parts"].get(name, before) != before)
        assert f"{name} was ended by SIGKILL; it is started again in 0.2 s" in running.said()
    assert wait_until(lambda: engine_is_up(running.home))
    assert wait_until(lambda: (running.home / "run" / "lab.json").exists())

    status, seconds = running.stop(signal.SIGTERM)

    assert (status, running.processes()) == (0, [])
    assert seconds < STOP_SECONDS


@needs_engine
def test_nothing_survives_the_supervisor(product: Callable[..., Product]) -> None:
    running = product().start("--json")
    running.announced()
    assert len(running.processes()) >= 7  # supervisor, portal, call control, worker, lab, two Asterisks

    running.stop(signal.SIGKILL)

    assert wait_until(lambda: running.processes() == [], 5)
    # What was left behind keeps nobody from starting again.
    running.start("--json")
    assert running.announced()["faults"] == []
    assert running.stop()[0] == 0


@needs_engine
def test_two_copies_run_side_by_side(product: Callable[..., Product]) -> None:
    first, second = product("one").start("--json"), product("two").start("--json")

    addresses = [one.announced()["portal"] for one in (first, second)]

    assert len(set(addresses)) == 2
    assert all(httpx.get(f"{address}health").status_code == 200 for address in addresses)
    assert first.stop()[0] == 0
    assert httpx.get(f"{addresses[1]}health").status_code == 200
    assert second.stop()[0] == 0
    assert first.processes() + second.processes() == []


def test_it_runs_on_postgresql(
    product: Callable[..., Product], postgresql: Server, django_db_blocker: DjangoDbBlocker
) -> None:
    running = product(
        SMARTNUMBERS_DATABASE=postgresql.url("postgres"), SMARTNUMBERS_ASTERISK="/nowhere/asterisk"
    ).start("--json")

    announced = running.announced()
    with django_db_blocker.unblock():
        asyncio.run(open_number(django_settings(postgresql, "postgres")))

    assert httpx.get(f"{announced['portal']}health").json() == {"status": "ok"}
    assert health(running.home)["database"] == "ok"
    assert wait_until(lambda: health(running.home)["profiles"] == 1)
    assert not (running.home / "smartnumbers.sqlite3").exists()
    assert running.stop()[0] == 0


async def open_number(database: dict[str, Any]) -> None:
    office = Office(database)
    await office.open_number(number="+41800100100", plan=Plan())
    await office.close()


def test_without_an_engine_all_else_runs_and_says_so(product: Callable[..., Product]) -> None:
    running = product(SMARTNUMBERS_ASTERISK="/nowhere/asterisk").start("--json")

    announced = running.announced()

    assert len(announced["faults"]) == 1
    assert "SMARTNUMBERS_ASTERISK=/nowhere/asterisk" in announced["faults"][0]
    assert announced["call"] == ""
    assert httpx.get(f"{announced['portal']}health").status_code == 200
    assert health(running.home)["engine"] == "missing"
    assert "SMARTNUMBERS_ASTERISK" in health(running.home)["engine_detail"]
    assert running.stop()[0] == 0
    assert running.processes() == []


def test_the_home_is_for_one_product_only(product: Callable[..., Product]) -> None:
    running = product(SMARTNUMBERS_ASTERISK="/nowhere/asterisk").start("--json")
    running.announced()
    assert running.process is not None

    said = product().refused()

    assert "already running" in said
    assert str(running.process.pid) in said
    assert "SMARTNUMBERS_HOME" in said
    assert running.stop()[0] == 0


def test_ctrl_c_while_it_starts_and_once_more(product: Callable[..., Product]) -> None:
    running = product().start()
    assert wait_until(lambda: (running.home / "run" / "run.json").exists(), 20)
    assert running.process is not None

    running.process.send_signal(signal.SIGINT)
    time.sleep(0.1)
    status, seconds = running.stop()

    assert (status, running.processes()) == (0, [])
    assert seconds < STOP_SECONDS
    assert list((running.home / "run").iterdir()) == []


@pytest.mark.parametrize(
    ("variable", "kind"),
    [
        ("SMARTNUMBERS_HTTP", socket.SOCK_STREAM),
        ("SMARTNUMBERS_SIP", socket.SOCK_DGRAM),
        ("SMARTNUMBERS_SIP", socket.SOCK_STREAM),
        ("SMARTNUMBERS_SIPS", socket.SOCK_STREAM),
        ("SMARTNUMBERS_LAB_LINE", socket.SOCK_DGRAM),
        ("SMARTNUMBERS_LAB_SIP", socket.SOCK_DGRAM),
        ("SMARTNUMBERS_ARI", socket.SOCK_STREAM),
    ],
)
def test_a_taken_port_is_named_with_its_variable(
    product: Callable[..., Product], variable: str, kind: socket.SocketKind
) -> None:
    with socket.socket(socket.AF_INET, kind) as other:
        other.bind(("127.0.0.1", 0))
        if kind == socket.SOCK_STREAM:
            other.listen()
        address = f"127.0.0.1:{other.getsockname()[1]}"

        refused = product(**{variable: address})
        said = refused.refused()

    assert f"{variable}='{address}'" in said
    assert "another program uses this port" in said
    assert refused.processes() == []


def test_every_nonsense_variable_is_named_at_once(product: Callable[..., Product]) -> None:
    said = product(
        SMARTNUMBERS_HTTP="here", SMARTNUMBERS_SIP="127.0.0.1:99999", SMARTNUMBERS_RTP="5-4",
        SMARTNUMBERS_LAB="perhaps", SMARTNUMBERS_LIMIT_CALLS="-1", SMARTNUMBERS_CARRIERS="everyone",
        SMARTNUMBERS_DATABASE="mysql://x", SMARTNUMBERS_LOG="loud", SMARTNUMBERS_HTPP="127.0.0.1:1",
    ).refused()  # fmt: skip

    for name in ("HTTP", "SIP", "RTP", "LAB", "LIMIT_CALLS", "CARRIERS", "DATABASE", "LOG", "HTPP"):
        assert f"SMARTNUMBERS_{name}" in said


def test_an_address_that_is_not_of_this_machine(product: Callable[..., Product]) -> None:
    assert "this machine has no such address" in product(SMARTNUMBERS_HTTP="192.0.2.1:8000").refused()


def test_a_home_that_cannot_be(product: Callable[..., Product], folder: Path) -> None:
    (folder / "file").write_text("")

    assert "found a file" in product("file").refused()
    assert "too long" in product("x" * 120).refused()


def test_a_database_that_is_not_there(product: Callable[..., Product]) -> None:
    variable = f"postgresql://nobody:nothing@{free_address()}/none"

    said = product(SMARTNUMBERS_DATABASE=variable, SMARTNUMBERS_ASTERISK="/nowhere/asterisk").refused()

    assert "database" in said
    assert "nothing@" not in said
