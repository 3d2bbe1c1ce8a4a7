"""The unprivileged user that Asterisk runs as when the product is started by root."""

import contextlib
import hashlib
import os
import pwd
from dataclasses import dataclass
from pathlib import Path

CANDIDATES = ("smartnumbers", "asterisk", "nobody")


@dataclass(frozen=True, slots=True)
class Owner:
    """A user and its group, by number."""

    uid: int
    gid: int


def owner() -> Owner | None:
    """Whom Asterisk shall run as: the first of CANDIDATES that exists when we are root, else nobody but ourselves."""
    if os.geteuid() != 0:
        return None
    for name in CANDIDATES:
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return Owner(user.pw_uid, user.pw_gid)
    return Owner(65534, 65534)


def directory_for(*, home: Path, name: str) -> Path:
    """Where an instance of Asterisk lives that belongs to a data directory.

    For root that is not below the data directory, which may lie where no other user can enter, but in /run, under a
    name that two data directories never share.
    """
    if owner() is None:
        return home / "asterisk" / name
    return Path(f"/run/smartnumbers-{hashlib.sha256(bytes(home.absolute())).hexdigest()[:12]}") / name


def hand_over(*, directory: Path, to: Owner | None) -> None:
    """Give a folder and all in it to the owner, and let nobody else read it."""
    for path in (directory, *directory.rglob("*")):
        if path.is_symlink():
            continue
        # A prompt that is being laid out at this moment changes its name.
        with contextlib.suppress(FileNotFoundError):
            path.chmod(0o700 if path.is_dir() else 0o600)
            if to is not None:
                os.chown(path, to.uid, to.gid)
