"""The call control daemon: connects to Asterisk, follows the profiles, runs the calls, tells who listens."""

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smartnumbers.core.callcontrol.admission import Admission
from smartnumbers.telephony.ari.client import AriClient, AriError, AriUnavailable
from smartnumbers.telephony.carriers.follower import CarrierFollower
from smartnumbers.telephony.carriers.source import CarrierSource
from smartnumbers.telephony.control import clock, vigil
from smartnumbers.telephony.control.asked import Reply
from smartnumbers.telephony.control.broadcast import Broadcast
from smartnumbers.telephony.control.callcontrol import CallControl
from smartnumbers.telephony.control.carrierwatch import CarrierPlaces, CarrierWatch
from smartnumbers.telephony.control.hands import Hands
from smartnumbers.telephony.control.memory import Memory
from smartnumbers.telephony.control.messages import Ask, Probe
from smartnumbers.telephony.control.recording import MessagePlaces
from smartnumbers.telephony.control.recovery import reconcile
from smartnumbers.telephony.control.session import Means
from smartnumbers.telephony.control.trials import Trials
from smartnumbers.telephony.journal.writer import JournalWriter
from smartnumbers.telephony.profiles import holidays
from smartnumbers.telephony.profiles.book import ProfileBook
from smartnumbers.telephony.profiles.follower import ProfileFollower
from smartnumbers.telephony.profiles.source import ProfileSource
from smartnumbers.telephony.prompts.library import PromptLibrary
from smartnumbers.telephony.prompts.maker import Places

