"""The price of a call once more: in fractions, second by second, written from the rules and from nothing else."""

from fractions import Fraction
from math import ceil, floor

from smartnumbers.core.foundation.money import MILLION, Rounding, RoundingMode
from smartnumbers.core.rating.timeline import Timeline


def exact_price(duration: int, timeline: Timeline) -> tuple[Fraction, Fraction]:
    """The price before cap and rounding (currency units), and the billed seconds."""
    terms = timeline.changes[0].tariff
    ended = Fraction(duration, 1000)
    if terms.max_s is not None:
        ended = min(ended, Fraction(terms.max_s))
    happened = [change for change in timeline.changes if change.at == 0 or Fraction(change.at, 1000) < ended]
    agreed = [fee for fee in timeline.fees if fee.at == 0 or Fraction(fee.at, 1000) < ended]
    total = Fraction(sum(fee.amount for fee in agreed), MILLION)
    for number, change in enumerate(happened):
        free_of_charge = number == 0 and terms.free_s > 0 and ended <= terms.free_s
        if change.charge_per_call and not free_of_charge:
            total += Fraction(change.tariff.per_call, MILLION)
    if ended <= terms.free_s:
        return total, Fraction(0)
    billed_to = Fraction(terms.free_s + terms.minimum_s)
    while billed_to < ended:
        billed_to += terms.increment_s
    if terms.max_s is not None:
        billed_to = min(billed_to, Fraction(terms.max_s))
    now = Fraction(terms.free_s)
    while now < billed_to:
        following = [Fraction(change.at, 1000) for change in happened if Fraction(change.at, 1000) > now]
        until = min([Fraction(floor(now) + 1), billed_to, *following])
        in_force = [change for change in happened if Fraction(change.at, 1000) <= now][-1]
        total += Fraction(in_force.tariff.per_minute, MILLION) * (until - now) / 60
        now = until
    return total, billed_to - terms.free_s


def rounded(exact: Fraction, rounding: Rounding | None, cap: int | None) -> Fraction:
    """The amount (currency units): bounded by the cap, rounded, never beyond the cap."""
    unit = Fraction(rounding.to if rounding else 1, MILLION)
    mode = rounding.mode if rounding else RoundingMode.HALF_UP
    bounded = exact if cap is None else min(exact, Fraction(cap, MILLION))
    units = bounded / unit
    half = Fraction(1, 2)
    whole = {
        RoundingMode.UP: ceil(units),
        RoundingMode.DOWN: floor(units),
        RoundingMode.HALF_UP: floor(units + half),
        RoundingMode.HALF_DOWN: ceil(units - half),
        RoundingMode.HALF_EVEN: round(units),
    }[mode]
    return whole * unit if cap is None else min(whole * unit, Fraction(cap, MILLION))
