"""`kill -9` of the worker: what it had not taken over yet waits in the journal."""

import asyncio

import pytest

from smartnumbers.telephony.lab.report import Outcome
from tests.telephony.product import WORKER, Product, lab_phone

pytestmark = [pytest.mark.telephony, pytest.mark.asyncio(loop_scope="session")]


async def test_every_call_is_recorded_once_although_the_worker_dies(patient: Product) -> None:
    number = await patient.number(lab_phone("answer"))
    killed = 0

    calls = []
    for index in range(30):
        calls.append(patient.calling(number, talk=0.3))
        await asyncio.sleep(0.1)
        if index in (10, 20):
            killed = patient.kill(WORKER)
    reports = await asyncio.gather(*(call.report() for call in calls))

    await patient.restarted(WORKER, killed)
    assert {report.outcome for report in reports} == {Outcome.ANSWERED}
    records = await patient.records(number, count=30)
    assert {one.outcome for one in records} == {"answered"}
    await patient.nothing_left()


async def test_calls_that_end_without_a_worker_are_recorded_later(patient: Product) -> None:
    number = await patient.number(lab_phone("answer"))

    async with patient.without(WORKER):
        reports = [await patient.call(number, talk=0.2) for _ in range(3)]
        assert await patient.office.records(number=number) == []

    assert {report.outcome for report in reports} == {Outcome.ANSWERED}
    await patient.records(number, count=3)
    await patient.nothing_left()
