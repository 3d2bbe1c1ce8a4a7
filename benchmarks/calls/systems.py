"""The two systems that are compared: a bare Asterisk that only dials, and the product, both brought up here."""

import asyncio
import contextlib
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import orjson

from benchmarks.calls.caller import HOST, Target
from smartnumbers.core.routing.carriers import Carrier
from smartnumbers.entry import configuration
from smartnumbers.entry.configuration import Configuration
from smartnumbers.entry.secrets import secret
from smartnumbers.telephony.asterisk import running
from smartnumbers.telephony.asterisk.engine import find
from smartnumbers.telephony.asterisk.instance import Instance
from smartnumbers.telephony.asterisk.owner import directory_for
from smartnumbers.telephony.asterisk.switch import ARI_USER, OUT, switch
from smartnumbers.telephony.asterisk.trunks import carriers_text
from smartnumbers.telephony.control.listener import first

NUMBER = "0800000123"
RING_SECONDS = 20
ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 90.0
STOP_SECONDS = 10.0
IN_FORCE_SECONDS = 10.0
RECORDED_SECONDS = 60.0

_BARE_EXTENSIONS = """[general]
static=yes
writeprotect=yes
[in]
exten => _X.,1,Dial(PJSIP/{out}/sip:${{EXTEN}}@{host}:{port},{seconds})
 same => n,Hangup()
[none]
"""


class ProductFailed(Exception):
    """The product did not do what the measurement needs; the message says what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where everything of a run is: its folder, and its ports from `port` up."""

    folder: Path
    port: int

    @property
    def destination(self) -> str:
        """The address that both systems dial."""
        return f"{HOST}:{self.port + 11}"

    @property
    def ends(self) -> tuple[int, int, tuple[int, int]]:
        """sipp's ports: of the caller, of the destination, and for their audio."""
        return self.port + 10, self.port + 11, (self.port + 16040, self.port + 18039)


@contextlib.asynccontextmanager
async def bare(place: Place) -> AsyncIterator[Target]:
    """The yardstick: the product's own engine and settings, but its dialplan only says Dial()."""
    settings = configuration.read(_environment(place))
    engine = find(cache=settings.cache, configured=settings.asterisk)
    extensions = _BARE_EXTENSIONS.format(out=f"{OUT}-0", host=HOST, port=place.port + 11, seconds=RING_SECONDS)
    instance = replace(_bare_instance(place), extensions=extensions)
    process = await running.start(instance=instance, engine=engine)
    try:
        await running.wait_until_up(instance=instance, process=process)
        yield Target(name="bare", sip_port=instance.sip_port, number=NUMBER, processes={"asterisk": process.pid})
    finally:
        await running.stop(process=process)
        _remove(instance.directory)


