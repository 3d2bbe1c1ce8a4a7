"""Takes the records of ended calls over from the journal into the database: each once, none lost.

The position in the journal moves in the transaction that writes the records. So after a crash anywhere, reading goes
on at a place before which everything is in the database; and what is read twice is kept once, by its call id.
"""

import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import NamedTuple, TypeVar

from django.db import DataError, IntegrityError, connection
from django.db import Error as DatabaseFault

from smartnumbers.apps.callrecords.operations import keep_records
from smartnumbers.apps.callrecords.queries import journal_position
from smartnumbers.core.callcontrol.record import CallRecord
from smartnumbers.jobs.acceptance import RecordUnreadable, accept
from smartnumbers.jobs.rejected import Rejected
from smartnumbers.telephony.journal.follower import EndedCall, Follower, News, Position
from smartnumbers.telephony.journal.lines import encode
from smartnumbers.telephony.journal.status import Status

BATCH = 500
POLL_SECONDS = 0.1
FIRST_WAIT_SECONDS = 0.2
LONGEST_WAIT_SECONDS = 2.0
POSITION_BYTES = 1 << 20
"""How far the position may lag behind where no call ended: reading that much again takes some 10 ms."""
PATIENCE = 10
CONVICTIONS = 3

log = logging.getLogger(__name__)
_Result = TypeVar("_Result")


class Readable(NamedTuple):
    """An ended call and its record."""

    call: EndedCall
    record: CallRecord


class _Stopped(Exception):
    """The recorder was told to stop while it waited; what it was about to do is done at the next start."""


class _Elsewhere(Exception):
    """The database says another position than the one this process wrote last: reading goes on there."""


