"""The price while people talk: changed by keys and over the control socket, agreed to by key, cut off at its end."""

import asyncio
import time
from dataclasses import replace
from typing import Any

import pytest

from smartnumbers.apps.plans.operations.chain import ChainRow
from smartnumbers.core.callcontrol import requests
from smartnumbers.core.rating.meter import meter
from smartnumbers.core.rating.timeline import parse_timeline
from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.core.tariffs.tariffset import SetFee, SlotTariff, TariffSet
from smartnumbers.telephony.control.asking import Told, ask
from smartnumbers.telephony.lab.report import Outcome, Side
from tests.telephony.charged import (
    CENT,
    CHEAP,
    FRANC,
    SET,
    Price,
    case_of,
    charged_number,
    money_of,
    own_recording,
    rated_by_command,
)
from tests.telephony.product import CALLCONTROL, SWITCH, Product, eventually, lab_phone

pytestmark = [pytest.mark.telephony, pytest.mark.asyncio(loop_scope="session")]

WITH_SET = replace(CHEAP, tariff_set=SET, keys=True)


def pressing(product: Product, script: str) -> ChainRow:
    """A telephone of the lab that presses keys while it speaks: "press-2-*12-3-*91"."""
    return ChainRow(f"sip:press-{script}@{product.run_record['lab_sip']}", "presses", 20)


async def talking_call(product: Product, number: str) -> dict[str, Any]:
    """The running call to a number as it is told to watchers, once it talks and its meter runs."""
    await product.watch.until(
        lambda: any(product.watch.calls[key]["charging_from"] for key in product.watch.talking(number)),
        what=f"the meter of {number} runs",
        seconds=20.0,
    )
    (key,) = product.watch.talking(number)
    return product.watch.calls[key]


async def asking(product: Product, number: str, *, do: str, slot: int, account: str | None = None) -> Told:
    """Ask for another price in the running call to a number, as the portal does."""
    live = await talking_call(product, number)
    return await ask(
        path=product.home / "run" / "callcontrol.sock", call_id=live["call_id"], account=account or live["account"],
        do=do, slot=slot, by="anna@example.org",
    )  # fmt: skip


async def test_three_changes_and_a_fee_in_one_call(product: Product) -> None:
    """By the destination's keys and over the socket; the live meter, the record and rating anew say the same."""
    number = await charged_number(product, pressing(product, "1-*12-1-*91"), price=WITH_SET)
    call = product.calling(number, talk=120.0)
    await call.until("answered")
    live = await talking_call(product, number)
    key = live["call_id"]
    await product.watch.until(lambda: product.watch.calls[key]["slot"] == 12, what="*12 is in force", seconds=30.0)
    third = await asking(product, number, do="tariff", slot=13)
    fourth = await asking(product, number, do="tariff", slot=14)
    await product.watch.until(lambda: product.watch.calls[key]["slot"] == 14, what="14 is in force", seconds=30.0)
    seen = product.watch.calls[key]
    await asyncio.sleep(0.5)
    await call.hang_up()

    record = await product.record(number)
    money = money_of(product, number)
    assert (third.result, fourth.result) == (requests.DONE, requests.DONE)
    assert [(one.kind, one.slot, one.result, one.by) for one in money.requests] == [
        ("tariff", 12, "done", "keys"), ("fee", 1, "done", "keys"),
        ("tariff", 13, "done", "anna@example.org"), ("tariff", 14, "done", "anna@example.org"),
    ]  # fmt: skip
    assert [one.purpose for one in money.prompts] == ["change", "fee", "change", "change"]
    assert all(one.result == "finished" and one.revision == 3 for one in money.prompts)
    for played, asked in zip(money.prompts, money.requests, strict=True):
        assert asked.effective_at == (played.ended_at or 0) + 5000
    assert money.timeline is not None
    timeline = parse_timeline(money.timeline)
    assert [change.tariff.per_minute for change in timeline.changes] == [
        FRANC, 2 * FRANC, 3 * FRANC + 7, 90 * CENT,
    ]  # fmt: skip
    assert [(fee.amount, fee.label) for fee in timeline.fees] == [(5 * FRANC, "Unterlagen")]
    # What the watchers had: the same line, and a meter that stands at the record's price at the call's end.
    assert seen["timeline"] == money.timeline
    assert meter(timeline=parse_timeline(seen["timeline"]), now=record.ended_at - seen["charging_from"]) == money.amount
    assert money.amount > 5 * FRANC + 50 * CENT
    assert money.charging_from is not None
    # And so does the command line.
    case = case_of(timeline, duration=record.ended_at - money.charging_from)
    assert await rated_by_command(case) == money.amount
    await product.nothing_left()


