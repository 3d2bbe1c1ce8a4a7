"""A disk that is really full: a tmpfs of a few megabytes.

Mounting takes root, or a user namespace of one's own. Without root the whole module runs again inside `unshare -rm`,
where the tests are root; where even that is forbidden the tests fail and say so, they are never skipped quietly.
"""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from smartnumbers.telephony.journal import writer as writer_module
from smartnumbers.telephony.journal.recovery import recover
from smartnumbers.telephony.journal.segments import segments
from smartnumbers.telephony.journal.verification import inspect
from smartnumbers.telephony.journal.writer import JournalWriter, Kept
from tests.unit.telephony.journal.cast import alerting, all_entries, calls_of, ended, offered, until

DISK = 12 * 1024 * 1024
RESERVE = 1024 * 1024


def run_again_as_root_of_a_namespace(request: pytest.FixtureRequest) -> None:
    """Run one test where it may mount; its result is this test's result."""
    if shutil.which("unshare") is None:
        pytest.fail("a full disk takes root, or `unshare` (util-linux) and unprivileged user namespaces")
    command = ["unshare", "-rm", sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", request.node.nodeid]
    again = subprocess.run(command, cwd=request.config.rootpath, capture_output=True, text=True, check=False)
    if again.returncode != 0:
        pytest.fail(f"in a namespace of its own:\n{again.stdout}{again.stderr}")
    pytest.skip("passed, as root of a namespace of its own")


@pytest.fixture
def disk(request: pytest.FixtureRequest) -> Iterator[Path]:
    if os.geteuid() != 0:
        run_again_as_root_of_a_namespace(request)
    point = Path(tempfile.mkdtemp(prefix="smartnumbers-disk-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=700", "tmpfs", str(point)], check=True)
    try:
        yield point
    finally:
        subprocess.run(["umount", "-l", str(point)], check=True)
        point.rmdir()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer_module, "RETRY_SECONDS", 0.05)


def fill(disk: Path) -> Path:
    """Take all the space that is left."""
    stuffing = disk / "stuffing"
    descriptor = os.open(stuffing, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        for size in (65536, 4096, 1):
            while True:
                try:
                    os.write(descriptor, b"x" * size)
                except OSError:
                    break
    finally:
        os.close(descriptor)
    return stuffing


async def test_running_calls_are_written_to_the_reserve_while_new_calls_are_refused(disk: Path) -> None:
    told: list[bool] = []
    journal = await JournalWriter.open(
        folder=disk / "journal", reserve_bytes=RESERVE, on_health=lambda: told.append(journal.healthy)
    )
    for number in range(100):
        await journal.append(offered(str(number)))
    stuffing = fill(disk)
    kept = [await journal.append(alerting(str(number))) for number in range(100)]
    assert set(kept) == {Kept.FLUSHED}
    assert not journal.healthy
    assert journal.reason == "No space left on device"
    kept = [await journal.append(ended(str(number))) for number in range(100)]
    assert set(kept) == {Kept.FLUSHED}
    await asyncio.sleep(0.2)
    assert not journal.healthy
    stuffing.unlink()
    await until(lambda: journal.healthy)
    assert (disk / "journal" / "reserve").stat().st_size == RESERVE
    await asyncio.sleep(0)
    assert told == [False, True]
    await journal.close()
    assert len(calls_of(disk / "journal")) == 300


async def test_with_the_reserve_used_up_entries_wait_in_memory_and_nothing_hangs(disk: Path) -> None:
    journal = await JournalWriter.open(folder=disk / "journal", reserve_bytes=RESERVE)
    await journal.append(offered("a"))
    stuffing = fill(disk)
    big = {**alerting("a"), "text": "x" * 8_000}
    kept = []
    async with asyncio.timeout(20):
        while not kept or kept[-1] is Kept.FLUSHED:
            kept.append(await journal.append(big))
        kept += [await journal.append(alerting("a")) for _ in range(500)]
        kept.append(await journal.append(ended("a")))
    assert kept.count(Kept.FLUSHED) > 50
    assert journal.deferred == kept.count(Kept.DEFERRED)
    stuffing.unlink()
    await until(lambda: journal.healthy)
    assert journal.deferred == 0
    await journal.close()
    written = calls_of(disk / "journal")
    assert len(written) == 1 + len(kept)
    assert written[-1] == ("a", "ended")
    assert inspect(folder=disk / "journal", on_ended=lambda _: None).findings == []
    assert recover(disk / "journal").open_calls == {}


async def test_a_full_disk_at_the_start_opens_unhealthy_and_mends_itself(disk: Path) -> None:
    folder = disk / "journal"
    journal = await JournalWriter.open(folder=folder, reserve_bytes=RESERVE)
    await journal.append(offered("a"))
    await journal.close()
    (folder / "reserve").unlink()
    stuffing = fill(disk)
    journal = await JournalWriter.open(folder=folder, reserve_bytes=RESERVE)
    assert not journal.healthy
    assert list(journal.recovered.open_calls) == ["a"]
    assert await journal.append(ended("a")) is Kept.DEFERRED
    stuffing.unlink()
    await until(lambda: journal.healthy)
    await journal.close()
    assert calls_of(folder) == [("a", "offered"), ("a", "ended")]


async def test_a_torn_tail_on_a_full_disk_stays_and_does_not_count(disk: Path) -> None:
    folder = disk / "journal"
    journal = await JournalWriter.open(folder=folder, reserve_bytes=RESERVE)
    await journal.append(offered("a"))
    await journal.close()
    last = segments(folder)[-1].path
    with last.open("ab") as file:
        file.write(b"half a line" * 400)
    (folder / "reserve").unlink()
    stuffing = fill(disk)
    journal = await JournalWriter.open(folder=folder, reserve_bytes=RESERVE)
    assert journal.recovered.torn_bytes > 0
    stuffing.unlink()
    await until(lambda: journal.healthy)
    await journal.append(ended("a"))
    await journal.close()
    assert inspect(folder=folder, on_ended=lambda _: None).findings == []


async def test_a_disk_that_fills_in_the_middle_of_a_new_segment_leaves_no_half_segment(disk: Path) -> None:
    journal = await JournalWriter.open(folder=disk / "journal", reserve_bytes=RESERVE, segment_bytes=4_000)
    for number in range(40):
        await journal.append({**offered(str(number)), "text": "x" * 20_000})
        if number == 15:
            fill(disk)
    assert journal.deferred > 0
    assert not journal.healthy
    (disk / "stuffing").unlink()
    await until(lambda: journal.deferred == 0)
    await journal.close()
    numbers = [entry["seq"] for entry in all_entries(disk / "journal")]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(recover(disk / "journal").open_calls) == 40
