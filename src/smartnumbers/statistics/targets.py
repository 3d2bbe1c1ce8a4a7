"""How a value stands to its target: reached, on the way there, or not."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class State(StrEnum):
    """REACHED and MISSED are settled before the span is over; EMPTY: nothing happened that could be measured."""

    REACHED = "reached"
    ON_TRACK = "on-track"
    BEHIND = "behind"
    MISSED = "missed"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How it stands; `pace` is what the whole span comes to if it goes on like this (None: that means nothing)."""

    state: State
    pace: int | None


def standing(*, value: int | None, target: int, at_least: bool, growing: bool, passed: Fraction) -> Standing:
    """How a value stands to a target after a share (0 to 1) of the span has passed.

    What grows is told by its pace: what there is, over the share of the span that has passed. A share or an average is
    as good as it is now, until it changes; its span has no end that it could be missed at before.
    """
    if value is None:
        return Standing(state=State.EMPTY, pace=None)
    met = value >= target if at_least else value <= target
    if not growing:
        return Standing(state=State.ON_TRACK if met else State.BEHIND, pace=None)
    pace = None if passed <= 0 else round(value / min(passed, Fraction(1)))
    if at_least and met:
        return Standing(state=State.REACHED, pace=pace)
    if not at_least and not met:
        return Standing(state=State.MISSED, pace=pace)
    on_track = pace is None or (pace >= target if at_least else pace <= target)
    return Standing(state=State.ON_TRACK if on_track else State.BEHIND, pace=pace)
