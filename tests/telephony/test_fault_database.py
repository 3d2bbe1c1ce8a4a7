"""The database locked, away or hanging: calls go on with the profiles that are known, and are recorded afterwards."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
import pytest_asyncio

from smartnumbers.telephony.lab.report import Outcome
from tests import databases
from tests.telephony.product import CALLCONTROL, Product, eventually, lab_phone, running
from tests.telephony.wire import Wire

pytestmark = [pytest.mark.telephony, pytest.mark.asyncio(loop_scope="session")]

LOCKED_SECONDS = 11.0
"""Longer than the ten seconds for which the worker itself waits for the lock."""

_LOCK = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=10)
database.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.read()
"""


@asynccontextmanager
async def locked(product: Product) -> AsyncIterator[None]:
    """Another process holds the database's only write lock."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _LOCK, str(product.home / "smartnumbers.sqlite3"),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    assert await process.stdout.readline() == b"locked\n"
    try:
        yield
    finally:
        process.stdin.close()
        await process.wait()


async def test_calls_are_recorded_after_the_database_was_locked(patient: Product) -> None:
    number = await patient.number(lab_phone("busy"), lab_phone("speech"))
    talking = await patient.talking(number)

    async with locked(patient):
        free_again = asyncio.get_running_loop().time() + LOCKED_SECONDS
        for _ in range(3):
            await (await patient.talking(number)).hang_up()
        await talking.hang_up()
        await eventually(lambda: len(patient.journalled(number)) == 4, "all calls are in the journal", 15.0)
        assert await patient.office.records(number=number) == []
        await asyncio.sleep(free_again - asyncio.get_running_loop().time())

    records = await patient.records(number, count=4, seconds=30.0)
    assert {one.outcome for one in records} == {"answered"}
    await patient.nothing_left()


async def test_call_control_starts_while_the_database_is_locked(patient: Product) -> None:
    number = await patient.number(lab_phone("speech"))

    async with locked(patient):
        await patient.restarted(CALLCONTROL, patient.kill(CALLCONTROL))
        report = await patient.call(number, talk=0.2)

    assert report.outcome is Outcome.ANSWERED
    await patient.record(number)
    await patient.nothing_left()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def wire(databases_of_products: None, postgresql: databases.Server) -> AsyncIterator[Wire]:
    """The way to PostgreSQL."""
    async with Wire.to(port=postgresql.port) as wire:
        yield wire


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def elsewhere(wire: Wire, postgresql: databases.Server) -> AsyncIterator[Product]:
    """A product whose database is a PostgreSQL server at the other end of the wire."""
    settings = await asyncio.to_thread(databases.create_migrated, postgresql, "smartnumbers_product")
    url = replace(postgresql, port=wire.port).url("smartnumbers_product")
    async with running(settings, database=url) as product:
        yield product


@pytest.mark.parametrize("fault", ["cut", "hold"])
async def test_calls_go_on_while_postgresql_is_away(elsewhere: Product, wire: Wire, fault: str) -> None:
    number = await elsewhere.number(lab_phone("busy"), lab_phone("speech"))
    talking = await elsewhere.talking(number)

    if fault == "cut":
        await wire.cut()
        await elsewhere.watch.until(lambda: elsewhere.watch.health["database"] == "away", what="it is noticed")
    else:
        wire.hold()
    reports = [await elsewhere.call(number, talk=0.2) for _ in range(3)]
    await talking.hang_up()
    await eventually(lambda: len(elsewhere.journalled(number)) == 4, "all calls are in the journal")
    # What waits on a wire that is still may wait for ever; that its connections break is how such a fault ends.
    await wire.cut()
    await wire.join()

    assert {report.outcome for report in reports} == {Outcome.ANSWERED}
    records = await elsewhere.records(number, count=4)
    assert {one.outcome for one in records} == {"answered"}
    await elsewhere.watch.until(lambda: elsewhere.watch.health["database"] == "ok", what="the database is back")
    await elsewhere.nothing_left()


async def test_call_control_starts_while_postgresql_is_away(elsewhere: Product, wire: Wire) -> None:
    number = await elsewhere.number(lab_phone("speech"))

    await wire.cut()
    await elsewhere.restarted(CALLCONTROL, elsewhere.kill(CALLCONTROL))
    report = await elsewhere.call(number, talk=0.2)
    away = elsewhere.watch.health["database"]
    await wire.join()

    assert (report.outcome, away) == (Outcome.ANSWERED, "away")
    assert (await elsewhere.record(number)).revision == 2
    await elsewhere.change_chain(number, lab_phone("busy"))
    assert (await elsewhere.call(number)).sip_status == 486
    await elsewhere.nothing_left()
