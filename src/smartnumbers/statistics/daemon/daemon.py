"""The statistics daemon, put together."""

import asyncio
import logging
import os
import threading
from dataclasses import dataclass
from pathlib import Path

from smartnumbers.statistics.daemon.keeper import Keeper
from smartnumbers.statistics.daemon.lock import take_lock
from smartnumbers.statistics.daemon.replica import MakeStore, Replica
from smartnumbers.statistics.daemon.server import Server
from smartnumbers.statistics.daemon.shelf import Shelf
from smartnumbers.statistics.record.source import RecordSource

STOP_SECONDS = 2.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the replica lies (`folder`), where questions come in (`socket`), and how a store is made of a file."""

    folder: Path
    socket: Path
    make: MakeStore


async def run(*, settings: Settings, source: RecordSource, stop: asyncio.Event) -> None:
    """Keep the replica and answer questions until `stop` is set. Raises ReplicaTaken, or OSError.

    The keeper is a daemon thread: one that is in the midst of something when the process ends is left behind. That is
    safe at any moment, as being killed is.
    """
    lock = take_lock(folder=settings.folder)
    try:
        replica = Replica()
        keeper = Keeper(source=source, make=settings.make, shelf=Shelf(folder=settings.folder), replica=replica)
        server = Server(replica=replica, keeper=keeper)
        thread = threading.Thread(target=keeper.run, name="keeper", daemon=True)
        await server.start(settings.socket)
        thread.start()
        await stop.wait()
        await server.stop()
        keeper.stop()
        await asyncio.to_thread(thread.join, STOP_SECONDS)
        settings.socket.unlink(missing_ok=True)
    finally:
        os.close(lock)
