"""Test calls: step by step from what Asterisk tells, one at a time for a destination, few for an account."""

import asyncio
from collections import deque
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Any, cast

import pytest

from smartnumbers.core.callcontrol.commands import StartLeg
from smartnumbers.telephony.control import messages, trial, trials
from smartnumbers.telephony.control.hands import Hands, NoCarrier
from smartnumbers.telephony.control.lines import Lines
from smartnumbers.telephony.control.messages import TrialLook, TrialWanted
from smartnumbers.telephony.control.trials import PER_MINUTE, Trials

ADDRESS = "+41445551003"
SENTENCE = Path("sentence.wav")


class Trunks:
    """Carriers by name; each leg goes through the first that was not tried."""

    def __init__(self, *names: str) -> None:
        self.names = deque(names)
        self.used = ""

    def channel(self, *, call_id: str, position: int) -> str:
        return f"{call_id}-{position}.{len(self.names)}"

    def name(self, **_: Any) -> str:
        return self.used

    def goes_on(self, *, sip_status: int | None, **_: Any) -> bool:
        return sip_status == 503 and bool(self.names)

    def leave(self, **_: Any) -> None:
        self.used = ""

    def silent(self, **_: Any) -> None: ...


class Switch:
    """Hands that note what they are told to do."""

    def __init__(self, *carriers: str) -> None:
        self.ari: object = object()
        self.trunks = Trunks(*carriers)
        self.prompts = self
        self.dialled: list[StartLeg] = []
        self.callers: list[str] = []
        self.said: list[str] = []
        self.hung_up: list[str] = []
        self.alive = True

    async def sound(self, **_: Any) -> Path:
        return SENTENCE

    async def start_leg(self, *, command: StartLeg, caller_channel: str, **_: Any) -> None:
        if not self.trunks.names:
            raise NoCarrier("none")
        self.trunks.used = self.trunks.names.popleft()
        self.dialled.append(command)
        self.callers.append(caller_channel)

    async def sign_of_life(self, **_: Any) -> bool:
        return self.alive

    async def play_to_caller(self, *, channel: str, playback: str, path: Path) -> None:
        assert path == SENTENCE
        self.said.append(playback)

    async def hang_up(self, *, channel: str, **_: Any) -> bool:
        self.hung_up.append(channel)
        return True


class Scene:
    """Test calls on a switch that the test plays."""

    def __init__(self, *carriers: str) -> None:
        self.switch = Switch(*(carriers or ("Alpha",)))
        self.lines = Lines(now=lambda: 1)
        self.ready = True
        self.tasks: list[asyncio.Task[Any]] = []
        self.told: list[tuple[str, Mapping[str, Any]]] = []
        self.trials = Trials(
            hands=cast(Hands, self.switch), lines=self.lines, ready=lambda: self.ready, spawn=self._spawn
        )

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        self.tasks.append(asyncio.create_task(work))

    async def begin(self, **different: Any) -> str:
        """Ask for one; gives the result."""
        self.trials.begin(wanted(**different), lambda result, parameters: self.told.append((result, parameters)))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return self.told[-1][0]

    async def look(self, *, seen: int = -1, **different: Any) -> tuple[str, Mapping[str, Any]]:
        told: asyncio.Future[tuple[str, Mapping[str, Any]]] = asyncio.get_running_loop().create_future()
        begun = next(parameters for result, parameters in reversed(self.told) if result == messages.TRIAL)
        values = {"trial": begun["trial"], "account": "7", "destination": "d", "seen": seen, **different}
        self.trials.look(TrialLook(**values), lambda result, parameters: told.set_result((result, parameters)))
        return await asyncio.wait_for(told, 5)

    @property
    def channel(self) -> str:
        begun = next(parameters for result, parameters in reversed(self.told) if result == messages.TRIAL)
        return self.switch.trunks.channel(call_id=begun["trial"], position=0)

    async def happens(self, kind: str, **values: Any) -> bool:
        """One event of Asterisk about the test call's channel."""
        side = {"peer" if kind == "Dial" else "channel": {"id": self.channel}}
        ours = self.trials.on_event({"type": kind, **side, **values})
        await asyncio.sleep(0.01)
        return ours

    async def outcome(self) -> Mapping[str, Any]:
        """The last step, when it is over."""
        async with asyncio.timeout(5):
            while True:
                _, document = await self.look(seen=99)
                if document["over"]:
                    return cast(Mapping[str, Any], document["steps"][-1])


def wanted(**different: Any) -> TrialWanted:
    values: dict[str, Any] = {
        "account": "7", "destination": "d", "address": ADDRESS, "name": "Team", "limit": None, "shown": "+41800123456",
        "language": "de", "ring_seconds": 5,
    }  # fmt: skip
    return TrialWanted(**{**values, **different})


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(trials, "LOOK_SECONDS", 0.2)


async def answered(scene: Scene) -> None:
    await scene.begin()
    await scene.happens("Dial", dialstatus="RINGING")
    await scene.happens("StasisStart", args=["leg"])


async def test_who_answers_is_told_the_sentence_and_hung_up() -> None:
    scene = Scene()
    await answered(scene)
    (playback,) = scene.switch.said
    ours = scene.trials.on_event({"type": "PlaybackFinished", "playback": {"id": playback, "state": "done"}})

    assert (await scene.outcome())["code"] == "heard"
    _, document = await scene.look()
    assert ours
    assert [one["code"] for one in document["steps"]] == ["dialled", "ringing", "answered", "heard"]
    assert document["steps"][1]["carrier"] == "Alpha"
    assert scene.switch.hung_up == [scene.channel]
    assert scene.switch.callers == [""]
    (command,) = scene.switch.dialled
    assert (command.shown.number, command.entry.ring_seconds) == ("+41800123456", 5)


