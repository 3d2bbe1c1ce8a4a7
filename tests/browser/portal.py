"""A whole portal for the browser tests: a process of its own with the demo's data, and call control as we play it."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smartnumbers.core.callcontrol.live import LiveCall, LiveState
from smartnumbers.telephony.control.broadcast import Broadcast

HEALTHY = {
    "engine": "up",
    "journal": "ok",
    "database": "ok",
    "profiles": 7,
    "sequence": 20,
    "calls": 2,
    "refused_unrecorded": 0,
    "faults": [],
    "started_at": 0,
}
STARTS_WITHIN_SECONDS = 30


@dataclass(frozen=True)
class Portal:
    """Where the portal is, who can log in to it (e-mail to password), and its call control."""

    address: str
    passwords: dict[str, str]
    control: "PlayedControl"


class PlayedControl:
    """Call control's socket with whatever calls a test wants to be seen."""

    def __init__(self, *, path: Path) -> None:
        self._path = path
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._broadcast = Broadcast()

    def start(self) -> None:
        """Answer on the socket from now on."""
        path = self._path
        path.parent.mkdir(parents=True, exist_ok=True)
        if not self._thread.is_alive():
            self._thread.start()
        self._broadcast = Broadcast()
        self._broadcast.health(dict(HEALTHY))
        self._run(self._broadcast.start(path))

    def stop(self) -> None:
        """Be away."""
        self._run(self._broadcast.stop())

    def close(self) -> None:
        """Be gone for good."""
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def call(self, *, call_id: str, account: str, number: str, caller: str, talking: bool) -> None:
        """A call that rings, or talks."""
        now = int(time.time() * 1000)
        live = LiveCall(
            call_id=call_id,
            account=account,
            number=number,
            caller=caller,
            presentation="allowed",
            state=LiveState.TALKING if talking else LiveState.RINGING,
            attempt=1,
            destination_name="Team Zürich",
            destination_address="+41445551003",
            setup_at=now - 70_000,
            answered_at=now - 65_000 if talking else None,
        )
        self._loop.call_soon_threadsafe(self._broadcast.call, live)

    def ended(self, *, call_id: str, account: str) -> None:
        """The end of that call."""
        self._loop.call_soon_threadsafe(self._broadcast.ended, call_id, account)

    def _run(self, work: Coroutine[Any, Any, Any]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)


@contextmanager
def running_portal(home: Path) -> Iterator[Portal]:
    """The portal with the demo's data, on a free port; nothing of it is left afterwards."""
    port = _free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SMARTNUMBERS_")},
        "SMARTNUMBERS_HOME": str(home),
        "SMARTNUMBERS_HTTP": f"127.0.0.1:{port}",
        "SMARTNUMBERS_LOG": "warning",
    }
    _command(environment, "manage", "migrate", "--verbosity", "0")
    people = json.loads(_command(environment, "demo", "--json"))
    control = PlayedControl(path=home / "run" / "callcontrol.sock")
    control.start()
    process = subprocess.Popen([sys.executable, "-m", "smartnumbers.entry", "portal"], env=environment)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, process)
        yield Portal(address, {person["email"]: person["password"] for person in people}, control)
    finally:
        process.terminate()
        process.wait(10)
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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
