"""Sound flows both ways, and it is the right sound."""

from itertools import groupby
from pathlib import Path

import pytest

from smartnumbers.telephony.lab import speaking
from tests.telephony.product import Product, lab_phone
from tests.telephony.sound import heard_tones, write_tone

pytestmark = [pytest.mark.telephony, pytest.mark.asyncio(loop_scope="session")]

F, G, A = 349.23, 392.0, 440.0
"""The first notes of the melody that the lab's music phone plays, in hertz: F G A F."""

TONES = (440.0, 700.0, 1000.0, 1300.0, 2000.0)


async def test_the_caller_hears_what_the_destination_says(product: Product, tmp_path: Path) -> None:
    number = await product.number(lab_phone("music"))

    report = await product.call(number, talk=2.0, listen=True, save=tmp_path / "heard.wav")

    assert report.heard is not None
    assert report.heard.rms > 500
    notes = heard_tones(path=tmp_path / "heard.wav", among=(F, G, A, 261.63, 466.16, 523.25, 587.33))
    assert [note for note, times in groupby(notes) if len(list(times)) > 1][:4] == [F, G, A, F]
    await product.nothing_left()


async def test_the_caller_hears_speech(product: Product) -> None:
    number = await product.number(lab_phone("speech"))

    report = await product.call(number, talk=2.0, listen=True)

    assert report.heard is not None
    assert report.heard.sound_seconds > 0.8
    await product.nothing_left()


async def test_the_destination_hears_what_the_caller_says(product: Product, tmp_path: Path) -> None:
    number = await product.number(lab_phone("echo"))
    write_tone(path=tmp_path / "tone.wav", frequency=1000.0, seconds=1.5)

    with speaking.playable(source=tmp_path / "tone.wav", folder=product.lab.sounds) as tone:
        report = await product.call(number, talk=2.5, listen=True, play=tone, save=tmp_path / "heard.wav")

    assert report.heard is not None
    assert report.heard.sound_seconds > 1.0
    assert set(heard_tones(path=tmp_path / "heard.wav", among=TONES)[1:-1]) == {1000.0}
    await product.nothing_left()


async def test_a_silent_line_is_silent(product: Product) -> None:
    number = await product.number(lab_phone("answer"))

    report = await product.call(number, listen=True)

    assert report.heard is not None
    assert (report.heard.sound_seconds, report.heard.level_dbfs) == (0, None)
    await product.nothing_left()


async def test_keys_reach_the_destination_and_come_back(product: Product) -> None:
    number = await product.number(lab_phone("keys"))

    report = await product.call(number, talk=3.5, keys="12*#", keys_after=0.2)

    assert report.keys_heard == "12*"
    await product.nothing_left()
