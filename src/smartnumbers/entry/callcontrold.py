"""The call control daemon as a process: configuration in, daemon out. Django is never loaded here."""

import asyncio
import logging
import signal

import uvloop

from smartnumbers.entry.configuration import Configuration
from smartnumbers.entry.secrets import secret
from smartnumbers.telephony.asterisk.switch import (
    APP,
    ARI_USER,
    carriers_of,
    console,
    prompts_folder,
    recordings_folder,
)
from smartnumbers.telephony.carriers.source import CarrierSource
from smartnumbers.telephony.control.carrierwatch import CarrierPlaces
from smartnumbers.telephony.control.daemon import Daemon, Settings
from smartnumbers.telephony.control.recording import MessagePlaces
from smartnumbers.telephony.profiles.source import Database, ProfileSource, SqliteDatabase
from smartnumbers.telephony.prompts.maker import Places


def _database(configuration: Configuration) -> Database:
    if configuration.database:
        # Only where it is used: it would double the time that a restart takes.
        from smartnumbers.telephony.profiles.postgresql import PostgresqlDatabase  # noqa: PLC0415 - see above

        return PostgresqlDatabase(url=configuration.database)
    return SqliteDatabase(file=configuration.sqlite_file)


async def _run(configuration: Configuration, engine_missing: str) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    configuration.run.mkdir(parents=True, exist_ok=True)
    settings = Settings(
        node=configuration.node,
        ari_url=f"http://{configuration.ari}/ari",
        ari_user=ARI_USER,
        ari_password=secret(folder=configuration.secrets, name="ari"),
        app=APP,
        carriers=CarrierPlaces(
            file=carriers_of(home=configuration.home),
            console=console(home=configuration.home),
            host=configuration.sip.host,
            host6=None if configuration.sip6 is None else configuration.sip6.host,
        ),
        carriers_copy=configuration.home / "carriers.json",
        journal=configuration.journal,
        profiles_copy=configuration.home / "profiles.copy",
        socket=configuration.control_socket,
        setups_per_second=configuration.platform_setups_per_second,
        simultaneous=configuration.platform_simultaneous,
        prompts=Places(
            folder=configuration.prompts,
            playable=prompts_folder(home=configuration.home),
            recordings=configuration.recordings,
            cache=configuration.cache,
        ),
        alive=configuration.home / "callcontrol.alive",
        memory=configuration.home / "callcontrol.memory",
        messages=MessagePlaces(recorded=recordings_folder(home=configuration.home), kept=configuration.messages),
        engine_missing=engine_missing,
    )
    source = ProfileSource(database=_database(configuration))
    carriers = CarrierSource(database=_database(configuration))
    await Daemon(settings=settings, source=source, carriers=carriers).run(stop)


def main(configuration: Configuration, *, engine_missing: str = "") -> None:
    """Run call control until SIGTERM; `engine_missing` says why there is no telephony engine, where there is none."""
    logging.basicConfig(
        level=configuration.log_level.upper(),
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    logging.getLogger("websockets").setLevel(logging.WARNING)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    uvloop.run(_run(configuration, engine_missing))
