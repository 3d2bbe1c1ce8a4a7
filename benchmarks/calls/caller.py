"""One step of load: sipp on both ends of the system under test, and what it saw."""

import asyncio
import contextlib
import csv
import shutil
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

from benchmarks.calls.machine import Reading, cpu_seconds

SCENARIOS = Path(__file__).resolve().parent.parent / "sipp"
HOST = "127.0.0.1"
RECEIVE_MILLISECONDS = 10_000
# No call waits that long in a step that says anything; what is left by then counts as failed.
PATIENCE_SECONDS = 60.0
COMPLAINT = "complaint.log"
SETTLED_CORES = 0.05
SETTLE_SECONDS = 30.0


class SippFailed(Exception):
    """sipp is not installed, or could not begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """Where sipp's two ends listen, and the folder for what it writes."""

    caller_port: int
    destination_port: int
    media_ports: tuple[int, int]
    folder: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The system under test: where it takes calls, what to dial, and its processes by name."""

    name: str
    sip_port: int
    number: str
    processes: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What is thrown at it: `calls` at `rate` a second, each held for `hold` seconds."""

    rate: int
    calls: int
    hold: float = 1.0
    scenario: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a load. `setup` holds the milliseconds from INVITE to 180 of each call that rang."""

    load: Load
    succeeded: int
    failed: int
    retransmitted: int
    seconds: float
    setup: list[float]
    cpu: dict[str, float]
    other_cores: float
    said: str

    @property
    def reached(self) -> float:
        """Calls a second that sipp really began."""
        return self.load.calls / self.seconds if self.seconds else 0.0

    def percentile(self, percent: int) -> float:
        """A percentile of the set-up times, in milliseconds; infinite where no call rang."""
        if len(self.setup) < 2:
            return float("inf")
        return quantiles(self.setup, n=100, method="inclusive")[percent - 1]


@contextlib.asynccontextmanager
async def _sipp(ends: Ends, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A sipp that does not outlive the block, nor this program."""
    program = shutil.which("sipp")
    if program is None:
        raise SippFailed("sipp is not installed: type `make develop`, or install the package sip-tester.")
    with (ends.folder / COMPLAINT).open("wb") as said:
        process = await asyncio.create_subprocess_exec(
            *("setpriv", "--pdeathsig=KILL", "--", program, *arguments, "-i", HOST, "-nostdin", "-timer_resol", "1"),
            *("-buff_size", "4194304"),
            cwd=ends.folder,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def run(*, ends: Ends, target: Target, load: Load, during: asyncio.Task[Any] | None = None) -> Outcome:
    """Throw a load at a target and wait until both are quiet again. `during` runs beside it and is waited for."""
    for old in ends.folder.glob("*.log"):
        old.unlink()
    statistics, messages = ends.folder / "caller.csv", ends.folder / "messages.log"
    before, began = Reading.now(target.processes), time.monotonic()
    async with _sipp(
        ends, "-sf", _scenario("destination", load), "-p", str(ends.destination_port), "-mp", str(ends.media_ports[0])
    ) as destination:
        await asyncio.sleep(0.2)
        if destination.returncode is not None:
            raise SippFailed(f"sipp: {_text(ends.folder / COMPLAINT)}")
        async with _sipp(
            ends,
            *(f"{HOST}:{target.sip_port}", "-sf", _scenario("caller", load), "-p", str(ends.caller_port)),
            *("-s", target.number, "-r", str(load.rate), "-m", str(load.calls), "-l", str(load.calls)),
            *("-d", str(int(load.hold * 1000)), "-recv_timeout", str(RECEIVE_MILLISECONDS)),
            *("-trace_stat", "-stf", str(statistics), "-fd", "1", "-trace_err", "-error_file", "errors.log"),
            *("-trace_shortmsg", "-shortmessage_file", str(messages), "-mp", str(ends.media_ports[1])),
        ) as caller:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(caller.wait(), load.calls / load.rate + load.hold + PATIENCE_SECONDS)
            if during is not None:
                await during
            await _settled(target)
            used = Reading.now({**target.processes, "destination": destination.pid}).since(before)
    seconds = time.monotonic() - began
    counts = _counts(statistics)
    if not counts:
        raise SippFailed(f"sipp: {_text(ends.folder / COMPLAINT)}")
    succeeded = counts.get("SuccessfulCall(C)", 0)
    setup, first, last = _setup_times(messages)
    return Outcome(
        load=load,
        succeeded=succeeded,
        failed=load.calls - succeeded,
        retransmitted=counts.get("Retransmissions(C)", 0),
        seconds=(last - first) * load.calls / max(1, load.calls - 1),
        setup=setup,
        cpu={name: used.of[name] for name in target.processes},
        other_cores=max(0.0, used.busy - used.ours - sum(used.of.values())) / seconds,
        said=_text(ends.folder / "errors.log"),
    )


async def _settled(target: Target) -> None:
    """Return when the target has worked its queues off."""
    until = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < until:
        before = sum(map(cpu_seconds, target.processes.values()))
        await asyncio.sleep(0.5)
        if (sum(map(cpu_seconds, target.processes.values())) - before) / 0.5 <= SETTLED_CORES:
            return


def _scenario(end: str, load: Load) -> str:
    return str(SCENARIOS / f"{end}{'-' + load.scenario if load.scenario else ''}.xml")


def _counts(file: Path) -> dict[str, int]:
    """The last line of sipp's statistics: its counters, the cumulative ones marked (C)."""
    try:
        with file.open() as lines:
            rows = list(csv.DictReader(lines, delimiter=";"))
    except OSError:
        return {}
    finally:
        file.unlink(missing_ok=True)
    return {name: int(value) for name, value in (rows or [{}])[-1].items() if name and value and value.isdigit()}


def _setup_times(file: Path) -> tuple[list[float], float, float]:
    """Milliseconds from INVITE to 180 of each call, and the instants of the first and the last INVITE.

    Taken from sipp's trace of short messages, whose clock has microseconds; its response times count in the kernel's
    ticks of 4 ms.
    """
    sent: dict[str, float] = {}
    rang: dict[str, float] = {}
    try:
        with file.open() as lines:
            for line in lines:
                _day, _time, instant, way, call, _sequence, what = line.rstrip("\n").split("\t", 6)
                if way == "S" and what.startswith("INVITE "):
                    sent.setdefault(call, float(instant))
                elif way == "R" and what.startswith("SIP/2.0 180"):
                    rang.setdefault(call, float(instant))
    except OSError:
        return [], 0.0, 0.0
    file.unlink()
    setup = [(rang[call] - at) * 1000 for call, at in sent.items() if call in rang]
    return setup, min(sent.values(), default=0.0), max(sent.values(), default=0.0)


def _text(file: Path) -> str:
    """The beginning of what sipp wrote there."""
    try:
        text = file.read_text(errors="replace")
    except OSError:
        return ""
    return " ".join(text.split())[:300]
