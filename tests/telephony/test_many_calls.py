"""Two hundred calls at once."""

import asyncio

import pytest

from smartnumbers.telephony.lab.report import Outcome
from tests.telephony.product import Product, lab_phone

pytestmark = [pytest.mark.telephony, pytest.mark.asyncio(loop_scope="session")]

MANY = 200


async def test_two_hundred_calls_at_once(product: Product) -> None:
    number = await product.number(lab_phone("busy"), lab_phone("answer"))

    calls = [product.calling(number, talk=120.0, patience=60.0) for _ in range(MANY)]
    await asyncio.gather(*(call.until("answered", seconds=60.0) for call in calls))
    await product.watch.until(lambda: product.watch.states(number) == ["talking"] * MANY, what="all of them talk")
    await asyncio.gather(*(call.hang_up() for call in calls))

    records = await product.records(number, count=MANY, seconds=30.0)
    assert {(one.outcome, one.hung_up_by, one.recovered) for one in records} == {("answered", "caller", False)}
    assert all([one.outcome for one in record.attempts.all()] == ["busy", "answered"] for record in records)
    await product.nothing_left()


async def test_two_hundred_refusals_at_once(product: Product) -> None:
    number = await product.number(lab_phone("refuse"))

    reports = await asyncio.gather(*(product.call(number, patience=60.0) for _ in range(MANY)))

    assert {(report.outcome, report.sip_status) for report in reports} == {(Outcome.REFUSED, 403)}
    records = await product.records(number, count=MANY, seconds=30.0)
    assert {(one.outcome, one.sip_status) for one in records} == {("failed", 403)}
    await product.nothing_left()
