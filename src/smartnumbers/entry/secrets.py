"""Secrets, made at the first start and never shipped: one file each, readable by the owner only."""

import os
import secrets
from pathlib import Path


def secret(*, folder: Path, name: str) -> str:
    """The secret of that name; made now, of 256 random bits, where there is none yet."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        value = secrets.token_urlsafe(32)
        file.write(value)
    return value
