"""As much SIP as the lab's exchange needs: take a datagram apart, change a header, put it together again (RFC 3261)."""

import re
from dataclasses import dataclass
from typing import Self

# Compact forms of the header names looked at here (RFC 3261, section 7.3.3).
_COMPACT = {"v": "via", "i": "call-id", "f": "from", "t": "to"}
_URI_USER = re.compile(r"(sips?:)([^@;>\s]*)(@)")
_SENT_BY = re.compile(
    r"SIP\s*/\s*2\.0\s*/\s*\w+\s+(?P<host>\[[^\]]+\]|[^:;,\s]+)(?:\s*:\s*(?P<port>\d+))?", re.IGNORECASE
)
_BRANCH = re.compile(r";\s*branch\s*=\s*([^;,\s]+)", re.IGNORECASE)
_TAG = re.compile(r";\s*tag\s*=\s*([^;,\s]+)", re.IGNORECASE)
_RECEIVED = re.compile(r";\s*received\s*=\s*([^;,\s]+)", re.IGNORECASE)
_RPORT = re.compile(r";\s*rport\s*=\s*(\d+)", re.IGNORECASE)
_EMPTY_RPORT = re.compile(r";\s*rport(?=\s*(?:;|,|$))", re.IGNORECASE)


class NotSip(ValueError):
    """A datagram that is no SIP message."""


@dataclass(slots=True)
class Message:
    """A request or a response: its first line, its header lines in order, its body untouched."""

    start: str
    headers: list[tuple[str, str]]
    body: bytes

    @classmethod
    def parse(cls, datagram: bytes) -> Self:
        """The message in a datagram. Raises NotSip."""
        head, separator, body = datagram.partition(b"\r\n\r\n")
        lines = re.sub(r"\r\n[ \t]+", " ", head.decode("utf-8", "surrogateescape")).split("\r\n")
        if not separator or "SIP/2.0" not in lines[0] or len(lines[0].split(" ", 2)) != 3:
            raise NotSip("not a SIP message")
        headers = []
        for line in lines[1:]:
            name, colon, value = line.partition(":")
            if not colon:
                raise NotSip("a header line without a colon")
            headers.append((name.strip(), value.strip()))
        return cls(start=lines[0], headers=headers, body=body)

    def serialise(self) -> bytes:
        """The datagram of this message."""
        lines = [self.start, *(f"{name}: {value}" for name, value in self.headers)]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "surrogateescape") + self.body

    def answer(self, status: int, reason: str) -> "Message":
        """A response to this request, without a body."""
        kept = ("via", "from", "to", "call-id", "cseq")
        headers = [(name, value) for name, value in self.headers if _COMPACT.get(name.lower(), name.lower()) in kept]
        return Message(f"SIP/2.0 {status} {reason}", [*headers, ("Content-Length", "0")], b"")

    @property
    def is_request(self) -> bool:
        """Whether this is a request."""
        return not self.start.startswith("SIP/2.0")

    @property
    def method(self) -> str:
        """The method of a request."""
        return self.start.split(" ", 1)[0]

    @property
    def user(self) -> str:
        """The user part of a request's address, "" where it has none."""
        match = _URI_USER.search(self.start)
        return match[2] if match else ""

    @user.setter
    def user(self, value: str) -> None:
        self.start = _URI_USER.sub(lambda match: match[1] + value + match[3], self.start, count=1)

    def position(self, name: str) -> int | None:
        """The place of the first header of that name (lower case), or None."""
        for index, (written, _) in enumerate(self.headers):
            lower = written.lower()
            if _COMPACT.get(lower, lower) == name:
                return index
        return None

    def value(self, name: str) -> str:
        """The first header of that name (lower case). Raises NotSip where there is none."""
        index = self.position(name)
        if index is None:
            raise NotSip(f"no {name} header")
        return self.headers[index][1]

    @property
    def hops(self) -> int:
        """What Max-Forwards allows; 70 where the header is missing or unreadable."""
        index = self.position("max-forwards")
        value = "70" if index is None else self.headers[index][1]
        return int(value) if value.isdecimal() else 70


def branch(via: str) -> str:
    """The branch of a Via, or the whole Via where it has none (RFC 2543)."""
    match = _BRANCH.search(via)
    return match[1] if match else via


def tag(party: str) -> str:
    """The tag of a From or To, "" where it has none."""
    match = _TAG.search(party.rpartition(">")[2])
    return match[1] if match else ""


def note_source(via: str, *, host: str, port: int) -> str:
    """The Via as its receiver must complete it (RFC 3261, 18.2.1; RFC 3581, 4)."""
    if _EMPTY_RPORT.search(via):
        via = _EMPTY_RPORT.sub(f";rport={port}", via, count=1)
        return f"{via};received={host}"
    match = _SENT_BY.match(via)
    return via if match is not None and match["host"] == host else f"{via};received={host}"


def way_back(via: str) -> tuple[str, int]:
    """Where a response with this topmost Via goes. Raises NotSip."""
    match = _SENT_BY.match(via)
    if match is None:
        raise NotSip("unreadable Via")
    received, rport = _RECEIVED.search(via), _RPORT.search(via)
    host = received[1] if received else match["host"]
    return host, int(rport[1]) if rport else int(match["port"] or 5060)
