"""The journal beside the database: is every ended call there, and if not, bring it there."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from smartnumbers.apps.callrecords.models import CallRecord as KeptCall
from smartnumbers.apps.callrecords.operations import keep_records
from smartnumbers.apps.callrecords.queries import journal_position
from smartnumbers.core.callcontrol.record import CallRecord
from smartnumbers.jobs.acceptance import RecordUnreadable, accept
from smartnumbers.telephony.journal.follower import EndedCall, Position
from smartnumbers.telephony.journal.lock import JournalInUse, take_lock
from smartnumbers.telephony.journal.recovery import recover
from smartnumbers.telephony.journal.segments import name_of, number_of
from smartnumbers.telephony.journal.verification import Finding, Inspection, inspect

BATCH = 500
UNREADABLE = "unreadable-record"


class Ended(NamedTuple):
    """A call that ended, and whether the worker has read past it."""

    record: CallRecord
    passed: bool


@dataclass(slots=True)
class Verification:
    """What was found. `missing` calls should be in the database and are not; `pending` ones the worker has yet to read.

    `being_written` tells that a process writes to the journal, so that an unfinished last line is no fault.
    """

    inspection: Inspection
    being_written: bool
    missing: list[str] = field(default_factory=list)
    pending: int = 0

    @property
    def findings(self) -> list[Finding]:
        """All that is wrong with the journal itself."""
        torn = self.inspection.torn
        return self.inspection.findings + ([torn] if torn is not None and not self.being_written else [])

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings and not self.missing

    def document(self) -> dict[str, Any]:
        """The result as JSON-ready values."""
        return {
            "clean": self.clean,
            "segments": self.inspection.segments,
            "entries": self.inspection.entries,
            "ended": self.inspection.ended,
            "being_written": self.being_written,
            "pending": self.pending,
            "missing": self.missing,
            "faults": [finding.document() for finding in self.findings],
        }


@dataclass(frozen=True, slots=True)
class Replay:
    """What was repaired: records written, bytes of a torn last line cut off (0 where there was none)."""

    ended: int
    written: int
    unreadable: int
    torn_bytes: int
    being_written: bool

    def document(self) -> dict[str, Any]:
        """The result as JSON-ready values."""
        return {
            "ended": self.ended,
            "written": self.written,
            "unreadable": self.unreadable,
            "torn_bytes": self.torn_bytes,
            "being_written": self.being_written,
        }


def verify(*, folder: Path, node: str) -> Verification:
    """Check every line of the journal, and every ended call against the database.

    Raises OSError or a database error. The worker's position is read first: what lies before it must be there.
    """
    found = journal_position(node=node)
    position = _order(Position(found.segment, found.offset)) if found is not None else (0, 0)
    waiting: list[Ended] = []
    unreadable: list[Finding] = []
    missing: list[str] = []
    pending = 0

    def compare() -> None:
        nonlocal pending
        lacking = _lacking([ended.record for ended in waiting])
        missing.extend(ended.record.call_id for ended in waiting if ended.passed and ended.record.call_id in lacking)
        pending += sum(not ended.passed and ended.record.call_id in lacking for ended in waiting)
        waiting.clear()

    def on_ended(call: EndedCall) -> None:
        record = _record(call, unreadable)
        if record is not None:
            waiting.append(Ended(record, passed=_order(call.after) <= position))
        if len(waiting) >= BATCH:
            compare()

    being_written = _being_written(folder)
    inspection = inspect(folder=folder, on_ended=on_ended)
    compare()
    inspection.findings += unreadable
    return Verification(inspection=inspection, being_written=being_written, missing=missing, pending=pending)


def replay(*, folder: Path, node: str) -> Replay:
    """Write every ended call that the database lacks, and cut a torn last line off where nobody writes.

    Works beside the worker: a record is kept once however many try. Raises OSError or a database error.
    """
    torn = _cut_torn_tail(folder)
    waiting: list[CallRecord] = []
    unreadable: list[Finding] = []
    written = 0

    def write() -> None:
        nonlocal written
        lacking = _lacking(waiting)
        missing = [record for record in waiting if record.call_id in lacking]
        waiting.clear()
        if missing:
            # The worker's position stays where it is; should the worker move it between these two lines, it is set
            # back a little, and what is read again is kept once.
            found = journal_position(node=node)
            segment, offset = (found.segment, found.offset) if found is not None else (name_of(0), 0)
            written += keep_records(node=node, records=missing, segment=segment, offset=offset)

    def on_ended(call: EndedCall) -> None:
        record = _record(call, unreadable)
        if record is not None:
            waiting.append(record)
        if len(waiting) >= BATCH:
            write()

    inspection = inspect(folder=folder, on_ended=on_ended)
    write()
    return Replay(
        ended=inspection.ended,
        written=written,
        unreadable=len(unreadable),
        torn_bytes=torn or 0,
        being_written=torn is None,
    )


def _record(call: EndedCall, unreadable: list[Finding]) -> CallRecord | None:
    try:
        return accept(call.entry)
    except RecordUnreadable as fault:
        unreadable.append(Finding(call.at.segment, call.at.offset, UNREADABLE, str(fault)))
        return None


def _lacking(records: list[CallRecord]) -> set[str]:
    """The ids of those calls that the database has not."""
    ids = [UUID(record.call_id) for record in records]
    kept = set(KeptCall.objects.filter(id__in=ids).values_list("id", flat=True))
    return {record.call_id for record, call_id in zip(records, ids, strict=True) if call_id not in kept}


def _order(position: Position) -> tuple[int, int]:
    return number_of(position.segment) or 0, position.offset


def _being_written(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    try:
        os.close(take_lock(folder, patience=0))
    except JournalInUse:
        return True
    return False


def _cut_torn_tail(folder: Path) -> int | None:
    """How many bytes were cut off; None where a writer holds the journal, who does that himself."""
    if not folder.is_dir():
        return 0
    try:
        lock = take_lock(folder, patience=0)
    except JournalInUse:
        return None
    try:
        return recover(folder).torn_bytes
    finally:
        os.close(lock)
