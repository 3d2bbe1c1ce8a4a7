"""The whole product, started as its users start it, with calls placed from the lab.

A `Product` is `smartnumbers run` in a home folder and on ports of its own. Numbers are opened through the apps' own
operations (`office`), calls come from the lab over real SIP, and what became of them is read from the records in the
database, from the journal on disk and from Asterisk itself.
"""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Self

import httpx

from smartnumbers.apps.callrecords.models import CallRecord
from smartnumbers.apps.plans.operations.chain import ChainRow
from smartnumbers.core.callcontrol.documents import from_document
from smartnumbers.core.callcontrol.record import CallRecord as JournalledRecord
from smartnumbers.entry.supervisor import record
from smartnumbers.telephony.asterisk.owner import directory_for
from smartnumbers.telephony.asterisk.switch import ARI_USER, NAME, recordings_folder
from smartnumbers.telephony.control.trunks import leg_of
from smartnumbers.telephony.journal.follower import Follower
from smartnumbers.telephony.journal.reader import read_lines
from smartnumbers.telephony.journal.segments import segments
from smartnumbers.telephony.lab import access, displays
from smartnumbers.telephony.lab.access import LabAccess
from smartnumbers.telephony.lab.caller import Caller
from smartnumbers.telephony.lab.dialplan import CARRIER
from smartnumbers.telephony.lab.displays import Seen
from smartnumbers.telephony.lab.order import CallOrder
from smartnumbers.telephony.lab.phones import phone
from smartnumbers.telephony.lab.report import CallEvent, CallReport
from tests.ports import product_addresses
from tests.telephony.office import Office, Plan, sqlite
from tests.telephony.watching import Watch

SWITCH, CALLCONTROL, WORKER, LAB = "switch", "callcontrol", "worker", "lab"

ALICE, BOB, MALLORY = "+41791112233", "+41442223344", "+41796660000"
"""Who calls: two whom nobody minds, and one whom nobody wants."""

READY_SECONDS = 60.0
END_SECONDS = 15.0
POLL_SECONDS = 0.05


class ProductFailed(Exception):
    """The product did not start, or did not end."""


def lab_phone(name: str, seconds: int = 0, *, ring: int = 20) -> ChainRow:
    """A telephone of the lab as a destination, reached by its number through the carrier."""
    return ChainRow(phone(name=name).number(seconds), name, ring)


class OngoingCall:
    """A call that was placed and goes its way meanwhile."""

    def __init__(self, *, caller: Caller, order: CallOrder) -> None:
        self.events: list[str] = []
        self._news = asyncio.Event()
        self._placing = asyncio.create_task(caller.place(order=order, watch=self._note), name="call")

    def _note(self, event: CallEvent) -> None:
        self.events.append(event.what)
        self._news.set()

    async def until(self, what: str, *, seconds: float = 10.0) -> None:
        """Return when the caller has noticed that: "ringing", "answered", "ended"."""
        try:
            async with asyncio.timeout(seconds):
                while what not in self.events:
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(
                f"the caller has not noticed {what!r} within {seconds:g} s, but {self.events}"
            ) from None

    async def report(self) -> CallReport:
        """What became of it, at its end."""
        return await self._placing

    async def hang_up(self) -> None:
        """The caller hangs up."""
        self._placing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._placing


