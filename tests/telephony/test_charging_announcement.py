"""The price before the call: heard in early media, free, with the pause, the key or the tone of the law."""

import asyncio
import time
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest

from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.telephony.lab.report import Outcome
from tests.telephony.charged import (
    CENT,
    CHEAP,
    FRANC,
    RECORDING_TONE,
    Price,
    charged_number,
    money_of,
    own_recording,
)
from tests.telephony.product import CALLCONTROL, Product, lab_phone
from tests.telephony.sound import heard_tones

pytestmark = [pytest.mark.telephony, pytest.mark.asyncio(loop_scope="session")]

F, G, OTHERS = 349.23, 392.0, (261.63, 466.16, 523.25, 587.33)
"""The first notes of the melody that the lab's music phone plays, in hertz, and others of it."""

RINGING_TONE = 425.0
"""The tone that says that it rings (ITU-T E.180, Switzerland), in hertz."""

FRENCH = Price(tariff=Tariff(currency="EUR", per_minute=80 * CENT), class_code="fr-089", language="fr")


async def test_the_price_is_heard_in_early_media_then_silence_until_it_counts(product: Product) -> None:
    number = await charged_number(product, lab_phone("answer"), price=Price())

    report = await product.call(number, talk=6.5, listen=True)

    assert [event.what for event in report.events][:3] == ["dialled", "progress", "answered"]
    assert report.heard is not None
    assert report.listening_ms is not None
    (speech,) = report.heard.spans
    assert speech.start_ms < 500
    assert speech.end_ms - speech.start_ms > 4000
    record = await product.record(number)
    money = money_of(product, number)
    (played,) = money.prompts
    assert (played.purpose, played.result, played.revision) == ("announcement", "finished", 3)
    assert "3 Franken" in played.text
    assert played.ended_at is not None
    # From the decision to play it on; it may have been made first.
    assert played.played_ms <= played.ended_at - played.started_at + 100
    # The speech was over before, and from its end on five seconds are free.
    assert record.setup_at + report.listening_ms + speech.end_ms <= played.ended_at + 100
    assert money.charging_from == played.ended_at + 5000
    assert 0 < money.amount < 15 * CENT
    await product.nothing_left()


async def test_after_the_price_it_rings_and_then_they_talk(product: Product, tmp_path: Path) -> None:
    number = await charged_number(product, lab_phone("music", 3), price=Price(recording=own_recording(product)))

    report = await product.call(number, talk=1.5, listen=True, save=tmp_path / "heard.wav")

    assert report.heard is not None
    tones = heard_tones(path=tmp_path / "heard.wav", among=(F, G, *OTHERS, RINGING_TONE, RECORDING_TONE))
    heard = [tone for tone, times in groupby(tones) if len(list(times)) > 1]
    assert heard[:4] == [RECORDING_TONE, RINGING_TONE, F, G]
    await product.nothing_left()


async def test_an_own_recording_is_played_instead(product: Product, tmp_path: Path) -> None:
    recording = own_recording(product)
    number = await charged_number(product, lab_phone("answer"), price=Price(recording=recording))

    report = await product.call(number, talk=0.5, listen=True, save=tmp_path / "heard.wav")

    assert report.heard is not None
    (span,) = report.heard.spans
    assert 1300 <= span.end_ms - span.start_ms <= 1700
    tones = heard_tones(path=tmp_path / "heard.wav", among=(700.0, 1000.0, RECORDING_TONE, 2000.0))
    assert set(tones[1:-1]) == {RECORDING_TONE}
    await product.record(number)
    money = money_of(product, number)
    (played,) = money.prompts
    assert (played.recording, played.result, played.played_ms) == (recording, "finished", 1500)
    # Over before charging began.
    assert money.amount == 0
    await product.nothing_left()


async def test_a_cheap_call_has_no_announcement(product: Product) -> None:
    number = await charged_number(product, lab_phone("answer"), price=CHEAP)

    report = await product.call(number, talk=1.0, listen=True)

    assert report.progress_ms is None
    record = await product.record(number)
    money = money_of(product, number)
    assert money.prompts == ()
    assert money.charging_from == record.answered_at
    assert money.amount > 0
    await product.nothing_left()


