"""The parts of the product that are measured: its record with a history in it, and its statistics daemon."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from smartnumbers.statistics.client import StatisticsAway, StatisticsClient

_PROGRAM = Path(sys.executable).with_name("smartnumbers")
_MOST_SECONDS = 3600


def make_history(*, rows: int, seed: int) -> float:
    """Have the product make up a history; the seconds that took."""
    begun = time.monotonic()
    subprocess.run(
        [_PROGRAM, "demo", "calls", "--count", str(rows), "--seed", str(seed)], check=True, stdout=subprocess.DEVNULL
    )
    return time.monotonic() - begun


@dataclass(frozen=True, slots=True)
class Daemon:
    """The statistics daemon, ready, how long it took to make its replica, and the processor time that cost."""

    pid: int
    client: StatisticsClient
    seconds: float


@contextmanager
def statistics(*, socket: Path) -> Iterator[Daemon]:
    """The daemon, from the moment it follows the record."""
    begun = time.monotonic()
    with subprocess.Popen([_PROGRAM, "statistics", "serve"], stderr=subprocess.DEVNULL) as process:
        client = StatisticsClient(socket=socket, timeout=60)
        try:
            while not _follows(client):
                if process.poll() is not None or time.monotonic() - begun > _MOST_SECONDS:
                    raise RuntimeError("the statistics daemon does not come up")
                time.sleep(0.1)
            yield Daemon(pid=process.pid, client=client, seconds=time.monotonic() - begun)
        finally:
            client.close()
            process.terminate()


def _follows(client: StatisticsClient) -> bool:
    try:
        return client.status().state == "following"
    except StatisticsAway:
        return False


def peak_megabytes(pid: int) -> float:
    """The most memory that a process had resident at once, in megabytes (10^6 bytes)."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    (peak,) = (line for line in lines if line.startswith("VmHWM:"))
    return int(peak.split()[1]) * 1024 / 1e6


def megabytes(path: Path) -> float:
    """What a file, or all files of a folder, take on disk, in megabytes (10^6 bytes)."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_blocks * 512 for file in files) / 1e6


def use_home(home: Path) -> None:
    """Let everything that is started from here, and Django in this process, keep its data there."""
    os.environ["SMARTNUMBERS_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "smartnumbers.entry.settings"
