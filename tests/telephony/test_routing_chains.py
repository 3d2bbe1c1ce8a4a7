"""Every strategy of a chain, every outcome of a destination, and its limit, with real telephones."""

import asyncio
from collections import Counter

import pytest

from smartnumbers.core.callcontrol.record import CallRecord
from smartnumbers.core.routing.treatments import MoveOn, Strategy
from smartnumbers.telephony.lab.report import Outcome
from tests.telephony.product import ALICE, BOB, CALLCONTROL, SWITCH, Product, eventually
from tests.telephony.routed import CLOSED, at_address, chain, only_call, plan_of, routed_number, rung, tried
from tests.telephony.telephone import RINGING, telephone

pytestmark = [pytest.mark.telephony, pytest.mark.asyncio(loop_scope="session")]


def first_tried(records: list[CallRecord]) -> list[str]:
    return [record.attempts[0].name for record in records]


async def records_of(product: Product, number: str, *, count: int) -> list[CallRecord]:
    await product.records(number, count=count)
    return product.journalled(number)


async def test_in_order_one_chain_leads_on_to_another(product: Product) -> None:
    plan = plan_of(
        chain(rung("busy"), rung("refuse"), then="night"),
        more={"night": chain(rung("away"), rung("speech"))},
    )
    number = await routed_number(product, plan)

    report = await product.call(number, talk=0.2)

    assert report.outcome is Outcome.ANSWERED
    record = await only_call(product, number)
    assert tried(record) == [("busy", "busy"), ("refuse", "refused"), ("away", "unreachable"), ("speech", "answered")]
    assert (record.treatment, [one.position for one in record.attempts]) == ("Main", [1, 2, 3, 4])
    await product.nothing_left()


async def test_at_once_the_first_answer_wins_and_the_others_stop_ringing(product: Product) -> None:
    async with telephone(RINGING) as reception:
        entries = rung("busy"), at_address(reception.address, "reception"), rung("speech", 2), rung("music", 1)
        number = await routed_number(product, plan_of(chain(*entries, strategy=Strategy.AT_ONCE)))

        report = await product.call(number, talk=0.5)

        cancel = await reception.received("CANCEL")
    assert report.outcome is Outcome.ANSWERED
    # "Call completed elsewhere": the telephone does not tell of a missed call (RFC 3326).
    assert "cause=200" in cancel.value("reason")
    assert [event.what for event in report.events] == ["dialled", "ringing", "answered", "ended"]
    record = await only_call(product, number)
    assert sorted(tried(record)) == [
        ("busy", "busy"), ("music", "answered"), ("reception", "answered-elsewhere"), ("speech", "answered-elsewhere"),
    ]  # fmt: skip
    assert max(one.started_at for one in record.attempts) - min(one.started_at for one in record.attempts) < 500
    await product.nothing_left()


async def test_at_once_and_nobody_answers_leads_on_when_the_last_is_over(product: Product) -> None:
    silent, busy = rung("silent", ring=3, moves_on=frozenset()), rung("busy", 1, moves_on=frozenset({MoveOn.BUSY}))
    plan = plan_of(chain(silent, busy, strategy=Strategy.AT_ONCE, then="next"), more={"next": chain(rung("speech"))})
    number = await routed_number(product, plan)

    assert (await product.call(number, talk=0.2)).outcome is Outcome.ANSWERED

    record = await only_call(product, number)
    assert sorted(tried(record)) == [("busy", "busy"), ("silent", "no-answer"), ("speech", "answered")]
    await product.nothing_left()


async def test_a_caller_who_gives_up_stops_them_all(product: Product) -> None:
    entries = rung("silent"), rung("speech", 9), rung("trying")
    number = await routed_number(product, plan_of(chain(*entries, strategy=Strategy.AT_ONCE)))

    report = await product.call(number, patience=1.0)

    assert report.outcome is Outcome.GAVE_UP
    assert Counter(tried(await only_call(product, number))) == Counter(
        [("silent", "abandoned"), ("speech", "abandoned"), ("trying", "abandoned")]
    )
    await product.nothing_left()


async def test_in_turn_every_call_begins_with_the_next(product: Product) -> None:
    entries = rung("speech"), rung("music"), rung("answer")
    number = await routed_number(product, plan_of(chain(*entries, strategy=Strategy.IN_TURN)))

    for _ in range(4):
        await product.call(number, talk=0.1)

    assert first_tried(await records_of(product, number, count=4)) == ["speech", "music", "answer", "speech"]
    await product.nothing_left()


async def test_by_weight_the_heavier_is_rung_more_often(product: Product) -> None:
    entries = rung("busy", weight=95, moves_on=frozenset()), rung("refuse", weight=5, moves_on=frozenset())
    number = await routed_number(product, plan_of(chain(*entries, strategy=Strategy.BY_WEIGHT)))

    await asyncio.gather(*(product.call(number) for _ in range(40)))

    rung_first = Counter(first_tried(await records_of(product, number, count=40)))
    # Fewer than 28 of 40 come once in a thousand million times.
    assert rung_first["busy"] >= 28
    await product.nothing_left()