class Recorder:
    """Follows one node's journal. `run` belongs to one thread; `stop` ends it after the batch at hand."""

    def __init__(self, *, node: str, folder: Path, stop: Event, status: Status) -> None:
        self._node = node
        self._folder = folder
        self._stop = stop
        self._status = status
        self._saved: Position | None = None
        self._rejected: Rejected | None = None

    def run(self) -> None:
        """Follow until told to stop."""
        try:
            self._rejected = self._insist(lambda: Rejected(folder=self._folder))
            while not self._stop.is_set():
                self._follow()
        except _Stopped:
            log.info("the records that wait in the journal are written at the next start")
        finally:
            connection.close()

    def _follow(self) -> None:
        """Follow from where the database says, until told to stop or until it says something else."""
        self._saved = self._insist(self._position)
        follower = Follower(folder=self._folder, position=self._saved)
        try:
            while not self._stop.is_set():
                news = self._insist(lambda: follower.read(limit=BATCH))
                self._take(news, follower.position)
                if not news.more:
                    self._stop.wait(POLL_SECONDS)
        except _Elsewhere as fault:
            log.warning("the journal is read on from where the database says: %s", fault)

    def _position(self) -> Position | None:
        found = journal_position(node=self._node)
        return Position(found.segment, found.offset) if found is not None else None

    def _take(self, news: News, after: Position | None) -> None:
        """Write one turn's records down, and where they end."""
        for bad in news.bad:
            self._set_aside(bad.at, bad.raw, bad.reason)
        readable = []
        for call in news.ended:
            try:
                readable.append(Readable(call, accept(call.entry)))
            except RecordUnreadable as fault:
                self._set_aside(call.at, _line(call), str(fault))
        if after is None or not (readable or news.bad or news.ended or self._far_from_saved(after)):
            return
        self._keep(readable, after)

    def _far_from_saved(self, after: Position) -> bool:
        saved = self._saved
        return saved is None or after.segment != saved.segment or after.offset - saved.offset >= POSITION_BYTES

    def _keep(self, readable: Sequence[Readable], after: Position) -> None:
        """Write records; where the database refuses them, find the one it refuses and write the others."""
        if self._try(readable, after):
            return
        if len(readable) > 1:
            half = len(readable) // 2
            self._keep(readable[:half], readable[half - 1].call.after)
            self._keep(readable[half:], after)
            return
        for refused in readable:
            self._set_aside(refused.call.at, _line(refused.call), "the database refuses it")
        self._keep([], after)

    def _try(self, readable: Sequence[Readable], after: Position) -> bool:
        """Write until it succeeds (True) or the records are to blame (False). Raises _Stopped or
        _Elsewhere.

        Values that the database cannot take are the records' fault at once. Any other failure is the database's,
        however long it lasts, unless the database answers well to everything but these records, again and again.
        """
        records = [one.record for one in readable]
        outage = _Outage(self._status, self._stop)
        convictions = 0
        while convictions < CONVICTIONS:
            try:
                keep_records(node=self._node, records=records, segment=after.segment, offset=after.offset)
            except Exception as fault:
                connection.close()
                if records and _blames_records(fault):
                    log.exception("the records up to byte %d of %s are refused", after.offset, after.segment)
                    return False
                outage.wait(fault)
                self._compare_positions()
                if records and outage.failures >= PATIENCE:
                    convictions = convictions + 1 if self._answers() else 0
            else:
                outage.over()
                self._advance(len(records), after)
                return True
        return False

    def _advance(self, records: int, after: Position) -> None:
        self._saved = after
        self._status.records += records
        self._status.segment, self._status.offset = after

    def _compare_positions(self) -> None:
        """After a failure: does the database still know what it confirmed? Raises _Elsewhere.

        A server that crashed with `synchronous_commit = off`, or a replica that took over, may have forgotten the
        last commits, records and position together; this process, which has gone on reading, has not.
        """
        try:
            found = self._position()
        except DatabaseFault:
            connection.close()
            return
        if found != self._saved:
            raise _Elsewhere(f"{found}, not {self._saved}")

    def _answers(self) -> bool:
        """Whether the database takes what is not these records."""
        saved = self._saved or Position("", 0)
        try:
            keep_records(node=self._node, records=[], segment=saved.segment, offset=saved.offset)
        except Exception:
            log.debug("the database does not answer", exc_info=True)
            connection.close()
            return False
        return True

    def _set_aside(self, at: Position, line: bytes, reason: str) -> None:
        """Set a line aside before going past it: what is in no file and in no database would be lost."""
        aside = self._rejected
        if aside is None:
            return
        if self._insist(lambda: aside.keep(at=at, line=line, reason=reason)):
            log.error("journal line at byte %d of %s is set aside: %s", at.offset, at.segment, reason)
        self._status.rejected = len(aside)

    def _insist(self, action: Callable[[], _Result]) -> _Result:
        """Do something that needs disk or database, until it works. Raises _Stopped."""
        outage = _Outage(self._status, self._stop)
        while True:
            try:
                result = action()
            except (OSError, DatabaseFault) as fault:
                connection.close()
                outage.wait(fault)
            else:
                outage.over()
                return result


class _Outage:
    """One outage of database or disk: told once when it begins and once when it is over; waits grow meanwhile."""

    def __init__(self, status: Status, stop: Event) -> None:
        self.failures = 0
        self._status = status
        self._stop = stop
        self._began = 0.0

    def wait(self, fault: Exception) -> None:
        """Something failed: wait before it is tried again. Raises _Stopped where it need not be tried again."""
        if not self.failures:
            self._began = time.monotonic()
            self._status.away = f"{type(fault).__name__}: {fault}".strip()
            log.error("records wait in the journal: %s", self._status.away)
        self.failures += 1
        if self._stop.wait(min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** min(self.failures - 1, 10))):
            raise _Stopped

    def over(self) -> None:
        """It worked."""
        self._status.away = ""
        if self.failures:
            log.warning("records are written again after %.1f s", time.monotonic() - self._began)


def _blames_records(fault: Exception) -> bool:
    return isinstance(fault, DataError | IntegrityError) or not isinstance(fault, DatabaseFault | OSError)


def _line(call: EndedCall) -> bytes:
    entry = {name: value for name, value in call.entry.items() if name != "seq"}
    return encode(entry, seq=call.entry["seq"])
