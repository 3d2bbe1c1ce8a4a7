"""The statistics daemon as a process: configuration in, daemon out. Django is never loaded here."""

import asyncio
import logging
import signal
from pathlib import Path

import uvloop

from smartnumbers.entry.configuration import TIME_ZONE, Configuration
from smartnumbers.statistics.daemon.daemon import Settings, run
from smartnumbers.statistics.duckdb.store import DuckDbStore
from smartnumbers.statistics.record.source import Database, RecordSource
from smartnumbers.statistics.record.sqlite import SqliteRecord


def source_of(configuration: Configuration) -> RecordSource:
    """The record of a configuration."""
    return RecordSource(database=_database(configuration))


def make_store(file: Path) -> DuckDbStore:
    """The store of a file. Raises StoreUnusable."""
    return DuckDbStore(path=file, zone=TIME_ZONE)


def main(configuration: Configuration) -> None:
    """Keep the statistics until SIGTERM. Raises ReplicaTaken where another process does."""
    logging.basicConfig(
        level=configuration.log_level.upper(),
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    uvloop.run(_run(configuration))


async def _run(configuration: Configuration) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    configuration.run.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings = Settings(folder=configuration.statistics, socket=configuration.statistics_socket, make=make_store)
    await run(settings=settings, source=source_of(configuration), stop=stop)


def _database(configuration: Configuration) -> Database:
    if configuration.database:
        # Only where it is used: it would double the time that a restart takes.
        from smartnumbers.statistics.record.postgresql import PostgresqlRecord  # noqa: PLC0415 - see above

        return PostgresqlRecord(url=configuration.database)
    return SqliteRecord(file=configuration.sqlite_file)
