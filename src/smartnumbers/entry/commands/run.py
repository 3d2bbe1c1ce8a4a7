"""`smartnumbers run`: the whole product, in the foreground."""

import asyncio
import signal

import click
import orjson

from smartnumbers.entry import configuration
from smartnumbers.entry.supervisor import home, ports
from smartnumbers.entry.supervisor.announcement import Announcement
from smartnumbers.entry.supervisor.supervisor import Supervisor, tell


@click.command(name="run")
@click.option("--json", "as_json", is_flag=True, help="When ready, print one JSON object instead of the table.")
def command(*, as_json: bool) -> None:
    """Start the whole product and stay in the foreground until Ctrl-C.

    What listens where, and where data lie, is set by SMARTNUMBERS_… variables: see docs/reference/configuration.md.
    """

    def announce(announcement: Announcement) -> None:
        click.echo(orjson.dumps(announcement.document()).decode() if as_json else announcement.table())

    settings = configuration.read()
    home.make_folders(configuration=settings)
    with home.held(run=settings.run):
        supervisor = Supervisor(configuration=ports.settled(configuration=settings), tell=tell)
        try:
            asyncio.run(supervisor.run(announce=announce))
        finally:
            # All has stopped; a second Ctrl-C that comes only now is to change nothing of that.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
