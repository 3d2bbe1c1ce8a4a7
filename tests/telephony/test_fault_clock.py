"""The machine's clock is set back by an hour in the middle of calls."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from smartnumbers.apps.callrecords.models import CallRecord
from smartnumbers.telephony.lab.report import Outcome
from tests.telephony.product import CALLCONTROL, Product, lab_phone, running

pytestmark = [pytest.mark.telephony, pytest.mark.asyncio(loop_scope="session")]

HOUR_SECONDS = 3600


_SITE = """
import os, time

def _offset(path=os.environ["TEST_CLOCK_FILE"]):
    with open(path) as file:
        return int(file.read())

_time, _time_ns = time.time, time.time_ns
time.time = lambda: _time() + _offset()
time.time_ns = lambda: _time_ns() + _offset() * 1_000_000_000
"""


@dataclass
class Clock:
    """The wall clock that the product's programs see; their steady clock runs on, as it does when a real one is set.

    Python loads a module `sitecustomize` before anything else. A library that fakes the clock beneath Python
    (libfaketime) breaks its sleeping.
    """

    folder: Path

    def set_back(self, *, seconds: int) -> None:
        """Let it show so many seconds less than the true time. The file is replaced whole: it is read all the time."""
        fresh = self.folder / "offset.new"
        fresh.write_text(str(-seconds))
        fresh.replace(self.folder / "offset")

    def variables(self) -> dict[str, str]:
        """The environment in which programs see this clock."""
        (self.folder / "sitecustomize.py").write_text(_SITE)
        return {"PYTHONPATH": str(self.folder), "TEST_CLOCK_FILE": str(self.folder / "offset")}


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Clock:
    clock = Clock(folder=tmp_path_factory.mktemp("clock"))
    clock.set_back(seconds=0)
    return clock


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def elsewhen(databases_of_products: None, clock: Clock) -> AsyncIterator[Product]:
    """A product with that clock."""
    async with running(beside=clock.variables()) as product:
        yield product


@pytest.fixture(autouse=True)
def right_time(clock: Clock) -> None:
    """Each test begins at the true time."""
    clock.set_back(seconds=0)


async def test_a_call_lasts_as_long_as_it_lasted(elsewhen: Product, clock: Clock) -> None:
    number = await elsewhen.number(lab_phone("speech", 1))
    call = elsewhen.calling(number, talk=2.0)
    await call.until("ringing")
    before = time.time() * 1000

    clock.set_back(seconds=HOUR_SECONDS)
    report = await call.report()

    record = await elsewhen.record(number)
    in_order(record)
    assert record.ended_at > before
    assert abs(record.talk_milliseconds / 1000 - report.talk_seconds) < 1.5
    await elsewhen.nothing_left()


async def test_calls_after_the_step_are_as_good_as_those_before(elsewhen: Product, clock: Clock) -> None:
    number = await elsewhen.number(lab_phone("silent", ring=3), lab_phone("speech"))
    early = elsewhen.calling(number, talk=0.5)
    await early.until("ringing")

    clock.set_back(seconds=HOUR_SECONDS)
    began = time.monotonic()
    reports = [await early.report(), await elsewhen.call(number, talk=0.5)]

    assert [report.outcome for report in reports] == [Outcome.ANSWERED] * 2
    # Both rang for three seconds on a telephone that nobody answers, by whichever clock.
    assert time.monotonic() - began < 2 * 3 + 10
    late, earlier = await elsewhen.records(number, count=2)
    assert abs(earlier.setup_at - late.setup_at - HOUR_SECONDS * 1000) < 15_000
    for record in (late, earlier):
        in_order(record)
        assert [one.outcome for one in record.attempts.all()] == ["no-answer", "answered"]
    await elsewhen.nothing_left()


async def test_call_control_restarts_in_the_past(elsewhen: Product, clock: Clock) -> None:
    number = await elsewhen.number(lab_phone("speech"))
    call = await elsewhen.talking(number)

    clock.set_back(seconds=HOUR_SECONDS)
    await elsewhen.restarted(CALLCONTROL, elsewhen.kill(CALLCONTROL))
    next_report = await elsewhen.call(number, talk=0.2)
    await call.hang_up()

    assert next_report.outcome is Outcome.ANSWERED
    for record in await elsewhen.records(number, count=2):
        in_order(record)
    await elsewhen.nothing_left()


async def test_a_publication_is_in_force_after_the_step(elsewhen: Product, clock: Clock) -> None:
    number = await elsewhen.number(lab_phone("busy"))

    clock.set_back(seconds=HOUR_SECONDS)
    await asyncio.wait_for(elsewhen.change_chain(number, lab_phone("speech")), 1.0)

    assert (await elsewhen.call(number, talk=0.2)).outcome is Outcome.ANSWERED
    await elsewhen.nothing_left()


def in_order(record: CallRecord) -> None:
    """Nothing in a call happened before what came before it."""
    instants = [record.setup_at, record.ringing_at, record.answered_at, record.ended_at]
    there = [instant for instant in instants if instant is not None]
    assert there == sorted(there)
    for attempt in record.attempts.all():
        assert record.setup_at <= attempt.started_at <= attempt.ended_at <= record.ended_at
