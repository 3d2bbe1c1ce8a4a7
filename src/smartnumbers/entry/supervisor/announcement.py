"""What is printed when the product is ready: one short table, or the same as one JSON object."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from smartnumbers.entry.configuration import Configuration
from smartnumbers.entry.supervisor.ports import reachable

EXAMPLE_CALLER = "+41791234567"
EXAMPLE_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Login:
    """A log-in of the demo."""

    role: str
    email: str
    password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What a newcomer needs to know of the running product.

    `call` is the line to type for a test call, empty where none can be placed; `faults` says what does not run, and
    what to do about it.
    """

    portal: str
    logins: tuple[Login, ...]
    sip: str
    call: str
    logs: str
    seconds: float
    parts: Mapping[str, int] = field(default_factory=dict)
    faults: tuple[str, ...] = ()

    def document(self) -> dict[str, Any]:
        """The announcement as JSON-ready values."""
        return {
            "portal": self.portal,
            "logins": [{"role": one.role, "email": one.email, "password": one.password} for one in self.logins],
            "sip": self.sip,
            "call": self.call,
            "logs": self.logs,
            "seconds": self.seconds,
            "parts": dict(self.parts),
            "faults": list(self.faults),
        }

    def table(self) -> str:
        """The announcement as lines for a person."""
        rows = [("Portal", self.portal)]
        rows += [(f"Log-in, {one.role}", f"{one.email}   {one.password}") for one in self._shown_logins()]
        rows += [("SIP", self.sip), ("Test call", self.call), ("Logs", self.logs)]
        width = max(len(name) for name, _ in rows) + 2
        lines = [f"Smart Numbers is ready ({self.seconds:.1f} s). Ctrl-C stops it.", ""]
        lines += [f"  {name:<{width}}{value}" for name, value in rows if value]
        if self.faults:
            lines += ["", *(f"! {fault}" for fault in self.faults)]
        return "\n".join([*lines, ""])

    def _shown_logins(self) -> list[Login]:
        """One log-in for each role worth a first look; all of them are in the JSON."""
        first = {one.role: one for one in reversed(self.logins)}
        return [first[role] for role in ("holder", "operator") if role in first]


def portal_address(*, configuration: Configuration) -> str:
    """The portal's address as one types it into a browser on this machine."""
    return f"http://{reachable(address=configuration.http)}/"


def call_line(*, number: str, configuration: Configuration) -> str:
    """The line that places a test call, as it is typed in another terminal, in the same folder as this one."""
    word = f"{program()} call {number} --from {EXAMPLE_CALLER} --for {EXAMPLE_SECONDS}"
    if "SMARTNUMBERS_HOME" in os.environ:
        # Another terminal does not know that this one has a home folder of its own.
        return f"SMARTNUMBERS_HOME={_shortest(configuration.home)} {word}"
    return word


def program() -> str:
    """The command `smartnumbers` as it is typed from here."""
    return _shortest(Path(sys.executable).parent / "smartnumbers")


def _shortest(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
