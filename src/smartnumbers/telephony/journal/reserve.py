"""Disk space kept back for the calls that already run, for the moment when the disk is full."""

import os
from pathlib import Path

RESERVE_BYTES = 4 * 1024 * 1024
"""Enough for the rest of a platform full of calls: some 300 calls with a few kilobytes each, twice over."""

MARGIN_BYTES = 1024 * 1024


class Reserve:
    """A ballast file beside the journal."""

    def __init__(self, *, folder: Path, size: int = RESERVE_BYTES) -> None:
        self._path = folder / "reserve"
        self._size = size
        self.held = False

    def hold(self) -> None:
        """Take the space. Raises OSError where the disk has not enough of it.

        A margin more is asked for and given back, so that a disk that is full but for a few bytes is not taken for
        one with room again.
        """
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.posix_fallocate(descriptor, 0, self._size + MARGIN_BYTES)
            os.ftruncate(descriptor, self._size)
        except OSError:
            self.release()
            raise
        finally:
            os.close(descriptor)
        self.held = True

    def release(self) -> None:
        """Give the space back to the disk; where that fails there is nothing else to try."""
        self.held = False
        try:
            self._path.unlink(missing_ok=True)
        except OSError:
            pass