async def test_a_change_is_heard_by_the_caller(product: Product) -> None:
    number = await charged_number(product, lab_phone("answer"), price=WITH_SET)
    call = product.calling(number, talk=120.0, listen=True)

    told = await asking(product, number, do="tariff", slot=12)

    await product.hang_up_in_the_lab()
    heard = (await call.report()).heard
    assert told.result == requests.DONE
    assert heard is not None
    (span,) = heard.spans
    assert span.end_ms - span.start_ms > 2000
    await product.nothing_left()


async def test_a_dear_change_needs_the_callers_key(product: Product) -> None:
    number = await charged_number(product, lab_phone("answer"), price=WITH_SET)
    call = product.calling(number, talk=120.0, keys=",,,,,,,,,,,,,,1,1,1,1,1,1,1,1", keys_after=0.5)

    told = await asking(product, number, do="tariff", slot=20)

    assert told.result == requests.DONE
    await call.hang_up()
    await product.record(number)
    money = money_of(product, number)
    (played,) = money.prompts
    assert played.consented_at is not None
    assert told.parameters == {"effective_at": played.consented_at + 5000}
    await product.nothing_left()


async def test_a_dear_change_without_the_callers_key_does_not_happen(product: Product) -> None:
    number = await charged_number(product, lab_phone("answer"), price=WITH_SET)
    call = product.calling(number, talk=120.0)

    told = await asking(product, number, do="tariff", slot=20)

    assert told.result == requests.DECLINED
    await call.hang_up()
    await product.record(number)
    money = money_of(product, number)
    assert money.timeline is not None
    assert len(parse_timeline(money.timeline).changes) == 1
    await product.nothing_left()


async def test_who_asks_is_told_why_not(product: Product) -> None:
    number = await charged_number(product, lab_phone("answer"), price=WITH_SET)
    call = product.calling(number, talk=120.0)

    unknown = await asking(product, number, do="tariff", slot=77)
    strange = await asking(product, number, do="tariff", slot=12, account="999")

    assert (unknown.result, unknown.parameters) == (requests.UNKNOWN_SLOT, {"slot": 77})
    assert strange.result == requests.MISSING
    waiting = asyncio.create_task(asking(product, number, do="fee", slot=1))
    await asyncio.sleep(0.5)
    await call.hang_up()
    assert (await waiting).result == requests.CALL_ENDED
    await product.nothing_left()


async def test_a_french_number_keeps_its_price(product: Product) -> None:
    price = Price(
        tariff=Tariff(currency="EUR", per_minute=80 * CENT), class_code="fr-089", language="fr", tariff_set=SET,
        keys=True, recording=own_recording(product, seconds=0.5),
    )  # fmt: skip
    number = await charged_number(product, pressing(product, "1-*12"), price=price)
    call = product.calling(number, talk=120.0)

    told = await asking(product, number, do="tariff", slot=12)

    assert told.result == f"{requests.REFUSED}price-change-not-allowed"
    key = (await talking_call(product, number))["call_id"]
    await eventually(lambda: product.keys_taken(key) == "*12", "call control has dealt with *12", 20.0)
    await call.hang_up()
    await product.record(number)
    money = money_of(product, number)
    assert {one.result for one in money.requests} == {f"{requests.REFUSED}price-change-not-allowed"}
    assert sorted(one.by for one in money.requests) == ["anna@example.org", "keys"]
    await product.nothing_left()


async def test_keys_mean_nothing_where_they_are_not_allowed(product: Product) -> None:
    number = await charged_number(product, pressing(product, "1-*12"), price=replace(WITH_SET, keys=False))

    await product.call(number, talk=3.0)

    await product.record(number)
    assert money_of(product, number).requests == ()
    await product.nothing_left()


