"""Calls on their way through a number's chain, with real SIP from caller to telephone."""

import time

import pytest

from smartnumbers.apps.plans.operations.chain import ChainRow
from smartnumbers.telephony.lab.report import Outcome, Side
from tests.telephony.product import ALICE, Product, lab_phone
from tests.telephony.telephone import DEAF, RINGING, TRYING, telephone

pytestmark = [pytest.mark.telephony, pytest.mark.asyncio(loop_scope="session")]

NOBODY = ChainRow("sip:nobody@127.0.0.1:9", "nobody", 20)


async def test_the_first_destination_answers(product: Product) -> None:
    number = await product.number(lab_phone("speech"), lab_phone("music"))
    before = int(time.time() * 1000)

    report = await product.call(number)

    assert (report.outcome, report.hung_up_by, report.cause) == (Outcome.ANSWERED, Side.CALLER, 16)
    record = await product.record(number)
    assert (record.outcome, record.reason, record.hung_up_by) == ("answered", "hang-up", "caller")
    assert (record.cause, record.sip_status, record.recovered) == (16, 200, False)
    assert (record.dialled, record.caller, record.presentation) == (number, ALICE, "allowed")
    assert (record.revision, record.node) == (2, "node1")
    assert [step["code"] for step in record.trace] == [
        "profile-found", "number-in-service", "plan-in-force", "caller-not-blocked", "local-time", "otherwise",
        "chain-chosen", "display-caller",
    ]  # fmt: skip
    (attempt,) = record.attempts.all()
    assert (attempt.name, attempt.kind, attempt.outcome, attempt.position) == ("speech", "telephone", "answered", 1)
    instants = [
        before, record.setup_at, attempt.started_at, attempt.alerting_at, attempt.answered_at, record.answered_at,
        record.ended_at, int(time.time() * 1000),
    ]  # fmt: skip
    assert instants == sorted(instants)
    assert record.ringing_at == attempt.alerting_at
    assert attempt.ended_at == record.ended_at
    assert abs(record.talk_milliseconds / 1000 - report.talk_seconds) < 1.0
    await product.nothing_left()


async def test_after_a_busy_destination_the_second_answers(product: Product) -> None:
    number = await product.number(lab_phone("busy"), lab_phone("speech"))

    report = await product.call(number)

    assert report.outcome is Outcome.ANSWERED
    record = await product.record(number)
    assert [(one.name, one.outcome, one.sip_status) for one in record.attempts.all()] == [
        ("busy", "busy", 486),
        ("speech", "answered", None),
    ]
    assert record.outcome == "answered"
    await product.nothing_left()


async def test_a_silent_destination_is_cancelled_and_the_third_answers(product: Product) -> None:
    async with telephone(RINGING) as silent:
        number = await product.number(
            lab_phone("busy"), ChainRow(silent.address, "silent", 3), lab_phone("speech"),
        )  # fmt: skip

        report = await product.call(number)

        assert report.outcome is Outcome.ANSWERED
        assert silent.methods == ["INVITE", "CANCEL", "ACK"]
        assert 2.8 <= silent.arrived_at("CANCEL") - silent.arrived_at("INVITE") <= 4.0
    assert [event.what for event in report.events] == ["dialled", "ringing", "answered", "ended"]
    record = await product.record(number)
    attempts = list(record.attempts.all())
    assert [(one.name, one.outcome, one.cause) for one in attempts] == [
        ("busy", "busy", 17), ("silent", "no-answer", 19), ("speech", "answered", 16),
    ]  # fmt: skip
    assert 3000 <= attempts[1].ended_at - attempts[1].started_at <= 3500
    assert record.ringing_at == attempts[1].alerting_at
    await product.nothing_left()


@pytest.mark.parametrize(
    ("destination", "outcome", "sip_status"),
    [
        ("error", "error", 503),
        ("refuse", "refused", 603),
        ("forbidden", "refused", 403),
        ("unknown", "error", 404),
        ("away", "unreachable", 480),
    ],
)
async def test_a_destination_that_cannot_take_the_call_is_passed_over_at_once(
    product: Product, destination: str, outcome: str, sip_status: int
) -> None:
    number = await product.number(lab_phone(destination), lab_phone("speech"))

    report = await product.call(number, talk=0.2)

    assert report.outcome is Outcome.ANSWERED
    failed, answered = (await product.record(number)).attempts.all()
    assert (failed.outcome, failed.sip_status, answered.outcome) == (outcome, sip_status, "answered")
    assert failed.ended_at - failed.started_at < 3000
    await product.nothing_left()


