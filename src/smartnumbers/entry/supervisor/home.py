"""The home folder: what must be there before anything starts, and who may use it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.entry.configuration import Configuration, ConfigurationInvalid
from smartnumbers.entry.supervisor import record

# sun_path of sockaddr_un, less its closing zero byte.
SOCKET_PATH_MAXIMUM = 107


class HomeTaken(DomainError):
    """Another `smartnumbers run` uses this home folder."""

    code = "home-taken"


def make_folders(*, configuration: Configuration) -> None:
    """Make the folders of the home, secret ones for the owner only. Raises ConfigurationInvalid."""
    socket = os.fsencode(configuration.control_socket)
    if len(socket) > SOCKET_PATH_MAXIMUM:
        raise ConfigurationInvalid(
            [
                f"SMARTNUMBERS_HOME={str(configuration.home)!r}: too long; sockets lie in it, whose path may take "
                f"{SOCKET_PATH_MAXIMUM} bytes and would take {len(socket)}"
            ]
        )
    try:
        # Callers' numbers lie in it. Asterisk, where it runs as another user, has its folder elsewhere.
        configuration.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in (configuration.secrets, configuration.run, configuration.journal, configuration.logs):
            folder.mkdir(mode=0o700, exist_ok=True)
            folder.chmod(0o700)
    except OSError as fault:
        raise ConfigurationInvalid(
            [f"SMARTNUMBERS_HOME={str(configuration.home)!r}: cannot be written ({fault.strerror}: {fault.filename})"]
        ) from fault


@contextmanager
def held(*, run: Path) -> Iterator[None]:
    """Hold the home folder for this process alone; the kernel lets go of it however the process ends.

    Raises HomeTaken where another holds it.
    """
    descriptor = os.open(run, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            holder = record.read(folder=run).get("pid")
            raise HomeTaken(
                f"smartnumbers run is already running in {run.parent}"
                + (f" (process {holder})" if holder else "")
                + ". Stop it there, or set SMARTNUMBERS_HOME to another folder (and SMARTNUMBERS_HTTP and "
                "SMARTNUMBERS_SIP to other ports).",
                parameters={"home": str(run.parent), "pid": holder},
            ) from fault
        yield
    finally:
        os.close(descriptor)