async def test_a_call_is_warned_and_cut_off_when_its_money_is_used_up(product: Product) -> None:
    tariff = Tariff(currency="CHF", per_minute=FRANC, cap=55 * CENT)
    number = await charged_number(product, lab_phone("answer"), price=replace(CHEAP, tariff=tariff))

    report = await product.call(number, talk=60.0, listen=True)

    assert (report.outcome, report.hung_up_by) == (Outcome.ANSWERED, Side.CALLED)
    assert 32.0 < report.talk_seconds < 34.5
    record = await product.record(number)
    assert (record.hung_up_by, record.outcome) == ("platform", "answered")
    money = money_of(product, number)
    assert money.amount == 55 * CENT
    assert [(one.purpose, one.result) for one in money.prompts] == [("warning", "finished")]
    assert report.heard is not None
    (warning,) = report.heard.spans
    assert 2500 < warning.start_ms < 4500
    await product.nothing_left()


async def test_the_meter_runs_on_when_call_control_dies(patient: Product) -> None:
    slots = {12: SlotTariff(name="Beratung", per_call=0, per_minute=2 * FRANC)}
    price = replace(CHEAP, tariff_set=TariffSet(slots=slots, fees={1: SetFee(name="", amount=FRANC)}), keys=True)
    number = await charged_number(patient, lab_phone("music"), price=price)
    call = patient.calling(number, talk=120.0)
    assert (await asking(patient, number, do="tariff", slot=12)).result == requests.DONE
    key = (await talking_call(patient, number))["call_id"]
    await patient.watch.until(
        lambda: len(patient.watch.calls[key]["timeline"]["changes"]) == 2, what="the change is on the time line"
    )
    before = patient.watch.calls[key]

    killed = patient.kill(CALLCONTROL)
    await patient.restarted(CALLCONTROL, killed)

    after = await talking_call(patient, number)
    assert (after["timeline"], after["charging_from"]) == (before["timeline"], before["charging_from"])
    assert (await asking(patient, number, do="fee", slot=1)).result == requests.DONE
    await asyncio.sleep(5.5)
    await call.hang_up()
    record = await patient.record(number)
    assert (record.outcome, record.hung_up_by, record.recovered) == ("answered", "caller", False)
    money = money_of(patient, number)
    assert [one.result for one in money.requests] == ["done", "done"]
    assert money.amount > FRANC
    await patient.nothing_left()


async def test_a_call_is_charged_until_the_switch_died(patient: Product) -> None:
    number = await charged_number(patient, lab_phone("music"), price=CHEAP)
    call = patient.calling(number, talk=60.0)
    live = await talking_call(patient, number)
    await asyncio.sleep(1.0)

    killed = patient.kill(SWITCH)
    await patient.restarted(SWITCH, killed)

    record = await patient.record(number)
    assert record.recovered
    money = money_of(patient, number)
    assert money.charging_from == live["charging_from"]
    assert 1000 <= record.ended_at - live["charging_from"] < 3000
    assert money.amount > 0
    # The telephones of the lab wait for a goodbye that never comes.
    await patient.hang_up_in_the_lab()
    await call.report()
    await patient.nothing_left()


async def test_nobody_pays_for_the_time_in_which_everything_was_dead(patient: Product) -> None:
    number = await charged_number(patient, lab_phone("music"), price=CHEAP)
    call = patient.calling(number, talk=60.0)
    live = await talking_call(patient, number)
    await asyncio.sleep(1.5)

    async with patient.without(CALLCONTROL):
        killed, died = patient.kill(SWITCH), int(time.time() * 1000)
        await asyncio.sleep(3.0)
    await patient.restarted(SWITCH, killed)

    record = await patient.record(number)
    assert (record.recovered, record.hung_up_by) == (True, "platform")
    assert died - 1500 <= record.ended_at <= died + 100
    money = money_of(patient, number)
    assert money.billed_ms == -(-(record.ended_at - live["charging_from"]) // 1000) * 1000
    await patient.hang_up_in_the_lab()
    await call.report()
    await patient.nothing_left()
