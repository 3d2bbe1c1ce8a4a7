"""The legs of a call hold the lines of their destinations: no more than those have, and never for longer."""

from typing import Any, cast

import pytest

from smartnumbers.core.callcontrol.commands import StartLeg
from smartnumbers.core.callcontrol.events import ConnectFailed, Event, LegDialled, LegEnded
from smartnumbers.core.callcontrol.record import Attempt, Side
from smartnumbers.core.routing.decision import Shown
from smartnumbers.core.routing.destinations import parse_destination
from smartnumbers.core.routing.treatments import ChainEntry
from smartnumbers.telephony.ari.client import AriError
from smartnumbers.telephony.control.clock import CallClock
from smartnumbers.telephony.control.hands import Hands
from smartnumbers.telephony.control.legs import Legs
from smartnumbers.telephony.control.lines import Lines
from smartnumbers.telephony.control.scope import Scope

CALL = "01a00000-0000-7000-8000-000000000001"
ADDRESS = "sip:reception@example.com"


class Trunks:
    def leave(self, **_: Any) -> None: ...

    def name(self, **_: Any) -> str:
        return "Alpha"

    def channel(self, *, position: int, **_: Any) -> str:
        return f"leg-{position}"


class Switch:
    """Notes what is dialled."""

    def __init__(self) -> None:
        self.dialled: list[int] = []
        self.ari: object = object()
        self.trunks = Trunks()

    async def start_leg(self, *, command: StartLeg, **_: Any) -> None:
        self.dialled.append(command.position)

    async def connect(self, **_: Any) -> None:
        raise AriError(409, "Channel not in Stasis application")


class Scene:
    def __init__(self) -> None:
        self.lines = Lines(now=lambda: 1)
        self.switch = Switch()
        self.told: list[Event] = []
        self.leaving: dict[str, int] = {}
        scope = Scope(
            call_id=CALL, channel="caller", clock=CallClock(began=0), hands=cast(Hands, self.switch),
            tell=self.told.append, hangup_causes=self.leaving,
        )  # fmt: skip
        self.legs = Legs(scope=scope, lines=self.lines)

    async def start(self, position: int, *, limit: int | None) -> None:
        entry = ChainEntry(parse_destination(ADDRESS), "Reception", 20, limit=limit)
        await self.legs.start(StartLeg(position=position, entry=entry, shown=Shown()))


@pytest.fixture
def scene() -> Scene:
    return Scene()


async def test_a_destination_that_has_its_calls_is_not_dialled(scene: Scene) -> None:
    for position in (1, 2, 3):
        await scene.start(position, limit=2)

    assert scene.switch.dialled == [1, 2]
    full = scene.told[-1]
    assert isinstance(full, LegEnded)
    assert (full.position, full.full, full.cause) == (3, True, 17)
    assert scene.lines.taken(ADDRESS) == 2


async def test_a_line_is_free_again_when_its_leg_is_gone_and_all_are_at_the_end_of_the_call(scene: Scene) -> None:
    for position in (1, 2, 3):
        await scene.start(position, limit=None)
    scene.legs.ended(2)
    scene.legs.ended(2)
    assert scene.lines.taken(ADDRESS) == 2

    scene.legs.drop()

    assert scene.lines.taken(ADDRESS) == 0


async def test_legs_found_after_a_restart_hold_their_lines_and_are_dialled_again_within_the_limit(scene: Scene) -> None:
    attempt = Attempt(position=1, name="Reception", address=ADDRESS, kind="sip", ring_seconds=20, started_at=0)
    scene.legs.restore([1], {1: attempt})
    assert scene.lines.taken(ADDRESS) == 1

    scene.legs.ended(1, missed=True)
    await scene.start(2, limit=1)
    await scene.start(1, limit=1)

    assert scene.switch.dialled == [1]
    assert scene.lines.taken(ADDRESS) == 1


async def test_a_leg_tells_its_carrier_and_over_which_connection_it_was_dialled(scene: Scene) -> None:
    await scene.start(1, limit=None)
    assert scene.legs.is_fresh(1)

    scene.switch.ari = object()

    assert not scene.legs.is_fresh(1)
    (told,) = scene.told
    assert isinstance(told, LegDialled)
    assert (told.position, told.carrier) == (1, "Alpha")


@pytest.mark.parametrize(
    ("leaving", "gone"), [({}, None), ({"caller": 16}, Side.CALLER), ({"leg-1": 16, "leg-2": 16}, Side.DESTINATION)]
)
async def test_who_hung_up_while_a_leg_is_joined_is_told(
    scene: Scene, leaving: dict[str, int], gone: Side | None
) -> None:
    scene.leaving.update(leaving)

    await scene.legs.connect(1, speaking=False)

    assert [event.gone for event in scene.told if isinstance(event, ConnectFailed)] == [gone]