class Product:
    """A running product."""

    def __init__(self, *, home: Path, process: subprocess.Popen[bytes], office: Office) -> None:
        self.home = home
        self.process = process
        self.office = office
        self.opened = 0
        self._caller: Caller | None = None
        self._watch: Watch | None = None
        self._journal = Follower(folder=home / "journal", position=None)
        self._placed: list[OngoingCall] = []
        self._journalled: list[JournalledRecord] = []

    @classmethod
    async def start(
        cls, *, home: Path, database: Mapping[str, Any] | None = None, environment: Mapping[str, str]
    ) -> Self:
        """Start the product in a home folder and wait until it is ready.

        `environment` is what differs from the defaults; `database` are Django's settings where it is not SQLite.
        """
        process = await asyncio.to_thread(_start, home, {**_variables(), **environment})
        product = cls(
            home=home, process=process, office=Office(dict(database or sqlite(home / "smartnumbers.sqlite3")))
        )
        try:
            await product._get_ready()
        except BaseException:
            await product.stop()
            raise
        return product

    async def _get_ready(self) -> None:
        assert self.process.stdout is not None
        line = await asyncio.wait_for(asyncio.to_thread(self.process.stdout.readline), READY_SECONDS)
        if not line:
            raise ProductFailed(self.logs())
        self.announced = json.loads(line)
        if self.announced["faults"]:
            raise ProductFailed(f"{self.announced['faults']}\n{self.logs()}")
        self._watch = Watch(path=self.home / "run" / "callcontrol.sock")
        self._caller = await Caller.connect(access=self.lab)

    async def stop(self) -> None:
        """End it as Ctrl-C does, and see that nothing is left running."""
        parts = list(self.run_record.get("parts", {}).values())
        await asyncio.gather(*(call.hang_up() for call in self._placed), return_exceptions=True)
        try:
            try:
                if self._caller is not None:
                    await self._caller.close()
                if self._watch is not None:
                    await self._watch.close()
                await self.office.close()
            finally:
                await asyncio.to_thread(_end, self.process)
            await eventually(lambda: not any(map(_runs, parts)), f"the parts {parts} are gone", 2.0)
        finally:
            shutil.rmtree(directory_for(home=self.home, name=NAME).parent, ignore_errors=True)

    # The parts -------------------------------------------------------------------------------------------------

    @property
    def run_record(self) -> dict[str, Any]:
        """run.json: processes and addresses."""
        return record.read(folder=self.home / "run")

    @property
    def sip(self) -> str:
        """Where carriers send their calls."""
        return str(self.run_record["sip"])

    @property
    def lab(self) -> LabAccess:
        """How the lab is reached."""
        return access.read(folder=self.home / "run")

    @property
    def watch(self) -> Watch:
        """Its live calls and its health."""
        assert self._watch is not None
        return self._watch

    def pid(self, part: str) -> int:
        """The process of a part at this moment."""
        return int(self.run_record["parts"][part])

    def kill(self, part: str) -> int:
        """`kill -9` of a part; gives the process that was killed."""
        pid = self.pid(part)
        os.kill(pid, signal.SIGKILL)
        return pid

    @asynccontextmanager
    async def without(self, part: str) -> AsyncIterator[None]:
        """A part is killed and is not started again as long as the context lasts: whoever starts it is held still."""
        os.kill(self.process.pid, signal.SIGSTOP)
        try:
            killed = self.kill(part)
            yield
        finally:
            os.kill(self.process.pid, signal.SIGCONT)
        await self.restarted(part, killed)

    async def restarted(self, part: str, killed: int, *, seconds: float = 15.0) -> None:
        """Return when a part that was killed does its work again."""
        await eventually(lambda: self.run_record["parts"].get(part, killed) != killed, f"{part} is back", seconds)
        if part in (SWITCH, CALLCONTROL):
            await self.watch.until(
                lambda: not self.watch.away and self.watch.health.get("engine") == "up",
                what=f"call control works after the death of {part}",
                seconds=seconds,
            )

    def logs(self) -> str:
        """The last lines of every log, for whoever looks into a failure."""
        texts = []
        for path in [*sorted((self.home / "log").glob("*.log")), self.home / "run.err"]:
            with contextlib.suppress(OSError):
                texts.append(f"--- {path.name}\n" + "\n".join(path.read_text(errors="replace").splitlines()[-25:]))
        return "\n".join(texts)

    # Numbers ---------------------------------------------------------------------------------------------------

    async def number(self, *chain: ChainRow, **plan: Any) -> str:
        """A new service number with this chain, in force. For `plan` see `office.Plan`."""
        self.opened += 1
        number = f"+41800{100_000 + self.opened}"
        await self.in_force(await self.office.open_number(number=number, plan=Plan(chain=chain, **plan)))
        return number

    async def change_chain(self, number: str, *chain: ChainRow) -> None:
        """Give a number another chain, and wait until it is in force."""
        await self.in_force(await self.office.change_chain(number=number, chain=chain))

    async def in_force(self, sequence: int) -> None:
        """Return when call control has taken a publication."""
        await self.watch.until(
            lambda: self.watch.health.get("sequence", 0) >= sequence, what=f"publication {sequence} is in force"
        )

    # Calls -----------------------------------------------------------------------------------------------------

    def calling(self, number: str, **order: Any) -> OngoingCall:
        """Place a call from outside; it goes its way. For `order` see `CallOrder`; by default Alice talks for 1 s."""
        assert self._caller is not None
        values: dict[str, Any] = {"caller": ALICE, "talk": 1.0, "patience": 30.0, "listen": False, **order}
        call = OngoingCall(caller=self._caller, order=CallOrder(dialled=number, target=self.sip, **values))
        self._placed.append(call)
        return call

    async def call(self, number: str, **order: Any) -> CallReport:
        """Place a call from outside and see it through."""
        return await self.calling(number, **order).report()

    async def talking(self, number: str, **order: Any) -> OngoingCall:
        """A call that is answered and talks until somebody hangs up."""
        before = set(self.watch.calls)
        call = self.calling(number, talk=120.0, **order)
        await call.until("answered")
        await self.watch.until(lambda: self.watch.talking(number) - before, what=f"one more call to {number} talks")
        return call

    async def ringing(self, number: str, **order: Any) -> OngoingCall:
        """A call whose caller hears that it rings."""
        call = self.calling(number, patience=120.0, **order)
        await call.until("ringing")
        return call

    # What became of them ---------------------------------------------------------------------------------------

    async def record(self, number: str) -> CallRecord:
        """The record of the only call to a number."""
        return (await self.records(number, count=1))[0]

    async def records(self, number: str, *, count: int, seconds: float = 15.0) -> list[CallRecord]:
        """The records of a number's calls in the order of their arrival: so many, no more, in journal and database."""
        await eventually(lambda: len(self.journalled(number)) >= count, f"{count} calls are journalled", seconds)
        found: list[CallRecord] = []

        async def kept() -> bool:
            found[:] = await self.office.records(number=number)
            return len(found) >= count

        await eventually(kept, f"{count} calls to {number} are recorded", seconds)
        assert len(found) == count, [str(one) for one in found]
        assert sorted(str(one.id) for one in found) == sorted(one.call_id for one in self.journalled(number))
        return found

    def journalled(self, number: str) -> list[JournalledRecord]:
        """The records of a number's calls as the journal on disk tells them, as often as it does."""
        more = True
        while more:
            news = self._journal.read(limit=10_000)
            self._journalled += [from_document(ended.entry["record"]) for ended in news.ended]
            more = news.more
        return [one for one in self._journalled if one.number == number]

    def keys_taken(self, call_id: str) -> str:
        """The keys of a running call that call control has dealt with, as the journal on disk tells them."""
        return "".join(entry["digit"] for entry in self._entries(call_id) if entry["type"] == "digit")

    @property
    def spool(self) -> Path:
        """Where the switch writes what it records."""
        return recordings_folder(home=self.home)

    def _entries(self, call_id: str) -> Iterator[dict[str, Any]]:
        for segment in segments(self.home / "journal"):
            for line in read_lines(segment.path):
                if line.entry is not None and line.entry.get("call") == call_id:
                    yield dict(line.entry)

    def displayed(self, *, since: int) -> list[Seen]:
        """What the lab's telephones have had on their displays since an instant (milliseconds)."""
        return [seen for seen in displays.read(folder=self.home / "run") if seen.at >= since]

    async def nothing_left(self, *, seconds: float = 5.0) -> None:
        """No call, no channel and no bridge is left over, neither in the product nor in the lab."""
        await self.watch.until(
            lambda: not self.watch.away and self.watch.health.get("calls") == 0 and not self.watch.calls,
            what="no call is left in call control",
            seconds=seconds,
        )
        left: dict[str, Any] = {}

        async def empty() -> bool:
            left.clear()
            left.update({name: value for name, value in (await self.in_asterisk()).items() if value})
            return not left

        try:
            await eventually(empty, "nothing is left in Asterisk", seconds)
        except AssertionError as fault:
            raise AssertionError(f"{fault}: {left}") from None

    async def in_asterisk(self) -> dict[str, list[str]]:
        """The channels and bridges that there are now, in the switch and in the lab."""
        found = {}
        for part in (SWITCH, LAB):
            async with self._ari(part) as http:
                for kind in ("channels", "bridges"):
                    answer = await http.get(kind)
                    found[f"{part} {kind}"] = [str(one.get("name") or one["id"]) for one in answer.json()]
        return found

    async def channels(self, part: str) -> int:
        """How many channels there are now in the switch or in the lab."""
        async with self._ari(part) as http:
            return len((await http.get("channels")).json())

    async def leg_is_up(self) -> bool:
        """Whether a destination has answered, as Asterisk sees it."""
        async with self._ari(SWITCH) as http:
            channels = (await http.get("channels")).json()
        return any(leg_of(channel["id"]) is not None and channel["state"] == "Up" for channel in channels)

    async def press_in_the_lab(self, keys: str) -> None:
        """Everybody in the outside world who places a call presses these keys."""
        async with self._ari(LAB) as http:
            for channel in (await http.get("channels")).json():
                if channel["name"].startswith(f"PJSIP/{CARRIER}-"):
                    await http.post(f"channels/{channel['id']}/dtmf", params={"dtmf": keys})

    async def asked_of_channels(self, begins: str, variable: str) -> list[str]:
        """A variable of each of the switch's channels whose name begins so."""
        async with self._ari(SWITCH) as http:
            ids = [one["id"] for one in (await http.get("channels")).json() if one["name"].startswith(begins)]
            answers = [await http.get(f"channels/{one}/variable", params={"variable": variable}) for one in ids]
        return [answer.json()["value"] for answer in answers]

    async def hang_up_in_the_lab(self) -> None:
        """Everybody in the outside world puts down the receiver."""
        async with self._ari(LAB) as http:
            for channel in (await http.get("channels")).json():
                await http.delete(f"channels/{channel['id']}")

    def _ari(self, part: str) -> httpx.AsyncClient:
        lab = self.lab
        root, credentials = lab.url, (lab.user, lab.password)
        if part == SWITCH:
            root = f"http://{self.run_record['ari']}/ari"
            credentials = (ARI_USER, (self.home / "secrets" / "ari").read_text().strip())
        return httpx.AsyncClient(base_url=root, auth=credentials, timeout=5.0, trust_env=False)


