"""`python -m benchmarks.forecast`: how far off the forecast is, a table and as the last line one JSON object."""

import argparse
import json
import time
from dataclasses import asdict

from benchmarks.calls.machine import description
from benchmarks.forecast.backtest import Morning, backtest, score
from benchmarks.forecast.demohistory import demo_accounts
from benchmarks.forecast.holders import HOLDERS, calls_of, payout_of

# The plain way is "month so far / days so far x days of the month".
WHAT = {"calls": calls_of, "payout": payout_of}
AIMS = {"better_than_plain": True, "held_percent": [75, 87]}


def main() -> None:
    """Try each holder on several seeds: the error is to be below the plain way's, and the range to hold 8 of 10."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.forecast")
    parser.add_argument("--seeds", type=int, default=4, help="how many pasts each holder is given")
    parser.add_argument("--first-seed", type=int, default=100)
    parser.add_argument("--every", type=int, default=3, help="ask on every so manieth morning")
    chosen = parser.parse_args()
    seeds = range(chosen.first_seed, chosen.first_seed + chosen.seeds)
    started = time.perf_counter()
    rows = {
        f"{name}, {what}": [one for seed in seeds for one in backtest(history_of(name, seed), every=chosen.every)]
        for name in HOLDERS
        for what, history_of in WHAT.items()
    }
    for seed in seeds:
        for name, history in demo_accounts(seed):
            rows.setdefault(f"demo: {name}", []).extend(backtest(history, every=chosen.every))
    report(rows, time.perf_counter() - started)


def report(rows: dict[str, list[Morning]], seconds: float) -> None:
    """The table for people, the JSON line for programs."""
    scores = {name: score(mornings) for name, mornings in rows.items()}
    scores["all"] = score([one for mornings in rows.values() for one in mornings])
    print("Mean absolute error of a month, in per cent of what it came to; asked on the mornings of its days")
    print(f"{'':<30}{'asked':>8}{'forecast':>10}{'so far':>10}{'last month':>12}{'held, %':>10}{'range, %':>10}")
    for name, one in scores.items():
        print(
            f"{name:<30}{one.mornings:>8}{one.error:>10.2f}{one.plain:>10.2f}{one.last:>12.2f}"
            f"{one.held:>10.1f}{one.width:>10.1f}"
        )
    document = {
        "machine": description(),
        "scores": {name: {key: round(value, 2) for key, value in asdict(one).items()} for name, one in scores.items()},
        "ms_each": round(1000 * seconds / scores["all"].mornings, 2),
        "better_than_plain": all(one.error < one.plain for one in scores.values()),
        "aims": AIMS,
    }
    print(json.dumps(document))


if __name__ == "__main__":
    main()
