"""The replica's files: the one that is in use, the one that is being made.

A replica is made under a name of its own and gets its place in one step when it is whole, so that whatever a process
leaves behind that was killed is either a whole replica or none.
"""

import os
import shutil
from pathlib import Path

_PREFIX, _SUFFIX = "replica-", ".duckdb"


class Shelf:
    """The folder of the replica. Only who holds its lock may use it."""

    def __init__(self, *, folder: Path) -> None:
        self._folder = folder
        self.building = folder / "building.duckdb"
        self.parts = folder / "parts"
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def newest(self) -> Path | None:
        """The replica in use, None before the first one."""
        found = [file for file in self._folder.glob(f"{_PREFIX}*{_SUFFIX}") if _number(file) > 0]
        return max(found, key=_number, default=None)

    def begin(self) -> None:
        """Make room for one that is made now."""
        self._clear_building()
        self.parts.mkdir(mode=0o700)

    def finish(self, *, at: int) -> Path:
        """Put the one that was made, whole and closed, in its place; gives that. `at` is now (milliseconds).

        No place is ever taken twice: a database library may still hold what was there. Raises OSError.
        """
        if _log_of(self.building).exists():
            raise OSError("the replica that was made is not closed")
        newest = self.newest()
        place = self._folder / f"{_PREFIX}{max(at, _number(newest) + 1 if newest else 1)}{_SUFFIX}"
        self.building.rename(place)
        descriptor = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        self._clear_building()
        return place

    def tidy(self) -> None:
        """Remove all but the replica in use."""
        self._clear_building()
        newest = self.newest()
        for file in self._folder.glob(f"{_PREFIX}*"):
            if newest is None or not file.name.startswith(newest.name):
                remove(file=file)

    def _clear_building(self) -> None:
        shutil.rmtree(self.parts, ignore_errors=True)
        remove(file=self.building)


def remove(*, file: Path) -> None:
    """Remove a replica and what the database wrote beside it."""
    for name in (file, _log_of(file)):
        name.unlink(missing_ok=True)
    shutil.rmtree(file.with_name(f"{file.name}.tmp"), ignore_errors=True)


def _log_of(file: Path) -> Path:
    return file.with_name(f"{file.name}.wal")


def _number(file: Path) -> int:
    written = file.name[len(_PREFIX) : -len(_SUFFIX)]
    return int(written) if written.isascii() and written.isdigit() else 0
