"""The destinations' sides of one call: dialled, joined with the caller, looked after, hung up."""

import asyncio
import logging
from collections.abc import Collection, Iterable, Mapping

from smartnumbers.core.callcontrol import causes
from smartnumbers.core.callcontrol.commands import StartLeg
from smartnumbers.core.callcontrol.events import Connected, ConnectFailed, LegDialled, LegEnded, LegSilent
from smartnumbers.core.callcontrol.record import Attempt, Side
from smartnumbers.telephony.ari.client import AriClient, AriError, AriUnavailable
from smartnumbers.telephony.control.hands import NoCarrier
from smartnumbers.telephony.control.lines import Lines
from smartnumbers.telephony.control.scope import Scope

log = logging.getLogger(__name__)


class Legs:
    """Several of them can be there at once, each by its position. What comes of the requests is told."""

    def __init__(self, *, scope: Scope, lines: Lines) -> None:
        self._scope = scope
        self._lines = lines
        self._held: dict[int, str] = {}
        self._dialled: dict[int, AriClient | None] = {}
        self._checks: set[asyncio.Task[None]] = set()

    def restore(self, open_legs: Iterable[int], attempts: Mapping[int, Attempt]) -> None:
        """Legs found again after a restart hold their destinations' lines as before."""
        for position in open_legs:
            self._hold(position, attempts[position].address)

    async def start(self, command: StartLeg) -> None:
        """Dial a destination, unless it has as many calls as it may have."""
        entry, position = command.entry, command.position
        address = entry.destination.address
        if entry.limit is not None and position not in self._held and self._lines.taken(address) >= entry.limit:
            self._scope.tell(LegEnded(at=self._scope.clock.now(), position=position, cause=causes.USER_BUSY, full=True))
            return
        self._hold(position, address)
        self._dialled[position] = self._scope.hands.ari
        try:
            await self._scope.hands.start_leg(
                call_id=self._scope.call_id, caller_channel=self._scope.channel, command=command
            )
        except NoCarrier as fault:
            log.warning("call %s: destination %d cannot be dialled: %s", self._scope.call_id, position, fault)
            self._scope.tell(LegEnded(at=self._scope.clock.now(), position=position, cause=causes.NO_CIRCUIT))
        except AriError as fault:
            log.warning("call %s: destination %d cannot be dialled: %s", self._scope.call_id, position, fault)
            self.failed(position, cause=causes.TEMPORARY_FAILURE, tried=command.tried)
        except AriUnavailable as fault:
            log.warning("call %s: %s", self._scope.call_id, fault)
        else:
            self.tell_carrier(position)

    def tell_carrier(self, position: int) -> None:
        """Tell through which carrier a leg was dialled, if any."""
        carrier = self._scope.hands.trunks.name(call_id=self._scope.call_id, position=position)
        if carrier:
            self._scope.tell(LegDialled(at=self._scope.clock.now(), position=position, carrier=carrier))

    def is_fresh(self, position: int) -> bool:
        """Whether a leg was dialled over the connection there is now, so that all that became of it was heard."""
        return self._dialled.get(position) is self._scope.hands.ari

    def failed(
        self, position: int, *, cause: int, sip_status: int | None = None, tried: Collection[str],
        alerted: bool = False, missed: bool = False,
    ) -> None:  # fmt: skip
        """Tell the end of a leg: for good, or of its way through one carrier where another is to be tried."""
        trunks, call_id = self._scope.hands.trunks, self._scope.call_id
        onward = not missed and trunks.goes_on(
            call_id=call_id, position=position, tried=tried, cause=cause, sip_status=sip_status, alerted=alerted
        )
        self._scope.tell(
            LegEnded(
                at=self._scope.clock.now(), position=position, cause=cause, sip_status=sip_status, onward=onward,
                carrier=trunks.name(call_id=call_id, position=position), missed=missed,
            )
        )  # fmt: skip

    def ended(self, position: int, *, missed: bool = False) -> None:
        """A leg is gone; one that was `missed` is dialled again and keeps its line."""
        self._scope.hands.trunks.leave(call_id=self._scope.call_id, position=position)
        if missed:
            return
        address = self._held.pop(position, None)
        if address is not None:
            self._lines.leave(address)

    def drop(self) -> None:
        """The call is over: nothing is held any more."""
        for position in list(self._held):
            self.ended(position)

    async def connect(self, position: int, *, speaking: bool) -> None:
        """Join a leg with the caller; `speaking` as in `Hands.connect`."""
        try:
            await self._scope.hands.connect(
                call_id=self._scope.call_id, position=position, caller_channel=self._scope.channel, speaking=speaking
            )
        except AriError as fault:
            gone = self._who_hung_up(position)
            log.info("call %s: cannot be connected (gone: %s): %s", self._scope.call_id, gone, fault)
            self._scope.tell(ConnectFailed(at=self._scope.clock.now(), gone=gone))
        except AriUnavailable as fault:
            log.warning("call %s: %s", self._scope.call_id, fault)
        else:
            self._scope.tell(Connected(at=self._scope.clock.now()))

    def _who_hung_up(self, position: int) -> Side | None:
        """Who left while a leg was being joined: Asterisk tells it before it refuses to join them."""
        leaving = self._scope.hangup_causes
        if self._scope.channel in leaving:
            return Side.CALLER
        leg = self._scope.hands.trunks.channel(call_id=self._scope.call_id, position=position)
        return Side.DESTINATION if leg in leaving else None

    async def hang_up(self, position: int, *, cause: int) -> None:
        """End a leg (CANCEL or BYE)."""
        channel = self._scope.hands.trunks.channel(call_id=self._scope.call_id, position=position)
        if not await self._scope.hands.hang_up(channel=channel, cause=cause):
            self._scope.tell(LegEnded(at=self._scope.clock.now(), position=position, cause=cause))

    def look_for_life(self, position: int, *, tried: Collection[str]) -> None:
        """Tell LegSilent where nothing at all has come from a destination, or try the next carrier.

        `tried` are the carriers that were left before the one it goes through.
        """
        check = asyncio.create_task(self._look_for_life(position, tried))
        self._checks.add(check)
        check.add_done_callback(self._checks.discard)

    async def _look_for_life(self, position: int, tried: Collection[str]) -> None:
        trunks, call_id = self._scope.hands.trunks, self._scope.call_id
        channel = trunks.channel(call_id=call_id, position=position)
        if await self._scope.hands.sign_of_life(call_id=call_id, position=position):
            return
        trunks.silent(call_id=call_id, position=position)
        silent = causes.NO_USER_RESPONDING
        if not trunks.goes_on(
            call_id=call_id, position=position, tried=tried, cause=silent, sip_status=None, alerted=False
        ):
            self._scope.tell(LegSilent(at=self._scope.clock.now(), position=position))
            return
        self.failed(position, cause=silent, tried=tried)
        # Its end is then no news any more: the leg has another channel, or none.
        await self._scope.hands.hang_up(channel=channel, cause=silent)

    def _hold(self, position: int, address: str) -> None:
        if position not in self._held:
            self._held[position] = address
            self._lines.take(address)
