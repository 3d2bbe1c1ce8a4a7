"""Asterisk's console, asked over its own Unix socket: for what ARI does not tell.

ARI knows no registrations and no round trips of OPTIONS. Messages about endpoints would tell, but come at each change
of every call, which is why the switch declines them; one look at two short tables every other second costs nothing.
"""

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path

from smartnumbers.core.foundation.errors import DomainError

ANSWER_SECONDS = 3.0

_CONTACT = re.compile(r"\s*Contact:\s+(?P<aor>[^/\s]+)/\S+\s+\S+\s+(?P<status>[A-Za-z]+)\s+(?P<milliseconds>\S+)")
_REGISTRATION = re.compile(r"\s*(?P<name>[^/\s]+)/sips?:\S+\s+\S+\s+(?P<status>[A-Z][a-z]+)")


class ConsoleUnavailable(DomainError):
    """Asterisk's console cannot be reached, or does not answer. Trying again can help."""

    code = "console-unavailable"
    retryable = True


@dataclass(frozen=True, slots=True)
class Seen:
    """What OPTIONS say of a contact: reachable or not (None: not known yet), and the last round trip (milliseconds)."""

    reachable: bool | None
    round_trip_ms: float | None


async def contacts(*, socket: Path) -> dict[str, Seen]:
    """What is known of each watched contact, by the name of its AOR. Raises ConsoleUnavailable."""
    return read_contacts(await ask(socket=socket, command="pjsip show contacts"))


async def registrations(*, socket: Path) -> dict[str, str]:
    """The state of our registrations by name: "Registered", "Unregistered", "Rejected". Raises ConsoleUnavailable."""
    return read_registrations(await ask(socket=socket, command="pjsip show registrations"))


async def ask_options(*, socket: Path, endpoint: str) -> None:
    """Have an endpoint's contacts asked now; the answer appears among the contacts. Raises ConsoleUnavailable."""
    await ask(socket=socket, command=f"pjsip qualify {endpoint}")


async def ask(*, socket: Path, command: str) -> str:
    """What a console command prints. Raises ConsoleUnavailable."""
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            reader, writer = await asyncio.open_unix_connection(str(socket))
            try:
                # The words before the command make Asterisk close the connection behind its answer.
                writer.write(f"cli quit after {command}\0".encode())
                return (await reader.read()).decode(errors="replace")
            finally:
                writer.close()
    except (OSError, TimeoutError) as fault:
        raise ConsoleUnavailable(f"Asterisk's console at {socket}: {fault!r}") from fault


def read_contacts(printed: str) -> dict[str, Seen]:
    """The contacts in what "pjsip show contacts" prints."""
    found = {}
    for match in filter(None, map(_CONTACT.match, printed.splitlines())):
        reachable = {"Avail": True, "Unavail": False}.get(match["status"])
        found[match["aor"]] = Seen(reachable, _milliseconds(match["milliseconds"]) if reachable else None)
    return found


def read_registrations(printed: str) -> dict[str, str]:
    """The registrations in what "pjsip show registrations" prints."""
    return {match["name"]: match["status"] for match in filter(None, map(_REGISTRATION.match, printed.splitlines()))}


def _milliseconds(written: str) -> float | None:
    """A round trip; Asterisk prints "nan" where there was none."""
    try:
        value = float(written)
    except ValueError:
        return None
    return value if value >= 0 else None
