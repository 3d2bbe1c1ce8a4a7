"""The product's parts: how each one is started, and how it shows that it does its work."""

import asyncio
import contextlib
import importlib
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from itertools import chain, repeat
from pathlib import Path

from smartnumbers.entry.configuration import Configuration
from smartnumbers.entry.supervisor.child import Process, Ready, Start
from smartnumbers.entry.supervisor.ports import reachable
from smartnumbers.entry.variables import Address
from smartnumbers.telephony.asterisk.engine import Engine, find
from smartnumbers.telephony.control import listener
from smartnumbers.telephony.control.messages import AWAY
from smartnumbers.telephony.journal import status
from smartnumbers.telephony.lab import access

SWITCH = "switch"
CALLCONTROL = "callcontrol"
WORKER = "worker"
PORTAL = "portal"
STATISTICS = "statistics"
LAB = "lab"

POLL_SECONDS = 0.05
PROBE_SECONDS = 2.0
HEALTH_PATH = "/health"


def environment(*, configuration: Configuration) -> dict[str, str]:
    """The children's environment: ours, with the ports that were chosen now, the same however often one restarts."""
    return {
        **os.environ,
        "SMARTNUMBERS_HOME": str(configuration.home),
        "SMARTNUMBERS_ARI": str(configuration.ari),
        "SMARTNUMBERS_LAB_ARI": str(configuration.lab_ari),
        "SMARTNUMBERS_LAB_MAIL": str(configuration.lab_mail),
        "PYTHONUNBUFFERED": "1",
    }


async def start_word(*words: str, environment: Mapping[str, str]) -> Process:
    """Start `smartnumbers WORDS…`, what it writes in a pipe, in a session of its own: Ctrl-C is the supervisor's.

    setpriv (util-linux) has the kernel end the child when the supervisor dies; asking for that between fork and exec
    is not safe in a program with threads.
    """
    return await asyncio.create_subprocess_exec(
        *("setpriv", "--pdeathsig=KILL", "--", sys.executable, "-m", "smartnumbers.entry", *words),
        env=dict(environment),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )


def portal(*, configuration: Configuration) -> tuple[Start, Ready]:
    """The portal; the first one to be started prepares the database before it serves."""
    surroundings = environment(configuration=configuration)
    options = chain([("--prepare", str(prepared_file(configuration=configuration)))], repeat(()))
    address = reachable(address=configuration.http)
    return (
        lambda: start_word(PORTAL, *next(options), environment=surroundings),
        lambda _: until(lambda: portal_answers(address=address)),
    )


def prepared_file(*, configuration: Configuration) -> Path:
    """Where the portal says that the database is prepared, and what there is to tell about it."""
    return configuration.run / "prepared.json"


def others(*, configuration: Configuration, engine: Engine | str) -> dict[str, tuple[Start, Ready]]:
    """What shall run beside the portal. Without an engine (then `engine` says why), everything that needs none."""
    surroundings = environment(configuration=configuration)

    def word(*words: str) -> Start:
        return lambda: start_word(*words, environment=surroundings)

    found: dict[str, tuple[Start, Ready]] = {}
    options: tuple[str, ...] = ()
    if isinstance(engine, Engine):
        found[SWITCH] = switch(configuration=configuration, engine=engine)
        if configuration.lab:
            found[LAB] = (word(LAB), lambda _: until(lambda: present(configuration.run / access.FILE)))
    else:
        options = ("--without-engine", engine)
    found[CALLCONTROL] = (
        word(CALLCONTROL, *options),
        lambda _: until(lambda: callcontrol_works(path=configuration.control_socket, engine=SWITCH in found)),
    )
    found[STATISTICS] = (
        word(STATISTICS, "serve"),
        lambda _: until(lambda: statistics_listen(path=configuration.statistics_socket)),
    )
    found[WORKER] = (word(WORKER), lambda _: until(lambda: present(configuration.run / status.FILE)))
    return found


def find_engine(*, configuration: Configuration) -> Engine:
    """The telephony engine of this machine. Blocks for a second, so it belongs into a thread. Raises EngineMissing."""
    # Half of that second is this import, which `switch` below needs.
    importlib.import_module("smartnumbers.entry.switching")
    return find(cache=configuration.cache, configured=configuration.asterisk)


def switch(*, configuration: Configuration, engine: Engine) -> tuple[Start, Ready]:
    """The product's Asterisk, a direct child."""
    # Not at the top of the module: it takes as long as the portal's start, so it is loaded beside that.
    from smartnumbers.entry.switching import switch_of  # noqa: PLC0415
    from smartnumbers.telephony.asterisk import running  # noqa: PLC0415

    instance = switch_of(configuration=configuration)
    link_log(link=configuration.logs / f"{SWITCH}.log", to=instance.log)

    async def ready(process: Process) -> None:
        await running.wait_until_up(instance=instance, process=process)

    return lambda: running.start(instance=instance, engine=engine), ready


def link_log(*, link: Path, to: Path) -> None:
    """Asterisk writes its log itself, in a folder of its own; a link shows the way from where the others are."""
    with contextlib.suppress(OSError):
        link.unlink(missing_ok=True)
        link.symlink_to(to)


def traces(*, configuration: Configuration) -> list[Path]:
    """The files by which parts say that they are there, and which one that was killed leaves behind."""
    run = configuration.run
    return [
        run / access.FILE,
        run / status.FILE,
        prepared_file(configuration=configuration),
        configuration.control_socket,
        configuration.statistics_socket,
    ]


async def until(probe: Callable[[], Awaitable[bool]]) -> None:
    """Return when the probe says yes; what is probed is another process, which wakes nobody here."""
    while not await probe():  # noqa: ASYNC110 - see above
        await asyncio.sleep(POLL_SECONDS)


async def callcontrol_works(*, path: Path, engine: bool) -> bool:
    """Whether call control answers on its socket and, where there is an engine, is connected to it."""
    message = await listener.first(path=path)
    return bool(message["type"] != AWAY["type"] and (not engine or message["health"].get("engine") == "up"))


async def statistics_listen(*, path: Path) -> bool:
    """Whether the statistics daemon takes questions, be it that it is still checking or making its replica."""
    try:
        _, writer = await asyncio.open_unix_connection(str(path))
    except OSError:
        return False
    writer.close()
    return True


async def present(file: Path) -> bool:
    """Whether a file is there by which a part says that it works: the lab and the worker do."""
    return file.exists()  # noqa: ASYNC240 - one look into a local folder


async def portal_answers(*, address: Address) -> bool:
    """Whether the portal answers that it is well."""
    request = f"GET {HEALTH_PATH} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            reader, writer = await asyncio.open_connection(address.host.strip("[]"), address.port)
            try:
                writer.write(request.encode())
                status_line = await reader.readline()
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return False
    return b" 200 " in status_line
