"""Secrets, made at the first start and never shipped: one file each, readable by the owner only."""

import contextlib
import os
import secrets
from pathlib import Path


def secret(*, folder: Path, name: str) -> str:
    """The secret of that name; made now, of 256 random bits, where there is none yet."""
    file = folder / name
    if not file.is_file():
        keep_first(file=file, text=secrets.token_urlsafe(32))
    return file.read_text().strip()


def keep_first(*, file: Path, text: str) -> None:
    """Write a secret file, whole, unless there is one: of several processes at once, the first one's text stays."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
        stream.write(text)
    with contextlib.suppress(FileExistsError):
        os.link(fresh, file)
    fresh.unlink()
