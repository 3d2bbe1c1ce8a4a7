"""What a running call has cost so far, and when its money ends.

Both ask `rate`, so the meter cannot show anything else than the record will say.
"""

from bisect import bisect_left

from smartnumbers.core.rating.rate import rate
from smartnumbers.core.rating.segments import DENOMINATOR, span
from smartnumbers.core.rating.timeline import Change, Timeline


def meter(*, timeline: Timeline, now: int) -> int:
    """The price (millionths) of the call if it ended `now`, in ms from the start of charging; before that, nothing."""
    return 0 if now < 0 else rate(duration=now, timeline=timeline).amount


def end_of_money(*, timeline: Timeline, from_ms: int) -> int | None:
    """The instant (ms from the start of charging, not before `from_ms`) at which the call must end; None for never.

    That is the end of the block in which the price reaches the cap as things stand, or the maximum duration, whichever
    is earlier. While time costs nothing (free seconds, a tariff per call only) a cap that is reached ends no call.
    """
    terms = timeline.terms
    ends = [None if terms.max_s is None else terms.max_s * 1000, _paid_until(timeline, from_ms)]
    known = [end for end in ends if end is not None]
    return max(from_ms, min(known)) if known else None


def _paid_until(timeline: Timeline, from_ms: int) -> int | None:
    """The end (ms) of the block in which the cap is reached while time has a price; None where that never happens."""
    terms = timeline.terms
    cap = terms.cap
    if cap is None:
        return None

    def reaches(duration: int) -> bool:
        return rate(duration=duration, timeline=timeline).exact_numerator >= cap * DENOMINATOR

    # Between two changes the price only grows with the duration. A change counts for durations longer than its instant.
    for change, last in _stretches(timeline, cap, from_ms):
        if last > from_ms and change.tariff.per_minute and reaches(last):
            first = change.at + 1 if change.at else 0
            reached = first + bisect_left(range(first, last), True, key=reaches)
            end = max(span(duration=reached, terms=terms).billed_end, terms.free_s * 1000)
            # A block that a later change still falls into is not charged at this price to its end: look there.
            if end <= last or change is timeline.changes[-1]:
                return end
    return None


def _stretches(timeline: Timeline, cap: int, from_ms: int) -> list[tuple[Change, int]]:
    """Each change with the longest duration (ms) at its price that is worth looking at."""
    changes = timeline.changes
    final = changes[-1]
    settled = max([final.at, timeline.terms.free_s * 1000, from_ms, *(fee.at for fee in timeline.fees)]) + 1
    # At this price, the time after that alone costs the cap.
    paying = -(-cap * DENOMINATOR // final.tariff.per_minute) if final.tariff.per_minute else 0
    return list(zip(changes, [*(change.at for change in changes[1:]), settled + paying], strict=True))