async def test_a_destination_that_swallows_everything_is_given_up_after_three_seconds(product: Product) -> None:
    async with telephone(DEAF) as deaf:
        number = await product.number(ChainRow(deaf.address, "deaf", 20), lab_phone("speech"))

        report = await product.call(number, talk=0.2)

        assert report.outcome is Outcome.ANSWERED
        assert deaf.methods == ["INVITE"]
    failed, answered = (await product.record(number)).attempts.all()
    assert (failed.outcome, failed.alerting_at, answered.outcome) == ("unreachable", None, "answered")
    assert 3000 <= failed.ended_at - failed.started_at <= 3500
    await product.nothing_left()


async def test_a_destination_where_nobody_listens_is_given_up_after_three_seconds_at_most(product: Product) -> None:
    number = await product.number(NOBODY, lab_phone("speech"))

    report = await product.call(number, talk=0.2)

    assert report.outcome is Outcome.ANSWERED
    failed, answered = (await product.record(number)).attempts.all()
    assert (failed.outcome, answered.outcome) == ("unreachable", "answered")
    assert failed.ended_at - failed.started_at <= 3500
    await product.nothing_left()


async def test_a_destination_that_is_trying_has_its_whole_ring_time(product: Product) -> None:
    async with telephone(TRYING) as slow:
        number = await product.number(ChainRow(slow.address, "slow", 5), lab_phone("speech"))

        report = await product.call(number, talk=0.2)

        assert report.outcome is Outcome.ANSWERED
        assert "CANCEL" in slow.methods
        assert 4.8 <= slow.arrived_at("CANCEL") - slow.arrived_at("INVITE") <= 6.0
    failed, answered = (await product.record(number)).attempts.all()
    assert (failed.outcome, failed.alerting_at, answered.outcome) == ("no-answer", None, "answered")
    await product.nothing_left()


@pytest.mark.parametrize(
    ("destinations", "outcome", "sip_status", "cause"),
    [
        (("error", "busy", "refuse"), "busy", 486, 17),
        (("error", "refuse"), "failed", 403, 21),
        (("error", "error"), "failed", 503, 34),
        (("away",), "failed", 480, 20),
    ],
)
async def test_a_caller_who_reaches_nobody_is_told_why(
    product: Product, destinations: tuple[str, ...], outcome: str, sip_status: int, cause: int
) -> None:
    number = await product.number(*(lab_phone(name) for name in destinations))

    report = await product.call(number)

    assert (report.sip_status, report.hung_up_by) == (sip_status, Side.CALLED)
    record = await product.record(number)
    assert (record.outcome, record.reason, record.hung_up_by) == (outcome, "chain-exhausted", "platform")
    assert (record.sip_status, record.cause, record.answered_at) == (sip_status, cause, None)
    assert len(record.attempts.all()) == len(destinations)
    await product.nothing_left()


async def test_a_caller_whom_nobody_answers_is_told_so(product: Product) -> None:
    number = await product.number(lab_phone("silent", ring=3))

    report = await product.call(number)

    assert (report.outcome, report.sip_status) == (Outcome.NO_ANSWER, 480)
    record = await product.record(number)
    assert (record.outcome, record.sip_status, record.cause) == ("no-answer", 480, 19)
    await product.nothing_left()


async def test_a_caller_gives_up_while_it_rings(product: Product) -> None:
    async with telephone(RINGING) as silent:
        number = await product.number(ChainRow(silent.address, "silent", 20), lab_phone("speech"))

        report = await product.call(number, patience=1.0)

        await silent.received("CANCEL")
        assert report.outcome is Outcome.GAVE_UP
    record = await product.record(number)
    assert (record.outcome, record.reason, record.hung_up_by) == ("abandoned", "caller-gave-up", "caller")
    assert (record.sip_status, record.answered_at) == (487, None)
    (attempt,) = record.attempts.all()
    assert (attempt.outcome, attempt.ended_at) == ("abandoned", record.ended_at)
    await product.nothing_left()


async def test_the_destination_hangs_up(product: Product) -> None:
    number = await product.number(lab_phone("brief", 1))

    report = await product.call(number, talk=20.0)

    assert (report.outcome, report.hung_up_by, report.cause) == (Outcome.ANSWERED, Side.CALLED, 16)
    record = await product.record(number)
    assert (record.outcome, record.hung_up_by, record.cause) == ("answered", "destination", 16)
    assert 800 <= record.talk_milliseconds <= 2500
    await product.nothing_left()
