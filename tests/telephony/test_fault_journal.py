"""The call journal's disk is full, or its last line was never finished."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from smartnumbers.telephony.lab.report import Outcome, Side
from tests.telephony.product import CALLCONTROL, Product, lab_phone, make_home, running

pytestmark = [pytest.mark.telephony, pytest.mark.asyncio(loop_scope="session")]

DISK_BYTES = 16 * 1024 * 1024


class SmallDisk:
    """A small file system, mounted where the journal will be."""

    def __init__(self, *, at: Path) -> None:
        self._at = at
        self._fillers: list[Path] = []

    def mount(self) -> None:
        """Put it there; only root can."""
        self._at.mkdir(mode=0o700)
        options = f"size={DISK_BYTES},mode=0700"
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(self._at)], check=True)

    def unmount(self) -> None:
        """Take it away with all that is on it."""
        subprocess.run(["umount", "--lazy", str(self._at)], check=True)

    def fill(self) -> None:
        """Leave not a byte free."""
        filler = self._at / f"filler-{len(self._fillers)}"
        self._fillers.append(filler)
        with filler.open("wb", buffering=0) as file:
            for size in (1024 * 1024, 4096):
                try:
                    while file.write(bytes(size)) == size:
                        pass
                except OSError:
                    continue

    def clear(self) -> None:
        """Give the space back."""
        while self._fillers:
            self._fillers.pop().unlink()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def disk() -> AsyncIterator[tuple[Path, SmallDisk]]:
    """A home folder whose journal is on a small disk."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    home = make_home()
    small = SmallDisk(at=home / "journal")
    small.mount()
    yield home, small
    small.unmount()
    await asyncio.to_thread(shutil.rmtree, home)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def cramped(databases_of_products: None, disk: tuple[Path, SmallDisk]) -> AsyncIterator[Product]:
    """A product in that home."""
    async with running(home=disk[0]) as product:
        yield product


@pytest.fixture
def small(disk: tuple[Path, SmallDisk]) -> SmallDisk:
    return disk[1]


async def refused_for_want_of_space(product: Product, number: str) -> int:
    """Call until a call is refused; gives how many were let in before: what fits into the last page still fits."""
    for placed in range(10):
        report = await product.call(number, talk=0.1)
        if report.outcome is not Outcome.ANSWERED:
            assert (report.sip_status, report.hung_up_by) == (503, Side.CALLED)
            return placed
    raise AssertionError("ten calls were let in although the journal's disk is full")


async def test_a_full_disk_refuses_new_calls_loudly_and_lets_running_ones_end(
    cramped: Product, small: SmallDisk
) -> None:
    talking_to = await cramped.number(lab_phone("speech"))
    ringing_at = await cramped.number(lab_phone("silent"))
    new_to = await cramped.number(lab_phone("speech"))
    talking, ringing = await cramped.talking(talking_to), await cramped.ringing(ringing_at)

    small.fill()
    let_in = await refused_for_want_of_space(cramped, new_to)

    await cramped.watch.until(
        lambda: (cramped.watch.health["journal"], cramped.watch.health["refused_unrecorded"]) == ("full", 1),
        what="health says so",
    )
    assert "the call journal cannot be written" in (cramped.home / "log" / "callcontrol.log").read_text()
    await asyncio.gather(talking.hang_up(), ringing.hang_up())
    # The space kept back for them is enough: they are recorded while the disk is still full.
    assert (await cramped.record(talking_to)).outcome == "answered"
    assert (await cramped.record(ringing_at)).outcome == "abandoned"
    await cramped.nothing_left()
    small.clear()
    await cramped.watch.until(lambda: cramped.watch.health["journal"] == "ok", what="the journal is well again")
    assert (await cramped.call(new_to, talk=0.2)).outcome is Outcome.ANSWERED
    await cramped.records(new_to, count=let_in + 1)
    await cramped.nothing_left()


async def test_what_not_even_the_space_kept_back_holds_is_written_later(cramped: Product, small: SmallDisk) -> None:
    talking_to = await cramped.number(lab_phone("busy"), lab_phone("speech"))
    new_to = await cramped.number(lab_phone("speech"))
    talking = [await cramped.talking(talking_to) for _ in range(3)]
    small.fill()
    let_in = await refused_for_want_of_space(cramped, new_to)

    small.fill()
    await asyncio.gather(*(call.hang_up() for call in talking))
    await cramped.nothing_left()
    small.clear()

    records = await cramped.records(talking_to, count=3)
    assert {(one.outcome, one.hung_up_by) for one in records} == {("answered", "caller")}
    await cramped.watch.until(lambda: cramped.watch.health["journal"] == "ok", what="the journal is well again")
    assert (await cramped.call(new_to, talk=0.2)).outcome is Outcome.ANSWERED
    await cramped.records(new_to, count=let_in + 1)
    assert (await verify(cramped))["clean"] is True


@pytest.mark.parametrize("torn", [b"0", b"deadbeef", b'deadbeef {"seq":12,"type":"leg-ans', b"\x00" * 700])
async def test_a_torn_last_line_is_cut_off_and_no_call_is_lost(patient: Product, torn: bytes) -> None:
    number = await patient.number(lab_phone("speech"))
    assert (await patient.call(number, talk=0.2)).outcome is Outcome.ANSWERED
    talking = await patient.talking(number)

    async with patient.without(CALLCONTROL):
        newest = max((patient.home / "journal").glob("*.journal"))
        with newest.open("ab") as file:
            file.write(torn)

    assert [path for path in (patient.home / "journal").glob("*.torn") if path.read_bytes() == torn]
    assert (await patient.call(number, talk=0.2)).outcome is Outcome.ANSWERED
    await talking.hang_up()
    records = await patient.records(number, count=3)
    assert {(one.outcome, one.recovered) for one in records} == {("answered", False)}
    assert (await verify(patient))["clean"] is True
    await patient.nothing_left()


async def verify(product: Product) -> dict[str, object]:
    """What `smartnumbers journal verify` finds."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "smartnumbers.entry", "journal", "verify", "--json",
        env={**os.environ, "SMARTNUMBERS_HOME": str(product.home)}, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    output, _ = await process.communicate()
    found: dict[str, object] = json.loads(output)
    return found
