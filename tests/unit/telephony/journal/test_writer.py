"""Writing: what is confirmed is on disk, in order, in groups, by one writer; segments carry what is still open."""

import asyncio
import errno
import os
from itertools import pairwise
from pathlib import Path

import pytest

from smartnumbers.telephony.journal import tail as tail_module
from smartnumbers.telephony.journal import writer as writer_module
from smartnumbers.telephony.journal.lock import JournalInUse
from smartnumbers.telephony.journal.reader import read_header
from smartnumbers.telephony.journal.segments import segments
from smartnumbers.telephony.journal.writer import JournalWriter, Kept
from tests.unit.telephony.journal.cast import alerting, all_entries, calls_of, ended, offered, until


class Syncs:
    """Stands in for fdatasync: counts, and fails while `fault` is set."""

    def __init__(self) -> None:
        self.count = 0
        self.fault: int | None = None

    def __call__(self, descriptor: int) -> None:
        self.count += 1
        if self.fault is not None:
            raise OSError(self.fault, os.strerror(self.fault))
        os.fsync(descriptor)


@pytest.fixture
def syncs(monkeypatch: pytest.MonkeyPatch) -> Syncs:
    double = Syncs()
    monkeypatch.setattr(tail_module.os, "fdatasync", double)
    return double


async def test_a_confirmed_entry_can_be_read_at_once(tmp_path: Path) -> None:
    journal = await JournalWriter.open(folder=tmp_path / "journal")
    assert await journal.append(offered("a")) is Kept.FLUSHED
    assert calls_of(tmp_path / "journal") == [("a", "offered")]
    await journal.close()


