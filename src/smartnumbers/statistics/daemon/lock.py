"""Only one process owns the replica."""

import fcntl
import os
from pathlib import Path

from smartnumbers.core.foundation.errors import DomainError


class ReplicaTaken(DomainError):
    """Another process owns the replica of this home folder; `parameters["pid"]` is its id, where it is known."""

    code = "statistics-taken"


def take_lock(*, folder: Path) -> int:
    """Own the replica of a folder until the descriptor is closed, or the process ends. Raises ReplicaTaken."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        pid = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
        os.close(descriptor)
        raise ReplicaTaken(
            f"The statistics in {folder} are looked after by another process{f' ({pid})' if pid else ''} already.",
            parameters={"folder": str(folder), "pid": pid},
        ) from fault
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)
    return descriptor
