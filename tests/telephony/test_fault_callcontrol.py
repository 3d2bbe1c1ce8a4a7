"""`kill -9` of call control: Asterisk keeps the calls, and call control finds them again."""

import asyncio
import random
import time

import pytest

from smartnumbers.telephony.lab.report import Outcome
from tests.telephony.product import CALLCONTROL, SWITCH, OngoingCall, Product, eventually, lab_phone

pytestmark = [pytest.mark.telephony, pytest.mark.asyncio(loop_scope="session")]

# The aim is 3 s on a machine that does nothing else; here other tests run beside, and only what hangs is a fault.
NEXT_CALL_SECONDS = 8.0


async def test_calls_go_on_when_call_control_dies(patient: Product) -> None:
    """One call talks, one rings, one arrives at the moment of the death; nobody notices."""
    talking_to = await patient.number(lab_phone("music"))
    ringing_at = await patient.number(lab_phone("music", 3))
    next_to = await patient.number(lab_phone("music"))
    talking = patient.calling(talking_to, talk=4.0, listen=True)
    ringing = patient.calling(ringing_at, talk=1.0)
    await patient.watch.until(lambda: patient.watch.states(talking_to) == ["talking"], what="one call talks")
    await ringing.until("ringing")
    died = time.monotonic()

    killed = patient.kill(CALLCONTROL)
    arriving = patient.calling(next_to)
    await arriving.until("answered")

    assert time.monotonic() - died < NEXT_CALL_SECONDS
    await patient.restarted(CALLCONTROL, killed)
    reports = await asyncio.gather(*(call.report() for call in (talking, ringing, arriving)))
    assert [report.outcome for report in reports] == [Outcome.ANSWERED] * 3
    heard = reports[0].heard
    assert heard is not None
    assert heard.sound_seconds > heard.seconds - 0.5
    for number, report in zip((talking_to, ringing_at, next_to), reports, strict=True):
        record = await patient.record(number)
        assert (record.outcome, record.hung_up_by, record.recovered) == ("answered", "caller", False)
        assert abs(record.talk_milliseconds / 1000 - report.talk_seconds) < 1.5
        assert [one.outcome for one in record.attempts.all()] == ["answered"]
    await patient.nothing_left()


async def test_call_control_dies_at_the_moment_of_the_answer(patient: Product) -> None:
    number = await patient.number(lab_phone("music"))
    call = patient.calling(number, talk=4.0, listen=True)
    await call.until("answered")

    await patient.restarted(CALLCONTROL, patient.kill(CALLCONTROL))

    heard = (await call.report()).heard
    assert heard is not None
    assert heard.sound_seconds > 0.5
    record = await patient.record(number)
    assert (record.outcome, record.hung_up_by) == ("answered", "caller")
    await patient.nothing_left()


async def test_a_caller_hangs_up_while_call_control_is_away(patient: Product) -> None:
    number = await patient.number(lab_phone("speech"))
    call = await patient.talking(number)

    async with patient.without(CALLCONTROL):
        await call.hang_up()
        await eventually(lambda: channels_are(patient, 1), "the switch has noticed")

    record = await patient.record(number)
    assert (record.outcome, record.hung_up_by, record.recovered) == ("answered", "caller", True)
    await patient.nothing_left()


async def test_a_destination_hangs_up_while_call_control_is_away(patient: Product) -> None:
    number = await patient.number(lab_phone("brief", 2))
    call = await patient.talking(number)

    async with patient.without(CALLCONTROL):
        await eventually(lambda: channels_are(patient, 1), "the switch has noticed")

    assert (await call.report()).outcome is Outcome.ANSWERED
    record = await patient.record(number)
    assert (record.outcome, record.hung_up_by, record.recovered) == ("answered", "destination", True)
    await patient.nothing_left()


