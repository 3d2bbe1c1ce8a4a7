"""Reading a segment: line by line, each checked; what is damaged is handed over as such and never stops the rest."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from smartnumbers.telephony.journal.lines import LineDamaged, decode
from smartnumbers.telephony.journal.segments import HEADER

_BUFFER = 1 << 20


class Fault(StrEnum):
    """What can be wrong with a line.

    `TORN`: the last one, without its newline: being written at this moment, or cut off by a crash. It was never
    acknowledged. `DAMAGED`: a whole line that is not what was written. `OUT_OF_SEQUENCE` is found by verification.
    """

    TORN = "torn"
    DAMAGED = "damaged"
    OUT_OF_SEQUENCE = "out-of-sequence"


class Line(NamedTuple):
    """One line: where it begins, where the next one begins, its bytes, its entry or what is wrong with it."""

    offset: int
    next_offset: int
    raw: bytes
    entry: dict[str, Any] | None
    fault: Fault | None
    reason: str


def read_lines(path: Path, *, offset: int = 0, end: int | None = None) -> Iterator[Line]:
    """The lines of a segment from a place where one begins, up to the byte `end` or what is there. Raises OSError."""
    with path.open("rb", buffering=_BUFFER) as file:
        file.seek(offset)
        while end is None or offset < end:
            raw = file.readline() if end is None else file.readline(end - offset)
            if not raw:
                return
            yield _line(offset, raw)
            offset += len(raw)


def _line(offset: int, raw: bytes) -> Line:
    after = offset + len(raw)
    if not raw.endswith(b"\n"):
        return Line(offset, after, raw, None, Fault.TORN, "incomplete")
    try:
        return Line(offset, after, raw, decode(raw), None, "")
    except LineDamaged as fault:
        return Line(offset, after, raw, None, Fault.DAMAGED, fault.reason)


def read_header(path: Path) -> dict[str, Any] | None:
    """The first entry of a segment, None where it cannot be read or is no header. Raises OSError."""
    for line in read_lines(path):
        if line.entry is not None and line.entry["type"] == HEADER:
            return line.entry
        break
    return None


def valid_end(*, name: str, successor: Path | None) -> int | None:
    """Where a segment ends by the word of the next one; None where there is none or it says nothing."""
    header = read_header(successor) if successor is not None else None
    if header is None or header.get("previous") != name:
        return None
    end = header.get("previous_end")
    return end if type(end) is int else None
