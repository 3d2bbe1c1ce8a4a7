"""Reading and recovering: torn tails are cut and kept aside, damage in the middle is told and passed over."""

import asyncio
from pathlib import Path

import pytest

from smartnumbers.telephony.journal.reader import Fault, read_lines
from smartnumbers.telephony.journal.recovery import recover
from smartnumbers.telephony.journal.segments import segments
from smartnumbers.telephony.journal.verification import inspect
from smartnumbers.telephony.journal.writer import JournalWriter
from tests.unit.telephony.journal.cast import alerting, calls_of, ended, offered, write_segment

ENTRIES = [offered("a"), offered("b"), alerting("a"), ended("b"), alerting("a")]


def unfinished(folder: Path) -> list[Path]:
    return list(folder.glob("*.new"))


async def journal_with(folder: Path) -> Path:
    journal = await JournalWriter.open(folder=folder)
    for entry in ENTRIES:
        await journal.append(entry)
    await journal.close()
    return segments(folder)[-1].path


async def test_a_segment_cut_at_any_byte_loses_only_what_was_cut(tmp_path: Path) -> None:
    path = await journal_with(tmp_path / "whole")
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    for cut in range(len(whole) + 1):
        folder = tmp_path / str(cut)
        folder.mkdir()
        (folder / path.name).write_bytes(whole[:cut])
        found = recover(folder)
        left = whole[: found.end]
        assert left == b"".join(line for line in lines if len(left) >= len(line) and line in left)
        assert cut - len(left) == found.torn_bytes < max(map(len, lines))
        assert (folder / path.name).read_bytes() == left
        assert found.last_seq == left.count(b"\n")
        assert found.damaged == 0
        torn = [one.read_bytes() for one in folder.glob("*.torn")]
        assert torn == ([whole[found.end : cut]] if cut > found.end else [])


async def test_entries_of_open_calls_come_back_in_order(tmp_path: Path) -> None:
    await journal_with(tmp_path)
    found = recover(tmp_path)
    assert {call: [e["type"] for e in entries] for call, entries in found.open_calls.items()} == {
        "a": ["offered", "leg-alerting", "leg-alerting"]
    }
    assert found.last_seq == 6


async def test_writing_goes_on_after_a_torn_line(tmp_path: Path) -> None:
    path = await journal_with(tmp_path)
    with path.open("ab") as file:
        file.write(b'0badc0de {"seq":7,"call":"a","ty')
    journal = await JournalWriter.open(folder=tmp_path)
    await journal.append(ended("a"))
    await journal.close()
    result = inspect(folder=tmp_path, on_ended=lambda _: None)
    assert result.findings == []
    assert result.torn is None
    assert calls_of(tmp_path)[-1] == ("a", "ended")


async def test_damage_in_the_middle_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    path = await journal_with(tmp_path)
    raw = bytearray(path.read_bytes())
    raw[raw.index(b'"b"') + 1] ^= 1
    path.write_bytes(raw)
    faults = [line.fault for line in read_lines(path) if line.fault is not None]
    assert faults == [Fault.DAMAGED]
    found = recover(tmp_path)
    assert found.damaged == 1
    assert [entry["type"] for entry in found.open_calls["a"]] == ["offered", "leg-alerting", "leg-alerting"]
    assert path.read_bytes() == raw


async def test_a_bad_last_line_with_its_newline_is_damage_not_a_torn_tail(tmp_path: Path) -> None:
    path = await journal_with(tmp_path)
    raw = bytearray(path.read_bytes())
    raw[-3] ^= 1
    path.write_bytes(raw)
    found = recover(tmp_path)
    assert (found.damaged, found.torn_bytes) == (1, 0)
    assert path.read_bytes() == raw


async def test_without_the_beginning_of_the_last_segment_the_ones_before_it_are_read(tmp_path: Path) -> None:
    for _ in range(2):
        journal = await JournalWriter.open(folder=tmp_path)
        await journal.append(offered(f"call-{_}"))
        await journal.append(alerting("call-0"))
        await journal.close()
    last = segments(tmp_path)[-1].path
    raw = bytearray(last.read_bytes())
    raw[12] ^= 1  # the header
    last.write_bytes(raw)
    found = recover(tmp_path)
    assert [entry["type"] for entry in found.open_calls["call-0"]] == ["offered", "leg-alerting", "leg-alerting"]
    assert list(found.open_calls) == ["call-0", "call-1"]


def test_an_empty_folder_and_no_folder_at_all_are_a_new_journal(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        found = recover(folder)
        assert (found.open_calls, found.last_seq, found.segment) == ({}, 0, None)


def test_a_tail_of_zeros_is_torn(tmp_path: Path) -> None:
    path = write_segment(tmp_path, 1, ENTRIES)
    size = path.stat().st_size
    with path.open("ab") as file:
        file.write(b"\0" * 4096)
    assert recover(tmp_path).torn_bytes == 4096
    assert path.stat().st_size == size


async def test_unfinished_segments_of_a_crash_are_removed(tmp_path: Path) -> None:
    await journal_with(tmp_path)
    (tmp_path / "00000002.new").write_bytes(b"half")
    journal = await JournalWriter.open(folder=tmp_path)
    await journal.close()
    assert unfinished(tmp_path) == []


@pytest.mark.parametrize("entries", [20_000])
async def test_recovery_is_quick(tmp_path: Path, entries: int) -> None:
    journal = await JournalWriter.open(folder=tmp_path)
    for number in range(entries // 2):
        _ = journal.append(offered(str(number)))
        _ = journal.append(ended(str(number)))
    await journal.close()
    async with asyncio.timeout(3):
        assert (await asyncio.to_thread(recover, tmp_path)).open_calls == {}
