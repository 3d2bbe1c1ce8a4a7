"""How the lab's two carriers are: there, failing or dead, as somebody wishes who tries out what happens then."""

import json
import os
from enum import StrEnum
from pathlib import Path

FILE = "lab-carriers.json"


class Line(StrEnum):
    """The lab's carriers: the one known by its address, and the one that wants a registration."""

    FIRST = "first"
    LINE = "line"


class Condition(StrEnum):
    """UP: as it should be. FAILING: refuses every call with 503. DEAD: reacts to nothing at all."""

    UP = "up"
    FAILING = "failing"
    DEAD = "dead"


class Conditions:
    """The conditions as they stand in the run folder; a change is seen with the next datagram."""

    def __init__(self, *, folder: Path) -> None:
        self._file = folder / FILE
        self._seen = 0
        self._now: dict[Line, Condition] = {}

    def now(self, line: Line) -> Condition:
        """The condition of a carrier at this moment."""
        try:
            changed = os.stat(self._file).st_mtime_ns  # noqa: PTH116 - for every datagram; a Path takes twice as long
        except FileNotFoundError:
            changed = 0
        if changed != self._seen:
            self._seen, self._now = changed, _read(self._file)
        return self._now.get(line, Condition.UP)


def put(*, folder: Path, line: Line, condition: Condition) -> None:
    """From now on a carrier is in that condition."""
    now = {**_read(folder / FILE), line: condition}
    fresh = folder / f".{FILE}.{os.getpid()}"
    fresh.write_text(json.dumps(now))
    fresh.replace(folder / FILE)


def _read(file: Path) -> dict[Line, Condition]:
    try:
        return {Line(line): Condition(condition) for line, condition in json.loads(file.read_text()).items()}
    except (OSError, ValueError, AttributeError):
        return {}
