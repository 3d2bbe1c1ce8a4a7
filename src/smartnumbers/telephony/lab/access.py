"""How to reach a running lab: what it publishes in the run folder, for `smartnumbers call` and for tests."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from smartnumbers.core.foundation.errors import DomainError

FILE = "lab.json"


class LabNotRunning(DomainError):
    """There is no lab to place calls from."""

    code = "lab-not-running"


@dataclass(frozen=True, slots=True)
class LabAccess:
    """A running lab: its ARI (root address, user, password), its SIP address, and two folders.

    `recordings` is where its Asterisk writes recordings, `sounds` where files lie that it can play. `by_tls` and
    `by_udp6` are where its telephones are called by TLS and by IPv6; "" where they are not.
    """

    url: str
    user: str
    password: str
    sip: str
    recordings: Path
    sounds: Path
    by_tls: str = ""
    by_udp6: str = ""


def publish(*, access: LabAccess, folder: Path) -> None:
    """Write the access where callers look for it, whole or not at all, readable by the owner only."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f".{FILE}.{os.getpid()}"
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump({name: str(value) for name, value in asdict(access).items()}, file)
    fresh.replace(folder / FILE)


def withdraw(*, folder: Path) -> None:
    """The lab ends: nobody is to look for it any more."""
    (folder / FILE).unlink(missing_ok=True)


def read(*, folder: Path) -> LabAccess:
    """The access of the lab that published itself in this folder. Raises LabNotRunning."""
    try:
        values = json.loads((folder / FILE).read_text())
        return LabAccess(**{**values, "recordings": Path(values["recordings"]), "sounds": Path(values["sounds"])})
    except FileNotFoundError as fault:
        raise LabNotRunning("The lab is not running; start it with `make run`.") from fault
    except (OSError, ValueError, TypeError, KeyError) as fault:
        raise LabNotRunning(
            f"The lab's access file {folder / FILE} cannot be read ({fault}); start the lab again with `make run`."
        ) from fault
