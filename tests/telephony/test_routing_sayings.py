"""What callers hear instead of, or before, a talk: greetings, announcements and voicemail, and what they leave."""

import asyncio
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from smartnumbers.apps.plans.recordings import store
from smartnumbers.core.callcontrol.record import CallRecord
from smartnumbers.core.routing.treatments import Announcement
from smartnumbers.telephony.control.recording import spoken_ms
from smartnumbers.telephony.lab.mailbox import mails
from smartnumbers.telephony.lab.report import Outcome
from tests.telephony.product import CALLCONTROL, Product, eventually
from tests.telephony.routed import CLOSED, MAILBOX, chain, only_call, plan_of, routed_number, rung, tried, words
from tests.telephony.sound import heard_tones, write_tone

pytestmark = [pytest.mark.telephony, pytest.mark.asyncio(loop_scope="session")]

TONE = 700.0
"""What callers leave in a voicemail, in hertz."""


def said_in(record: CallRecord) -> list[tuple[str, str, str | None]]:
    return [(played.purpose.value, played.language, played.result) for played in record.said]


async def test_the_closed_announcement_is_heard_without_an_answer(product: Product) -> None:
    number = await routed_number(product, plan_of(chain(rung("busy"), then="closed"), more={"closed": CLOSED}))

    report = await product.call(number, listen=True)

    assert [event.what for event in report.events] == ["dialled", "progress", "ended"]
    assert (report.answered, report.sip_status) == (False, 480)
    assert report.heard is not None
    assert report.heard.sound_seconds > 1
    record = await only_call(product, number)
    assert (record.outcome, record.reason, record.answered_at) == ("announced", "announcement", None)
    assert tried(record) == [("busy", "busy")]
    assert said_in(record) == [("saying", "de", "finished")]
    await product.nothing_left()


async def test_an_own_recording_is_heard_instead_of_the_words(product: Product, tmp_path: Path) -> None:
    brought = brought_tone(tmp_path / "brought.wav")
    digest = store(content=brought, folder=product.home / "recordings")
    closed = Announcement(message=replace(CLOSED.message, recording=digest))
    number = await routed_number(product, plan_of(closed))

    report = await product.call(number, listen=True, save=tmp_path / "heard.wav")

    assert (report.answered, report.sip_status) == (False, 480)
    tones = heard_tones(path=tmp_path / "heard.wav", among=(350.0, 1000.0, TONE, 1400.0))
    assert len(tones) > 10
    assert set(tones[1:-1]) == {TONE}
    (played,) = (await only_call(product, number)).said
    assert (played.text, played.recording, played.result) == ("Wir sind heute geschlossen.", digest, "finished")
    await product.nothing_left()


async def test_the_greeting_is_heard_before_anybody_is_rung(product: Product) -> None:
    greeting = words("Guten Tag. Sie sind verbunden mit Alpina.")
    number = await routed_number(product, plan_of(chain(rung("answer", 1)), greeting=greeting))

    report = await product.call(number, talk=0.5, listen=True)

    assert [event.what for event in report.events] == ["dialled", "progress", "answered", "ended"]
    assert report.heard is not None
    assert report.heard.spans[0].end_ms > 1500
    record = await only_call(product, number)
    assert said_in(record) == [("greeting", "de", "finished")]
    assert record.attempts[0].started_at >= (record.said[0].ended_at or 0)
    await product.nothing_left()


async def test_a_message_is_recorded_until_the_caller_hangs_up(product: Product, tmp_path: Path) -> None:
    number = await routed_number(product, plan_of(chain(rung("away"), then="box"), more={"box": MAILBOX}))

    report = await product.call(number, talk=7.0, play=said(product, 2.0), play_after=4.0, listen=True)

    assert report.outcome is Outcome.ANSWERED
    record = await only_call(product, number)
    assert (record.outcome, record.reason, record.hung_up_by) == ("message", "message-left", "caller")
    assert record.message is not None
    assert (record.message.email, record.message.name) == ("zuerich@example.com", record.call_id)
    assert 1500 <= record.message.ms <= 2500
    path = message_of(product, record)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert set(heard_tones(path=path, among=(TONE, 350.0, 1000.0))[1:-1]) == {TONE}
    assert said_in(record) == [("voicemail", "de", "finished")]
    await eventually(lambda: mailed(product, path), "the message is mailed", 15.0)
    await product.nothing_left()


async def test_a_message_ends_by_key_and_silence_is_none(product: Product) -> None:
    number = await routed_number(product, plan_of(MAILBOX))

    by_key, silent = await asyncio.gather(
        product.call(number, talk=30.0, play=said(product, 2.0), play_after=2.5, keys="#", keys_after=5.5),
        product.call(number, talk=30.0),
    )

    assert (by_key.hung_up_by, silent.hung_up_by) == ("called", "called")
    # Not by the silence of five seconds after what was said.
    assert by_key.talk_seconds < 8.5
    await product.records(number, count=2)
    records = {record.outcome.value: record for record in product.journalled(number)}
    message, none = records["message"], records["abandoned"]
    assert message.message is not None
    assert 1000 <= message.message.ms <= 3000
    assert (none.reason, none.message) == ("no-message", None)
    assert not message_of(product, none).exists()
    await product.nothing_left()


async def test_a_message_survives_the_death_of_call_control(patient: Product) -> None:
    number = await routed_number(patient, plan_of(MAILBOX))
    call = patient.calling(number, talk=9.0, play=said(patient, 6.0), play_after=2.5)
    await call.until("answered")
    await eventually(lambda: recording(patient), "the recording has begun")

    async with patient.without(CALLCONTROL):
        await call.report()

    record = await only_call(patient, number)
    assert (record.outcome, record.hung_up_by) == ("message", "caller")
    assert spoken_ms(message_of(patient, record)) > 1000
    await patient.nothing_left()


async def recording(product: Product) -> bool:
    """Whether the switch records somebody."""
    return any(product.spool.iterdir())


def said(product: Product, seconds: float) -> Path:
    """A tone that a caller says."""
    path = product.lab.sounds / f"tone-{seconds:g}.wav"
    write_tone(path=path, frequency=TONE, seconds=seconds)
    path.chmod(0o644)
    return path


def brought_tone(path: Path) -> bytes:
    """A recording that somebody brings, of a tone."""
    write_tone(path=path, frequency=TONE, seconds=1.5)
    return path.read_bytes()


def mailed(product: Product, message: Path) -> bool:
    """Whether the lab's mail server has a mail with that sound."""
    kept = mails(folder=product.home / "lab" / "mail")
    sounds = [(mail.to, part.size) for mail in kept for part in mail.attachments]
    return ("zuerich@example.com", message.stat().st_size) in sounds


def message_of(product: Product, record: CallRecord) -> Path:
    return product.home / "messages" / f"{record.call_id}.wav"
