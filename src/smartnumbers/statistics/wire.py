"""How questions and answers travel over the local socket: JSON, its length before it in four bytes, big-endian."""

import struct

import msgspec

from smartnumbers.statistics.questions import AnyQuestion, Rebuild, Status

LENGTH = struct.Struct(">I")
QUESTION_MAXIMUM = 1_000_000
ANSWER_MAXIMUM = 256_000_000


class Told(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the daemon says to a question: its answer, or the code of what is in the way and a sentence of it.

    `behind_ms` is how long ago the replica had all that the record had; None where it has it now.
    """

    answer: msgspec.Raw = msgspec.Raw(b"")
    fault: str = ""
    text: str = ""
    behind_ms: int | None = None


Request = AnyQuestion | Rebuild | Status

_REQUESTS: msgspec.json.Decoder[Request] = msgspec.json.Decoder(Request)
_TOLD = msgspec.json.Decoder(Told)


def frame(*, message: object) -> bytes:
    """A question, or what is told, as it goes over the socket."""
    body = msgspec.json.encode(message)
    return LENGTH.pack(len(body)) + body


def read_request(*, body: bytes) -> Request:
    """The request of a frame. Raises msgspec.DecodeError (ValidationError among them) where it is none."""
    return _REQUESTS.decode(body)


def read_told(*, body: bytes) -> Told:
    """What a frame tells. Raises msgspec.DecodeError."""
    return _TOLD.decode(body)
