"""One call as a strip: how long it waited, heard prices, rang where, was talked at which price.

Lengths are in proportion to time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from smartnumbers.apps.callrecords.models import CallRecord
from smartnumbers.core.rating.timeline import parse_timeline
from smartnumbers.portal.calls.charged import tariff_words

# What was shorter than this part of the call still gets a visible sliver (per cent).
_LEAST = 0.6


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of a call; measures in per cent of the drawing.

    `kind` is "wait", "ring", "failed", "said" (the price), "told" (anything else), "message", "free", "talk", "talk
    other" (at another price) or "fee".
    """

    kind: str
    left: str
    width: str
    name: str


class _Stretch(NamedTuple):
    """One stretch in milliseconds since 1970."""

    kind: str
    begin: int
    end: int
    name: str = ""


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
    if length <= 0 or not (call.attempts.all() or call.charging or call.said):
        return None

    def piece(stretch: _Stretch) -> Piece:
        left = 100 * (stretch.begin - call.setup_at) / length
        width = max(_LEAST, 100 * (stretch.end - stretch.begin) / length)
        return Piece(
            kind=stretch.kind, left=f"{min(left, 100 - _LEAST):.3f}%", width=f"{width:.3f}%", name=stretch.name
        )

    stretches = [*_waiting(call), *_talking(call), *_said(call)]
    return Strip(
        pieces=[piece(stretch) for stretch in stretches],
        start=call.setup_at,
        answered=call.answered_at,
        end=call.ended_at,
    )


def _waiting(call: CallRecord) -> Iterator[_Stretch]:
    yield _Stretch("wait", call.setup_at, call.answered_at or call.ended_at)
    for attempt in call.attempts.all():
        end = attempt.answered_at or attempt.ended_at or call.ended_at
        kind = "ring" if attempt.outcome == "answered" or attempt.alerting_at is not None else "failed"
        yield _Stretch(kind, attempt.started_at, end, attempt.name or attempt.address)


def _talking(call: CallRecord) -> Iterator[_Stretch]:
    """The talk, cut where its price changed; its free beginning looks different."""
    if call.answered_at is None:
        return
    timeline = (call.charging or {}).get("timeline")
    begin = call.charging_from
    if timeline is None or begin is None:
        yield _Stretch("talk", call.answered_at, call.ended_at)
        return
    if begin > call.answered_at:
        yield _Stretch("free", call.answered_at, min(begin, call.ended_at))
    line = parse_timeline(timeline)
    changes = [change for change in line.changes if begin + change.at < call.ended_at]
    ends = [*(begin + change.at for change in changes[1:]), call.ended_at]
    for place, (change, end) in enumerate(zip(changes, ends, strict=True)):
        kind = "talk other" if place % 2 else "talk"
        yield _Stretch(kind, begin + change.at, end, tariff_words(change.tariff))
    for fee in line.fees:
        if begin + fee.at < call.ended_at:
            yield _Stretch("fee", begin + fee.at, begin + fee.at, fee.label)


def _said(call: CallRecord) -> Iterator[_Stretch]:
    for kind, prompts in (("said", (call.charging or {}).get("prompts", ())), ("told", call.said)):
        for prompt in prompts:
            yield _Stretch(kind, prompt["started_at"], prompt["ended_at"] or prompt["started_at"], prompt["text"])
    if call.message is not None:
        yield _Stretch("message", max(call.setup_at, call.ended_at - call.message["ms"]), call.ended_at)
