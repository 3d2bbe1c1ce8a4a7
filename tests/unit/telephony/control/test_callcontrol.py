"""What call control does with legs that no call waits for, and with those that were lost while it was away."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import pytest

from smartnumbers.core.callcontrol.admission import Admission
from smartnumbers.core.callcontrol.commands import StartLeg
from smartnumbers.core.callcontrol.entries import event_entry
from smartnumbers.core.callcontrol.events import LegAlerting
from smartnumbers.telephony.control.callcontrol import CallControl
from smartnumbers.telephony.control.hands import LEG_ARGUMENT
from smartnumbers.telephony.control.memory import Memory
from smartnumbers.telephony.control.recovery import reconcile
from smartnumbers.telephony.control.session import Means
from smartnumbers.telephony.control.trunks import Trunks
from smartnumbers.telephony.profiles.book import ProfileBook
from tests.unit.core.callcontrol.cast import offered

CALL = "019f0000-0000-7000-8000-000000000001"
CALLER, LEG, ANOTHER = "1732.1", f"{CALL}-1", "01a00000-0000-7000-8000-000000000001-2.1"
STASIS = {"app_name": "Stasis", "app_data": "smartnumbers,leg"}
NOT_YET = {"app_name": "AppDial2", "app_data": "(Outgoing Line)"}


def channel(name: str, state: str, dialplan: Mapping[str, str] = STASIS) -> dict[str, Any]:
    """A channel as Asterisk shows it."""
    return {"id": name, "state": state, "dialplan": dialplan}


def destroyed(state: str, **causes: int) -> dict[str, Any]:
    """A leg that was dialled and never came in is gone."""
    return {"type": "ChannelDestroyed", "channel": channel(LEG, state, NOT_YET), **causes}


ANSWERED = {"type": "StasisStart", "args": [LEG_ARGUMENT], "channel": channel(LEG, "Up")}
BUSY = destroyed("Ringing", cause=17, tech_cause=486)
UNSERVED = destroyed("Up", cause=0)


class Switch:
    """Asterisk and our hands on it: notes what is dialled, joined and hung up."""

    def __init__(self) -> None:
        self.ari = self
        self.trunks = Trunks(on_silence=lambda _: None)
        self.channels: list[dict[str, Any]] = []
        self.done: list[tuple[str, Any]] = []

    async def request(self, method: str, path: str, **_: Any) -> Any:
        return {"channels": self.channels, "bridges": []}.get(path)

    async def start_leg(self, *, command: StartLeg, **_: Any) -> None:
        self.done.append(("dial", command.position))

    async def connect(self, *, position: int, **_: Any) -> None:
        self.done.append(("join", position))

    async def ring(self, **_: Any) -> None: ...

    def hang_up(self, *, channel: str, **_: Any) -> None:
        self.done.append(("hang up", channel))


class Notebook:
    """A journal and watchers that keep nothing."""

    healthy = True

    def append(self, _: Mapping[str, Any]) -> asyncio.Future[None]:
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        written.set_result(None)
        return written

    def call(self, _: Any) -> None: ...

    def ended(self, *_: str) -> None: ...


class Scene:
    """Call control that comes back: a call was ringing at its first destination when it died."""

    def __init__(self, path: Path) -> None:
        self.switch = Switch()
        book, notebook = ProfileBook(), Notebook()
        means = Means(
            hands=cast(Any, self.switch), journal=notebook, watchers=notebook, messages=cast(Any, None),
            memory=Memory(path=path, look_up=book.look_up, now=lambda: 0),
        )  # fmt: skip
        self.control = CallControl(
            node="node1", book=book, admission=Admission(setups_per_second=9, simultaneous=9), means=means,
            spawn=lambda work: None,
        )  # fmt: skip
        events = (offered(), LegAlerting(at=1, position=1))
        self.control.restore({CALL: [event_entry(call_id=CALL, event=event) for event in events]})
        self.control.hold()

    async def comes_back(self, *channels: dict[str, Any]) -> None:
        """Look around in Asterisk, and deal with all that was heard."""
        self.switch.channels = [channel(CALLER, "Ring"), *channels]
        await reconcile(
            ari=cast(Any, self.switch), app="smartnumbers", control=self.control, lost_at=None, alive_until=None
        )
        await self.settled()

    async def settled(self) -> list[tuple[str, Any]]:
        """What was done since it came back."""
        for session in tuple(self.control.sessions.values()):
            await session.settled()
        return self.switch.done


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path / "callers.sqlite3")


def test_a_destination_that_answers_when_its_call_is_over_is_hung_up(scene: Scene) -> None:
    scene.control.hear()

    scene.control.on_event({"type": "StasisStart", "args": [LEG_ARGUMENT], "channel": {"id": ANOTHER}})

    assert scene.switch.done == [("hang up", ANOTHER)]


async def test_a_leg_of_which_nothing_is_left_is_dialled_again(scene: Scene) -> None:
    await scene.comes_back()

    assert await scene.settled() == [("dial", 1)]


async def test_a_leg_that_was_hung_up_because_nobody_served_it_is_dialled_again_once(scene: Scene) -> None:
    scene.control.on_event(UNSERVED)
    await scene.comes_back()

    assert await scene.settled() == [("dial", 1)]


async def test_a_leg_that_answered_and_is_not_with_us_waits_for_what_becomes_of_it(scene: Scene) -> None:
    await scene.comes_back(channel(LEG, "Up", NOT_YET))
    assert await scene.settled() == []

    scene.control.on_event(UNSERVED)
    assert await scene.settled() == [("dial", 1)]

    scene.control.on_event(ANSWERED)
    assert await scene.settled() == [("dial", 1), ("join", 1)]


async def test_a_leg_that_answers_through_another_carrier_than_it_is_dialled_through_now_is_hung_up(
    scene: Scene,
) -> None:
    await scene.comes_back()
    late = f"{LEG}.7"

    scene.control.on_event({**ANSWERED, "channel": channel(late, "Up")})

    assert await scene.settled() == [("dial", 1), ("hang up", late)]


async def test_a_leg_that_answered_and_waits_for_us_is_joined(scene: Scene) -> None:
    await scene.comes_back(channel(LEG, "Up"))

    assert await scene.settled() == [("join", 1)]


async def test_a_refusal_heard_while_coming_back_is_one(scene: Scene) -> None:
    scene.control.on_event(BUSY)
    await scene.comes_back()

    assert await scene.settled() == [("dial", 2)]