async def test_longest_idle_whoever_has_waited_longest_is_rung(product: Product) -> None:
    # Telephones that no other test rings: who has been idle for how long belongs to the whole switch.
    entries = [at_address(f"sip:answer-hangup-6{name}@{product.lab.sip}", name) for name in "123"]
    number = await routed_number(product, plan_of(chain(*entries, strategy=Strategy.LONGEST_IDLE)))

    # The first talks on while the second comes and goes; then the third, who has never been rung; then the second.
    first = await product.talking(number)
    for _ in range(3):
        await product.call(number, caller=BOB, talk=0.1)
    await first.hang_up()

    records = sorted(await records_of(product, number, count=4), key=lambda record: record.setup_at)
    assert first_tried(records) == ["1", "2", "3", "2"]
    await product.nothing_left()


@pytest.mark.parametrize(
    ("name", "outcome", "sip_status"),
    [("busy", MoveOn.BUSY, 486), ("refuse", MoveOn.REFUSED, 403), ("error", MoveOn.ERROR, 503),
     ("away", MoveOn.UNREACHABLE, 480), ("silent", MoveOn.NO_ANSWER, 480)],
)  # fmt: skip
async def test_each_outcome_leads_on_where_the_destination_has_it_so_and_ends_the_call_where_not(
    product: Product, name: str, outcome: MoveOn, sip_status: int
) -> None:
    numbers = [
        await routed_number(product, plan_of(chain(rung(name, ring=3, moves_on=moves_on), rung("speech"))))
        for moves_on in (frozenset({outcome}), frozenset(MoveOn) - {outcome})
    ]

    goes_on, ends = await asyncio.gather(*(product.call(number, talk=0.2) for number in numbers))

    assert goes_on.outcome is Outcome.ANSWERED
    assert ends.sip_status == sip_status
    assert tried(await only_call(product, numbers[0])) == [(name, outcome.value), ("speech", "answered")]
    assert tried(await only_call(product, numbers[1])) == [(name, outcome.value)]
    await product.nothing_left()


async def test_a_destination_takes_only_so_many_calls_whatever_number_they_come_by(product: Product) -> None:
    zurich = rung("music", limit=1)
    numbers = [await routed_number(product, plan_of(chain(zurich, rung("speech")))) for _ in range(2)]
    first = await product.talking(numbers[0])

    second = await product.call(numbers[1], caller=BOB, talk=0.2)

    assert second.outcome is Outcome.ANSWERED
    full, answered = (await only_call(product, numbers[1])).attempts
    assert (full.name, full.full, full.outcome, answered.name) == ("music", True, "busy", "speech")
    await first.hang_up()
    await product.nothing_left()
    await product.call(numbers[1], talk=0.2)
    assert tried((await records_of(product, numbers[1], count=2))[-1]) == [("music", "answered")]
    await product.nothing_left()


async def test_a_full_destination_that_does_not_lead_on_when_busy_is_busy(product: Product) -> None:
    number = await routed_number(product, plan_of(chain(rung("music", limit=1, moves_on=frozenset()), rung("speech"))))
    first = await product.talking(number)

    assert (await product.call(number, caller=BOB)).sip_status == 486

    await first.hang_up()
    await product.nothing_left()


async def test_a_paused_destination_is_left_out(product: Product) -> None:
    number = await routed_number(
        product, plan_of(chain(rung("music", paused=True), rung("speech"), then="closed"), more={"closed": CLOSED})
    )

    await product.call(number, talk=0.2)

    record = await only_call(product, number)
    assert tried(record) == [("speech", "answered")]
    assert "destination-paused" in [step.code for step in record.trace]
    await product.nothing_left()


async def test_call_control_dies_while_several_telephones_ring(patient: Product) -> None:
    """One rings on, one has become busy, one answers only after the restart."""
    entries = rung("silent"), rung("busy", 1), rung("music", 8)
    number = await routed_number(patient, plan_of(chain(*entries, strategy=Strategy.AT_ONCE)))
    call = await patient.ringing(number, caller=ALICE, talk=0.5)

    async with patient.without(CALLCONTROL):
        await eventually(lambda: channels_are(patient, 3), "the busy one is gone")

    assert (await call.report()).outcome is Outcome.ANSWERED
    record = await only_call(patient, number)
    assert tried(record) == [("silent", "answered-elsewhere"), ("busy", "busy"), ("music", "answered")]
    await patient.nothing_left()


async def channels_are(product: Product, count: int) -> bool:
    return await product.channels(SWITCH) == count
