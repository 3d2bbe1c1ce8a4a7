"""Removing old segments, once nobody needs them."""

import logging
from pathlib import Path

from smartnumbers.telephony.journal.segments import number_of, segments

log = logging.getLogger(__name__)


def prune(*, folder: Path, recorded: str, before: float) -> list[str]:
    """Remove the segments that lie wholly before `recorded` and were last written before an instant.

    `recorded` is the segment in which the recorder reads: everything before it is in the database. `before` is in
    seconds since 1970, as the file system tells it. What was cut off torn tails goes with the same age. Returns the
    names removed. Raises OSError.
    """
    reading = number_of(recorded) or 0
    old = [segment.path for segment in segments(folder) if segment.number < reading]
    removed = []
    for path in [*old, *folder.glob("*.torn")]:
        if path.stat().st_mtime < before:
            path.unlink()
            removed.append(path.name)
    if removed:
        log.info("journal: %d old files removed, %s to %s", len(removed), removed[0], removed[-1])
    return removed
