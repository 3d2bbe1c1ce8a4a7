"""`python -m benchmarks.rating`: measure, print a table, and as the last line one JSON object."""

import argparse
import json
import os
import resource
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import numpy as np

from benchmarks.calls.machine import MEGABYTE, description
from benchmarks.rating import calls, yardstick
from benchmarks.rating.measure import Figure, in_turn
from smartnumbers.core.foundation.money import MILLION
from smartnumbers.core.rating.callcolumns import CallColumns, timeline_of
from smartnumbers.core.rating.columns import RatedColumns, rate_columns
from smartnumbers.core.rating.rate import rate

SAMPLE = 50_000
COMPARED = 20_000
AIMS = {"single": 50_000, "columns": 5_000_000, "mixed_seconds": 10, "mixed_megabytes": 2000}
LABELS = {
    "decimal": "plain loop over Decimal, the amount only",
    "single": "one at a time, with segments",
    "single_explained": "one at a time, with segments and explanation",
    "single_mixed": f"one at a time, {calls.CHANGED:.0%} with changes, {calls.WITH_FEE:.0%} with a fee",
    "columns_one_thread": "in columns, one thread",
    "columns": "in columns",
    "columns_mixed": "in columns, with changes and fees",
}


def loops(rounds: int) -> dict[str, Figure]:
    """The yardstick and `rate` over the same calls, on one processor. Fails where they disagree about a price."""
    sample = calls.make(SAMPLE, mixed=False)
    plain = [yardstick.PlainTariff.of(tariff) for tariff in sample.tariffs]
    written = [(Decimal(int(ms)) / 1000, plain[row]) for ms, row in zip(sample.durations, sample.which, strict=True)]
    simple, mixed = _singles(sample), _singles(calls.make(SAMPLE, mixed=True))
    agreed = [int(amount * MILLION) for amount in yardstick.amounts(written)]
    _insist(agreed == [rate(duration=duration, timeline=timeline).amount for duration, timeline in simple])
    tasks: dict[str, Callable[[], Any]] = {
        "decimal": lambda: yardstick.amounts(written),
        "single": lambda: [rate(duration=duration, timeline=timeline) for duration, timeline in simple],
        "single_explained": lambda: [
            rate(duration=duration, timeline=timeline).explanation for duration, timeline in simple
        ],
        "single_mixed": lambda: [rate(duration=duration, timeline=timeline) for duration, timeline in mixed],
    }
    return in_turn(tasks, rounds)


def columns(plain: CallColumns, mixed: CallColumns, *, threads: int, rounds: int) -> dict[str, Figure]:
    """All calls in columns: with one thread, with several, and those with changes and fees."""
    with ThreadPoolExecutor(threads) as pool:
        rated = rate_columns(mixed, run=pool.map)
        tasks: dict[str, Callable[[], Any]] = {
            "columns_one_thread": lambda: rate_columns(plain),
            "columns": lambda: rate_columns(plain, run=pool.map),
            "columns_mixed": lambda: rate_columns(mixed, run=pool.map),
        }
        figures = in_turn(tasks, rounds)
    # What was measured is what is compared: the columns that several threads filled.
    _insist(np.array_equal(rated.amounts, rate_columns(mixed).amounts))
    _compare(mixed, rated)
    return figures


def _singles(batch: CallColumns) -> list[tuple[int, Any]]:
    return [(int(ms), timeline_of(batch, row)) for row, ms in enumerate(batch.durations)]


def _compare(batch: CallColumns, rated: RatedColumns) -> None:
    for row in _compared(len(batch.durations)):
        single = rate(duration=int(batch.durations[row]), timeline=timeline_of(batch, row))
        _insist((single.amount, single.billed_ms) == (rated.amounts[row], rated.billed_ms[row]))


def _compared(count: int) -> range:
    return range(0, count, max(1, count // COMPARED))


def _insist(agree: bool) -> None:
    if not agree:
        raise SystemExit("Two forms gave different prices: no speed is worth that.")


def main() -> None:
    """Print the figures. All is measured in one process, so the memory is that of everything together."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rating")
    parser.add_argument("--calls", type=int, default=10_000_000, help="calls rated in columns")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured, in turn; the best counts")
    parser.add_argument("--threads", type=int, default=min(2, os.cpu_count() or 1))
    chosen = parser.parse_args()
    figures = loops(chosen.rounds)
    plain, mixed = calls.make(chosen.calls, mixed=False), calls.make(chosen.calls, mixed=True)
    figures |= columns(plain, mixed, threads=chosen.threads, rounds=chosen.rounds)
    report(figures, chosen)


def report(figures: dict[str, Figure], chosen: argparse.Namespace) -> None:
    """The table for people, the JSON line for programs. Ratios are of processor time, which others disturb less."""
    counts = {name: chosen.calls if name.startswith("columns") else SAMPLE for name in LABELS}
    rates = {name: counts[name] / figures[name].seconds for name in LABELS}
    processor = {name: 1e9 * figures[name].processor_seconds / counts[name] for name in LABELS}
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEGABYTE
    print(f"{chosen.calls} calls in columns, {chosen.threads} threads, {len(calls.TARIFFS)} tariffs")
    print(f"{'':<52}{'calls/s':>12}{'x Decimal':>11}{'CPU ns/call':>13}{'others':>8}")
    for name, label in LABELS.items():
        ratio = processor["decimal"] / processor[name]
        others = figures[name].other_cores
        print(f"{label:<52}{rates[name]:>12,.0f}{ratio:>11.2f}{processor[name]:>13,.0f}{others:>8.1f}")
    mixed_seconds = figures["columns_mixed"].seconds
    print(f"{chosen.calls} mixed calls: {mixed_seconds:.2f} s; at most {resident:.0f} MB resident")
    document = {
        "machine": description(),
        "calls": chosen.calls,
        "threads": chosen.threads,
        "per_second": {name: round(rate) for name, rate in rates.items()},
        "to_decimal": {name: round(processor["decimal"] / spent, 2) for name, spent in processor.items()},
        "processor_ns": {name: round(spent) for name, spent in processor.items()},
        "other_cores": {name: round(figures[name].other_cores, 2) for name in LABELS},
        "mixed_seconds": round(mixed_seconds, 3),
        "resident_mb": round(resident),
        "compared": len(_compared(chosen.calls)),
        "aims": AIMS,
    }
    print(json.dumps(document))


if __name__ == "__main__":
    main()
