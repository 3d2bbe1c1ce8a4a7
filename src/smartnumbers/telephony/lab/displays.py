"""What the lab's telephones had on their displays: who each INVITE that reached them said is calling.

Kept in a file in the run folder, a JSON object in each line, for `smartnumbers lab --displays` and for tests.
"""

import json
import re
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from smartnumbers.telephony.lab.sip import Message, NotSip

FILE = "lab-displays.jsonl"
FILE_BYTES = 1_000_000
"""A fuller file is begun anew."""

_PARTY = re.compile(r'\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>[^<]*?))\s*<sips?:(?:(?P<user>[^@>]*)@)?')


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A call as a telephone saw it.

    `at` is the instant (milliseconds), `phone` what was dialled to reach it. `number` and `name` come from the From
    header, `asserted` is the number in P-Asserted-Identity; each "" where there was none. `privacy` is the Privacy
    header (RFC 3323).
    """

    at: int
    phone: str
    number: str
    name: str
    asserted: str
    privacy: str

    @classmethod
    def of(cls, invite: Message) -> Self:
        """What an INVITE says."""
        name, number = _party(invite, "from")
        _, asserted = _party(invite, "p-asserted-identity")
        return cls(
            at=time.time_ns() // 1_000_000, phone=invite.user, number=number, name=name, asserted=asserted,
            privacy=_value(invite, "privacy"),
        )  # fmt: skip


def _value(message: Message, header: str) -> str:
    try:
        return message.value(header)
    except NotSip:
        return ""


def _party(message: Message, header: str) -> tuple[str, str]:
    """The name and the user part of an address header."""
    match = _PARTY.match(_value(message, header))
    if match is None:
        return "", ""
    name = re.sub(r"\\(.)", r"\1", match["quoted"]) if match["quoted"] is not None else match["plain"]
    return name or "", match["user"] or ""


class Displays:
    """Keeps what was seen, from now on; an INVITE that is sent again counts once."""

    def __init__(self, *, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / FILE
        self._path.unlink(missing_ok=True)
        self._last: set[str] = set()

    def note(self, invite: Message) -> None:
        """An INVITE reaches a telephone."""
        key = invite.value("via")
        if key in self._last:
            return
        if len(self._last) >= 1000:
            self._last.clear()
        self._last.add(key)
        begun_anew = self._path.exists() and self._path.stat().st_size > FILE_BYTES
        with self._path.open("w" if begun_anew else "a") as file:
            file.write(json.dumps(asdict(Seen.of(invite))) + "\n")


def read(*, folder: Path) -> Iterator[Seen]:
    """What was seen since the lab began, in its order."""
    path = folder / FILE
    if path.exists():
        for line in path.read_text().splitlines():
            yield Seen(**json.loads(line))
