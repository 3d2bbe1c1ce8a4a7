"""One entry of the journal as a line of text, and back: checksum, one space, JSON, newline.

The checksum (CRC-32 of the JSON's bytes, 8 hexadecimal digits) tells a line that was half written, or changed later,
from a good one. JSON in UTF-8 holds no raw newline, so a newline always ends a line.
"""

import re
from collections.abc import Mapping
from typing import Any
from zlib import crc32

import orjson

_LINE = re.compile(rb"([0-9a-f]{8}) (\{.*\})\n")
_NUMBERING = ("seq", "carried")


class LineDamaged(ValueError):
    """A line that is not as it was written; `reason` says what is wrong: "form", "checksum" or "json"."""

    code = "journal-line-damaged"

    def __init__(self, reason: str) -> None:
        super().__init__(f"damaged journal line: {reason}")
        self.reason = reason


def body(entry: Mapping[str, Any]) -> bytes:
    """The JSON of an entry without its opening brace: what is left when the numbering is put in front later.

    Raises TypeError for values that JSON has not, KeyError without "call" or "type", and ValueError for an entry that
    numbers itself: that is the writer's business.
    """
    entry["call"], entry["type"]
    if any(name in entry for name in _NUMBERING):
        raise ValueError(f"an entry must not carry {' or '.join(_NUMBERING)} of its own")
    return orjson.dumps(entry if type(entry) is dict else dict(entry))[1:]


def body_of_read(entry: Mapping[str, Any]) -> bytes:
    """`body` of an entry that was read from a journal."""
    return body({name: value for name, value in entry.items() if name not in _NUMBERING})


def line(*, seq: int, body: bytes, carried: int | None = None) -> bytes:
    """The line of a body under its number; `carried` is the first number of an entry that is written again."""
    again = b"" if carried is None else b'"carried":%d,' % carried
    text = b'{"seq":%d,%b%b' % (seq, again, body)
    return b"%08x %b\n" % (crc32(text), text)


def encode(entry: Mapping[str, Any], *, seq: int) -> bytes:
    """The line of an entry. Raises as `body`."""
    return line(seq=seq, body=body(entry))


def decode(raw: bytes) -> dict[str, Any]:
    """The entry of a whole line, newline included. Raises LineDamaged."""
    match = _LINE.fullmatch(raw)
    if match is None:
        raise LineDamaged("form")
    checksum, text = match.groups()
    if int(checksum, 16) != crc32(text):
        raise LineDamaged("checksum")
    try:
        entry: dict[str, Any] = orjson.loads(text)
    except orjson.JSONDecodeError as fault:
        raise LineDamaged("json") from fault
    if type(entry.get("seq")) is not int or not isinstance(entry.get("type"), str):
        raise LineDamaged("form")
    return entry