async def test_a_caller_gives_up_while_call_control_is_away(patient: Product) -> None:
    number = await patient.number(lab_phone("silent"), lab_phone("speech"))
    call = await patient.ringing(number)

    async with patient.without(CALLCONTROL):
        await call.hang_up()
        await eventually(lambda: channels_are(patient, 1), "the switch has noticed")

    record = await patient.record(number)
    assert (record.outcome, record.hung_up_by, record.recovered) == ("abandoned", "caller", True)
    assert [one.name for one in record.attempts.all()] == ["silent"]
    await patient.nothing_left()


async def test_a_destination_that_answered_while_call_control_was_away_is_called_again(patient: Product) -> None:
    number = await patient.number(lab_phone("speech", 1))
    call = await patient.ringing(number, talk=0.5)

    async with patient.without(CALLCONTROL):
        await eventually(lambda: channels_are(patient, 1), "Asterisk has hung up the destination that answered")

    assert (await call.report()).outcome is Outcome.ANSWERED
    record = await patient.record(number)
    assert (record.outcome, record.hung_up_by) == ("answered", "caller")
    await patient.nothing_left()


async def test_a_destination_refuses_while_call_control_is_away(patient: Product) -> None:
    number = await patient.number(lab_phone("busy", 1), lab_phone("speech"))
    call = await patient.ringing(number, talk=0.5)

    async with patient.without(CALLCONTROL):
        await eventually(lambda: channels_are(patient, 1), "the destination has refused")

    assert (await call.report()).outcome is Outcome.ANSWERED
    record = await patient.record(number)
    first, second = record.attempts.all()
    assert (first.name, first.outcome, second.name, second.outcome) == ("busy", "busy", "speech", "answered")
    await patient.nothing_left()


async def test_a_ring_time_that_ran_out_while_call_control_was_away(patient: Product) -> None:
    number = await patient.number(lab_phone("silent", ring=3), lab_phone("speech"))
    began = time.monotonic()
    call = await patient.ringing(number, talk=0.5)

    async with patient.without(CALLCONTROL):
        await asyncio.sleep(max(0.0, began + 3.2 - time.monotonic()))

    assert (await call.report()).outcome is Outcome.ANSWERED
    first, second = (await patient.record(number)).attempts.all()
    assert (first.outcome, second.outcome) == ("no-answer", "answered")
    await patient.nothing_left()


async def test_many_calls_in_every_phase_survive_two_deaths(patient: Product) -> None:
    number = await patient.number(lab_phone("busy"), lab_phone("speech", 1))
    chance = random.Random(4711)
    calls: list[OngoingCall] = []
    arriving = asyncio.Event()
    arriving.set()

    def arrived() -> bool:
        over = {one.call_id for one in patient.journalled(number)}
        return len(over.union(patient.watch.calls)) == len(calls)

    async def die_twice() -> None:
        for _ in range(2):
            await asyncio.sleep(1.2)
            # Asterisk holds an arrival for five seconds, which a slow machine may need for the return.
            arriving.clear()
            await eventually(arrived, "every call has arrived")
            await patient.restarted(CALLCONTROL, patient.kill(CALLCONTROL))
            arriving.set()

    dying = asyncio.create_task(die_twice())
    for _ in range(40):
        await arriving.wait()
        calls.append(patient.calling(number, talk=chance.uniform(1.0, 5.0)))
        await asyncio.sleep(0.1)
    await dying
    reports = await asyncio.gather(*(call.report() for call in calls))

    assert {report.outcome for report in reports} == {Outcome.ANSWERED}
    records = await patient.records(number, count=len(calls))
    # Of a call answered at the very moment of a death, and over before both sides could be joined once more, nobody can
    # tell any more whether the caller heard the answer.
    untold = [(one.outcome, one.hung_up_by, one.reason) for one in records if one.outcome != "answered"]
    assert set(untold) <= {("abandoned", "caller", "caller-gave-up")}
    assert len(untold) < 5
    assert all([one.outcome for one in record.attempts.all()] == ["busy", "answered"] for record in records)
    await patient.nothing_left()


async def channels_are(product: Product, count: int) -> bool:
    return await product.channels(SWITCH) == count
