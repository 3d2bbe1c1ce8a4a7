"""`smartnumbers journal verify` and `replay`, as the commands that people type."""

import asyncio
import shutil
import sqlite3
from pathlib import Path

import pytest

from smartnumbers.telephony.journal.segments import segments
from smartnumbers.telephony.journal.writer import JournalWriter
from tests.integration.recording import Home, copy_database, ended, prepared, record, until, worker


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home whose 30 calls are all in the database, to be copied."""
    one = Home(tmp_path_factory.mktemp("kept") / "home")
    copy_database(prepared(tmp_path_factory.mktemp("prepared")), one)
    asyncio.run(one.end_calls(30, segment_bytes=5_000))
    with worker(one) as running:
        until(lambda: one.count() == 30)
        running.stop()
    return one


@pytest.fixture
def home(tmp_path: Path, kept: Home) -> Home:
    """The same for a single test."""
    shutil.copytree(kept.path, tmp_path / "home")
    return Home(tmp_path / "home", written=list(kept.written))


def forget(home: Home, *calls: str) -> None:
    """Take calls out of the database, behind everybody's back."""
    database = sqlite3.connect(home.path / "smartnumbers.sqlite3")
    for call in calls:
        plain = call.replace("-", "")
        database.execute("DELETE FROM callrecords_attempt WHERE call_id = ?", (plain,))
        database.execute("DELETE FROM callrecords_callrecord WHERE id = ?", (plain,))
    database.commit()
    database.close()


def test_all_is_well(home: Home) -> None:
    status, found = home.answer("journal", "verify")
    assert status == 0
    assert (found["clean"], found["ended"], found["missing"], found["pending"], found["faults"]) == (
        True,
        30,
        [],
        0,
        [],
    )
    assert "All is well." in home.command("journal", "verify").stdout


def test_calls_missing_in_the_database_are_named_and_written_by_a_replay(home: Home) -> None:
    forget(home, home.written[3], home.written[29])
    status, found = home.answer("journal", "verify")
    assert status == 1
    assert found["missing"] == [home.written[3], home.written[29]]
    assert home.written[3] in home.command("journal", "verify").stdout
    status, done = home.answer("journal", "replay")
    assert (status, done["written"], done["ended"]) == (0, 2, 30)
    assert home.answer("journal", "verify")[0] == 0
    assert home.answer("journal", "replay")[1]["written"] == 0
    assert set(home.kept()) == set(home.written)


def test_calls_the_worker_has_not_read_yet_are_no_fault_and_a_replay_writes_them_too(home: Home) -> None:
    asyncio.run(home.end_calls(5))
    status, found = home.answer("journal", "verify")
    assert (status, found["pending"], found["missing"]) == (0, 5, [])
    assert home.answer("journal", "replay")[1]["written"] == 5
    with worker(home) as running:
        until(lambda: home.status().get("offset", 0) == segments(home.journal)[-1].path.stat().st_size)
        running.stop()
    assert set(home.kept().values()) == {1}
    assert len(home.kept()) == 35


def test_a_damaged_line_is_found(home: Home) -> None:
    path = segments(home.journal)[1].path
    path.write_bytes(path.read_bytes().replace(b'"answered"', b'"ANSWERED"', 1))
    status, found = home.answer("journal", "verify")
    assert status == 1
    assert [fault["fault"] for fault in found["faults"]] == ["damaged"]
    assert path.name in home.command("journal", "verify").stdout


def test_a_record_that_cannot_be_read_is_found(home: Home) -> None:
    async def write() -> None:
        journal = await JournalWriter.open(folder=home.journal)
        await journal.append({**ended(record()), "record": {}})
        await journal.close()

    asyncio.run(write())
    status, found = home.answer("journal", "verify")
    assert (status, [fault["fault"] for fault in found["faults"]]) == (1, ["unreadable-record"])
    assert home.answer("journal", "replay")[1]["unreadable"] == 1


def test_a_torn_last_line_is_cut_off_only_where_nobody_writes(home: Home) -> None:
    async def beside_a_writer() -> None:
        journal = await JournalWriter.open(folder=home.journal)
        path = segments(home.journal)[-1].path
        with path.open("ab") as file:
            file.write(b"half a line")
        status, found = await asyncio.to_thread(home.answer, "journal", "verify")
        assert (status, found["being_written"]) == (0, True)
        _, done = await asyncio.to_thread(home.answer, "journal", "replay")
        assert (done["torn_bytes"], done["being_written"]) == (0, True)
        await journal.close()

    asyncio.run(beside_a_writer())
    status, found = home.answer("journal", "verify")
    assert (status, [fault["fault"] for fault in found["faults"]]) == (1, ["torn"])
    _, done = home.answer("journal", "replay")
    assert done["torn_bytes"] == 11
    assert home.answer("journal", "verify")[0] == 0


def test_without_a_prepared_database_the_message_says_what_to_do(tmp_path: Path) -> None:
    done = Home(tmp_path / "home").command("journal", "verify")
    assert done.returncode == 2
    assert "smartnumbers manage migrate" in done.stderr
