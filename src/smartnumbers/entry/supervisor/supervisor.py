"""The supervisor: from an empty terminal to a running product, and back."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

import orjson

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.entry.configuration import Configuration
from smartnumbers.entry.supervisor import parts, record
from smartnumbers.entry.supervisor.announcement import Announcement, Login, call_line, portal_address
from smartnumbers.entry.supervisor.child import Child, Ready, Start
from smartnumbers.entry.supervisor.logs import Log, Tell
from smartnumbers.entry.supervisor.parts import CALLCONTROL, LAB, PORTAL, STATISTICS, SWITCH, WORKER
from smartnumbers.telephony.asterisk.engine import Engine, EngineMissing

READY_SECONDS = 30.0
KILL_SECONDS = 4.0
STEP_SECONDS = 1.2
"""How long one group of children may keep the next from being ended, see `_ORDER`."""

# Those who bring calls go first, then call control, which writes down how the last calls ended, then the worker,
# which takes those records to the database. What was not taken is taken at the next start.
_ORDER = ((PORTAL, LAB, SWITCH, STATISTICS), (CALLCONTROL,), (WORKER,))

# What needs no database is started while the portal still prepares that.
_WITHOUT_DATABASE = (SWITCH, LAB)


class PreparationFailed(DomainError):
    """The database could not be prepared, so nothing can be served."""

    code = "preparation-failed"


class Supervisor:
    """Runs the product of one configuration, whose ports are settled."""

    def __init__(self, *, configuration: Configuration, tell: Tell) -> None:
        self._configuration = configuration
        self._tell = tell
        self._began = time.monotonic()
        self._started_at = int(time.time() * 1000)
        self._children: dict[str, Child] = {}
        self._faults: list[str] = []
        self._stopping = asyncio.Event()

    async def run(self, *, announce: Callable[[Announcement], None]) -> None:
        """Start everything, say when it is ready, and keep it running until SIGINT, SIGTERM or SIGHUP.

        Raises PreparationFailed where the database cannot be used.
        """
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, self._stopping.set)
        self._clear()
        stop = asyncio.create_task(self._stopping.wait(), name="stop")
        start = asyncio.create_task(self._start(announce), name="start")
        try:
            await asyncio.wait((stop, start), return_when=asyncio.FIRST_COMPLETED)
            if start.done():
                start.result()
                await stop
        finally:
            start.cancel()
            stop.cancel()
            await asyncio.gather(start, stop, return_exceptions=True)
            await self._end()

    async def _start(self, announce: Callable[[Announcement], None]) -> None:
        self._add(PORTAL, *parts.portal(configuration=self._configuration))
        self._children[PORTAL].begin()
        engine = await self._engine()
        for name, (start, ready) in parts.others(configuration=self._configuration, engine=engine).items():
            self._add(name, start, ready)
            if name in _WITHOUT_DATABASE:
                self._children[name].begin()
        prepared = await self._prepared()
        for name, child in self._children.items():
            if name != PORTAL and name not in _WITHOUT_DATABASE:
                child.begin()
        await self._become_ready()
        announce(self._announcement(prepared))

    def _add(self, name: str, start: Start, ready: Ready) -> None:
        log = Log(path=self._configuration.logs / f"{name}.log", tell=self._teller(name))
        self._children[name] = Child(
            name=name, start=start, ready=ready, log=log, tell=self._tell, changed=self._write_record
        )

    async def _engine(self) -> Engine | str:
        """The telephony engine, or why there is none."""
        try:
            return await asyncio.to_thread(parts.find_engine, configuration=self._configuration)
        except EngineMissing as fault:
            self._faults.append(f"Real calls do not work: {fault}")
            return str(fault)

    async def _prepared(self) -> dict[str, Any]:
        """Wait for the database to be prepared; gives what there is to tell about it. Raises PreparationFailed."""
        file = parts.prepared_file(configuration=self._configuration)
        while not file.exists():
            if self._children[PORTAL].fault:
                raise PreparationFailed(f"the database cannot be prepared: the portal {self._children[PORTAL].fault}")
            await asyncio.sleep(parts.POLL_SECONDS)
        document: dict[str, Any] = orjson.loads(file.read_bytes())
        file.unlink()
        return document

    async def _become_ready(self) -> None:
        waiting = {asyncio.create_task(child.ready.wait(), name=name) for name, child in self._children.items()}
        _, late = await asyncio.wait(waiting, timeout=READY_SECONDS)
        for task in late:
            task.cancel()
            child = self._children[task.get_name()]
            said = f": {child.fault}" if child.fault else ""
            self._faults.append(f"{child.name} is not ready yet{said}; see {child.name}.log")

    def _announcement(self, prepared: dict[str, Any]) -> Announcement:
        configuration = self._configuration
        number = prepared.get("number", "")
        can_call = LAB in self._children and bool(number)
        return Announcement(
            portal=portal_address(configuration=configuration),
            logins=tuple(Login(**one) for one in prepared.get("logins", ())),
            sip=str(configuration.sip) if SWITCH in self._children else "",
            call=call_line(number=number, configuration=configuration) if can_call else "",
            logs=str(configuration.logs),
            seconds=round(time.monotonic() - self._began, 1),
            parts=self._pids(),
            faults=tuple(self._faults),
        )

    def _pids(self) -> dict[str, int]:
        return {name: child.pid for name, child in self._children.items() if child.pid is not None}

    def _write_record(self) -> None:
        configuration = self._configuration
        document = {
            "pid": os.getpid(),
            "started_at": self._started_at,
            "home": str(configuration.home),
            "http": str(configuration.http),
            "sip": str(configuration.sip),
            "ari": str(configuration.ari),
            "lab_sip": str(configuration.lab_sip) if configuration.lab else None,
            "lab_ari": str(configuration.lab_ari) if configuration.lab else None,
            "parts": self._pids(),
        }
        try:
            record.write(folder=configuration.run, document=document)
        except OSError as fault:
            self._tell(f"{configuration.run / record.FILE} cannot be written: {fault}")

    async def _end(self) -> None:
        """End all children within KILL_SECONDS, and leave no file that says they were still there."""
        for child in self._children.values():
            child.hush()
        endings = asyncio.create_task(self._end_in_order(), name="end")
        _, late = await asyncio.wait((endings,), timeout=KILL_SECONDS)
        if late:
            for child in self._children.values():
                child.kill()
            await endings
        self._clear()

    async def _end_in_order(self) -> None:
        ending: set[asyncio.Task[None]] = set()
        for group in _ORDER:
            now = {asyncio.create_task(self._children[name].end()) for name in group if name in self._children}
            ending |= now
            if now:
                await asyncio.wait(now, timeout=STEP_SECONDS)
        if ending:
            await asyncio.wait(ending)

    def _clear(self) -> None:
        """Remove what a product that runs no more has left in the run folder."""
        for file in parts.traces(configuration=self._configuration):
            file.unlink(missing_ok=True)
        record.withdraw(folder=self._configuration.run)

    def _teller(self, name: str) -> Tell:
        return lambda text: self._tell(f"{name}: {text}")


def tell(text: str) -> None:
    """One line for the person at the terminal; the product goes on where the terminal is gone."""
    with contextlib.suppress(OSError):
        print(text, file=sys.stderr, flush=True)  # noqa: T201 - this is the terminal's line
