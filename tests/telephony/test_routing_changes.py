"""Plans that change while calls flow, plans of other numbers, and the simulation beside what really happened."""

import asyncio
import time
from collections import Counter
from dataclasses import replace

import pytest

from smartnumbers.core.callcontrol.record import CallRecord
from smartnumbers.core.routing import profile
from smartnumbers.core.routing.decide import decide
from smartnumbers.core.routing.decision import Caller
from smartnumbers.core.routing.plan import DatedPlan, PlanSchedule, Screening, TemporaryPlan
from smartnumbers.core.routing.profile import Profile
from smartnumbers.core.routing.treatments import Arm, Branches, Condition, ConditionKind, OtherNumber, Strategy
from smartnumbers.telephony.lab.report import Outcome
from tests.telephony.product import BOB, MALLORY, OngoingCall, Product
from tests.telephony.routed import (
    CLOSED,
    always,
    chain,
    only_call,
    plan_of,
    publish,
    republish,
    routed_number,
    rung,
    tried,
)

pytestmark = [pytest.mark.telephony, pytest.mark.asyncio(loop_scope="session")]

BUSY, AWAY = plan_of(chain(rung("busy"))), plan_of(chain(rung("away")))
EVERY_SECONDS = 0.12


def now() -> int:
    return time.time_ns() // 1_000_000


def changing(at: int) -> PlanSchedule:
    return PlanSchedule(dated=(DatedPlan(valid_from=None, plan=BUSY), DatedPlan(valid_from=at, plan=AWAY, name="New")))


def for_a_while(begins: int, ends: int) -> PlanSchedule:
    return replace(always(BUSY), temporary=(TemporaryPlan(begins=begins, ends=ends, plan=AWAY, name="Holidays"),))


async def calls_until(product: Product, number: str, end: int) -> list[CallRecord]:
    """Calls that come one after the other until an instant, and what became of them."""
    calls: list[OngoingCall] = []
    while now() < end:
        calls.append(product.calling(number))
        await asyncio.sleep(EVERY_SECONDS)
    await asyncio.gather(*(call.report() for call in calls))
    await product.records(number, count=len(calls))
    return sorted(product.journalled(number), key=lambda record: record.setup_at)


async def test_a_change_settled_for_an_instant_holds_from_it_on_to_the_millisecond(product: Product) -> None:
    number = await routed_number(product, BUSY)
    at = now() + 2500
    await republish(product, number, changing(at))

    records = await calls_until(product, number, at + 1500)

    assert {record.setup_at < at for record in records} == {True, False}
    for record in records:
        assert tried(record) == [("busy", "busy") if record.setup_at < at else ("away", "unreachable")]
        codes = {step.code for step in record.trace}
        assert ("plan-since" in codes) == (record.setup_at >= at)
    await product.nothing_left()


async def test_a_change_for_a_time_ends_by_itself(product: Product) -> None:
    number = await routed_number(product, BUSY)
    begins = now() + 2000
    ends = begins + 1200
    await republish(product, number, for_a_while(begins, ends))

    records = await calls_until(product, number, ends + 1000)

    within = [begins <= record.setup_at < ends for record in records]
    assert within.count(True) >= 3
    assert [tried(record) == [("away", "unreachable")] for record in records] == within
    await product.nothing_left()


async def test_of_two_hundred_calls_none_fails_while_plans_are_published(product: Product) -> None:
    names = ("busy", "away", "refuse")
    number = await routed_number(product, plan_of(chain(rung(names[0]), rung("answer"))))
    first = 2
    slow = product.calling(number, talk=12.0)

    async def keep_publishing() -> None:
        for turn in range(1, 16):
            await publish(product, number, plan_of(chain(rung(names[turn % 3]), rung("answer"))))
            await asyncio.sleep(0.6)

    publishing = asyncio.create_task(keep_publishing())
    calls = []
    for _ in range(200):
        calls.append(product.calling(number, talk=0.5))
        await asyncio.sleep(0.05)
    reports = await asyncio.gather(*(call.report() for call in (slow, *calls)))
    await publishing

    assert {report.outcome for report in reports} == {Outcome.ANSWERED}
    await product.records(number, count=len(reports), seconds=30.0)
    records = product.journalled(number)
    # Each call keeps the plan it began with: of its revision, whatever was published meanwhile.
    for record in records:
        assert record.revision is not None
        assert record.attempts[0].name == names[(record.revision - first) % 3]
        assert tried(record)[-1] == ("answer", "answered")
    assert len({record.revision for record in records}) > 8
    assert Counter(record.reason for record in records) == {"hang-up": 201}
    await product.nothing_left()


