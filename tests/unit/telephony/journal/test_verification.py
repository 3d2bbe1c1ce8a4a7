"""Looking through a whole journal: missing, damaged and misplaced lines are found, abandoned ones are not counted."""

from pathlib import Path

from smartnumbers.telephony.journal.follower import EndedCall
from smartnumbers.telephony.journal.reader import Fault
from smartnumbers.telephony.journal.segments import segments
from smartnumbers.telephony.journal.verification import inspect
from smartnumbers.telephony.journal.writer import JournalWriter
from tests.unit.telephony.journal.cast import ended, offered


async def journal_with(folder: Path, calls: int = 3) -> list[bytes]:
    """A journal with one segment; returns its lines."""
    journal = await JournalWriter.open(folder=folder)
    for number in range(calls):
        await journal.append(offered(str(number)))
        await journal.append(ended(str(number)))
    await journal.close()
    return segments(folder)[-1].path.read_bytes().splitlines(keepends=True)


async def test_a_clean_journal_has_no_findings(tmp_path: Path) -> None:
    await journal_with(tmp_path)
    met: list[EndedCall] = []
    result = inspect(folder=tmp_path, on_ended=met.append)
    assert (result.segments, result.entries, result.ended, result.findings) == (1, 7, 3, [])
    assert [call.entry["call"] for call in met] == ["0", "1", "2"]


async def test_a_missing_line_is_seen(tmp_path: Path) -> None:
    lines = await journal_with(tmp_path)
    del lines[3]
    segments(tmp_path)[-1].path.write_bytes(b"".join(lines))
    (finding,) = inspect(folder=tmp_path, on_ended=lambda _: None).findings
    assert (finding.fault, finding.reason) == (Fault.OUT_OF_SEQUENCE, "5 after 3")


async def test_a_missing_segment_is_seen(tmp_path: Path) -> None:
    for _ in range(3):
        await journal_with(tmp_path)
    segments(tmp_path)[1].path.unlink()
    (finding,) = inspect(folder=tmp_path, on_ended=lambda _: None).findings
    assert finding.fault == Fault.OUT_OF_SEQUENCE


async def test_a_damaged_line_is_one_finding_and_its_number_is_known(tmp_path: Path) -> None:
    lines = await journal_with(tmp_path)
    lines[2] = lines[2].replace(b"ended", b"ENDED")
    segments(tmp_path)[-1].path.write_bytes(b"".join(lines))
    result = inspect(folder=tmp_path, on_ended=lambda _: None)
    assert [finding.fault for finding in result.findings] == [Fault.DAMAGED]
    assert result.ended == 2


async def test_writing_on_after_a_damaged_last_line_makes_no_second_finding(tmp_path: Path) -> None:
    lines = await journal_with(tmp_path)
    lines[-1] = lines[-1].replace(b"ended", b"ENDED")
    segments(tmp_path)[-1].path.write_bytes(b"".join(lines))
    await journal_with(tmp_path)
    result = inspect(folder=tmp_path, on_ended=lambda _: None)
    assert [finding.fault for finding in result.findings] == [Fault.DAMAGED]


async def test_bytes_behind_the_end_that_the_next_segment_names_do_not_count(tmp_path: Path) -> None:
    await journal_with(tmp_path)
    first = segments(tmp_path)[0].path
    await journal_with(tmp_path)
    with first.open("ab") as file:
        file.write(first.read_bytes().splitlines(keepends=True)[-1] + b"half a li")
    assert inspect(folder=tmp_path, on_ended=lambda _: None).findings == []


async def test_a_torn_tail_is_told_apart(tmp_path: Path) -> None:
    await journal_with(tmp_path)
    with segments(tmp_path)[-1].path.open("ab") as file:
        file.write(b"half a li")
    result = inspect(folder=tmp_path, on_ended=lambda _: None)
    assert result.findings == []
    assert result.torn is not None
