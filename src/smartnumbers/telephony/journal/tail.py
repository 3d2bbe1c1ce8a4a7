"""The segment that is written to: groups of lines go in whole and are on disk when `append` returns."""

import errno
import os
from pathlib import Path

from smartnumbers.telephony.journal.segments import Segment, name_of, sync_folder


class Tail:
    """An open segment. `end` is the last good offset: everything before it is on disk, nothing behind it counts."""

    def __init__(self, *, segment: Segment, descriptor: int, end: int) -> None:
        self.segment = segment
        self.end = end
        self.trusted = True
        self._descriptor = descriptor

    def append(self, data: bytes) -> None:
        """Write whole lines and sync them. Raises OSError; then none of them counts.

        Where `trusted` is False afterwards, this file must not be written to again. That is so after a failed sync:
        the kernel reports such a failure once, may have dropped the pages or marked them clean, and the next sync
        would succeed without anything being on disk ("fsyncgate", PostgreSQL 2018). What was not acknowledged has to
        be written again from memory, and into a new file, whose pages have no such past.
        """
        try:
            _write(self._descriptor, data)
        except OSError:
            self._cut()
            raise
        try:
            os.fdatasync(self._descriptor)
            if os.fstat(self._descriptor).st_nlink == 0:
                # Writing to a file that somebody has removed succeeds, and is lost at the next start.
                raise OSError(errno.ENOENT, "the segment was removed", str(self.segment.path))
        except OSError:
            self._cut()
            self.trusted = False
            raise
        self.end += len(data)

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)

    def _cut(self) -> None:
        try:
            os.ftruncate(self._descriptor, self.end)
        except OSError:
            self.trusted = False


def create(*, folder: Path, number: int, data: bytes) -> Tail:
    """A new segment that holds `data`; it is there whole or not at all. Raises OSError.

    Its name still has to be made safe with `sync_folder`.
    """
    path = folder / name_of(number)
    fresh = path.with_suffix(".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
    try:
        _write(descriptor, data)
        os.fsync(descriptor)
        fresh.rename(path)
    except BaseException:
        os.close(descriptor)
        fresh.unlink(missing_ok=True)
        raise
    return Tail(segment=Segment(number, path), descriptor=descriptor, end=len(data))


def remove_unfinished(folder: Path) -> None:
    """Remove what a crash in the middle of `create` left behind. Raises OSError."""
    for path in folder.glob("*.new"):
        path.unlink()
    sync_folder(folder)


def _write(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
