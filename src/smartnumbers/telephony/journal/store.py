"""The journal as a file system sees it: groups of entries into segments, one after the other. It blocks."""

import errno
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from smartnumbers.telephony.journal.lines import body_of_read, line
from smartnumbers.telephony.journal.opencalls import OpenCalls
from smartnumbers.telephony.journal.recovery import Recovery
from smartnumbers.telephony.journal.reserve import Reserve
from smartnumbers.telephony.journal.segments import header_body, segments, sync_folder
from smartnumbers.telephony.journal.tail import Tail, create

NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})

log = logging.getLogger(__name__)


class Item(NamedTuple):
    """An entry on its way to disk: whose it is, of what type, and its JSON as `lines.body` gives it."""

    call: str
    kind: str
    body: bytes


class Store:
    """Writes groups of entries. All methods belong to one thread."""

    def __init__(self, *, folder: Path, recovery: Recovery, segment_bytes: int, reserve: Reserve) -> None:
        self._folder = folder
        self._segment_bytes = segment_bytes
        self._reserve = reserve
        self._calls: OpenCalls[bytes] = OpenCalls()
        for seq, entry in recovery.calls.entries():
            self._calls.apply(call=entry["call"], kind=entry["type"], seq=seq, entry=body_of_read(entry))
        self._seq = recovery.last_seq
        self._number = recovery.segment.number if recovery.segment is not None else 0
        self._previous = recovery.segment.path.name if recovery.segment is not None else None
        self._previous_end = recovery.end
        self._tail: Tail | None = None
        self._full_at = 0

    def write(self, items: Sequence[Item]) -> None:
        """Put entries on disk, in their order, all or none. Raises OSError; the same entries may be tried again.

        With no entries at all it makes sure that there is a segment to write to.
        """
        try:
            self._write(items)
        except OSError as fault:
            if fault.errno not in NO_SPACE:
                raise
            # The disk is full: the space kept back is for exactly this.
            self._reserve.release()
            self._write(items)

    @property
    def reserved(self) -> bool:
        """Whether space is kept back."""
        return self._reserve.held

    def hold_reserve(self) -> None:
        """See that space is kept back for when the disk is full. Raises OSError where there is not enough."""
        if not self._reserve.held:
            self._reserve.hold()

    def close(self) -> None:
        """Close the segment."""
        if self._tail is not None:
            self._tail.close()
            self._tail = None

    def _write(self, items: Sequence[Item]) -> None:
        tail = self._tail
        if tail is None or tail.end >= self._full_at:
            tail = self._begin()
        if not items:
            return
        lines = [line(seq=seq, body=item.body) for seq, item in enumerate(items, self._seq + 1)]
        try:
            tail.append(b"".join(lines))
        finally:
            if not tail.trusted:
                log.error("%s cannot be trusted any more; the journal goes on in a new segment", tail.segment.path)
                self._leave(tail)
        for item in items:
            self._seq += 1
            self._calls.apply(call=item.call, kind=item.kind, seq=self._seq, entry=item.body)

    def _begin(self) -> Tail:
        """Go on in a new segment, which begins with the entries of the calls that are open."""
        carried = list(self._calls.entries())
        previous, end = self._previous, self._previous_end
        if self._tail is not None:
            previous, end = self._tail.segment.path.name, self._tail.end
        bodies = [(None, header_body(previous=previous, previous_end=end, carried=len(carried))), *carried]
        lines = [line(seq=seq, body=body, carried=at) for seq, (at, body) in enumerate(bodies, self._seq + 1)]
        # Never a number that was used: not even one of a segment that this writer believes it never finished.
        self._number = max([self._number, *(segment.number for segment in segments(self._folder))]) + 1
        tail = create(folder=self._folder, number=self._number, data=b"".join(lines))
        self.close()
        self._tail, self._seq = tail, self._seq + len(lines)
        self._full_at = tail.end + self._segment_bytes
        try:
            sync_folder(self._folder)
        except OSError:
            self._leave(tail)
            raise
        return tail

    def _leave(self, tail: Tail) -> None:
        """Write no more to this segment; the next one says where it ends."""
        self._previous, self._previous_end = tail.segment.path.name, tail.end
        self.close()
