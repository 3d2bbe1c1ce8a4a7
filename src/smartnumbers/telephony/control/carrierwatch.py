"""The carriers on the switch: put there at each change, and watched, whether they answer and take our registration."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from smartnumbers.core.routing.carriers import Authentication, Carrier
from smartnumbers.telephony.ari.client import AriClient, AriError
from smartnumbers.telephony.asterisk import console
from smartnumbers.telephony.asterisk.console import ConsoleUnavailable, Seen
from smartnumbers.telephony.asterisk.owner import hand_over, owner
from smartnumbers.telephony.asterisk.trunks import carriers_text, name_of
from smartnumbers.telephony.control import clock, messages
from smartnumbers.telephony.control.asked import Reply
from smartnumbers.telephony.control.trunks import Trunks

LOOK_SECONDS = 2.0
# Somewhat longer than Asterisk itself waits for an answer.
ASKED_SECONDS = 2.4
ASKED_LOOK_SECONDS = 0.2

UNREACHABLE, REFUSED, UNREGISTERED = "unreachable", "refused", "unregistered"
"""Why a carrier is down; the words are the portal's."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierPlaces:
    """Where the switch takes its carriers from, where its console is, and where it receives media (IPv4, IPv6)."""

    file: Path
    console: Path
    host: str
    host6: str | None


@dataclass(frozen=True, slots=True)
class State:
    """How a carrier is: up, down for a `reason`, or unknown (None); since when (milliseconds); OPTIONS' last way."""

    up: bool | None
    since: int
    reason: str = ""
    round_trip_ms: float | None = None