async def eventually(condition: Any, what: str, seconds: float = 5.0) -> None:
    """Return when a condition holds that nobody tells of; it may be awaitable."""
    until = time.monotonic() + seconds
    while True:
        holds = condition()
        if asyncio.iscoroutine(holds):
            holds = await holds
        if holds:
            return
        assert time.monotonic() < until, f"not within {seconds:g} s: {what}"
        await asyncio.sleep(POLL_SECONDS)


def _variables() -> dict[str, str]:
    """What every product of a test is told, unless the test tells it otherwise."""
    return {
        **product_addresses(),
        "SMARTNUMBERS_DEMO": "off",
        # Two hundred at once is what a test asks for, not what the platform is to refuse.
        "SMARTNUMBERS_LIMIT_SETUPS": "1000",
    }


def _start(home: Path, variables: Mapping[str, str]) -> subprocess.Popen[bytes]:
    kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    with (home / "run.err").open("wb") as errors:
        return subprocess.Popen(
            # Should the tests be killed, the product ends too.
            ["setpriv", "--pdeathsig=TERM", "--", sys.executable, "-m", "smartnumbers.entry", "run", "--json"],
            env={**kept, "SMARTNUMBERS_HOME": str(home), **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
        )


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGCONT)
    process.send_signal(signal.SIGINT)
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise ProductFailed(f"the product did not end within {END_SECONDS:g} s") from None
    finally:
        if process.stdout is not None:
            process.stdout.close()


def _runs(pid: int) -> bool:
    """Whether a process is there and is not just waiting for somebody to ask for its exit status."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def make_home() -> Path:
    """A home folder with a short path: sockets lie in it."""
    return Path(tempfile.mkdtemp(prefix="sn-product-"))


@asynccontextmanager
async def running(
    database: Mapping[str, Any] | None = None,
    /,
    *,
    home: Path | None = None,
    beside: Mapping[str, str] | None = None,
    **variables: str,
) -> AsyncIterator[Product]:
    """A product that runs as long as the context lasts; `variables` are named without SMARTNUMBERS_, in lower case.

    `database` are Django's settings where it is not SQLite in the home folder, `beside` are environment variables that
    are not the product's own.
    """
    folder = make_home() if home is None else home
    environment = {f"SMARTNUMBERS_{name.upper()}": value for name, value in variables.items()}
    try:
        product = await Product.start(home=folder, database=database, environment={**environment, **(beside or {})})
        try:
            yield product
        finally:
            await product.stop()
    finally:
        if home is None:
            shutil.rmtree(folder, ignore_errors=True)
