"""The carriers in force: which one takes a call now, which calls go through which, and who was tried already.

A leg through a carrier has a channel of its own name, "CALL-POSITION.CARRIER": each carrier is tried once for a
destination, and after a restart the names of Asterisk's channels tell which calls go through whom.
"""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass

from smartnumbers.core.routing.carriers import Carrier, Standing, order
from smartnumbers.core.routing.carriers import moves_on as carrier_failed

LegKey = tuple[str, int]
"""A call's id and the position of one of its attempts."""

_CALL_ID_LENGTH = 36


def leg_channel(*, call_id: str, position: int, carrier_id: int | None = None) -> str:
    """Asterisk's name for the side of a call's destination."""
    through = "" if carrier_id is None else f".{carrier_id}"
    return f"{call_id}-{position}{through}"


def leg_of(channel: str) -> LegKey | None:
    """The call and position of a leg's channel name, None for another channel."""
    call_id, _, rest = channel.rpartition("-")
    position, _, carrier = rest.partition(".")
    if len(call_id) != _CALL_ID_LENGTH or not position.isdigit() or not (carrier.isdigit() or rest == position):
        return None
    return call_id, int(position)


@dataclass(frozen=True, slots=True)
class Through:
    """A leg that goes through a carrier: the carrier's id and name, and the leg's channel."""

    carrier_id: int
    name: str
    channel: str


class Trunks:
    """`on_silence` is given the id of a carrier that did not answer a call at all."""

    def __init__(self, *, on_silence: Callable[[int], None]) -> None:
        self.carriers: tuple[Carrier, ...] = ()
        self._on_silence = on_silence
        self._up: dict[int, bool | None] = {}
        self._through: dict[LegKey, Through] = {}
        self._calls: Counter[int] = Counter()

    def use(self, carriers: tuple[Carrier, ...]) -> None:
        """From now on calls go through these; those that go through others go on."""
        self.carriers = carriers

    def note(self, up: dict[int, bool | None]) -> None:
        """Which carriers are known to be up or down, by id."""
        self._up = up

    def calls(self, carrier_id: int) -> int:
        """How many of our calls go through a carrier now."""
        return self._calls[carrier_id]

    def choose(self, *, tried: Collection[str]) -> Carrier | None:
        """The carrier for a call, none of those `tried` (names); None where nobody is left."""
        standings = {one.id: Standing(up=self._up.get(one.id), calls=self._calls[one.id]) for one in self.carriers}
        ids = frozenset(one.id for one in self.carriers if one.name in tried)
        return next(iter(order(self.carriers, standings=standings, tried=ids)), None)

    def take(self, *, call_id: str, position: int, carrier: Carrier) -> str:
        """A leg goes through a carrier from now on; gives the name of its channel."""
        channel = leg_channel(call_id=call_id, position=position, carrier_id=carrier.id)
        self._set((call_id, position), Through(carrier.id, carrier.name, channel))
        return channel

    def restore(self, channel: str) -> None:
        """A leg's channel was found in Asterisk: after a restart only its name tells whom the leg goes through."""
        key, carrier = leg_of(channel), channel.rpartition(".")[2]
        if key is None or carrier == channel or key in self._through:
            return
        name = next((one.name for one in self.carriers if one.id == int(carrier)), "")
        self._set(key, Through(int(carrier), name, channel))

    def leave(self, *, call_id: str, position: int) -> None:
        """A leg goes through no carrier any more."""
        left = self._through.pop((call_id, position), None)
        if left is not None:
            self._calls[left.carrier_id] -= 1

    def channel(self, *, call_id: str, position: int) -> str:
        """The name of a leg's channel at this moment."""
        through = self._through.get((call_id, position))
        return leg_channel(call_id=call_id, position=position) if through is None else through.channel

    def name(self, *, call_id: str, position: int) -> str:
        """The name of the carrier a leg goes through; "" where there is none."""
        through = self._through.get((call_id, position))
        return "" if through is None else through.name

    def goes_on(
        self, *, call_id: str, position: int, tried: Collection[str], cause: int, sip_status: int | None, alerted: bool
    ) -> bool:
        """Whether a leg that ended so is tried through another carrier."""
        through = self._through.get((call_id, position))
        if through is None or not carrier_failed(cause=cause, sip_status=sip_status, alerted=alerted):
            return False
        return self.choose(tried={*tried, through.name}) is not None

    def silent(self, *, call_id: str, position: int) -> None:
        """Nothing at all came from a leg: whether its carrier is there is to be found out now."""
        through = self._through.get((call_id, position))
        if through is not None:
            self._on_silence(through.carrier_id)

    def _set(self, key: LegKey, through: Through) -> None:
        self.leave(call_id=key[0], position=key[1])
        self._through[key] = through
        self._calls[through.carrier_id] += 1
