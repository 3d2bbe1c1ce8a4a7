"""The journal's folder: segments with increasing numbers, and how a file comes into being so that it survives."""

import os
import re
import time
from pathlib import Path
from typing import Any, NamedTuple

import orjson

HEADER = "segment"
"""The type of the first entry of each segment."""

_NAME = re.compile(r"([0-9]{8,})\.journal")


class Segment(NamedTuple):
    """One file of the journal. Segments sort by their number."""

    number: int
    path: Path


def name_of(number: int) -> str:
    """The file name of a segment."""
    return f"{number:08d}.journal"


def number_of(name: str) -> int | None:
    """The number in a segment's file name, None where it is none."""
    match = _NAME.fullmatch(name)
    return int(match[1]) if match is not None else None


def segments(folder: Path) -> list[Segment]:
    """All segments of a folder, the oldest first; none where there is no folder."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 - half the cost of iterdir, and a follower does it all the time
    except FileNotFoundError:
        return []
    numbered = ((number_of(name), name) for name in names)
    return sorted(Segment(number, folder / name) for number, name in numbered if number is not None)


def header_body(*, previous: str | None, previous_end: int, carried: int) -> bytes:
    """The first entry of a segment, without its number.

    `previous` and `previous_end` say where the journal before it ends: bytes behind that place were never safe on
    disk and do not count. `carried` tells how many entries of open calls follow at once.
    """
    document: dict[str, Any] = {
        "type": HEADER,
        "at": time.time_ns() // 1_000_000,
        "previous": previous,
        "previous_end": previous_end,
        "entries": carried,
    }
    return orjson.dumps(document)[1:]


def sync_folder(folder: Path) -> None:
    """Make new names in a folder survive a power cut: a file's own fsync does not save its name. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
