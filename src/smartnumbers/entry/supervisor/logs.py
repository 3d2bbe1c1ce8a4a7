"""The children's logs: each in a file of bounded size, their warnings and errors on the terminal too."""

import asyncio
import contextlib
import re
import time
from collections.abc import Callable
from pathlib import Path

FILE_MAXIMUM = 4_000_000
"""Bytes; the file before it is kept beside it (name.log.1), so a log takes twice that at most."""

READ_BYTES = 65_536
LINE_MAXIMUM = 4_000

# A child that complains without end must not drown the others on the terminal; its log has everything.
TOLD_MAXIMUM = 10
TOLD_SECONDS = 10.0

# The line that the product's daemons write: date, time, level, logger, message; the lab leaves the time out.
_COMPLAINT = re.compile(r"(?:[0-9-]+ [0-9:.,]+ )?(?P<text>(?:WARNING|ERROR|CRITICAL) .*)")

Tell = Callable[[str], None]


class Log:
    """Takes what a child writes, for as long as the product runs, whichever process the child just has."""

    def __init__(self, *, path: Path, tell: Tell) -> None:
        self._path = path
        self._tell = tell
        self._rest = ""
        self._told_since = 0.0
        self._told = 0
        self.last_line = ""
        self.quiet = False

    async def follow(self, stream: asyncio.StreamReader) -> None:
        """Take everything until the stream ends; never raises for a full disk, or the child would stand still."""
        while chunk := await stream.read(READ_BYTES):
            with contextlib.suppress(OSError):
                self._keep(chunk)
            self._look_at(chunk)

    def _keep(self, chunk: bytes) -> None:
        if self._path.exists() and self._path.stat().st_size > FILE_MAXIMUM:
            self._path.replace(self._path.with_name(self._path.name + ".1"))
        with self._path.open("ab", buffering=0) as file:
            file.write(chunk)

    def _look_at(self, chunk: bytes) -> None:
        *lines, rest = (self._rest + chunk.decode(errors="replace")).split("\n")
        self._rest = rest[-LINE_MAXIMUM:]
        for line in lines:
            if line.strip():
                self.last_line = line.strip()
            complaint = _COMPLAINT.match(line)
            if complaint is not None:
                self._complain(complaint["text"])

    def _complain(self, text: str) -> None:
        if self.quiet:
            return
        now = time.monotonic()
        if now - self._told_since > TOLD_SECONDS:
            self._told_since, self._told = now, 0
        self._told += 1
        if self._told <= TOLD_MAXIMUM:
            self._tell(text)
        elif self._told == TOLD_MAXIMUM + 1:
            self._tell(f"more such lines in {self._path}")
