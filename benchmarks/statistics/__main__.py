"""`python -m benchmarks.statistics`: measure, print a table, and as the last line one JSON object."""

import argparse
import json
import statistics as spread
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import django

from benchmarks.calls.machine import description
from benchmarks.statistics import product
from benchmarks.statistics.asked import Asked, asked_of, facts

AIMS = {"p95_ms": 100, "fresh_seconds": 1, "rebuild_seconds": 30, "memory_mb": 1000}
_MOST_RECORD_SECONDS = 20.0


def main() -> None:
    """Make the history (or use one that is there), ask, and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.statistics")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=20, help="how often each question is asked")
    parser.add_argument("--home", type=Path, help="a folder to keep the history in, or that has it already")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="smartnumbers-") as folder:
        product.use_home(chosen.home or Path(folder))
        django.setup()
        figures = measured(chosen)
    print(json.dumps(figures))


def measured(chosen: argparse.Namespace) -> dict[str, Any]:
    """All figures."""
    # Django is ready only now.
    from django.conf import settings  # noqa: PLC0415

    from benchmarks.statistics.fresh import delays  # noqa: PLC0415

    made = None if _has_calls() else product.make_history(rows=chosen.rows, seed=chosen.seed)
    accounts = _rows("SELECT account_id, count(*) FROM callrecords_callrecord GROUP BY 1 ORDER BY 2 DESC")
    with product.statistics(socket=Path(settings.RUN_FOLDER) / "statistics.socket") as daemon:
        print(f"{sum(count for _, count in accounts)} calls; replica made in {daemon.seconds:.1f} s", flush=True)
        asked = {
            f"{name} ({count} calls)": _ask_all(account, chosen.runs, daemon.client.ask)
            for name, (account, count) in (("biggest", accounts[0]), ("median", accounts[len(accounts) // 2]))
        }
        fresh = delays(client=daemon.client, account=accounts[0][0], rate=100, seconds=15)
        memory = product.peak_megabytes(daemon.pid)
    home = Path(settings.RUN_FOLDER).parent
    slowest = max(one["p95_ms"] for answers in asked.values() for one in answers.values())
    print(f"fresh after {spread.median(fresh):.2f} s, at most {max(fresh):.2f} s; {memory:.0f} MB at the most")
    return {
        "machine": description(),
        "rows": sum(count for _, count in accounts),
        "made_seconds": made,
        "rebuild_seconds": round(daemon.seconds, 1),
        "memory_mb": round(memory),
        "replica_mb": round(product.megabytes(home / "statistics")),
        "record_mb": round(product.megabytes(Path(settings.DATABASES["default"]["NAME"]))),
        "fresh_seconds": {"p50": round(spread.median(fresh), 3), "max": round(max(fresh), 3)},
        "slowest_p95_ms": slowest,
        "aims": AIMS,
        "asked": asked,
    }


def _ask_all(account: int, runs: int, ask: Callable[[Any], Any]) -> dict[str, dict[str, Any]]:
    """Each question's times, beside those of the record."""
    (last,) = _rows(f"SELECT max(local_day) FROM callrecords_callrecord WHERE account_id = {account}")[0]
    today = last if isinstance(last, date) else date.fromisoformat(last)
    found = {}
    for name, one in asked_of(facts(_rows, account, today), ask).items():
        found[name] = _asked(one, runs, ask)
        print(
            "{:45} {:>8} {:>8} {:>12}".format(
                name, *(str(found[name][key]) for key in ("p50_ms", "p95_ms", "record_ms"))
            ),
            flush=True,
        )
    return found


def _asked(one: Asked, runs: int, ask: Callable[[Any], Any]) -> dict[str, Any]:
    ask(one.question)
    times = sorted(_milliseconds(lambda: ask(one.question)) for _ in range(runs))
    return {
        "p50_ms": round(spread.median(times), 1),
        "p95_ms": round(times[min(len(times) - 1, int(0.95 * len(times)))], 1),
        "record_ms": _record_ms(one.sql) if one.sql else None,
    }


def _record_ms(sql: str) -> float:
    """The median of three runs on the record, of one where it takes long; the first, which warms it up, not counted."""
    first = _milliseconds(lambda: _rows(sql))
    if first > _MOST_RECORD_SECONDS * 1000:
        return round(first, 1)
    return round(spread.median(_milliseconds(lambda: _rows(sql)) for _ in range(3)), 1)


def _milliseconds(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def _rows(sql: str) -> Sequence[tuple[Any, ...]]:
    from django.db import connection  # noqa: PLC0415 - Django is ready only now

    with connection.cursor() as cursor:
        # As it is: a "%" is no parameter.
        cursor.execute(sql.replace("%", "%%"), [])
        return cursor.fetchall()


def _has_calls() -> bool:
    from django.core.management import call_command  # noqa: PLC0415 - Django is ready only now

    call_command("migrate", verbosity=0, skip_checks=True)
    return bool(_rows("SELECT 1 FROM callrecords_callrecord LIMIT 1"))


main()
