"""A program for the tests to kill: appends for ever, and prints each entry's number once it is confirmed."""

import asyncio
import sys
from pathlib import Path

from smartnumbers.telephony.journal.writer import JournalWriter, Kept


async def main(folder: Path, start: int) -> None:
    """Eight calls at a time; every third one stays open."""
    journal = await JournalWriter.open(folder=folder, segment_bytes=5_000)
    lines = sys.stdout.buffer

    async def calls(lane: int) -> None:
        for number in range(start + lane, start + 1_000_000, 8):
            for kind in ("offered", "ended") if number % 3 else ("offered",):
                kept = await journal.append({"call": str(number), "type": kind, "at": number})
                assert kept is Kept.FLUSHED
                lines.write(b"%d %s\n" % (number, kind.encode()))
                lines.flush()

    await asyncio.gather(*(calls(lane) for lane in range(8)))


asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
