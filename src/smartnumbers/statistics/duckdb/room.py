"""Room on the disk: a checkpoint that runs out of it would end the store, a write to the log that does only fails.

So DuckDB never makes checkpoints by itself; they are made here, while there is more than enough room.
"""

import errno
import os
import shutil
from pathlib import Path

import duckdb

NEVER = "1TB"
"""DuckDB's own threshold for checkpoints."""

_LOG_BYTES = 16 << 20
_RESERVE_BYTES = 64 << 20
# A commit that finds the disk full fails as a transaction; only its words tell why.
_NO_ROOM = tuple(os.strerror(code) for code in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG))


def is_due(*, file: Path) -> bool:
    """Whether a store's log is long enough for a checkpoint, and the disk has room for one."""
    try:
        log = file.with_name(f"{file.name}.wal").stat().st_size
    except FileNotFoundError:
        return False
    return log > _LOG_BYTES and shutil.disk_usage(file.parent).free > 4 * log + _RESERVE_BYTES


def is_missing(*, error: BaseException) -> bool:
    """Whether an error tells that there is no room, on the disk or in memory."""
    if isinstance(error, duckdb.IOException | duckdb.OutOfMemoryException):
        return True
    return isinstance(error, duckdb.Error) and any(words in str(error) for words in _NO_ROOM)
