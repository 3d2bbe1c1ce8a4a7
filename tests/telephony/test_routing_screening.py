"""Whom a number lets in: blacklist, limits, the key test and reports from the telephone, with real calls."""

import time

import pytest

from smartnumbers.core.callcontrol.record import REPORT_BLOCK_MS
from smartnumbers.core.routing.blacklist import Blacklist
from smartnumbers.core.routing.messages import key_of
from smartnumbers.core.routing.plan import CallerList, CallLimit, Screening
from smartnumbers.telephony.lab.report import Outcome
from tests.telephony.product import ALICE, BOB, CALLCONTROL, MALLORY, Product, eventually
from tests.telephony.routed import chain, only_call, plan_of, routed_number, rung, tried

pytestmark = [pytest.mark.telephony, pytest.mark.asyncio(loop_scope="session")]

PARISIAN = "+33142345678"
VIP = CallerList(list_id="vip", name="VIP", numbers=frozenset({MALLORY}), prefixes=("+3314",))
WELCOME = {"lists": {"vip": VIP}}


async def reason_of(product: Product, number: str, **order: object) -> str:
    """Why a call is turned away, or "" where it is let in."""
    before = len(product.journalled(number))
    report = await product.call(number, talk=0.1, **order)
    await product.records(number, count=before + 1)
    record = product.journalled(number)[-1]
    assert (report.outcome is Outcome.ANSWERED) == (record.outcome == "answered")
    return "" if report.answered else record.reason


async def test_who_is_turned_away_and_who_is_not(product: Product) -> None:
    blacklist = Blacklist(
        numbers={MALLORY: None, BOB: int(time.time() * 1000) - 1}, prefixes={"+4178": None}, withheld=None
    )
    screening = Screening(countries=frozenset({"FR"}))
    number = await routed_number(product, plan_of(chain(rung("speech")), screening=screening), blacklist=blacklist)

    assert await reason_of(product, number, caller=MALLORY) == "blocked"
    assert await reason_of(product, number, caller="+41785556677") == "blocked"
    assert await reason_of(product, number, caller=ALICE, withheld=True) == "withheld"
    assert await reason_of(product, number, caller=PARISIAN) == "country-blocked"
    # His time is over.
    assert await reason_of(product, number, caller=BOB) == ""
    assert await reason_of(product, number, caller=ALICE) == ""
    await product.nothing_left()


async def test_the_welcome_list_beats_everything_else(product: Product) -> None:
    screening = Screening(
        welcome=("vip",), only_welcome=True, countries=frozenset({"FR"}), limit=CallLimit(calls=1, seconds=60),
        key_test=True,
    )  # fmt: skip
    plan = plan_of(chain(rung("speech")), screening=screening, **WELCOME)
    number = await routed_number(product, plan, blacklist=Blacklist(numbers={MALLORY: None}))

    for caller in (MALLORY, MALLORY, PARISIAN):
        assert await reason_of(product, number, caller=caller) == ""
    assert await reason_of(product, number, caller=ALICE) == "not-welcome"
    await product.nothing_left()


async def test_a_caller_gets_in_so_many_times_and_is_remembered_over_a_restart(patient: Product) -> None:
    screening = Screening(limit=CallLimit(calls=2, seconds=3600))
    number = await routed_number(patient, plan_of(chain(rung("speech")), screening=screening))

    assert [await reason_of(patient, number) for _ in range(2)] == ["", ""]
    await patient.restarted(CALLCONTROL, patient.kill(CALLCONTROL))

    assert await reason_of(patient, number) == "too-many-calls"
    assert await reason_of(patient, number, caller=BOB) == ""
    await patient.nothing_left()


async def test_who_presses_the_key_is_let_in_and_is_not_asked_again(product: Product) -> None:
    number = await routed_number(product, plan_of(chain(rung("music")), screening=Screening(key_test=True)))
    call = product.calling(number, talk=20.0)
    await call.until("answered")
    await product.watch.until(lambda: product.watch.states(number), what="the call is seen")
    assert product.watch.states(number) != ["talking"]

    await product.press_in_the_lab(key_of(number))

    await product.watch.until(lambda: product.watch.talking(number), what="he is let in")
    await call.hang_up()
    await product.record(number)
    assert await reason_of(product, number) == ""
    asked, not_asked = product.journalled(number)
    assert [played.purpose for played in asked.said] == ["test"]
    assert not_asked.said == ()
    await product.nothing_left()


async def test_who_presses_another_key_or_none_is_not(product: Product) -> None:
    number = await routed_number(product, plan_of(chain(rung("music")), screening=Screening(key_test=True)))
    call = product.calling(number, caller=BOB, talk=60.0)
    await call.until("answered")
    await product.watch.until(lambda: product.watch.states(number), what="the call is seen")
    wrong = "1" if key_of(number) != "1" else "2"

    await product.press_in_the_lab(wrong)
    await eventually(lambda: product.keys_taken(*product.watch.calls) == wrong, "the first key is taken")
    await product.press_in_the_lab(wrong)

    assert (await call.report()).hung_up_by == "called"
    record = await only_call(product, number)
    assert (record.outcome, record.reason, tried(record)) == ("blocked", "key-test-failed", [])
    assert [played.purpose for played in record.said] == ["test", "test"]
    await product.nothing_left()


async def test_a_reported_caller_is_cut_off_and_turned_away_for_a_day(patient: Product) -> None:
    plan = plan_of(chain(rung("report", 1), rung("speech")), screening=Screening(reports=True))
    number = await routed_number(patient, plan)

    report = await patient.call(number, talk=20.0)

    assert (report.outcome, report.hung_up_by) == (Outcome.ANSWERED, "called")
    assert report.talk_seconds < 10
    record = await only_call(patient, number)
    assert record.reported
    await patient.restarted(CALLCONTROL, patient.kill(CALLCONTROL))
    # Call control remembers it; soon the number's blacklist says so too, for the holder to see.
    assert await reason_of(patient, number) in ("reported", "blocked")
    turned_away = patient.journalled(number)[-1]
    (step,) = (step for step in turned_away.trace if step.code in ("caller-reported", "caller-blocked"))
    assert abs(int(step.values["until"]) - record.ended_at - REPORT_BLOCK_MS) < 5000
    other = await routed_number(patient, plan_of(chain(rung("speech"))))
    assert await reason_of(patient, other) == ""
    await patient.nothing_left()
