"""Entries and small tools that the journal's tests share."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from smartnumbers.telephony.journal.lines import encode
from smartnumbers.telephony.journal.reader import read_lines
from smartnumbers.telephony.journal.segments import name_of, segments


def offered(call: str, at: int = 1) -> dict[str, Any]:
    """The first entry of a call."""
    return {"call": call, "type": "offered", "at": at, "caller": "+41791234567"}


def alerting(call: str, at: int = 2) -> dict[str, Any]:
    """Something in the middle of a call."""
    return {"call": call, "type": "leg-alerting", "at": at, "position": 0}


def ended(call: str, at: int = 3) -> dict[str, Any]:
    """The last entry of a call."""
    return {"call": call, "type": "ended", "at": at, "record": {"call_id": call}}


def all_entries(folder: Path) -> list[dict[str, Any]]:
    """Every entry of a journal, headers and carried ones too; fails on a bad line."""
    found = []
    for segment in segments(folder):
        for line in read_lines(segment.path):
            assert line.entry is not None, line
            found.append(line.entry)
    return found


def calls_of(folder: Path) -> list[tuple[str, str]]:
    """(call, type) of every entry as it was appended: no headers, nothing carried."""
    return [
        (entry["call"], entry["type"]) for entry in all_entries(folder) if "call" in entry and "carried" not in entry
    ]


def write_segment(folder: Path, number: int, entries: list[dict[str, Any]], *, first: int = 1) -> Path:
    """A segment made by hand, without a header."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name_of(number)
    path.write_bytes(b"".join(encode(entry, seq=seq) for seq, entry in enumerate(entries, first)))
    return path


async def until(condition: Callable[[], bool], *, seconds: float = 5.0) -> None:
    """Wait until something is so that tells nobody when it becomes so."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
