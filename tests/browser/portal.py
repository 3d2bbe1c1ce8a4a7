"""A whole portal for the browser tests: a process of its own with the demo's data, and call control as we play it."""

import json
import os
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smartnumbers.core.callcontrol.live import LiveCall
from smartnumbers.core.rating.timeline import Change, Timeline, timeline_document
from smartnumbers.core.tariffs.tariff import Tariff
from tests.playedcontrol import PlayedControl
from tests.ports import product_addresses

QUIZ, LIVE_CALL = "+41901575700", "01a1f928-43c0-7000-8000-00000000aaaa"
QUIZ_PRICE = Tariff(currency="CHF", per_call=500_000, per_minute=60_000_000, cap=400_000_000)
"""A franc each second, so that a test sees the meter run."""

STARTS_WITHIN_SECONDS = 30


@dataclass(frozen=True)
class Portal:
    """Where the portal is, who can log in to it (e-mail to password), its call control, and its data."""

    address: str
    passwords: dict[str, str]
    control: PlayedControl
    home: Path

    def quiz_call(self, *, call_id: str = LIVE_CALL, tariff: Tariff = QUIZ_PRICE, **different: Any) -> LiveCall:
        """A call to the demo's quiz, whose price can be changed; charged for a minute so far, at that tariff."""
        now = int(time.time() * 1000)
        with closing(sqlite3.connect(self.home / "smartnumbers.sqlite3")) as database:
            asked = "SELECT max(revision) FROM plans_publishedprofile WHERE number = ?"
            (revision,) = database.execute(asked, (QUIZ,)).fetchone()
        values = {
            "account": "1",
            "number": QUIZ,
            "caller": "+41794121234",
            "talking": True,
            "revision": revision,
            "class_code": "ch-0901",
            "currency": "CHF",
            "charging_from": now - 60_000,
            "timeline": timeline_document(Timeline(changes=(Change(at=0, tariff=tariff),))),
            "cut_off_at": now + 3_600_000,
        }
        return self.control.call(call_id=call_id, **{**values, **different})

    def quiz_call_over(self, *, call_id: str = LIVE_CALL) -> None:
        """The end of that call."""
        self.control.ended(call_id=call_id, account="1")


@contextmanager
def running_portal(home: Path) -> Iterator[Portal]:
    """The portal with the demo's data, on a free port; nothing of it is left afterwards."""
    addresses = product_addresses()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SMARTNUMBERS_")},
        "SMARTNUMBERS_HOME": str(home),
        **addresses,
        "SMARTNUMBERS_LOG": "warning",
    }
    _command(environment, "manage", "migrate", "--verbosity", "0")
    people = json.loads(_command(environment, "demo", "--json"))
    control = PlayedControl(path=home / "run" / "callcontrol.sock")
    control.start()
    process = subprocess.Popen([sys.executable, "-m", "smartnumbers.entry", "portal"], env=environment)
    statistics = subprocess.Popen([sys.executable, "-m", "smartnumbers.entry", "statistics", "serve"], env=environment)
    try:
        address = f"http://{addresses['SMARTNUMBERS_HTTP']}"
        _wait_for(address, process)
        _wait_for_statistics(environment)
        yield Portal(address, {person["email"]: person["password"] for person in people}, control, home)
    finally:
        for one in (process, statistics):
            one.terminate()
            one.wait(10)
        control.close()


def _command(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-m", "smartnumbers.entry", *arguments]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_WITHIN_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("the portal did not start")


def _wait_for_statistics(environment: dict[str, str]) -> None:
    """The demo's first account has more calls than the record would answer for while the statistics are away."""
    command = [sys.executable, "-m", "smartnumbers.entry", "statistics", "status"]
    until = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < until:
        if subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0:
            return
        time.sleep(0.2)
    raise RuntimeError("the statistics did not start")
