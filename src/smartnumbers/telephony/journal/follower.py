"""Following a journal while it is written, from segment to segment; reads only, and never waits."""

import logging
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from smartnumbers.core.callcontrol.entries import ENDED
from smartnumbers.telephony.journal.reader import Fault, Line, read_lines, valid_end
from smartnumbers.telephony.journal.segments import Segment, number_of, segments

LINES_AT_ONCE = 10_000
"""Lines looked at in one turn (some 30 ms), so that whoever follows a long journal can be stopped meanwhile."""

log = logging.getLogger(__name__)


class Position(NamedTuple):
    """Where reading goes on: the byte `offset` of a segment, at the beginning of a line."""

    segment: str
    offset: int


class EndedCall(NamedTuple):
    """The last entry of a call, where it stands, and where reading goes on behind it."""

    at: Position
    after: Position
    entry: dict[str, Any]


class BadLine(NamedTuple):
    """A line that cannot be read, and where it stands."""

    at: Position
    raw: bytes
    reason: str


@dataclass(slots=True)
class News:
    """What one turn brought; `more` where the turn ended before the journal did."""

    ended: list[EndedCall] = field(default_factory=list)
    bad: list[BadLine] = field(default_factory=list)
    more: bool = False


class Follower:
    """Reads on where it stopped. `position` is where reading goes on, None before anything was found."""

    def __init__(self, *, folder: Path, position: Position | None) -> None:
        self.position = position
        self._folder = folder
        self._inode: int | None = None

    def read(self, *, limit: int) -> News:
        """What was added since the last turn, at most `limit` ended calls. Raises OSError; then nothing was read."""
        before = self.position
        try:
            return self._read(limit)
        except OSError:
            self.position = before
            raise

    def _read(self, limit: int) -> News:
        # Segments are listed before they are read: where there is a later one by then, the one before it is final.
        news = News()
        left = LINES_AT_ONCE
        found = segments(self._folder)
        current = self._current(found)
        while current is not None and self.position is not None:
            successor = next((segment for segment in found if segment.number > current.number), None)
            end = valid_end(name=current.path.name, successor=successor.path if successor is not None else None)
            for line in read_lines(current.path, offset=self.position.offset, end=end):
                if line.fault is Fault.TORN and successor is None:
                    return news  # it is being written
                self._take(current, line, news)
                left -= 1
                if left == 0 or len(news.ended) == limit:
                    news.more = True
                    return news
            if successor is not None:
                self._stand_at(successor, 0)
            current = successor
        return news

    def _take(self, segment: Segment, line: Line, news: News) -> None:
        at = Position(segment.path.name, line.offset)
        self.position = Position(segment.path.name, line.next_offset)
        if line.entry is None:
            news.bad.append(BadLine(at, line.raw, line.reason))
        elif line.entry["type"] == ENDED:
            news.ended.append(EndedCall(at, self.position, line.entry))

    def _current(self, found: list[Segment]) -> Segment | None:
        """The segment to read on in. Reading something again does no harm, passing something over does.

        So wherever the position does not fit the files (a journal that was replaced or removed, a tail that a power
        cut took away), reading begins again at a place that certainly lies before.
        """
        if not found:
            return None
        if self.position is None:
            return self._stand_at(found[0], 0)
        number = number_of(self.position.segment) or 0
        segment = next((segment for segment in found if segment.number >= number), None)
        if segment is None:
            log.warning("%s is gone and nothing follows it: the journal is read from its beginning", self.position[0])
            return self._stand_at(found[0], 0)
        if segment.number != number:
            if number:
                log.warning("%s is gone: the journal is read on from %s", self.position.segment, segment.path.name)
            return self._stand_at(segment, 0)
        inode = segment.path.stat().st_ino
        if inode != self._inode and not _begins_line(segment.path, self.position.offset):
            log.warning("%s is not what it was: it is read from its beginning", segment.path.name)
            self._stand_at(segment, 0)
        self._inode = inode
        return segment

    def _stand_at(self, segment: Segment, offset: int) -> Segment:
        self.position = Position(segment.path.name, offset)
        self._inode = segment.path.stat().st_ino
        return segment


def _begins_line(path: Path, offset: int) -> bool:
    if offset == 0:
        return True
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return os.pread(descriptor, 1, offset - 1) == b"\n"
    finally:
        os.close(descriptor)