async def test_numbers_have_no_gaps_over_segments_and_restarts(tmp_path: Path) -> None:
    for start in range(3):
        journal = await JournalWriter.open(folder=tmp_path, segment_bytes=2_000)
        for number in range(30):
            await journal.append(offered(f"{start}-{number}"))
            await journal.append(ended(f"{start}-{number}"))
        await journal.close()
    numbers = [entry["seq"] for entry in all_entries(tmp_path)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(segments(tmp_path)) > 3


async def test_a_thousand_appends_take_few_syncs_and_keep_their_order(tmp_path: Path, syncs: Syncs) -> None:
    journal = await JournalWriter.open(folder=tmp_path)
    done = [journal.append(offered(str(number))) for number in range(1000)]
    assert set(await asyncio.gather(*done)) == {Kept.FLUSHED}
    assert syncs.count <= 20
    assert [call for call, _ in calls_of(tmp_path)] == [str(number) for number in range(1000)]
    await journal.close()


async def test_entries_nobody_waits_for_are_written_by_the_close(tmp_path: Path) -> None:
    journal = await JournalWriter.open(folder=tmp_path)
    for number in range(50):
        _ = journal.append(offered(str(number)))
    await journal.close()
    assert len(calls_of(tmp_path)) == 50
    with pytest.raises(RuntimeError, match="closed"):
        await journal.append(offered("late"))


async def test_an_entry_that_is_no_json_is_refused_at_once_and_the_rest_goes_on(tmp_path: Path) -> None:
    journal = await JournalWriter.open(folder=tmp_path)
    with pytest.raises(TypeError):
        await journal.append({**offered("a"), "what": object()})
    assert await journal.append(offered("b")) is Kept.FLUSHED
    await journal.close()
    assert calls_of(tmp_path) == [("b", "offered")]


async def test_a_caller_that_gave_up_does_not_stop_the_others(tmp_path: Path) -> None:
    journal = await JournalWriter.open(folder=tmp_path)
    given_up = journal.append(offered("a"))
    given_up.cancel()
    assert await journal.append(offered("b")) is Kept.FLUSHED
    await journal.close()
    assert len(calls_of(tmp_path)) == 2


async def test_a_second_writer_is_refused_and_the_lock_is_given_back(tmp_path: Path) -> None:
    first = await JournalWriter.open(folder=tmp_path)
    with pytest.raises(JournalInUse, match=str(os.getpid())):
        await JournalWriter.open(folder=tmp_path)
    await first.close()
    second = await JournalWriter.open(folder=tmp_path)
    await second.close()


async def test_a_new_segment_begins_with_the_calls_still_open(tmp_path: Path) -> None:
    journal = await JournalWriter.open(folder=tmp_path, segment_bytes=3_000)
    await journal.append(offered("open"))
    await journal.append(alerting("open"))
    for number in range(40):
        await journal.append(offered(str(number)))
        await journal.append(ended(str(number)))
    await journal.close()
    found = segments(tmp_path)
    assert len(found) >= 3
    for former, segment in pairwise(found):
        header = read_header(segment.path)
        assert header is not None
        assert header["previous"] == former.path.name
        assert header["previous_end"] == former.path.stat().st_size
    again = await JournalWriter.open(folder=tmp_path)
    assert [entry["type"] for entry in again.recovered.open_calls["open"]] == ["offered", "leg-alerting"]
    assert again.recovered.open_calls["open"][0]["caller"] == "+41791234567"
    assert list(again.recovered.open_calls) == ["open"]
    await again.close()


async def test_what_comes_after_the_end_of_a_call_does_not_open_it_again(tmp_path: Path) -> None:
    journal = await JournalWriter.open(folder=tmp_path)
    for entry in (offered("a"), ended("a"), alerting("a")):
        await journal.append(entry)
    await journal.close()
    again = await JournalWriter.open(folder=tmp_path)
    assert again.recovered.open_calls == {}
    await again.close()


async def test_many_open_calls_do_not_make_every_group_a_new_segment(tmp_path: Path) -> None:
    journal = await JournalWriter.open(folder=tmp_path, segment_bytes=2_000)
    for number in range(200):
        await journal.append(offered(str(number)))
    await journal.close()
    # 200 entries of some 100 bytes; the carried ones do not count towards a segment's size.
    assert len(segments(tmp_path)) <= 14


@pytest.mark.parametrize("fault", [errno.EIO, errno.ENOSPC, errno.EDQUOT])
async def test_a_failed_sync_leaves_its_segment_and_goes_on_in_a_new_one(
    tmp_path: Path, syncs: Syncs, monkeypatch: pytest.MonkeyPatch, fault: int
) -> None:
    monkeypatch.setattr(writer_module, "RETRY_SECONDS", 0.05)
    told: list[bool] = []
    journal = await JournalWriter.open(folder=tmp_path, on_health=lambda: told.append(journal.healthy))
    await journal.append(offered("a"))
    syncs.fault = fault
    assert await journal.append(alerting("a")) is Kept.DEFERRED
    assert not journal.healthy
    assert journal.reason == os.strerror(fault)
    assert await journal.append(ended("a")) is Kept.DEFERRED
    assert journal.deferred == 2
    syncs.fault = None
    await until(lambda: journal.healthy)
    assert journal.deferred == 0
    assert await journal.append(offered("b")) is Kept.FLUSHED
    assert told == [False, True]
    await journal.close()
    assert calls_of(tmp_path) == [("a", "offered"), ("a", "leg-alerting"), ("a", "ended"), ("b", "offered")]
    numbers = [entry["seq"] for entry in all_entries(tmp_path)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(segments(tmp_path)) >= 2


async def test_a_segment_that_somebody_removed_is_noticed_and_open_calls_are_kept(tmp_path: Path) -> None:
    journal = await JournalWriter.open(folder=tmp_path)
    await journal.append(offered("a"))
    segments(tmp_path)[0].path.unlink()
    await journal.append(alerting("a"))
    await until(lambda: journal.healthy and not journal.deferred)
    await journal.close()
    again = await JournalWriter.open(folder=tmp_path)
    assert [entry["type"] for entry in again.recovered.open_calls["a"]] == ["offered", "leg-alerting"]
    await again.close()


async def test_a_fault_of_our_own_does_not_leave_a_call_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = await JournalWriter.open(folder=tmp_path)

    def broken(items: object) -> None:
        raise ZeroDivisionError(str(items))

    monkeypatch.setattr(journal._store, "write", broken)
    async with asyncio.timeout(2):
        assert await journal.append(offered("a")) is Kept.DEFERRED
    assert journal.reason.startswith("ZeroDivisionError")
    monkeypatch.undo()
    await until(lambda: journal.healthy)
    await journal.close()
    assert calls_of(tmp_path) == [("a", "offered")]


async def test_files_are_for_the_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "journal"
    journal = await JournalWriter.open(folder=folder)
    await journal.append(offered("a"))
    await journal.close()
    assert folder.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())
