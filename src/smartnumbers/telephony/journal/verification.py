"""Looking through a whole journal: is every line as it was written, and is none missing?"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from smartnumbers.core.callcontrol.entries import ENDED
from smartnumbers.telephony.journal.follower import EndedCall, Position
from smartnumbers.telephony.journal.reader import Fault, Line, read_lines, valid_end
from smartnumbers.telephony.journal.segments import Segment, segments


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: where, what kind, and why it is believed."""

    segment: str
    offset: int
    fault: str
    reason: str

    def document(self) -> dict[str, Any]:
        """The finding as JSON-ready values."""
        return {"segment": self.segment, "offset": self.offset, "fault": self.fault, "reason": self.reason}


@dataclass(slots=True)
class Inspection:
    """What a look through the journal found. `torn` is an unfinished last line of the last segment."""

    segments: int = 0
    entries: int = 0
    ended: int = 0
    last_seq: int | None = None
    findings: list[Finding] = field(default_factory=list)
    torn: Finding | None = None


def inspect(*, folder: Path, on_ended: Callable[[EndedCall], None]) -> Inspection:
    """Read every line of every segment; each ended call is handed over as it is met. Raises OSError.

    Works while the journal is written; a segment that is pruned meanwhile is left out.
    """
    found = segments(folder)
    result = Inspection()
    unreadable = 0
    for index, segment in enumerate(found):
        successor = found[index + 1] if index + 1 < len(found) else None
        try:
            end = valid_end(name=segment.path.name, successor=successor.path if successor is not None else None)
            result.segments += 1
            for line in read_lines(segment.path, end=end):
                if line.entry is None:
                    # A torn line was never acknowledged; its number is given again.
                    unreadable += line.fault is Fault.DAMAGED
                    _unreadable(result, segment, line, last=successor is None)
                    continue
                _count(result, segment, line, unreadable=unreadable)
                unreadable = 0
                if line.entry["type"] == ENDED:
                    result.ended += 1
                    name = segment.path.name
                    at, after = Position(name, line.offset), Position(name, line.next_offset)
                    on_ended(EndedCall(at, after, line.entry))
        except FileNotFoundError:
            result.last_seq = None
    return result


def _unreadable(result: Inspection, segment: Segment, line: Line, *, last: bool) -> None:
    finding = Finding(segment.path.name, line.offset, str(line.fault), line.reason)
    if last and line.fault is Fault.TORN:
        result.torn = finding
    else:
        result.findings.append(finding)


def _count(result: Inspection, segment: Segment, line: Line, *, unreadable: int) -> None:
    """One more good line; its number must follow the last one, with the unreadable lines counted in."""
    assert line.entry is not None
    seq, last = line.entry["seq"], result.last_seq
    result.entries += 1
    result.last_seq = seq
    if last is not None and seq != last + 1 + unreadable:
        reason = f"{seq} after {last}"
        result.findings.append(Finding(segment.path.name, line.offset, str(Fault.OUT_OF_SEQUENCE), reason))