async def test_a_caller_who_hangs_up_during_the_announcement_pays_nothing(product: Product) -> None:
    number = await charged_number(product, lab_phone("answer"), price=Price())

    report = await product.call(number, patience=1.0)

    assert report.outcome is Outcome.GAVE_UP
    record = await product.record(number)
    assert (record.outcome, record.hung_up_by, record.answered_at) == ("abandoned", "caller", None)
    assert list(record.attempts.all()) == []
    money = money_of(product, number)
    assert (money.amount, money.prompts[0].result) == (0, None)
    await product.nothing_left()


async def test_a_french_caller_skips_the_announcement_and_hears_the_tone(product: Product, tmp_path: Path) -> None:
    number = await charged_number(product, lab_phone("answer"), price=FRENCH)

    report = await product.call(
        number, talk=1.0, listen=True, early_keys="#", early_keys_after=0.7, save=tmp_path / "heard.wav"
    )

    assert report.answered
    assert (report.answered_ms or 0) < 4000
    assert 1000.0 in heard_tones(path=tmp_path / "heard.wav", among=(1000.0, 350.0, 2500.0))
    await product.record(number)
    money = money_of(product, number)
    (played,) = money.prompts
    assert played.result == "skipped"
    assert 500 < played.played_ms < 2000
    assert money.amount > 0
    await product.nothing_left()


async def test_the_french_announcement_ends_with_a_tone(product: Product, tmp_path: Path) -> None:
    price = replace(FRENCH, recording=own_recording(product, seconds=1.0))
    number = await charged_number(product, lab_phone("answer"), price=price)

    report = await product.call(number, talk=0.3, listen=True, save=tmp_path / "heard.wav")

    assert report.heard is not None
    tones = heard_tones(path=tmp_path / "heard.wav", among=(RECORDING_TONE, 1000.0))
    assert tones.count(RECORDING_TONE) >= 8
    assert 2 <= tones[tones.index(1000.0) :].count(1000.0) <= 8
    await product.nothing_left()


async def test_consent_is_given_by_key(product: Product) -> None:
    price = Price(tariff=Tariff(currency="CHF", per_minute=6 * FRANC), recording=own_recording(product, seconds=0.5))
    number = await charged_number(product, lab_phone("answer"), price=price)

    report = await product.call(number, talk=8.0, keys=",1", keys_after=0.5)

    assert report.answered
    record = await product.record(number)
    money = money_of(product, number)
    (played,) = money.prompts
    assert played.consented_at is not None
    assert money.charging_from == played.consented_at + 5000
    assert money.amount > 0
    assert record.outcome == "answered"
    await product.nothing_left()


async def test_without_consent_nobody_is_dialled(product: Product) -> None:
    price = Price(tariff=Tariff(currency="CHF", per_minute=6 * FRANC), recording=own_recording(product, seconds=0.5))
    number = await charged_number(product, lab_phone("answer"), price=price)

    began = time.monotonic()
    await product.call(number, talk=30.0, keys="2", keys_after=1.5)

    assert 10.0 < time.monotonic() - began < 15.0
    record = await product.record(number)
    assert (record.outcome, record.reason) == ("abandoned", "no-consent")
    assert list(record.attempts.all()) == []
    assert money_of(product, number).amount == 0
    await product.nothing_left()


async def test_of_a_recording_that_is_lost_the_words_are_spoken(product: Product) -> None:
    number = await charged_number(product, lab_phone("music"), price=Price(recording="0" * 64))

    report = await product.call(number, talk=1.0)

    assert report.answered
    await product.record(number)
    money = money_of(product, number)
    assert (money.amount, money.uncharged) == (0, "ended-before-charging")
    assert money.prompts[0].result == "finished"
    await product.nothing_left()


async def test_call_control_dies_during_the_announcement(patient: Product) -> None:
    price = Price(recording=own_recording(patient, seconds=4.0))
    number = await charged_number(patient, lab_phone("music"), price=price)
    call = patient.calling(number, talk=6.0, listen=True)
    await call.until("progress")
    await asyncio.sleep(1.0)

    killed = patient.kill(CALLCONTROL)
    await patient.restarted(CALLCONTROL, killed)

    report = await call.report()
    assert report.answered
    await patient.record(number)
    money = money_of(patient, number)
    assert [played.result for played in money.prompts] == [None, "finished"]
    assert money.prompts[1].played_ms == 4000
    assert money.charging_from == (money.prompts[1].ended_at or 0) + 5000
    assert money.amount > 0
    await patient.nothing_left()
