"""`smartnumbers portal`: the web portal alone, in the foreground."""

import asyncio
import socket
from contextlib import suppress
from pathlib import Path

import click
import uvicorn
from django.db import DatabaseError, connections

from smartnumbers.entry import configuration, database
from smartnumbers.entry.configuration import Configuration

GRACE_SECONDS = 2
"""How long requests that are being answered may take when the portal is told to stop."""


class Server(uvicorn.Server):
    """uvicorn with the portal's live broker: it listens while the portal does, and its streams end before it."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen to call control, and for browsers."""
        from smartnumbers.portal.live.broker import broker  # noqa: PLC0415 - Django is set up by now

        broker.start(path=configuration.read().control_socket)
        await super().startup(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening, end the streams (they would otherwise last for minutes), wait for the other requests."""
        from smartnumbers.portal.live.broker import broker  # noqa: PLC0415 - Django is set up by now

        await broker.stop()
        await super().shutdown(sockets)


@click.command(name="portal")
@click.option(
    "--prepare",
    type=click.Path(dir_okay=False, path_type=Path),
    help="First bring the database up to date, fill an empty one with the demo, and write to this file what there is "
    "to tell about it.",
)
def command(*, prepare: Path | None) -> None:
    """Run the web portal only, at SMARTNUMBERS_HTTP, until it is told to stop."""
    settings = configuration.read()
    with database.opened():
        from smartnumbers.entry.supervisor import preparation  # noqa: PLC0415 - needs Django set up

        if prepare is not None:
            preparation.prepare(configuration=settings, tell=prepare)
        else:
            # A database that is not migrated yet gets its carriers at a later start.
            with suppress(DatabaseError):
                preparation.give_carriers(configuration=settings)
        # SQLite keeps the files of every closed connection open as long as one of the process is left.
        connections.close_all()
    asyncio.run(_serve(settings))


async def _serve(settings: Configuration) -> None:
    server = Server(
        uvicorn.Config(
            "smartnumbers.entry.asgi:application",
            host=settings.http.host.strip("[]"),
            port=settings.http.port,
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            proxy_headers=True,
            forwarded_allow_ips="127.0.0.1,::1",
            timeout_graceful_shutdown=GRACE_SECONDS,
            timeout_keep_alive=30,
        )
    )
    await server.serve()
