"""Prompts in a call: how each of them ends, whatever Asterisk and the library do."""

import asyncio
from pathlib import Path

import pytest

from smartnumbers.core.callcontrol.commands import PlayToBoth, PlayToCaller
from smartnumbers.core.callcontrol.events import Event, PromptEnded, PromptResult
from smartnumbers.core.tariffs.prompting import Prompt
from smartnumbers.telephony.ari.client import AriError, AriUnavailable
from smartnumbers.telephony.control.clock import CallClock
from smartnumbers.telephony.control.hands import Hands
from smartnumbers.telephony.control.playing import Playing, call_of
from smartnumbers.telephony.control.scope import Scope
from smartnumbers.telephony.control.trunks import Trunks
from smartnumbers.telephony.lab.sounds import write_wav
from smartnumbers.telephony.prompts.library import PromptUnavailable

CALL = "01a00000-0000-7000-8000-000000000001"
PROMPT = Prompt(language="fr", text="Trois francs.")


class Shelf:
    """Prompts, all of them the same second of silence; with a fault, none."""

    def __init__(self, folder: Path) -> None:
        self.beep = folder / "beep.wav"
        self._path = folder / "prompt.wav"
        self.ready = asyncio.Event()
        self.ready.set()
        self.fault: Exception | None = None
        self.without_recordings = False
        write_wav(path=self._path, samples=bytes(16000))

    async def sound(self, *, prompt: Prompt) -> Path:
        await self.ready.wait()
        if self.fault is not None:
            raise self.fault
        if self.without_recordings and prompt.recording is not None:
            raise PromptUnavailable("no such recording")
        return self._path


