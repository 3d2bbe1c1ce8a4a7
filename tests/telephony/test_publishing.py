"""A change is in force at once, and a running call keeps what it began with."""

import asyncio
import time

import pytest

from smartnumbers.telephony.lab.report import Outcome
from tests.telephony.product import Product, lab_phone

pytestmark = [pytest.mark.telephony, pytest.mark.asyncio(loop_scope="session")]


async def test_a_change_is_in_force_for_the_next_call(product: Product) -> None:
    number = await product.number(lab_phone("busy"))
    sequence = await product.office.change_chain(number=number, chain=[lab_phone("speech")])
    published = time.monotonic()

    await product.in_force(sequence)

    # A second is the aim; other tests run beside.
    assert time.monotonic() - published < 3.0
    assert (await product.call(number, talk=0.2)).outcome is Outcome.ANSWERED
    await product.nothing_left()


async def test_a_running_call_keeps_what_it_began_with(product: Product) -> None:
    number = await product.number(lab_phone("silent", ring=4), lab_phone("busy"))
    old = await product.ringing(number)

    await product.change_chain(number, lab_phone("speech"))
    new = await product.call(number, talk=0.2)

    assert new.outcome is Outcome.ANSWERED
    assert (await old.report()).sip_status == 486
    first, second = await product.records(number, count=2)
    assert (first.revision, [one.name for one in first.attempts.all()]) == (2, ["silent", "busy"])
    assert (second.revision, [one.name for one in second.attempts.all()]) == (3, ["speech"])
    await product.nothing_left()


async def test_calls_go_through_while_numbers_change(product: Product) -> None:
    number = await product.number(lab_phone("speech"))

    async def keep_changing() -> None:
        for name in ("music", "speech", "answer") * 4:
            await product.change_chain(number, lab_phone(name))

    changing = asyncio.create_task(keep_changing())
    reports = [await product.call(number, talk=0.1) for _ in range(6)]
    await changing

    assert {report.outcome for report in reports} == {Outcome.ANSWERED}
    revisions = [one.revision or 0 for one in await product.records(number, count=6)]
    assert revisions == sorted(revisions)
    assert revisions[-1] > revisions[0]
    await product.nothing_left()
