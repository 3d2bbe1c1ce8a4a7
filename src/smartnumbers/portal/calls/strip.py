"""One call as a strip: how long it waited, rang where, was talked; lengths in proportion to time."""

from collections.abc import Sequence
from dataclasses import dataclass

from smartnumbers.apps.callrecords.models import CallRecord

# What was shorter than this part of the call still gets a visible sliver (per cent).
_LEAST = 0.6


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of a call; measures in per cent of the drawing. `kind` is "wait", "ring", "failed" or "talk"."""

    kind: str
    left: str
    width: str
    name: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The pieces of a call, and the instants (milliseconds) at its ends and its answer."""

    pieces: Sequence[Piece]
    start: int
    answered: int | None
    end: int

    @property
    def kinds(self) -> frozenset[str]:
        """Which kinds there are, for the legend."""
        return frozenset(piece.kind for piece in self.pieces)


def draw(call: CallRecord) -> Strip | None:
    """The strip of a call; None where there is nothing to see, as in a call refused at once."""
    length = call.ended_at - call.setup_at
    attempts = list(call.attempts.all())
    if length <= 0 or not attempts:
        return None

    def piece(kind: str, begin: int, end: int, name: str) -> Piece:
        left = 100 * (begin - call.setup_at) / length
        width = max(_LEAST, 100 * (end - begin) / length)
        return Piece(kind=kind, left=f"{min(left, 100 - _LEAST):.3f}%", width=f"{width:.3f}%", name=name)

    pieces = [piece("wait", call.setup_at, call.answered_at or call.ended_at, "")]
    for attempt in attempts:
        end = attempt.answered_at or attempt.ended_at or call.ended_at
        kind = "ring" if attempt.outcome == "answered" or attempt.alerting_at is not None else "failed"
        pieces.append(piece(kind, attempt.started_at, end, attempt.name or attempt.address))
    if call.answered_at is not None:
        pieces.append(piece("talk", call.answered_at, call.ended_at, ""))
    return Strip(pieces=pieces, start=call.setup_at, answered=call.answered_at, end=call.ended_at)