class Ari:
    """Notes the requests; one that is to fail raises its fault."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str, str]] = []
        self.faults: dict[str, Exception] = {}
        self.news = asyncio.Event()

    async def request(
        self, method: str, path: str, *, query: dict[str, str] | None = None, body: dict[str, str] | None = None
    ) -> None:
        assert body is None
        self.requests.append((method, path, (query or {}).get("media", "")))
        self.news.set()
        if method in self.faults:
            raise self.faults[method]


class Scene:
    """A call in which prompts are played, and what was told of them."""

    def __init__(self, folder: Path) -> None:
        self.told: list[PromptEnded] = []
        self.news = asyncio.Event()
        self.shelf, self.ari = Shelf(folder), Ari()
        hands = Hands(app="app", trunks=Trunks(on_silence=lambda _: None), prompts=self.shelf)
        hands.ari = self.ari  # type: ignore[assignment]
        scope = Scope(call_id=CALL, channel="caller", clock=CallClock(began=1000), hands=hands, tell=self._tell)
        self.playing = Playing(scope=scope, revision=3)

    def _tell(self, event: Event) -> None:
        assert isinstance(event, PromptEnded)
        self.told.append(event)
        self.news.set()

    def start(self, prompt: Prompt = PROMPT) -> None:
        self.playing.start(PlayToCaller(prompt_id="p-1", prompt=prompt))

    async def requested(self, count: int) -> None:
        async with asyncio.timeout(5):
            while len(self.ari.requests) < count:
                self.ari.news.clear()
                await self.ari.news.wait()

    async def ended(self) -> PromptEnded:
        async with asyncio.timeout(5):
            await self.news.wait()
        (event,) = self.told
        return event


@pytest.fixture
async def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


async def test_a_prompt_that_is_played_to_its_end(scene: Scene, tmp_path: Path) -> None:
    scene.start()
    await scene.requested(1)
    scene.playing.finished(f"{CALL}:p-1", "done")

    event = await scene.ended()

    assert scene.ari.requests == [("POST", "channels/caller/play", f"sound:{tmp_path / 'prompt'}")]
    assert (event.result, event.played_ms, event.text, event.revision) == (
        PromptResult.FINISHED, 1000, "Trois francs.", 3,
    )  # fmt: skip
    assert call_of(f"{CALL}:p-1") == CALL


async def test_a_prompt_for_both_goes_into_the_bridge(scene: Scene) -> None:
    scene.playing.start(PlayToBoth(prompt_id="p-1", prompt=PROMPT))
    await scene.requested(1)

    assert scene.ari.requests[0][1] == f"bridges/{CALL}/play"


async def test_a_prompt_that_is_stopped_counts_as_skipped(scene: Scene) -> None:
    scene.start()
    await scene.requested(1)
    await scene.playing.stop("p-1")
    scene.playing.finished(f"{CALL}:p-1", "done")

    assert (await scene.ended()).result is PromptResult.SKIPPED


async def test_the_tone_is_heard_after_a_skip(scene: Scene, tmp_path: Path) -> None:
    scene.start(Prompt(language="fr", text="Trois francs.", beep=True))
    await scene.requested(1)
    await scene.playing.stop("p-1")
    scene.playing.finished(f"{CALL}:p-1", "done")
    await scene.requested(3)
    assert scene.told == []
    assert scene.ari.requests[2][2] == f"sound:{tmp_path / 'beep'}"

    scene.playing.finished(f"{CALL}:p-1+beep", "done")

    assert (await scene.ended()).result is PromptResult.SKIPPED


async def test_a_prompt_stopped_while_it_is_made_is_not_played(scene: Scene) -> None:
    scene.shelf.ready.clear()
    scene.start()
    await asyncio.sleep(0)
    scene.ari.faults["DELETE"] = AriError(404, "no such playback")
    await scene.playing.stop("p-1")
    scene.shelf.ready.set()

    event = await scene.ended()

    assert event.result is PromptResult.SKIPPED
    assert [method for method, _, _ in scene.ari.requests] == ["DELETE"]


async def test_a_playback_that_asterisk_gives_up_is_failed(scene: Scene) -> None:
    scene.start()
    await scene.requested(1)
    scene.playing.finished(f"{CALL}:p-1", "failed")

    assert (await scene.ended()).result is PromptResult.FAILED


@pytest.mark.parametrize("fault", [PromptUnavailable("no voices"), OSError("disk")])
async def test_a_prompt_that_is_not_to_be_had_is_failed(scene: Scene, fault: Exception) -> None:
    scene.shelf.fault = fault
    scene.start()

    event = await scene.ended()

    assert (event.result, event.played_ms) == (PromptResult.FAILED, 0)
    assert scene.ari.requests == []


async def test_a_recording_that_is_not_to_be_had_is_spoken_and_told_so(scene: Scene) -> None:
    scene.shelf.without_recordings = True
    scene.start(Prompt(language="fr", text="Trois francs.", recording="gone"))
    await scene.requested(1)
    scene.playing.finished(f"{CALL}:p-1", "done")

    event = await scene.ended()

    assert (event.result, event.text, event.recording) == (PromptResult.FINISHED, "Trois francs.", None)


async def test_a_recording_without_words_is_failed_when_it_is_not_to_be_had(scene: Scene) -> None:
    scene.shelf.without_recordings = True
    scene.start(Prompt(language="fr", text="", recording="gone"))

    assert (await scene.ended()).result is PromptResult.FAILED


async def test_a_prompt_that_asterisk_refuses_is_failed(scene: Scene) -> None:
    scene.ari.faults["POST"] = AriError(409, "not in Stasis")
    scene.start()

    assert (await scene.ended()).result is PromptResult.FAILED


async def test_of_a_prompt_at_which_asterisk_goes_away_nothing_is_told(scene: Scene) -> None:
    scene.ari.faults["POST"] = AriUnavailable("gone")
    scene.start()
    await scene.requested(1)
    await asyncio.sleep(0.01)

    assert scene.told == []


async def test_of_what_is_dropped_nothing_is_told(scene: Scene) -> None:
    scene.start()
    await scene.requested(1)
    scene.playing.drop()
    await asyncio.sleep(0.01)
    scene.playing.finished(f"{CALL}:p-1", "done")

    assert scene.told == []
