"""One writer for each journal, and one recorder: locks that the kernel gives back when their holder dies."""

import fcntl
import logging
import os
import time
from pathlib import Path

from smartnumbers.core.foundation.errors import DomainError

WRITER = "writer.lock"
RECORDER = "recorder.lock"
PATIENCE_SECONDS = 2.0
"""A holder that is just ending, or a tool that looks for a moment, is waited for; nobody else."""

log = logging.getLogger(__name__)


class JournalInUse(DomainError):
    """Another process holds this journal."""

    code = "journal-in-use"


def take_lock(folder: Path, *, name: str = WRITER, patience: float = PATIENCE_SECONDS) -> int:
    """A lock of a journal folder, as a file descriptor: closing it gives the lock back.

    Raises JournalInUse where another process holds it for longer than `patience` (seconds).
    """
    descriptor = os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o600)
    until = time.monotonic() + patience
    while not _locked(descriptor):
        if time.monotonic() >= until:
            holder = os.pread(descriptor, 20, 0).decode(errors="replace").strip()
            os.close(descriptor)
            raise JournalInUse(
                f"another process ({holder or 'unknown'}) holds {name} of the journal in {folder}",
                parameters={"folder": str(folder), "process": holder, "lock": name},
            )
        time.sleep(0.02)
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, b"%d\n" % os.getpid(), 0)
    except OSError:
        # The number only helps a person; on a full disk it is left out.
        log.debug("%s cannot be written", name)
    return descriptor


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