class CarrierWatch:
    """Puts the carriers on the switch and looks after them; `trunks` is told, `on_change` called at every change."""

    def __init__(self, *, places: CarrierPlaces, on_change: Callable[[], None]) -> None:
        self.trunks = Trunks(on_silence=self._ask_soon)
        self._places = places
        self._on_change = on_change
        self._ari: AriClient | None = None
        self._states: dict[int, State] = {}
        self._wanted: set[int] = set()
        self._waiting: list[tuple[int, Reply]] = []
        self._wake = asyncio.Event()

    async def connected(self, ari: AriClient) -> None:
        """The switch is there (again): it is given the carriers as they are now."""
        self._ari = ari
        await self._apply(self.trunks.carriers)

    def disconnected(self) -> None:
        """The switch is away: of no carrier is known how it is."""
        self._ari = None
        self._take({one.id: State(None, clock.wall()) for one in self.trunks.carriers})

    async def change(self, carriers: tuple[Carrier, ...]) -> None:
        """Other carriers are in force: first for the switch, then for the calls that come."""
        await self._apply(carriers)
        self.trunks.use(carriers)
        self._wake.set()

    def probe(self, carrier_id: int, reply: Reply) -> None:
        """Somebody wants a carrier asked by OPTIONS now; `reply` is given its state then."""
        known = any(one.id == carrier_id and one.in_use for one in self.trunks.carriers)
        if not known or self._ari is None:
            reply(messages.CARRIER_UNKNOWN, {})
            return
        self._waiting.append((carrier_id, reply))
        self._ask_soon(carrier_id)

    async def run(self) -> None:
        """Look after the carriers for ever."""
        while True:
            if self._ari is not None:
                try:
                    await self._look()
                except ConsoleUnavailable as fault:
                    log.info("%s", fault)
            try:
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._wake.wait()
                self._wake.clear()
            except TimeoutError:
                pass

    def document(self) -> list[dict[str, Any]]:
        """All carriers' states as JSON-ready values."""
        nobody_knows = State(None, 0)
        return [
            {
                "id": one.id,
                "name": one.name,
                "up": state.up,
                "since": state.since,
                "reason": state.reason,
                "round_trip_ms": state.round_trip_ms,
                "calls": self.trunks.calls(one.id),
            }
            for one in self.trunks.carriers
            for state in [self._states.get(one.id, nobody_knows)]
        ]

    async def _apply(self, carriers: tuple[Carrier, ...]) -> None:
        text = carriers_text(carriers=carriers, host=self._places.host, host6=self._places.host6)
        try:
            await asyncio.to_thread(_write, self._places.file, text)
            if self._ari is not None:
                await self._ari.request("PUT", "asterisk/modules/res_pjsip.so")
        except (OSError, AriError) as fault:
            log.error("the carriers cannot be put on the switch: %s", fault)

    def _ask_soon(self, carrier_id: int) -> None:
        self._wanted.add(carrier_id)
        self._wake.set()

    async def _look(self) -> None:
        socket = self._places.console
        wanted, self._wanted = self._wanted, set()
        waiting, self._waiting = self._waiting, []
        contacts: Mapping[str, Seen] = await console.contacts(socket=socket)
        if wanted:
            contacts = await self._asked({name_of(carrier_id) for carrier_id in wanted}, contacts)
        registrations = await console.registrations(socket=socket)
        at = clock.wall()
        self._take(
            {
                one.id: state_of(one, contacts.get(name_of(one.id)), registrations.get(name_of(one.id), ""), at=at)
                for one in self.trunks.carriers
                if one.in_use
            }
        )

        states = {one["id"]: one for one in self.document()}
        for carrier_id, reply in waiting:
            reply(messages.PROBED, states.get(carrier_id, {}))

    async def _asked(self, names: set[str], before: Mapping[str, Seen]) -> Mapping[str, Seen]:
        """What is known of the contacts once these have answered, or have had the time for it."""
        socket, now = self._places.console, before
        for name in names:
            await console.ask_options(socket=socket, endpoint=name)
        for _ in range(round(ASKED_SECONDS / ASKED_LOOK_SECONDS)):
            await asyncio.sleep(ASKED_LOOK_SECONDS)
            now = await console.contacts(socket=socket)
            # Two round trips are never the same to the microsecond.
            if all(now.get(name) != before.get(name) for name in names):
                break
        return now

    def _take(self, found: dict[int, State]) -> None:
        merged = {carrier_id: _since(self._states.get(carrier_id), state) for carrier_id, state in found.items()}
        if merged == self._states:
            return
        for carrier_id, state in merged.items():
            before = self._states.get(carrier_id)
            if before is None or before.up is not state.up:
                log.info("carrier %d: %s %s", carrier_id, "up" if state.up else "not up", state.reason)
        self._states = merged
        self.trunks.note({carrier_id: state.up for carrier_id, state in merged.items()})
        self._on_change()


def state_of(carrier: Carrier, seen: Seen | None, registration: str, *, at: int) -> State:
    """How a carrier is, from what Asterisk knows of its OPTIONS and of our registration with it."""
    reachable = seen.reachable if seen is not None and carrier.qualify_seconds else None
    round_trip = seen.round_trip_ms if seen is not None else None
    if reachable is False:
        return State(False, at, UNREACHABLE)
    if carrier.authentication is Authentication.IP:
        return State(reachable, at, "", round_trip)
    if registration == "Registered":
        return State(True, at, "", round_trip)
    if registration == "Rejected":
        # Silence is told as a rejection too; who answers OPTIONS is not silent.
        return State(False, at, REFUSED if reachable else UNREACHABLE, round_trip)
    return State(False, at, UNREGISTERED, round_trip)


def _since(before: State | None, now: State) -> State:
    """The same state is in force since it began."""
    same = before is not None and (before.up, before.reason) == (now.up, now.reason)
    return replace(now, since=before.since) if same and before is not None else now


def _write(file: Path, text: str) -> None:
    """Replace the file at once; it belongs to the user that the switch runs as."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = file.with_name(".new")
    fresh.touch(mode=0o600)
    fresh.write_text(text)
    hand_over(directory=file.parent, to=owner())
    fresh.replace(file)
