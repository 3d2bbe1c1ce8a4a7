"""What is remembered of callers: kept over a death, forgotten in time, and never in the way of a call."""

import os
import sqlite3
import stat
from pathlib import Path

import pytest

from smartnumbers.telephony.control.callermemory import DAY_MS, KEPT_MS, PRUNED_AT_ONCE, CallerMemory

NOW = 1_795_338_000_000
NUMBER, OTHER = "+41800123456", "+41800654321"
ALICE, BOB = "+41791112233", "+41442223344"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "callcontrol.memory"


def test_calls_are_counted_by_number_and_caller(path: Path) -> None:
    memory = CallerMemory(path=path)

    for number, caller, at in ((NUMBER, ALICE, NOW), (NUMBER, ALICE, NOW + 5), (OTHER, ALICE, NOW), (NUMBER, BOB, NOW)):
        memory.note_call(number=number, caller=caller, at=at)

    assert memory.calls_since(number=NUMBER, caller=ALICE, since=NOW) == 2
    assert memory.calls_since(number=NUMBER, caller=ALICE, since=NOW + 1) == 1
    assert memory.calls_since(number=OTHER, caller=BOB, since=0) == 0


def test_everything_outlives_a_death(path: Path) -> None:
    """What is written but not closed is what a `kill -9` leaves."""
    died = CallerMemory(path=path)
    died.note_call(number=NUMBER, caller=ALICE, at=NOW)
    died.note_test(number=NUMBER, caller=ALICE, at=NOW)
    died.note_report(number=NUMBER, caller=BOB, until=NOW + DAY_MS)

    memory = CallerMemory(path=path)

    assert memory.calls_since(number=NUMBER, caller=ALICE, since=NOW) == 1
    assert memory.passed_test_since(number=NUMBER, caller=ALICE, since=NOW)
    assert not memory.passed_test_since(number=NUMBER, caller=ALICE, since=NOW + 1)
    assert memory.reported_until(number=NUMBER, caller=BOB) == NOW + DAY_MS
    assert memory.reported_until(number=NUMBER, caller=ALICE) is None


def test_what_is_old_is_forgotten_a_part_at_a_time(path: Path) -> None:
    memory = CallerMemory(path=path)
    for offset in range(PRUNED_AT_ONCE + 1):
        memory.note_call(number=NUMBER, caller=ALICE, at=NOW + offset)
    memory.note_call(number=NUMBER, caller=ALICE, at=NOW + KEPT_MS)
    memory.note_test(number=NUMBER, caller=ALICE, at=NOW)
    memory.note_report(number=NUMBER, caller=BOB, until=NOW + DAY_MS)

    again = [memory.prune(at=NOW + KEPT_MS + PRUNED_AT_ONCE + 1) for _ in range(2)]

    assert again == [True, False]
    assert memory.calls_since(number=NUMBER, caller=ALICE, since=0) == 1
    assert not memory.passed_test_since(number=NUMBER, caller=ALICE, since=0)
    assert memory.reported_until(number=NUMBER, caller=BOB) is None


def test_nobody_else_can_read_it(path: Path) -> None:
    memory = CallerMemory(path=path)
    memory.note_call(number=NUMBER, caller=ALICE, at=NOW)

    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}


def test_a_broken_file_is_begun_anew(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path.write_bytes(b"no database at all " * 100)

    memory = CallerMemory(path=path)
    memory.note_call(number=NUMBER, caller=ALICE, at=NOW)

    assert memory.calls_since(number=NUMBER, caller=ALICE, since=NOW) == 1
    assert "begun anew" in caplog.text
    assert path.with_name("callcontrol.memory.broken").read_bytes().startswith(b"no database")


def test_a_file_that_breaks_meanwhile_is_begun_anew(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    CallerMemory(path=path).close()
    memory = CallerMemory(path=path)
    memory.note_report(number=NUMBER, caller=BOB, until=NOW)
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    other.close()
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(size - 4096))

    for _ in range(3):
        memory.calls_since(number=NUMBER, caller=ALICE, since=NOW)
        memory.note_call(number=NUMBER, caller=ALICE, at=NOW)

    assert "begun anew" in caplog.text
    assert memory.calls_since(number=NUMBER, caller=ALICE, since=NOW) >= 1
    assert memory.reported_until(number=NUMBER, caller=BOB) == NOW


def test_without_a_file_nothing_is_remembered_and_nothing_fails(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    memory = CallerMemory(path=tmp_path / "missing" / "callcontrol.memory")

    for _ in range(3):
        memory.note_call(number=NUMBER, caller=ALICE, at=NOW)
        memory.note_report(number=NUMBER, caller=BOB, until=NOW + 1)
        assert memory.calls_since(number=NUMBER, caller=ALICE, since=0) == 0
    assert not memory.prune(at=NOW)

    # A report is known as long as call control runs.
    assert memory.reported_until(number=NUMBER, caller=BOB) == NOW + 1
    assert caplog.text.count("cannot be used") == 1
