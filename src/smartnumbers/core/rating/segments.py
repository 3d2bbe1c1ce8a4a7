"""The parts a price is the sum of: per-call prices, free time, time at a price, what fills up blocks, fees.

All amounts here are exact: integers over `DENOMINATOR`, so that a price per minute times milliseconds is whole.
"""

from enum import StrEnum
from typing import NamedTuple

from smartnumbers.core.rating.timeline import Change, Timeline
from smartnumbers.core.tariffs.tariff import Tariff

DENOMINATOR = 60_000
"""Milliseconds of a minute: millionths per minute × ms, over this, are millionths."""


class SegmentKind(StrEnum):
    """What a part of a price is for."""

    PER_CALL = "per-call"
    FREE = "free"
    TIME = "time"
    MINIMUM = "minimum"
    PADDING = "padding"
    FEE = "fee"


class Segment(NamedTuple):
    """One part of a price: from `start` to `end` (ms) at `per_minute` (millionths), or at one instant.

    `numerator` over DENOMINATOR is its exact amount (millionths). `label` is that of a fee.
    """

    kind: SegmentKind
    start: int
    end: int
    per_minute: int
    numerator: int
    label: str = ""


class Span(NamedTuple):
    """How far a call reaches on its time line (ms): its end, that of its free time, and that of its billed blocks."""

    end: int
    free_end: int
    billed_end: int


def span(*, duration: int, terms: Tariff) -> Span:
    """How far a call of `duration` (ms) reaches under these terms: rules 3 to 5 of docs/explanation/pricing.md."""
    maximum = None if terms.max_s is None else terms.max_s * 1000
    end = duration if maximum is None or duration < maximum else maximum
    free = terms.free_s * 1000
    if end <= free:
        return Span(end, end, end)
    billed = terms.minimum_s * 1000
    beyond = end - free - billed
    if beyond > 0:
        increment = terms.increment_s * 1000
        billed += -(-beyond // increment) * increment
    billed_end = free + billed
    return Span(end, free, billed_end if maximum is None or billed_end < maximum else maximum)


def segments(*, timeline: Timeline, reach: Span) -> list[Segment]:
    """The parts of the price of a call that reaches so far, in the order of their starts."""
    happened = timeline.changes
    if len(happened) > 1:
        happened = tuple(change for change in happened if change.at < reach.end or not change.at)
    parts = []
    if reach.free_end:
        parts.append(Segment(SegmentKind.FREE, 0, reach.free_end, 0, 0))
    within_free = timeline.terms.free_s > 0 and reach.end == reach.free_end
    for index, change in enumerate(happened):
        until = happened[index + 1].at if index + 1 < len(happened) else reach.end
        parts += _at_one_price(change, until, reach.free_end, per_call=bool(index) or not within_free)
    parts += _filling(timeline.terms, reach, happened[-1].tariff.per_minute)
    if timeline.fees:
        parts += [
            Segment(SegmentKind.FEE, fee.at, fee.at, 0, fee.amount * DENOMINATOR, fee.label)
            for fee in timeline.fees
            if fee.at < reach.end or not fee.at
        ]
        parts.sort(key=lambda part: part.start)
    return parts


def _at_one_price(change: Change, until: int, free_end: int, *, per_call: bool) -> list[Segment]:
    tariff = change.tariff
    parts = []
    if per_call and change.charge_per_call and tariff.per_call:
        parts.append(Segment(SegmentKind.PER_CALL, change.at, change.at, 0, tariff.per_call * DENOMINATOR))
    start = max(change.at, free_end)
    if start < until:
        parts.append(Segment(SegmentKind.TIME, start, until, tariff.per_minute, tariff.per_minute * (until - start)))
    return parts


def _filling(terms: Tariff, reach: Span, per_minute: int) -> list[Segment]:
    minimum_end = min(max(reach.free_end + terms.minimum_s * 1000, reach.end), reach.billed_end)
    parts = []
    for kind, start, end in (
        (SegmentKind.MINIMUM, reach.end, minimum_end),
        (SegmentKind.PADDING, minimum_end, reach.billed_end),
    ):
        if start < end:
            parts.append(Segment(kind, start, end, per_minute, per_minute * (end - start)))
    return parts


def exact_text(numerator: int) -> str:
    """An exact amount (over DENOMINATOR, in millionths) as decimal text in currency units, for reading.

    Exact wherever a decimal can be (at most eleven decimals), else to twelve.
    """
    digits, decimals = (numerator // 3 * 5, 11) if numerator % 3 == 0 else ((numerator * 100 + 3) // 6, 12)
    whole, rest = divmod(digits, 10**decimals)
    shown = f"{rest:0{decimals}}".rstrip("0")
    return f"{whole}.{shown}" if shown else str(whole)
