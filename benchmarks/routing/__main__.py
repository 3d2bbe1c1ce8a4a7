"""`python -m benchmarks.routing`: measure, print a table, and as the last line one JSON object."""

import argparse
import asyncio
import gc
import json
import os
import sqlite3
import statistics
import tempfile
import time
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from benchmarks.calls.machine import Reading, description, resident
from benchmarks.routing import naive
from benchmarks.routing.measure import FROM, Call, Spread, calls, timed
from benchmarks.routing.numbers import REGIONS, WINDOWS, document_of, number_of
from benchmarks.routing.portal import Portal
from smartnumbers.core.foundation.instants import to_datetime
from smartnumbers.core.routing.calendar import holiday_on
from smartnumbers.core.routing.decide import decide
from smartnumbers.core.routing.decision import Decision, Presentation
from smartnumbers.telephony.profiles.book import ProfileBook
from smartnumbers.telephony.profiles.follower import ProfileFollower
from smartnumbers.telephony.profiles.source import ProfileSource, SqliteDatabase

CHANGES = 20
NAIVE_CALLS = 5_000
SAMPLE = 1_000
AIMS = {"p99_us": 50, "resident_mb": 1000, "change_seconds": 1}


def main() -> None:
    """Print the figures. What is decided is compared with the naive way; where they differ, there are none."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.routing")
    parser.add_argument("--numbers", type=int, default=100_000)
    parser.add_argument("--blocked", type=int, default=10, help="blocked callers of each number")
    parser.add_argument("--calls", type=int, default=100_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "portal.sqlite3"
        print(f"publishing {chosen.numbers} numbers …", flush=True)
        portal = Portal(file=file, numbers=chosen.numbers, blocked=chosen.blocked)
        figures = asyncio.run(measured(portal, file, chosen))
        portal.database.close()
    report(figures, chosen)


async def measured(portal: Portal, file: Path, chosen: argparse.Namespace) -> dict[str, Any]:
    """All figures, with the real follower on the database."""
    before = resident(os.getpid())
    book = ProfileBook()
    source = ProfileSource(database=SqliteDatabase(file=file))
    changed = asyncio.Event()
    copy = file.with_name("profiles.copy")
    follower = ProfileFollower(source=source, book=book, copy=copy, on_change=changed.set)
    print("reading them …", flush=True)
    begun = time.perf_counter()
    await follower.start()
    loaded = time.perf_counter() - begun
    after = resident(os.getpid())
    for region in REGIONS:
        # As call control does beside the calls.
        holiday_on(region=region, day=to_datetime(FROM).date())
    made = calls(chosen.calls, numbers=chosen.numbers, blocked=chosen.blocked)
    # What the benchmark itself keeps is no part of a switch, whose collector would walk through it.
    gc.freeze()
    print("deciding …", flush=True)
    # The calls of a switch come one by one and are forgotten; so nothing is kept of a decision but its answer.
    quiet, begun = Reading.now({}), time.perf_counter()
    single, answers = timed(lambda call: answer(decided(book, call)), made)
    used = Reading.now({}).since(quiet)
    others = (used.busy - used.ours) / (time.perf_counter() - begun)
    with closing(sqlite3.connect(file)) as database:
        loading, compared = compare(made, answers, database)
    in_memory, kilobytes = kept_in_memory(made, chosen)
    return {
        "loaded_seconds": loaded,
        "resident_mb": after,
        "profiles_mb": after - before,
        "decide": single,
        "other_cores": max(0.0, others),
        "naive_loading": loading,
        "naive_in_memory": in_memory,
        "naive_kb_a_number": kilobytes,
        "compared": compared,
        "changes": await changes(portal, follower, book, chosen.numbers),
    }


def decided(book: ProfileBook, call: Call) -> Decision:
    """What the switch does with a call."""
    return decide(
        number=call.number, profile=book.look_up(call.number), caller=call.caller, at=call.at, look_up=book.look_up
    )


def answer(decision: Decision) -> str:
    """Where a call goes, or why it is refused."""
    return decision.treatment_id if decision.refusal is None else decision.refusal.value


def compare(made: list[Call], answers: list[str], database: sqlite3.Connection) -> tuple[Spread, int]:
    """The naive way over the first calls, with the same answers."""
    load = naive.from_database(database)
    spread, others = timed(lambda call: where(load(call.number), call), made[:NAIVE_CALLS])
    for mine, other in zip(answers, others, strict=False):
        if mine != other:
            raise SystemExit(f"Two ways gave different answers ({mine}, {other}): no speed is worth that.")
    return spread, len(others)


def where(document: dict[str, Any], call: Call) -> str:
    """The naive way for one call."""
    hidden = call.caller.presentation is Presentation.RESTRICTED
    return naive.where(document, caller=call.caller.number, hidden=hidden, at=call.at)


def kept_in_memory(made: list[Call], chosen: argparse.Namespace) -> tuple[Spread, float]:
    """The naive way with a sample of the documents kept as they are, and what each of them takes (kilobytes)."""
    before = resident(os.getpid())
    kept = {
        number_of(index): orjson.loads(orjson.dumps(document_of(index, blocked=chosen.blocked)))
        for index in range(min(SAMPLE, chosen.numbers))
    }
    kilobytes = 1000 * (resident(os.getpid()) - before) / len(kept)
    known = [call for call in made if call.number in kept] or [
        Call(number_of(0), call.caller, call.at) for call in made[:100]
    ]
    spread, _ = timed(lambda call: where(kept[call.number], call), known)
    return spread, kilobytes


async def changes(portal: Portal, follower: ProfileFollower, book: ProfileBook, numbers: int) -> list[float]:
    """Seconds from the commit of a change to the first decision by it, calls being decided all the time."""
    following = asyncio.create_task(follower.run())
    waited = []
    for nth in range(CHANGES):
        index = nth * (numbers // CHANGES)
        call = calls(1, numbers=numbers, blocked=0)[0]
        await asyncio.sleep(0.037)
        portal.change(index, revision=2)
        begun = time.perf_counter()
        while revision_of(decided(book, Call(number_of(index), call.caller, call.at))) < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
        waited.append(time.perf_counter() - begun)
    following.cancel()
    return waited


def revision_of(decision: Decision) -> int:
    """Which revision a call was decided by."""
    return int(decision.trace[0].values["revision"])


def report(figures: dict[str, Any], chosen: argparse.Namespace) -> None:
    """The table for people, the JSON line for programs."""
    blocked = chosen.numbers * chosen.blocked
    print(f"{chosen.numbers} numbers, plans of {WINDOWS} windows, {blocked} blocked callers; {chosen.calls} calls")
    print(f"{'microseconds a call':<44}{'p50':>9}{'p99':>9}{'CPU p50':>9}{'CPU p99':>9}{'disturbed':>11}")
    for name, label in (
        ("decide", "decide, with stages and trace"),
        ("naive_loading", "naive: load the JSON, scan"),
        ("naive_in_memory", "naive: JSON kept in memory, scan"),
    ):
        spread = figures[name]
        print(
            f"{label:<44}{spread.p50:>9.1f}{spread.p99:>9.1f}"
            f"{spread.processor_p50:>9.1f}{spread.processor_p99:>9.1f}{spread.disturbed:>11.1f}"
        )
    waited = figures["changes"]
    kept = figures["naive_kb_a_number"] * chosen.numbers / 1000
    print(f"everything else on the machine took {figures['other_cores']:.1f} cores while calls were decided")
    print(f"resident: {figures['resident_mb']:.0f} MB, of which {figures['profiles_mb']:.0f} MB profiles;", end=" ")
    print(f"as parsed JSON they would take {kept:.0f} MB")
    print(f"read at the start in {figures['loaded_seconds']:.1f} s")
    print(f"a change is in force after {statistics.median(waited):.3f} s, at most {max(waited):.3f} s")
    document = {
        "machine": description(),
        "numbers": chosen.numbers,
        "windows": WINDOWS,
        "blocked": blocked,
        "calls": chosen.calls,
        **{
            name: {key: round(value, 1) for key, value in asdict(figures[name]).items()}
            for name in ("decide", "naive_loading", "naive_in_memory")
        },
        "other_cores": round(figures["other_cores"], 2),
        "resident_mb": round(figures["resident_mb"]),
        "profiles_mb": round(figures["profiles_mb"]),
        "naive_mb": round(kept),
        "loaded_seconds": round(figures["loaded_seconds"], 1),
        "change_seconds": {"median": round(statistics.median(waited), 3), "most": round(max(waited), 3)},
        "compared": figures["compared"],
        "aims": AIMS,
    }
    print(json.dumps(document))


if __name__ == "__main__":
    main()
