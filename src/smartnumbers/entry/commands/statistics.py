"""`smartnumbers statistics`: how far the statistics are, and making them anew."""

import os
import sys
import time
from collections.abc import Callable
from typing import Any

import click
import msgspec
import orjson

from smartnumbers.entry import configuration
from smartnumbers.entry.configuration import Configuration
from smartnumbers.statistics.answers import ReplicaStatus
from smartnumbers.statistics.client import StatisticsAway, StatisticsClient
from smartnumbers.statistics.daemon.lock import take_lock
from smartnumbers.statistics.daemon.rebuilding import RebuildFailed
from smartnumbers.statistics.daemon.rebuilding import rebuild as rebuild_now
from smartnumbers.statistics.daemon.shelf import Shelf

_LOOK_SECONDS = 0.2


@click.group(name="statistics")
def command() -> None:
    """The statistics: a replica of the record of calls, from which pages read their figures."""


@command.command(name="serve")
def serve() -> None:
    """Keep the statistics and answer questions, until it is told to stop."""
    # DuckDB takes long to load, and the other words do without.
    from smartnumbers.entry import statisticsd  # noqa: PLC0415

    statisticsd.main(configuration.read())


@command.command(name="status")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def status(as_json: bool) -> None:
    """How far the statistics are. Exit status 0: they follow the record; 1: they do not."""
    found = _client(configuration.read()).status()
    if as_json:
        click.echo(orjson.dumps(msgspec.to_builtins(found), option=orjson.OPT_INDENT_2).decode())
    else:
        click.echo(_sentence(found))
    sys.exit(0 if found.state == "following" else 1)


@command.command(name="rebuild")
def rebuild() -> None:
    """Make the statistics anew from the record; pages go on meanwhile. Also where the product does not run."""
    settings = configuration.read()
    begun = time.monotonic()
    with click.progressbar(length=1000, label="Rebuilding", file=sys.stderr) as bar:

        def tell(share: float) -> None:
            bar.update(max(0, int(share * 1000) - bar.pos))

        try:
            calls = _rebuild_there(_client(settings), tell)
        except StatisticsAway:
            calls = _rebuild_here(settings, tell)
        tell(1.0)
    click.echo(f"{calls} calls in {time.monotonic() - begun:.1f} s")


def _rebuild_there(client: StatisticsClient, tell: Callable[[float], None]) -> int:
    """Have the daemon do it. Raises StatisticsAway where there is none, or RebuildFailed."""
    before = client.status().rebuilt_at
    found = client.rebuild()
    while found.state == "rebuilding":
        tell(found.progress or 0.0)
        time.sleep(_LOOK_SECONDS)
        found = client.status()
    if found.rebuilt_at == before:
        raise RebuildFailed(
            f"The statistics were not made anew{f' ({found.fault})' if found.fault else ''}; see the log."
        )
    return found.calls


def _rebuild_here(settings: Configuration, tell: Callable[[float], None]) -> int:
    """Do it in this process, where no daemon runs. Raises ReplicaTaken, RecordUnavailable, StoreFull, RebuildFailed."""
    from smartnumbers.entry.statisticsd import make_store, source_of  # noqa: PLC0415 - see `serve`

    lock = take_lock(folder=settings.statistics)
    try:
        source, shelf = source_of(settings), Shelf(folder=settings.statistics)
        file = rebuild_now(source=source, make=make_store, shelf=shelf, at=int(time.time() * 1000), tell=tell)
        source.close()
        shelf.tidy()
        store = make_store(file)
        calls = store.holding().calls
        store.close()
        return calls
    except OSError as fault:
        raise RebuildFailed(f"The statistics cannot be written: {fault}.") from fault
    finally:
        os.close(lock)


def _client(settings: Configuration) -> StatisticsClient:
    return StatisticsClient(socket=settings.statistics_socket)


def _sentence(found: ReplicaStatus) -> str:
    said: dict[str, Any] = {
        "checking": "being compared with the record; not answering yet",
        "following": "up to date",
        "rebuilding": f"being made anew, {100 * (found.progress or 0):.0f} % done",
        "behind": f"behind the record ({found.fault})",
    }
    reached = f"{found.calls} calls, sequence {found.sequence} of {found.record_sequence}"
    age = "" if found.behind_ms is None else f" They were complete {found.behind_ms / 1000:.1f} s ago."
    return f"The statistics are {said[found.state]}: {reached}.{age}"
