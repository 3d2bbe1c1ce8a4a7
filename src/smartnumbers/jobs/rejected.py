"""Where lines of the journal go that cannot become a record: a file beside it, for a person to look at."""

import os
from pathlib import Path

import orjson

from smartnumbers.telephony.journal.follower import Position
from smartnumbers.telephony.journal.segments import sync_folder

FILE = "rejected.jsonl"


class Rejected:
    """Lines set aside, one JSON object each: segment, offset, reason, line. The same line is kept once."""

    def __init__(self, *, folder: Path) -> None:
        self._path = folder / FILE
        self._known = {(entry["segment"], entry["offset"]) for entry in rejected(folder)}

    def __len__(self) -> int:
        return len(self._known)

    def keep(self, *, at: Position, line: bytes, reason: str) -> bool:
        """Set a line aside, safe on disk on return; False where it was there already. Raises OSError."""
        if at in self._known:
            return False
        entry = {
            "segment": at.segment,
            "offset": at.offset,
            "reason": reason,
            "line": line.decode(errors="backslashreplace"),
        }
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(orjson.dumps(entry) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        sync_folder(self._path.parent)
        self._known.add(at)
        return True


def rejected(folder: Path) -> list[dict[str, object]]:
    """What was set aside in a journal folder; a line of this file that a crash cut off counts for nothing."""
    try:
        lines = (folder / FILE).read_bytes().splitlines()
    except FileNotFoundError:
        return []
    found = []
    for line in lines:
        try:
            entry = orjson.loads(line)
        except orjson.JSONDecodeError:
            continue
        if isinstance(entry, dict) and "segment" in entry and "offset" in entry:
            found.append(entry)
    return found
