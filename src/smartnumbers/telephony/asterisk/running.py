"""Start an instance of Asterisk, wait until it is up, keep its log small, end it."""

import asyncio
import contextlib
import errno
import os
import signal
import socket
import time

import httpx

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.telephony.asterisk.addresses import address
from smartnumbers.telephony.asterisk.configuration import write
from smartnumbers.telephony.asterisk.engine import Engine
from smartnumbers.telephony.asterisk.instance import Instance, command
from smartnumbers.telephony.asterisk.ports import socket_for

UP_SECONDS = 15.0
STOP_SECONDS = 3.0
LOG_BYTES = 8_000_000
LOG_LINES_TOLD = 12
LOG_LOOK_SECONDS = 15.0
POLL_SECONDS = 0.03


class PortTaken(DomainError):
    """Another program listens where this instance shall; the message names the variable to change."""

    code = "port-taken"


class EngineFailed(DomainError):
    """Asterisk did not come up, or ended at once; the message holds the last lines of its log."""

    code = "engine-failed"


def check_ports(*, instance: Instance) -> None:
    """Raise PortTaken when a SIP port or the ARI port of an instance is taken or not ours to use."""
    wanted = [
        ("SIP", socket.SOCK_DGRAM, instance.sip_host, instance.sip_port, instance.sip_variable),
        ("ARI", socket.SOCK_STREAM, instance.ari_host, instance.ari_port, instance.ari_variable),
    ]
    for one in instance.listening:
        kind = socket.SOCK_DGRAM if one.protocol == "udp" else socket.SOCK_STREAM
        wanted.append(("SIP", kind, one.host, one.port, one.variable))
    for what, kind, host, port, variable in wanted:
        with socket_for(host=host, kind=kind) as probe:
            if kind == socket.SOCK_STREAM:
                # Connections that an Asterisk of a moment ago left in TIME_WAIT are no reason to refuse.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address(host), port))
            except OSError as fault:
                reason = {
                    errno.EADDRINUSE: "is taken by another program",
                    errno.EADDRNOTAVAIL: "is no address of this machine",
                    errno.EACCES: "is reserved for root",
                }.get(fault.errno or 0, str(fault))
                raise PortTaken(
                    f"{instance.name}: the {what} address {host}:{port} {reason}. Set {variable}=host:port to another.",
                    parameters={"host": host, "port": port, "variable": variable},
                ) from fault


async def start(*, instance: Instance, engine: Engine, wait_for_ports: float = 2.0) -> asyncio.subprocess.Process:
    """Write the instance and start it, in a session of its own, so that Ctrl-C reaches the starter only.

    An Asterisk that has just ended may hold its ports a moment longer: they are waited for, `wait_for_ports` seconds.
    Its log is kept small as long as it runs. Raises PortTaken.
    """
    until = time.monotonic() + wait_for_ports
    while True:
        try:
            check_ports(instance=instance)
        except PortTaken:
            if time.monotonic() >= until:
                raise
            await asyncio.sleep(0.1)
        else:
            break
    write(instance=instance, engine=engine)
    process = await asyncio.create_subprocess_exec(
        *command(instance=instance, engine=engine),
        cwd=instance.directory,
        env={"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": str(instance.directory)},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    keeper = asyncio.create_task(_keep_log_small(instance=instance, process=process), name=f"{instance.name}-log")
    _keepers.add(keeper)
    keeper.add_done_callback(_keepers.discard)
    return process


async def wait_until_up(
    *, instance: Instance, process: asyncio.subprocess.Process | None = None, seconds: float = UP_SECONDS
) -> None:
    """Wait until ARI answers with our password and Asterisk has booted.

    Raises EngineFailed when that takes too long, or the process (if given) ends meanwhile.
    """
    until = time.monotonic() + seconds
    async with httpx.AsyncClient(auth=(instance.ari_user, instance.ari_password), timeout=1.0) as http:
        while time.monotonic() < until:
            if process is not None and process.returncode is not None:
                raise EngineFailed(_failure(instance, f"ended at once with status {process.returncode}"))
            with contextlib.suppress(httpx.TransportError):
                answer = await http.get(f"{instance.ari_url}/ari/asterisk/ping")
                if answer.status_code == httpx.codes.OK:
                    return
                if answer.status_code == httpx.codes.UNAUTHORIZED:
                    raise EngineFailed(f"{instance.name}: another program answers on {instance.ari_url}")
            await asyncio.sleep(POLL_SECONDS)
    raise EngineFailed(_failure(instance, f"did not come up within {seconds:g} s"))


async def stop(*, process: asyncio.subprocess.Process, seconds: float = STOP_SECONDS) -> int:
    """End an instance: ask, and after some seconds insist. Gives the status it ended with."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), seconds)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
    return await process.wait()


async def keep_log_small(*, instance: Instance, most: int = LOG_BYTES) -> None:
    """Empty the instance's log whenever it has grown too big, for ever; an endless fault must not fill the disk.

    Asterisk appends to its log, so it goes on at the new end without being told.
    """
    while True:
        with contextlib.suppress(FileNotFoundError):
            if instance.log.stat().st_size > most:
                os.truncate(instance.log, 0)
        await asyncio.sleep(LOG_LOOK_SECONDS)


async def _keep_log_small(*, instance: Instance, process: asyncio.subprocess.Process) -> None:
    """The same, as long as a process runs."""
    keeping = asyncio.create_task(keep_log_small(instance=instance))
    try:
        await process.wait()
    finally:
        keeping.cancel()


# The event loop itself holds its tasks weakly only.
_keepers: set[asyncio.Task[None]] = set()


def log_end(*, instance: Instance, lines: int = LOG_LINES_TOLD) -> str:
    """The last lines of Asterisk's log."""
    try:
        with instance.log.open("rb") as file:
            file.seek(max(0, instance.log.stat().st_size - 20_000))
            return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])
    except FileNotFoundError:
        return "(it wrote no log)"


def _failure(instance: Instance, what: str) -> str:
    return f"{instance.name}: Asterisk {what}. The end of {instance.log}:\n{log_end(instance=instance)}"
