"""The library of prompts: made by a process of its own, once, however many calls wait for it."""

import asyncio
import wave
from dataclasses import replace
from pathlib import Path

import pytest

from smartnumbers.core.routing.decide import nowhere
from smartnumbers.core.routing.plan import DatedPlan, Plan, PlanSchedule
from smartnumbers.core.routing.profile import Profile
from smartnumbers.core.routing.treatments import Message
from smartnumbers.core.tariffs.charging import ChargingPlan, Dated
from smartnumbers.core.tariffs.prompting import Prompt
from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.core.tariffs.version import TariffVersion
from smartnumbers.telephony.lab.sounds import write_wav
from smartnumbers.telephony.prompts import library as library_module
from smartnumbers.telephony.prompts import sounds
from smartnumbers.telephony.prompts.library import PromptLibrary, PromptUnavailable
from smartnumbers.telephony.prompts.maker import Places

RECORDING = "cd" * 32
PROMPT = Prompt(language="de", text="Drei Franken.", recording=RECORDING)
PLAN = ChargingPlan(
    class_code="ch-0900", language="de", recording=RECORDING,
    schedule=(
        Dated(
            valid_from=None,
            version=TariffVersion(
                code="a", version=1, name="A", tariff=Tariff(currency="CHF", per_minute=3_000_000)
            ),
        ),
    ),
)  # fmt: skip


SILENT = Plan(zone="Europe/Zurich", treatments={})
PROFILE = Profile(
    number="+41900123456", account="a", revision=1, in_service=True, charging=PLAN,
    plans=PlanSchedule(dated=(DatedPlan(valid_from=None, plan=SILENT),)),
)  # fmt: skip


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """Folders, with one own recording in them and without voices."""
    (tmp_path / "recordings").mkdir()
    write_wav(path=tmp_path / "recordings" / f"{RECORDING}.wav", samples=bytes(16000))
    return Places(
        folder=tmp_path / "prompts", playable=tmp_path / "playable", recordings=tmp_path / "recordings",
        cache=tmp_path / "cache",
    )  # fmt: skip


@pytest.fixture
def library(places: Places) -> PromptLibrary:
    return PromptLibrary(places=places, now=lambda: 1_795_338_000_000)


async def test_a_prompt_is_made_when_a_call_needs_it(library: PromptLibrary) -> None:
    path = await library.sound(prompt=PROMPT)

    with wave.open(str(path), "rb") as file:
        assert (file.getframerate(), file.getnframes()) == (8000, 8000)
    assert library.beep.exists()
    assert await library.sound(prompt=PROMPT) == path


async def test_calls_that_wait_for_the_same_prompt_wait_together(
    library: PromptLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []
    make = library_module._make

    async def counted(asked: bytes, *, seconds: float, niceness: int) -> None:
        started.append(asked)
        await make(asked, seconds=seconds, niceness=niceness)

    monkeypatch.setattr(library_module, "_make", counted)

    await asyncio.gather(*(library.sound(prompt=PROMPT) for _ in range(5)))

    assert len(started) == 1


async def test_what_cannot_be_made_says_why_and_is_tried_again(library: PromptLibrary, places: Places) -> None:
    missing = Prompt(language="de", text="", recording="ef" * 32)

    with pytest.raises(PromptUnavailable, match="No such file"):
        await library.sound(prompt=missing)

    write_wav(path=places.recordings / f"{missing.recording}.wav", samples=bytes(160))
    assert (await library.sound(prompt=missing)).exists()


async def test_a_maker_that_takes_too_long_is_given_up(library: PromptLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_module, "DEMAND_SECONDS", 0.0)

    with pytest.raises(PromptUnavailable, match="within"):
        await library.sound(prompt=PROMPT)


async def test_a_plan_is_prepared_once(library: PromptLibrary, places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    made = asyncio.Event()
    orders = []
    make = library_module._make

    async def noted(asked: bytes, *, seconds: float, niceness: int) -> None:
        orders.append(asked)
        try:
            await make(asked, seconds=seconds, niceness=niceness)
        finally:
            made.set()

    monkeypatch.setattr(library_module, "_make", noted)
    preparing = asyncio.create_task(library.run())

    library.prepare([PROFILE, replace(PROFILE, number="+41900123457")], look_up=nowhere)
    await asyncio.wait_for(made.wait(), 20)
    library.prepare([PROFILE], look_up=nowhere)
    await asyncio.sleep(0.05)
    preparing.cancel()

    assert len(orders) == 1
    # Its announcement is a recording and so is there; the warning needs a voice where there is none.
    assert sounds.BEEP in {path.stem for path in places.playable.iterdir()}
    assert len(list(places.playable.iterdir())) >= 2


async def test_what_a_plan_says_is_prepared(library: PromptLibrary, places: Places) -> None:
    greeting = Message(texts={"de": "Guten Tag."}, recording=RECORDING)
    plans = PlanSchedule(dated=(DatedPlan(valid_from=None, plan=replace(SILENT, greeting=greeting)),))
    preparing = asyncio.create_task(library.run())

    library.prepare([replace(PROFILE, charging=None, plans=plans)], look_up=nowhere)

    file = places.playable / f"{sounds.name_of(Prompt(language='de', text='Guten Tag.', recording=RECORDING))}.wav"
    async with asyncio.timeout(20):
        while not file.exists():  # noqa: ASYNC110 - another process makes it
            await asyncio.sleep(0.05)
    preparing.cancel()