async def test_a_call_goes_by_the_plan_of_another_number_as_it_is_at_that_moment(product: Product) -> None:
    other = await routed_number(product, plan_of(chain(rung("busy"))))
    number = await routed_number(product, plan_of(OtherNumber(number=other)))

    assert (await product.call(number)).sip_status == 486
    await republish(product, other, plan_of(chain(rung("speech"))))

    assert (await product.call(number, talk=0.1)).outcome is Outcome.ANSWERED
    before, after = await ended(product, number, count=2)
    assert (tried(before), tried(after)) == ([("busy", "busy")], [("speech", "answered")])
    assert "other-number" in [step.code for step in after.trace]
    await product.nothing_left()


async def test_branches_tell_callers_apart_and_remember_them(product: Product) -> None:
    not_from_zurich = Condition(ConditionKind.REGION, ("ch-044",), negated=True)
    arms = (
        Arm(when=(Condition(ConditionKind.WITHHELD),), then="withheld"),
        Arm(when=(Condition(ConditionKind.KNOWN),), then="known"),
        Arm(when=(Condition(ConditionKind.LINE, ("mobile",)), not_from_zurich), then="mobile"),
    )
    names = {"withheld": "away", "known": "busy", "mobile": "refuse", "others": "error"}
    more = {key: chain(rung(name)) for key, name in names.items()}
    number = await routed_number(product, plan_of(Branches(arms=arms, otherwise="others"), more=more))

    for order in ({"withheld": True}, {}, {}, {"caller": BOB}, {"caller": BOB}):
        await product.call(number, **order)

    records = await ended(product, number, count=5)
    # A hidden caller is remembered too: the network tells his number.
    assert [record.attempts[0].name for record in records] == ["away", "busy", "busy", "error", "busy"]
    await product.nothing_left()


async def ended(product: Product, number: str, *, count: int) -> list[CallRecord]:
    await product.records(number, count=count)
    return product.journalled(number)


SIMULATED = {
    "a chain that leads on": plan_of(
        chain(rung("busy"), rung("away"), strategy=Strategy.AT_ONCE, then="closed"), more={"closed": CLOSED}
    ),
    "branches": plan_of(
        Branches(arms=(Arm(when=(Condition(ConditionKind.COUNTRY, ("CH",)),), then="swiss"),), otherwise="others"),
        more={"swiss": chain(rung("busy")), "others": chain(rung("away"))},
    ),
    "screening": plan_of(chain(rung("busy")), screening=Screening(only_welcome=True)),
    "a gap": plan_of(chain(rung("busy")), otherwise=None),
}


@pytest.mark.parametrize("name", SIMULATED)
async def test_the_simulation_says_what_the_switch_does(product: Product, name: str) -> None:
    number = await routed_number(product, SIMULATED[name])
    await product.call(number, caller=MALLORY)

    record = await only_call(product, number)

    published = await profile_of(product, number)
    decision = decide(
        number=number, profile=published, caller=Caller(record.caller, record.presentation), at=record.setup_at
    )
    assert [(step.code, dict(step.values)) for step in decision.trace] == [
        (step.code, dict(step.values)) for step in record.trace
    ]
    assert [entry.name for entry in decision.entries] == [one.name for one in record.attempts]
    assert (decision.refusal or "") == (record.reason if decision.refusal else "")
    await product.nothing_left()


async def profile_of(product: Product, number: str) -> Profile:
    return profile.parse(await product.office.newest_document(number=number))
