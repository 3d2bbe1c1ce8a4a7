"""How the follower of the journal (the worker) is: a small file that others read, `worker.json`."""

import logging
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

FILE = "worker.json"
FRESH_SECONDS = 15
"""A worker that runs tells at least this often; an older file is that of a worker that has ended."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Status:
    """What the recorder does. `away` says why the database (or the journal) cannot be used, "" while it can.

    `records` counts the calls written since the start, `rejected` the journal lines set aside ever.
    """

    away: str = ""
    records: int = 0
    rejected: int = 0
    segment: str = ""
    offset: int = 0

    def document(self) -> dict[str, Any]:
        """The status as JSON-ready values."""
        return {
            "away": self.away,
            "records": self.records,
            "rejected": self.rejected,
            "segment": self.segment,
            "offset": self.offset,
        }


class StatusFile:
    """Writes the status when it changed, and now and then to show that somebody is there."""

    def __init__(self, *, folder: Path) -> None:
        self._path = folder / FILE
        self._told: tuple[dict[str, Any], float] | None = None

    def tell(self, status: Status) -> None:
        """Write the status where that is due. A file that cannot be written is no reason to stop working."""
        document, now = status.document(), time.monotonic()
        if self._told is not None and self._told[0] == document and now - self._told[1] < FRESH_SECONDS / 3:
            return
        fresh = self._path.with_suffix(".new")
        try:
            fresh.write_bytes(orjson.dumps({**document, "process": os.getpid(), "at": time.time_ns() // 1_000_000}))
            fresh.replace(self._path)
        except OSError as fault:
            log.warning("%s cannot be written: %s", self._path, fault)
        self._told = (document, now)

    def remove(self) -> None:
        """The worker ends."""
        self._path.unlink(missing_ok=True)


def read_status(folder: Path) -> dict[str, Any] | None:
    """What the worker told last; None where there is no worker. Whoever shows it to people asks here."""
    try:
        document = orjson.loads((folder / FILE).read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return None
    fresh = time.time_ns() // 1_000_000 - document["at"] < FRESH_SECONDS * 1_000
    return dict(document) if fresh else None
