"""A whole portal for the browser tests: a process of its own with the demo's data, and call control as we play it."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.playedcontrol import PlayedControl

STARTS_WITHIN_SECONDS = 30


@dataclass(frozen=True)
class Portal:
    """Where the portal is, who can log in to it (e-mail to password), and its call control."""

    address: str
    passwords: dict[str, str]
    control: PlayedControl


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