async def test_who_hangs_up_in_the_sentence_has_not_heard_it() -> None:
    scene = Scene()
    await answered(scene)
    await scene.happens("ChannelHangupRequest", cause=16)
    scene.trials.on_event({"type": "PlaybackFinished", "playback": {"id": scene.switch.said[0], "state": "done"}})
    await scene.happens("StasisEnd")

    assert (await scene.outcome())["code"] == "left"


@pytest.mark.parametrize(
    ("cause", "status", "code"),
    [(17, 486, "busy"), (21, 603, "refused"), (20, 480, "unreachable"), (38, 500, "error")],
)
async def test_what_a_destination_answers_is_told_with_its_status(cause: int, status: int, code: str) -> None:
    scene = Scene()
    await scene.begin()
    await scene.happens("ChannelDestroyed", cause=cause, tech_cause=status)

    last = await scene.outcome()

    assert (last["code"], last["sip_status"], last["carrier"]) == (code, status, "Alpha")


async def test_a_carrier_that_cannot_take_it_is_passed_over() -> None:
    scene = Scene("Alpha", "Beta")
    await scene.begin()
    await scene.happens("ChannelDestroyed", cause=34, tech_cause=503)
    await scene.happens("ChannelDestroyed", cause=17, tech_cause=486)

    assert (await scene.outcome())["carrier"] == "Beta"
    _, document = await scene.look()
    assert [(one["code"], one["carrier"]) for one in document["steps"]] == [
        ("dialled", ""), ("passed-on", "Alpha"), ("busy", "Beta"),
    ]  # fmt: skip
    assert scene.switch.dialled[1].tried == ("Alpha",)


async def test_without_a_carrier_that_is_what_is_told() -> None:
    scene = Scene()
    scene.switch.trunks.names.clear()
    await scene.begin()

    assert (await scene.outcome())["code"] == "no-carrier"


@pytest.mark.parametrize(("rings", "code"), [(True, "no-answer"), (False, "unreachable")])
async def test_the_ring_time_ends_it(rings: bool, code: str) -> None:
    scene = Scene()
    await scene.begin(ring_seconds=0.05)
    if rings:
        await scene.happens("Dial", dialstatus="RINGING")

    assert (await scene.outcome())["code"] == code
    assert scene.switch.hung_up == [scene.channel]


async def test_silence_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "LIFE_SECONDS", 0.02)
    scene = Scene()
    scene.switch.alive = False
    await scene.begin()

    assert (await scene.outcome())["code"] == "unreachable"


async def test_a_switch_that_goes_away_ends_it() -> None:
    scene = Scene()
    await answered(scene)
    scene.trials.disconnected()

    assert (await scene.outcome())["code"] == "interrupted"


async def test_a_destination_is_rung_by_one_at_a_time() -> None:
    scene = Scene("Alpha", "Beta")
    await scene.begin()

    assert await scene.begin(account="8") == messages.TRIAL_RUNNING
    await scene.happens("ChannelDestroyed", cause=17, tech_cause=486)
    await scene.outcome()
    assert await scene.begin(account="8") == messages.TRIAL


async def test_an_account_begins_a_few_in_a_minute_and_others_are_not_held_up() -> None:
    scene = Scene(*"ABCDEFG")
    for index in range(PER_MINUTE):
        assert await scene.begin(address=f"+4144555100{index}") == messages.TRIAL

    assert await scene.begin(address="+41445551009") == messages.TRIAL_TOO_MANY
    assert 0 < scene.told[-1][1]["seconds"] <= 60
    assert await scene.begin(address="+41445551009", account="8") == messages.TRIAL


async def test_a_destination_with_all_its_calls_is_left_alone_and_a_test_takes_none_of_them() -> None:
    scene = Scene("Alpha", "Beta")
    await scene.begin(limit=1)
    assert scene.lines.taken(ADDRESS) == 0
    await scene.happens("ChannelDestroyed", cause=17, tech_cause=486)
    await scene.outcome()
    scene.lines.take(ADDRESS)

    assert await scene.begin(limit=1) == messages.TRIAL_FULL


async def test_without_a_switch_nobody_is_rung() -> None:
    scene = Scene()
    scene.ready = False

    assert await scene.begin() == messages.TRIAL_ENGINE_DOWN


async def test_an_address_that_is_none_is_no_request() -> None:
    assert await Scene().begin(address="0900 123 456") == messages.INVALID


@pytest.mark.parametrize("different", [{"account": "8"}, {"destination": "e"}, {"trial": "another"}])
async def test_nobody_else_learns_of_it(different: dict[str, str]) -> None:
    scene = Scene()
    await scene.begin()

    assert (await scene.look(**different))[0] == messages.TRIAL_UNKNOWN


async def test_a_look_waits_for_news() -> None:
    scene = Scene()
    await scene.begin()
    waiting = asyncio.create_task(scene.look(seen=1))
    await asyncio.sleep(0.02)
    assert not waiting.done()

    await scene.happens("Dial", dialstatus="PROGRESS")

    assert (await waiting)[1]["steps"][-1]["code"] == "ringing"


async def test_events_of_calls_are_not_taken() -> None:
    scene = Scene()
    await scene.begin()
    call = "01a00000-0000-7000-8000-000000000001-0"

    assert not scene.trials.on_event({"type": "StasisEnd", "channel": {"id": call}})
    assert not scene.trials.on_event({"type": "PlaybackFinished", "playback": {"id": "x:1", "state": "done"}})
    assert not scene.trials.on_event({"type": "RecordingFinished", "recording": {"name": "x", "state": "done"}})