RECONNECT_SECONDS = 0.1
RECONNECT_MAXIMUM = 1.0
HEALTH_SECONDS = 0.5
SETTLE_SECONDS = 1.0
PRUNE_SECONDS = 60.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What call control needs to know: where Asterisk, journal and socket are, and how much to let in.

    `alive` is the file of its signs of life (`vigil`), `memory` what it remembers of callers, `messages` where what
    callers leave is recorded and kept.
    `engine_missing` says, where this machine has no telephony engine, why and what to do about it; "" otherwise.
    """

    node: str
    ari_url: str
    ari_user: str
    ari_password: str
    app: str
    carriers: CarrierPlaces
    carriers_copy: Path
    journal: Path
    profiles_copy: Path
    socket: Path
    setups_per_second: int
    simultaneous: int
    prompts: Places
    alive: Path
    memory: Path
    messages: MessagePlaces
    engine_missing: str = ""


class Daemon:
    """Everything call control is made of, put together."""

    def __init__(self, *, settings: Settings, source: ProfileSource, carriers: CarrierSource) -> None:
        self._settings = settings
        self._source = source
        self._book = ProfileBook()
        self._prompts = PromptLibrary(places=settings.prompts, now=clock.wall)
        self._carriers = CarrierWatch(places=settings.carriers, on_change=self._tell_health)
        self._carrier_follower = CarrierFollower(
            source=carriers, copy=settings.carriers_copy, on_change=self._carriers.change
        )
        self._hands = Hands(app=settings.app, trunks=self._carriers.trunks, prompts=self._prompts)
        self._memory = Memory(path=settings.memory, look_up=self._book.look_up, now=clock.wall)
        self._trials = Trials(
            hands=self._hands, lines=self._memory.lines, ready=lambda: self._engine == "up", spawn=self._spawn
        )
        self._broadcast = Broadcast(
            on_ask=self._ask, on_probe=self._probe, on_trial=self._trials.begin, on_trial_look=self._trials.look
        )
        self._admission = Admission(setups_per_second=settings.setups_per_second, simultaneous=settings.simultaneous)
        self._follower = ProfileFollower(
            source=source, book=self._book, copy=settings.profiles_copy, on_change=self._profiles_changed
        )
        self._engine = "down"
        self._started_at = clock.wall()
        self._lost_at: int | None = None
        self._alive_until = vigil.last(settings.alive)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._journal: JournalWriter | None = None
        self._control: CallControl | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Run until `stop` is set; then the calls still running stay with Asterisk and in the journal."""
        settings = self._settings
        self._journal = await JournalWriter.open(folder=settings.journal, on_health=self._tell_health)
        self._control = CallControl(
            node=settings.node,
            book=self._book,
            admission=self._admission,
            means=Means(
                hands=self._hands,
                journal=self._journal,
                watchers=self._broadcast,
                memory=self._memory,
                messages=settings.messages,
            ),
            spawn=self._spawn,
        )
        self._control.restore(self._journal.recovered.open_calls)
        await self._broadcast.start(settings.socket)
        await self._follower.start()
        await self._carrier_follower.start()
        self._spawn(self._follower.run())
        self._spawn(self._carrier_follower.run())
        self._spawn(self._carriers.run())
        self._spawn(self._keep_health())
        self._spawn(self._keep_memory())
        self._spawn(self._prompts.run())
        engine = asyncio.create_task(self._keep_connected(self._control), name="engine")
        await stop.wait()
        await self._finish(engine)

    async def _finish(self, engine: asyncio.Task[None]) -> None:
        for task in (engine, *self._tasks):
            task.cancel()
        await asyncio.gather(engine, *self._tasks, return_exceptions=True)
        if self._hands.ari is not None:
            await self._hands.ari.close()
        if self._control is not None:
            # No more events come; what has come is still written down.
            settled = [asyncio.create_task(one.settled()) for one in self._control.sessions.values()]
            if settled:
                await asyncio.wait(settled, timeout=SETTLE_SECONDS)
        if self._journal is not None:
            await self._journal.close()
        await self._broadcast.stop()
        self._memory.callers.close()
        self._carrier_follower.close()
        self._source.close()

    async def _keep_connected(self, control: CallControl) -> None:
        """Connect to Asterisk, again and again; after each time the calls are brought into line."""
        wait = RECONNECT_SECONDS
        while True:
            try:
                await self._connect(control)
                wait = RECONNECT_SECONDS
                assert self._hands.ari is not None
                await self._hands.ari.wait_closed()
                self._lost_at = clock.wall()
                log.error("the connection to Asterisk is lost")
            except (AriUnavailable, AriError) as fault:
                log.info("%s", fault)
            self._hands.ari = None
            self._carriers.disconnected()
            self._trials.disconnected()
            self._set_engine("down")
            await asyncio.sleep(wait)
            wait = min(wait * 2, RECONNECT_MAXIMUM)

    async def _connect(self, control: CallControl) -> None:
        settings = self._settings
        control.hold()
        ari = await AriClient.connect(
            url=settings.ari_url,
            user=settings.ari_user,
            password=settings.ari_password,
            app=settings.app,
            on_event=self._on_event,
        )
        self._hands.ari = ari
        await self._carriers.connected(ari)
        await reconcile(
            ari=ari, app=settings.app, control=control, lost_at=self._lost_at, alive_until=self._alive_until
        )
        log.info("connected to Asterisk; %d calls running", len(control.sessions))
        self._set_engine("up")

    def _on_event(self, event: Mapping[str, Any]) -> None:
        if not self._trials.on_event(event) and self._control is not None:
            self._control.on_event(event)

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("a task of call control failed", exc_info=task.exception())

    async def _keep_health(self) -> None:
        while True:
            self._tell_health()
            if self._engine == "up":
                vigil.note(self._settings.alive)
            await asyncio.sleep(HEALTH_SECONDS)

    async def _keep_memory(self) -> None:
        """Forget callers in time, a little at once so that no call waits for it."""
        while True:
            more = self._memory.callers.prune(at=clock.wall())
            await asyncio.sleep(0.1 if more else PRUNE_SECONDS)

    def _ask(self, asked: Ask, reply: Reply) -> None:
        if self._control is not None:
            self._control.ask(asked, reply)

    def _probe(self, wanted: Probe, reply: Reply) -> None:
        self._carriers.probe(wanted.carrier, reply)

    def _profiles_changed(self) -> None:
        fresh = self._book.take_fresh()
        self._prompts.prepare(fresh, look_up=self._book.look_up)
        self._spawn(holidays.look_up(profiles=fresh))
        self._tell_health()

    def _set_engine(self, engine: str) -> None:
        if engine != self._engine:
            self._engine = engine
            self._tell_health()

    def _tell_health(self) -> None:
        journal, control = self._journal, self._control
        self._broadcast.health(
            {
                "engine": "missing" if self._settings.engine_missing and self._engine == "down" else self._engine,
                "engine_detail": self._settings.engine_missing,
                "journal": "ok" if journal is None or journal.healthy else "full",
                "database": "ok" if self._follower.reachable else "away",
                "profiles": len(self._book.profiles),
                "sequence": self._book.sequence,
                "calls": 0 if control is None else len(control.sessions),
                "refused_unrecorded": 0 if control is None else control.refused_unrecorded,
                "faults": [fault.document() for fault in self._book.faults.values()],
                "carriers": self._carriers.document(),
                "carriers_sequence": self._carrier_follower.in_force,
                "carriers_fault": self._carrier_follower.fault,
                "started_at": self._started_at,
            }
        )
