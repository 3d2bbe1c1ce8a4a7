"""How fast the call journal takes entries, beside the plainest thing that is as safe: one fdatasync for each line.

    python benchmarks/journal.py [FOLDER] [--entries 20000] [--waiting 64]

`waiting` calls append and wait at the same time, as the calls of a busy platform do. The last line printed is a JSON
object: appends a second, latency in milliseconds, the loop's cost for each append in microseconds, and the ratio to
the yardstick. A second round offers 1000 entries a second, the platform's aim, and tells the latency there.
"""

import argparse
import asyncio
import json
import os
import tempfile
import time
from pathlib import Path
from statistics import quantiles
from typing import Any

import orjson

from smartnumbers.telephony.journal.lines import encode
from smartnumbers.telephony.journal.writer import JournalWriter

RATE = 1000
RATE_SECONDS = 5


def entry(number: int) -> dict[str, Any]:
    """An entry of usual size; every eighth one ends its call with a record."""
    call = f"0192f0c1-0000-7000-8000-{number // 8:012d}"
    if number % 8 == 0:
        return {"call": call, "type": "offered", "at": 1_764_000_000_000 + number, "trace": ["x" * 40] * 8}
    if number % 8 == 7:
        return {"call": call, "type": "ended", "at": 1_764_000_000_000 + number, "record": {"trace": ["x" * 40] * 20}}
    return {"call": call, "type": "leg-ended", "at": 1_764_000_000_000 + number, "position": 1, "cause": 16}


def spread(seconds: list[float]) -> dict[str, float]:
    """Median, 99th percentile and maximum, in milliseconds."""
    cuts = quantiles(seconds, n=100)
    return {
        "p50_ms": round(cuts[49] * 1e3, 3),
        "p99_ms": round(cuts[98] * 1e3, 3),
        "max_ms": round(max(seconds) * 1e3, 3),
    }


def yardstick(folder: Path, entries: int) -> dict[str, float]:
    """One line, one fdatasync, and again."""
    taken = []
    descriptor = os.open(folder / "yardstick", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for number in range(entries):
        began = time.perf_counter()
        os.write(descriptor, encode(entry(number), seq=number))
        os.fdatasync(descriptor)
        taken.append(time.perf_counter() - began)
    os.close(descriptor)
    return {"appends_per_second": round(entries / sum(taken)), **spread(taken)}


async def busy(folder: Path, entries: int, waiting: int) -> dict[str, float]:
    """As many appends as go, `waiting` at a time."""
    journal = await JournalWriter.open(folder=folder)
    taken: list[float] = []

    async def one(first: int) -> None:
        for number in range(first, entries, waiting):
            began = time.perf_counter()
            await journal.append(entry(number))
            taken.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(one(first) for first in range(waiting)))
    total = time.perf_counter() - began
    await journal.close()
    return {"appends_per_second": round(entries / total), **spread(taken)}


async def steady(folder: Path) -> dict[str, float]:
    """RATE entries a second; the loop's cost is the processor time its thread spends inside `append`."""
    journal = await JournalWriter.open(folder=folder)
    taken: list[float] = []
    cost = 0.0
    began = time.perf_counter()
    cpu = time.process_time()
    for number in range(RATE * RATE_SECONDS):
        due = began + number / RATE
        if due > time.perf_counter():
            await asyncio.sleep(due - time.perf_counter())
        line, at, spent = entry(number), time.perf_counter(), time.thread_time()
        done = journal.append(line)
        cost += time.thread_time() - spent
        done.add_done_callback(lambda _, at=at: taken.append(time.perf_counter() - at))
    cpu = time.process_time() - cpu
    await journal.close()
    await asyncio.sleep(0)
    calls = RATE * RATE_SECONDS
    return {
        **spread(taken),
        "append_us": round(cost / calls * 1e6, 1),
        "cpu_percent": round(cpu / RATE_SECONDS * 100, 1),
    }


def main() -> None:
    """Run all three and print them."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", nargs="?", type=Path, help="on the disk to measure; default: a temporary one")
    arguments.add_argument("--entries", type=int, default=20_000)
    arguments.add_argument("--waiting", type=int, default=64)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        naive = yardstick(folder, min(options.entries, 2_000))
        print(f"one fdatasync for each line   {orjson.dumps(naive).decode()}")
        grouped = asyncio.run(busy(folder / "busy", options.entries, options.waiting))
        print(f"the journal, {options.waiting} calls waiting  {orjson.dumps(grouped).decode()}")
        even = asyncio.run(steady(folder / "steady"))
        print(f"the journal, {RATE} entries/s   {orjson.dumps(even).decode()}")
    ratio = round(grouped["appends_per_second"] / naive["appends_per_second"], 2)
    print(json.dumps({"yardstick": naive, "busy": grouped, "steady": even, "ratio": ratio}))


if __name__ == "__main__":
    main()
