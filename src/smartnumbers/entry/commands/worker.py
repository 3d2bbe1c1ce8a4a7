"""`smartnumbers worker`: the worker alone, in the foreground."""

import signal
from threading import Event

import click

from smartnumbers.entry import configuration, database


@click.command(name="worker")
def command() -> None:
    """Write the records of ended calls into the database, and tidy up, until told to stop."""
    settings = configuration.read()
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    database.load()
    from smartnumbers.jobs.worker import Settings, work  # noqa: PLC0415 - needs Django set up

    work(
        settings=Settings(node=settings.node, journal=settings.journal, run=settings.run, days=settings.journal_days),
        stop=stop,
    )