def _bare_instance(place: Place) -> Instance:
    home = place.folder / "bare"
    home.mkdir(exist_ok=True)
    instance = switch(
        home=home,
        ari=(HOST, place.port + 2),
        sip=(HOST, place.port + 1),
        rtp=(place.port + 8040, place.port + 16039),
        password=secret(folder=home / "secrets", name="ari"),
    )
    carrier = carriers_text(carriers=[Carrier(id=1, name="bare", host=HOST, inbound=(HOST,))], host=HOST, host6=None)
    return replace(
        instance, name="bare", directory=directory_for(home=home, name="bare"), pjsip=instance.pjsip + carrier
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """The running product."""

    settings: Configuration
    target: Target

    @property
    def ari(self) -> tuple[str, tuple[str, str]]:
        """Where its Asterisk answers, and with which user and password."""
        return f"http://{self.settings.ari}/ari", (ARI_USER, secret(folder=self.settings.secrets, name="ari"))

    async def recorded(self, *, expected: int) -> dict[str, int]:
        """How many calls the database holds, once it holds as many as expected, or no more come."""
        counted = _count(self.settings.sqlite_file)
        until = asyncio.get_running_loop().time() + RECORDED_SECONDS
        while counted["calls"] < expected and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(0.5)
            counted = _count(self.settings.sqlite_file)
        return counted


@contextlib.asynccontextmanager
async def product(place: Place, *, limits: tuple[int, int] | None = None) -> AsyncIterator[Product]:
    """The whole product as `smartnumbers run` starts it, without lab and demo, with one number to call.

    `limits` are its set-ups per second and its simultaneous calls; None leaves them as they are shipped.
    """
    environment = _environment(place)
    if limits is not None:
        environment["SMARTNUMBERS_LIMIT_SETUPS"], environment["SMARTNUMBERS_LIMIT_CALLS"] = map(str, limits)
    settings = configuration.read(environment)
    shutil.rmtree(settings.home, ignore_errors=True)
    supervisor = await asyncio.create_subprocess_exec(
        *("setpriv", "--pdeathsig=TERM", "--", sys.executable, "-m", "smartnumbers.entry", "run", "--json"),
        cwd=ROOT,
        env=environment,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        parts = await _announced(supervisor)
        await _bring_number(settings, environment, place)
        names = {"switch": "asterisk", "callcontrol": "callcontrol", "worker": "worker", "portal": "portal"}
        processes = {names[part]: pid for part, pid in parts.items() if part in names}
        target = Target(name="product", sip_port=settings.sip.port, number=NUMBER, processes=processes)
        yield Product(settings=settings, target=target)
    finally:
        await _end(supervisor)
        _remove(directory_for(home=settings.home, name="switch"))


async def _announced(supervisor: asyncio.subprocess.Process) -> dict[str, int]:
    """The processes of the product once it is ready."""
    assert supervisor.stdout is not None
    assert supervisor.stderr is not None
    line = await asyncio.wait_for(supervisor.stdout.readline(), START_SECONDS)
    if not line:
        raise ProductFailed((await supervisor.stderr.read()).decode(errors="replace").strip())
    announcement = orjson.loads(line)
    if announcement["faults"]:
        raise ProductFailed("\n".join(announcement["faults"]))
    parts: dict[str, int] = announcement["parts"]
    return parts


async def _bring_number(settings: Configuration, environment: dict[str, str], place: Place) -> None:
    """Publish the number that is called, and wait until call control knows it."""
    publishing = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.calls.number", NUMBER, f"sip:{NUMBER}@{place.destination}"),
        str(RING_SECONDS),
        cwd=ROOT,
        env=environment,
    )
    if await publishing.wait():
        raise ProductFailed("the number to call could not be published")
    if not await _in_force(settings):
        raise ProductFailed("call control has not read the number to call")


async def _in_force(settings: Configuration) -> bool:
    until = asyncio.get_running_loop().time() + IN_FORCE_SECONDS
    while asyncio.get_running_loop().time() < until:
        if (await first(path=settings.control_socket)).get("health", {}).get("profiles") == 1:
            return True
        await asyncio.sleep(0.1)
    return False


async def _end(supervisor: asyncio.subprocess.Process) -> None:
    if supervisor.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            supervisor.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(supervisor.communicate(), STOP_SECONDS)
        except TimeoutError:
            supervisor.kill()
    await supervisor.wait()


def _environment(place: Place) -> dict[str, str]:
    """Nothing that is set for another copy of the product counts here, but for where its engine is."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(configuration.PREFIX) or name in ("SMARTNUMBERS_CACHE", "SMARTNUMBERS_ASTERISK")
    }
    return {
        **kept,
        "SMARTNUMBERS_HOME": str(place.folder / "product"),
        "SMARTNUMBERS_SIP": f"{HOST}:{place.port}",
        "SMARTNUMBERS_RTP": f"{place.port + 40}-{place.port + 8039}",
        "SMARTNUMBERS_ARI": f"{HOST}:{place.port + 3}",
        "SMARTNUMBERS_HTTP": f"{HOST}:{place.port + 4}",
        "SMARTNUMBERS_LAB": "off",
        "SMARTNUMBERS_DEMO": "off",
        "SMARTNUMBERS_LOG": "warning",
    }


def _count(file: Path) -> dict[str, int]:
    with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)) as database:
        calls, distinct, answered = database.execute(
            "SELECT count(*), count(DISTINCT id), coalesce(sum(outcome = 'answered'), 0) FROM callrecords_callrecord"
        ).fetchone()
    return {"calls": calls, "distinct": distinct, "answered": answered}


def _remove(directory: Path) -> None:
    """Asterisk's folder may lie outside of the run's: see `directory_for`."""
    shutil.rmtree(directory, ignore_errors=True)
    with contextlib.suppress(OSError):
        directory.parent.rmdir()
