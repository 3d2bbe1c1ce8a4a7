"""Calls that go nowhere: each is told why, and each is recorded."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from smartnumbers.core.routing.profile import Limits
from smartnumbers.telephony.lab.report import Outcome, Side
from tests.telephony.product import ALICE, BOB, MALLORY, Product, lab_phone, running

pytestmark = [pytest.mark.telephony, pytest.mark.asyncio(loop_scope="session")]

CALLS, SETUPS = 4, 10


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def narrow(databases_of_products: None) -> AsyncIterator[Product]:
    """A platform with little room: so many calls at once, so many set-ups per second."""
    async with running(limit_calls=str(CALLS), limit_setups=str(SETUPS)) as product:
        yield product


@pytest.mark.parametrize("dialled", ["+41800999999", "0800999999", "+4180", "hello", "x", "*21#", "_"])
async def test_a_number_that_does_not_exist(product: Product, dialled: str) -> None:
    report = await product.call(dialled)

    assert (report.outcome, report.sip_status, report.hung_up_by) == (Outcome.UNKNOWN_NUMBER, 404, Side.CALLED)
    number = "+41800999999" if "999999" in dialled else dialled
    record = (await product.records(number, count=2 if dialled.startswith("0") else 1))[-1]
    assert (record.outcome, record.reason, record.hung_up_by) == ("failed", "unknown-number", "platform")
    assert (record.dialled, record.sip_status, record.account_id) == (dialled, 404, None)
    assert [step["code"] for step in record.trace] == ["number-unknown"]
    await product.nothing_left()


@pytest.mark.parametrize("dialled", ["h", "-"])
async def test_what_the_switch_itself_means_something_by_cannot_be_dialled(product: Product, dialled: str) -> None:
    report = await product.call(dialled)

    assert (report.sip_status, report.hung_up_by) == (484, Side.CALLED)
    await product.nothing_left()


async def test_a_number_out_of_service(product: Product) -> None:
    number = await product.number(lab_phone("speech"), in_service=False)

    report = await product.call(number)

    assert (report.sip_status, report.hung_up_by) == (480, Side.CALLED)
    record = await product.record(number)
    assert (record.outcome, record.reason, len(record.attempts.all())) == ("failed", "out-of-service", 0)
    await product.nothing_left()


async def test_a_number_without_a_destination(product: Product) -> None:
    number = await product.number()

    report = await product.call(number)

    assert report.sip_status == 480
    record = await product.record(number)
    assert (record.outcome, record.reason) == ("failed", "no-destination")
    await product.nothing_left()


@pytest.mark.parametrize("withheld", [False, True])
async def test_a_blacklisted_caller_is_turned_away(product: Product, *, withheld: bool) -> None:
    number = await product.number(lab_phone("speech"), blocked=[MALLORY])

    report = await product.call(number, caller=MALLORY, withheld=withheld)

    assert (report.outcome, report.sip_status) == (Outcome.REFUSED, 403)
    record = await product.record(number)
    assert (record.outcome, record.reason, record.caller) == ("blocked", "blocked", MALLORY)
    assert [step["code"] for step in record.trace][-1] == "caller-blocked"
    await product.nothing_left()


async def test_a_blacklist_leaves_others_alone(product: Product) -> None:
    number = await product.number(lab_phone("speech"), blocked=[MALLORY])

    reports = [await product.call(number, caller=caller, talk=0.2) for caller in (ALICE, "")]

    assert [report.outcome for report in reports] == [Outcome.ANSWERED, Outcome.ANSWERED]
    await product.nothing_left()


async def test_a_number_takes_only_so_many_calls_at_once(product: Product) -> None:
    number = await product.number(lab_phone("speech"), limits=Limits(simultaneous=1))
    first = await product.talking(number)

    second = await product.call(number, caller=BOB)

    assert (second.outcome, second.sip_status) == (Outcome.BUSY, 486)
    await first.hang_up()
    await product.nothing_left()
    third = await product.call(number, talk=0.2)
    assert third.outcome is Outcome.ANSWERED
    records = await product.records(number, count=3)
    assert [(one.outcome, one.reason) for one in records] == [
        ("answered", "hang-up"), ("limited", "number-calls"), ("answered", "hang-up"),
    ]  # fmt: skip
    assert (records[1].hung_up_by, records[1].sip_status, records[1].caller) == ("platform", 486, BOB)
    await product.nothing_left()


async def test_a_number_takes_only_so_many_set_ups_per_second(product: Product) -> None:
    number = await product.number(lab_phone("speech"), limits=Limits(setups_per_second=1))

    reports = await asyncio.gather(*(product.call(number, talk=0.5) for _ in range(3)))

    assert Counter(report.sip_status for report in reports) == {200: 1, 486: 2}
    records = await product.records(number, count=3)
    assert Counter(one.reason for one in records) == {"hang-up": 1, "number-rate": 2}
    await product.nothing_left()


async def test_the_platform_takes_only_so_many_calls_at_once(narrow: Product) -> None:
    number = await narrow.number(lab_phone("speech"))
    talking = [await narrow.talking(number) for _ in range(CALLS)]

    surplus = await narrow.call(number, caller=BOB)

    assert (surplus.outcome, surplus.sip_status) == (Outcome.UNAVAILABLE, 503)
    await asyncio.gather(*(call.hang_up() for call in talking))
    await narrow.nothing_left()
    assert (await narrow.call(number, talk=0.2)).outcome is Outcome.ANSWERED
    records = await narrow.records(number, count=CALLS + 2)
    assert [one.reason for one in records] == ["hang-up"] * CALLS + ["platform-calls", "hang-up"]
    assert (records[CALLS].outcome, records[CALLS].hung_up_by, records[CALLS].sip_status) == (
        "limited",
        "platform",
        503,
    )
    await narrow.nothing_left()


async def test_the_platform_takes_only_so_many_set_ups_per_second(narrow: Product) -> None:
    number = await narrow.number(lab_phone("speech"))

    reports = await asyncio.gather(*(narrow.call(number, talk=2.0) for _ in range(4 * SETUPS)))

    assert Counter(report.sip_status for report in reports) == {200: CALLS, 503: 4 * SETUPS - CALLS}
    reasons = Counter(one.reason for one in await narrow.records(number, count=4 * SETUPS))
    assert reasons["hang-up"] == CALLS
    assert reasons["platform-rate"] > 0
    assert reasons["platform-rate"] + reasons["platform-calls"] == 4 * SETUPS - CALLS
    await narrow.nothing_left()
