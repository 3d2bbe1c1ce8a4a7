"""`kill -9` of Asterisk: its calls are gone, are recorded as such, and the next one works."""

import asyncio
import time

import pytest

from smartnumbers.telephony.lab.report import Outcome
from tests.telephony.product import SWITCH, Product, lab_phone

pytestmark = [pytest.mark.telephony, pytest.mark.asyncio(loop_scope="session")]

# The aim is 3 s on a machine that does nothing else; here other tests run beside, and only what hangs is a fault.
NEXT_CALL_SECONDS = 8.0


async def test_calls_end_with_asterisk_and_the_next_one_works(patient: Product) -> None:
    talking_to = await patient.number(lab_phone("speech"))
    ringing_at = await patient.number(lab_phone("silent"))
    next_to = await patient.number(lab_phone("speech"))
    talking = await patient.talking(talking_to)
    ringing = await patient.ringing(ringing_at)
    before = int(time.time() * 1000)

    killed = patient.kill(SWITCH)
    after = int(time.time() * 1000)
    await patient.restarted(SWITCH, killed)
    back = time.monotonic()
    report = await patient.call(next_to)

    assert report.outcome is Outcome.ANSWERED
    assert time.monotonic() - back < NEXT_CALL_SECONDS
    talked, rang = await patient.record(talking_to), await patient.record(ringing_at)
    assert (talked.outcome, talked.hung_up_by, talked.recovered) == ("answered", "platform", True)
    assert (rang.outcome, rang.hung_up_by, rang.recovered) == ("abandoned", "platform", True)
    for record in (talked, rang):
        assert before - 100 <= record.ended_at <= after + 500
        assert all(attempt.ended_at == record.ended_at for attempt in record.attempts.all())
    # Nobody told the outside world; people put down the receiver when they hear nothing any more.
    await asyncio.gather(talking.hang_up(), ringing.hang_up())
    await patient.hang_up_in_the_lab()
    await patient.nothing_left()


async def test_asterisk_and_call_control_die_together(patient: Product) -> None:
    number = await patient.number(lab_phone("speech"))
    talking = [await patient.talking(number) for _ in range(3)]

    async with patient.without("callcontrol"):
        killed = patient.kill(SWITCH)
    await patient.restarted(SWITCH, killed)

    records = await patient.records(number, count=3)
    assert {(one.outcome, one.hung_up_by, one.recovered) for one in records} == {("answered", "platform", True)}
    await asyncio.gather(*(call.hang_up() for call in talking))
    await patient.hang_up_in_the_lab()
    assert (await patient.call(number)).outcome is Outcome.ANSWERED
    await patient.records(number, count=4)
    await patient.nothing_left()
