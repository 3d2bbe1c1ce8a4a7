"""What a start finds in the journal: calls that were running, the last number, and a last line that is torn."""

import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smartnumbers.telephony.journal.opencalls import OpenCalls
from smartnumbers.telephony.journal.reader import Fault, read_header, read_lines
from smartnumbers.telephony.journal.segments import Segment, segments, sync_folder

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was found. `end` is where the last segment ends; `damaged` counts lines that could not be read."""

    calls: OpenCalls[dict[str, Any]]
    last_seq: int
    segment: Segment | None
    end: int
    torn_bytes: int
    damaged: int

    @property
    def open_calls(self) -> dict[str, list[dict[str, Any]]]:
        """The entries of each call that was running, in their order."""
        return self.calls.by_call()


def recover(folder: Path) -> Recovery:
    """Read the end of the journal and cut off a torn last line; only for who holds the writer's lock.

    The last segment tells everything, because it begins with the entries of the calls that were open. Where its
    beginning cannot be read, the ones before it are read too. Raises OSError where the disk cannot be read.
    """
    calls: OpenCalls[dict[str, Any]] = OpenCalls()
    last_seq = damaged = 0
    end = torn = 0
    chain = _needed(segments(folder))
    for segment in chain:
        end = torn = 0
        for line in read_lines(segment.path):
            if line.entry is not None:
                _apply(calls, line.entry)
                last_seq = max(last_seq, line.entry["seq"])
            elif line.fault is Fault.TORN:
                torn = len(line.raw)
                continue
            else:
                damaged += 1
                last_seq += 1  # its number is unknown, but used
                log.error("%s: the line at byte %d is damaged (%s)", segment.path.name, line.offset, line.reason)
            end = line.next_offset
    last = chain[-1] if chain else None
    if last is not None:
        cut_torn_tail(last, end=end)
    return Recovery(calls=calls, last_seq=last_seq, segment=last, end=end, torn_bytes=torn, damaged=damaged)


def _apply(calls: OpenCalls[dict[str, Any]], entry: dict[str, Any]) -> None:
    call = entry.get("call")
    if call is not None:
        calls.apply(call=call, kind=entry["type"], seq=entry.get("carried", entry["seq"]), entry=entry)


def _needed(found: list[Segment]) -> list[Segment]:
    """The segments from the last one on whose beginning is whole."""
    for index in range(len(found) - 1, -1, -1):
        if read_header(found[index].path) is not None:
            return found[index:]
    return found


def cut_torn_tail(segment: Segment, *, end: int) -> int:
    """Cut a segment off at `end` and keep what stood behind it in a `.torn` file; tells how many bytes that were.

    Where the disk is too full to keep them, nothing is cut: the next segment says where this one ends. The rest is
    synced, because lines of a writer that was killed may so far be in the machine's memory only. Raises OSError
    where the disk fails.
    """
    descriptor = os.open(segment.path, os.O_RDWR)
    try:
        size = os.fstat(descriptor).st_size
        if size > end and _kept_aside(segment, os.pread(descriptor, size - end, end), end):
            os.ftruncate(descriptor, end)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return max(0, size - end)


def _kept_aside(segment: Segment, torn: bytes, end: int) -> bool:
    path = segment.path.with_suffix(f".{end}.torn")
    log.warning("%s: the last line is torn (%d bytes); kept in %s", segment.path.name, len(torn), path.name)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(torn)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(path.parent)
    except OSError as fault:
        log.warning("%s cannot be written: %s", path.name, fault)
        return False
    return True
