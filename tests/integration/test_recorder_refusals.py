"""Records that the database itself refuses: found among the others, set aside, and the others are kept."""

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.db import DataError, OperationalError

from smartnumbers.apps.callrecords.models import CallRecord as KeptCall
from smartnumbers.apps.callrecords.models import JournalPosition
from smartnumbers.core.callcontrol.record import CallRecord
from smartnumbers.jobs import recorder as recorder_module
from smartnumbers.jobs.recorder import Recorder
from smartnumbers.jobs.rejected import rejected
from smartnumbers.telephony.journal.status import Status
from tests.integration.recording import Home, until

keep_records = recorder_module.keep_records


class Moody:
    """`keep_records` of a database that fails: on chosen calls, or so many times."""

    def __init__(self) -> None:
        self.hated: set[str] = set()
        self.fault: Exception = DataError("no such value")
        self.outages = 0
        self.forgotten = False

    def __call__(self, *, node: str, records: Sequence[CallRecord], segment: str, offset: int) -> int:
        if self.forgotten:
            # A replica took over that never heard of the last commits.
            self.forgotten = False
            KeptCall.objects.all().delete()
            JournalPosition.objects.update(segment="00000001.journal", offset=0)
            raise OperationalError("terminating connection")
        if self.outages:
            self.outages -= 1
            raise OperationalError("the server closed the connection")
        if any(record.call_id in self.hated for record in records):
            raise self.fault
        return keep_records(node=node, records=records, segment=segment, offset=offset)


@pytest.fixture
def moody(monkeypatch: pytest.MonkeyPatch) -> Moody:
    double = Moody()
    monkeypatch.setattr(recorder_module, "keep_records", double)
    monkeypatch.setattr(recorder_module, "FIRST_WAIT_SECONDS", 0.001)
    monkeypatch.setattr(recorder_module, "LONGEST_WAIT_SECONDS", 0.01)
    return double


@pytest.fixture
def recording(tmp_path: Path, transactional_db: None) -> Iterator[tuple[Home, Status, Any]]:
    """A home, the recorder's status, and a function that starts the recorder."""
    home, stop, status = Home(tmp_path), Event(), Status()
    recorder = Recorder(node="node1", folder=home.journal, stop=stop, status=status)
    thread = Thread(target=recorder.run)
    yield home, status, thread.start
    stop.set()
    thread.join()


@pytest.mark.parametrize(
    "fault", [DataError("no such value"), ValueError("a fault of ours"), OperationalError("index row size exceeded")]
)
def test_refused_records_are_found_and_the_others_kept(
    recording: tuple[Home, Status, Any], moody: Moody, fault: Exception
) -> None:
    home, status, start = recording
    asyncio.run(home.end_calls(300))
    moody.fault = fault
    moody.hated = {home.written[17], home.written[18], home.written[299]}
    start()
    until(lambda: status.records == 297)
    until(lambda: status.rejected == 3)
    kept = {str(one) for one in KeptCall.objects.values_list("id", flat=True)}
    assert kept == set(home.written) - moody.hated
    assert all("refuses" in str(entry["reason"]) for entry in rejected(home.journal))


def test_an_outage_however_long_sets_nothing_aside(
    recording: tuple[Home, Status, Any], moody: Moody, caplog: pytest.LogCaptureFixture
) -> None:
    home, status, start = recording
    asyncio.run(home.end_calls(20))
    moody.outages = 200
    start()
    until(lambda: status.away != "" or status.records == 20)
    until(lambda: status.records == 20)
    assert (status.rejected, status.away) == (0, "")
    assert KeptCall.objects.count() == 20
    assert sum("records wait" in one.message for one in caplog.records) == 1


def test_commits_that_the_database_forgot_are_written_again(recording: tuple[Home, Status, Any], moody: Moody) -> None:
    home, status, start = recording
    asyncio.run(home.end_calls(20))
    start()
    until(lambda: status.records == 20)
    moody.forgotten = True
    asyncio.run(home.end_calls(5))
    until(lambda: KeptCall.objects.count() == 25)
    assert {str(one) for one in KeptCall.objects.values_list("id", flat=True)} == set(home.written)
