"""What a caller leaves after the tone: kept, measured and told of, whatever Asterisk does."""

import asyncio
import stat
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, cast

import pytest

from smartnumbers.core.callcontrol.commands import RecordCaller
from smartnumbers.core.callcontrol.events import CallerEnded, Event, RecordingEnded, RecordingResult
from smartnumbers.telephony.ari.client import AriError, AriUnavailable
from smartnumbers.telephony.control.clock import CallClock
from smartnumbers.telephony.control.hands import Hands
from smartnumbers.telephony.control.recording import MessagePlaces, Recording, spoken_ms
from smartnumbers.telephony.control.scope import Scope
from smartnumbers.telephony.lab.sounds import write_wav

CALL = "01a00000-0000-7000-8000-000000000001"
COMMAND = RecordCaller(name=CALL, max_seconds=30)
GONE = CallerEnded(at=7, cause=41, recovered=True, lost=True)
LOUD = (8000).to_bytes(2, "little") + (-8000).to_bytes(2, "little", signed=True)


def sound(seconds: float) -> bytes:
    return LOUD * int(seconds * 4000)


def silence(seconds: float) -> bytes:
    return bytes(int(seconds * 16000))


class Switch:
    """Asterisk's side: what it is asked for, and what it answers."""

    def __init__(self) -> None:
        self.fault: Exception | None = None
        self.live = False
        self.asked = asyncio.Event()

    async def record(self, **_: Any) -> None:
        self.asked.set()
        if self.fault is not None:
            raise self.fault

    async def is_recording(self, **_: Any) -> bool:
        return self.live


class Scene:
    def __init__(self, folder: Path) -> None:
        self.places = MessagePlaces(recorded=folder / "spool", kept=folder / "messages")
        self.places.recorded.mkdir()
        self.switch = Switch()
        self.told: list[Event] = []
        self.news = asyncio.Event()
        self.recording = self.again()

    def again(self) -> Recording:
        """A recorder of the same call, as a call control has it that was started anew."""
        scope = Scope(
            call_id=CALL, channel="caller", clock=CallClock(began=0), hands=cast(Hands, self.switch), tell=self.tell
        )
        return Recording(scope=scope, places=self.places)

    def tell(self, event: Event) -> None:
        self.told.append(event)
        self.news.set()

    def says(self, samples: bytes) -> None:
        write_wav(path=self.places.recorded / f"{CALL}.wav", samples=samples)

    @property
    def kept(self) -> Path:
        return self.places.kept / f"{CALL}.wav"

    async def end(self) -> RecordingEnded:
        await asyncio.wait_for(self.news.wait(), 2)
        (event,) = self.told
        assert isinstance(event, RecordingEnded)
        return event


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


async def test_what_was_said_is_moved_where_only_we_can_read_it(scene: Scene) -> None:
    scene.says(silence(0.5) + sound(2.0) + silence(5.0))
    scene.recording.start(COMMAND)
    await scene.switch.asked.wait()

    scene.recording.ended("done", caller_gone=False)

    event = await scene.end()
    assert (event.result, event.ms) == (RecordingResult.FINISHED, 2000)
    assert stat.S_IMODE(scene.kept.stat().st_mode) == 0o600
    assert list(scene.places.recorded.iterdir()) == []


async def test_a_caller_who_hangs_up_has_left_what_he_said_until_then(scene: Scene) -> None:
    scene.says(sound(1.5))
    scene.recording.start(COMMAND)
    await scene.switch.asked.wait()
    gone = asyncio.create_task(scene.recording.caller_gone(GONE, asked_for=True))
    await asyncio.sleep(0)
    assert scene.told == []

    scene.recording.ended("done", caller_gone=True)
    await gone

    event = await scene.end()
    assert (event.result, event.ms) == (RecordingResult.HUNG_UP, 1500)


@pytest.mark.parametrize("fault", [AriError(404, "no such channel"), AriError(500, "no")])
async def test_what_cannot_be_recorded_has_failed(scene: Scene, fault: Exception) -> None:
    scene.switch.fault = fault
    scene.recording.start(COMMAND)

    event = await scene.end()

    assert (event.result, event.ms) == (RecordingResult.FAILED, 0)


async def test_a_caller_who_is_gone_already_has_hung_up(scene: Scene) -> None:
    scene.recording.ended("failed", caller_gone=True)
    scene.switch.fault = AriError(404, "no such channel")
    scene.recording.start(COMMAND)

    assert (await scene.end()).result is RecordingResult.HUNG_UP


async def test_with_asterisk_away_nothing_is_told(scene: Scene) -> None:
    scene.switch.fault = AriUnavailable("away")
    scene.recording.start(COMMAND)
    await asyncio.sleep(0.05)

    assert scene.told == []


Before = Callable[[Scene], Awaitable[None]]


async def runs_on(scene: Scene) -> None:
    scene.switch.fault, scene.switch.live = AriError(409, "there is one"), True


async def is_over(scene: Scene) -> None:
    scene.switch.fault = AriError(409, "there is one")


async def is_kept(scene: Scene) -> None:
    before = scene.again()
    before.start(COMMAND)
    await scene.switch.asked.wait()
    before.ended("done", caller_gone=False)
    await scene.end()
    scene.told.clear()
    scene.news.clear()


@pytest.mark.parametrize("before", [runs_on, is_over, is_kept])
async def test_a_recording_from_before_a_restart_is_not_begun_again(scene: Scene, before: Before) -> None:
    scene.says(sound(2.0))
    await before(scene)

    scene.recording.start(COMMAND)
    await asyncio.sleep(0.05)
    scene.recording.ended("done", caller_gone=False)

    event = await scene.end()
    assert (event.result, event.ms) == (RecordingResult.FINISHED, 2000)


async def test_a_caller_who_hung_up_while_nobody_listened_has_left_his_message(scene: Scene) -> None:
    scene.says(sound(2.0))

    await scene.recording.caller_gone(GONE, asked_for=True)

    event = await scene.end()
    assert (event.result, event.at, event.recovered, event.lost) == (RecordingResult.HUNG_UP, 7, True, True)
    assert scene.kept.exists()


async def test_without_a_message_nothing_is_kept(scene: Scene) -> None:
    scene.says(silence(5.0))
    scene.recording.start(COMMAND)
    await scene.switch.asked.wait()
    scene.recording.ended("done", caller_gone=False)
    assert (await scene.end()).ms == 0

    scene.recording.finish(message=False)

    assert list(scene.places.kept.iterdir()) == []


async def test_a_message_of_whose_end_nobody_told_is_kept_with_its_call(scene: Scene) -> None:
    scene.says(sound(2.0))
    scene.recording.start(COMMAND)
    await scene.switch.asked.wait()

    scene.recording.finish(message=True)

    assert spoken_ms(scene.kept) == 2000
    assert list(scene.places.recorded.iterdir()) == []


@pytest.mark.parametrize(
    ("samples", "ms"), [(b"", 0), (silence(3), 0), (sound(0.1), 100), (sound(1) + silence(2) + sound(1), 4000)]
)
def test_speech_is_measured_from_the_first_sound_to_the_last(tmp_path: Path, samples: bytes, ms: int) -> None:
    write_wav(path=tmp_path / "said.wav", samples=samples)

    assert spoken_ms(tmp_path / "said.wav") == ms
