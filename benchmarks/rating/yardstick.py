"""What one would write without much thought: a loop over calls with Decimal, the result and nothing else.

It knows increments, minimum, free seconds, maximum, cap and rounding, but neither changes nor fees, and explains
nothing. Its prices per second are rounded to the 28 digits of Decimal's context.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal
from typing import Self

from smartnumbers.core.foundation.money import MILLION, Rounding, RoundingMode
from smartnumbers.core.tariffs.tariff import Tariff

_MODES = {RoundingMode.HALF_UP: ROUND_HALF_UP, RoundingMode.UP: ROUND_UP}


@dataclass(frozen=True, slots=True)
class PlainTariff:
    """A tariff in Decimal: prices in currency units, times in seconds."""

    per_call: Decimal
    per_minute: Decimal
    increment: Decimal
    minimum: Decimal
    free: Decimal
    maximum: Decimal
    cap: Decimal | None
    unit: Decimal
    mode: str

    @classmethod
    def of(cls, tariff: Tariff) -> Self:
        """The same tariff."""
        assert isinstance(tariff.rounding, Rounding)
        assert tariff.max_s is not None
        return cls(
            per_call=Decimal(tariff.per_call) / MILLION,
            per_minute=Decimal(tariff.per_minute) / MILLION,
            increment=Decimal(tariff.increment_s),
            minimum=Decimal(tariff.minimum_s),
            free=Decimal(tariff.free_s),
            maximum=Decimal(tariff.max_s),
            cap=None if tariff.cap is None else Decimal(tariff.cap) / MILLION,
            unit=Decimal(tariff.rounding.to) / MILLION,
            mode=_MODES[tariff.rounding.mode],
        )


def amounts(calls: Sequence[tuple[Decimal, PlainTariff]]) -> list[Decimal]:
    """The amounts of calls, each given by its seconds and its tariff."""
    found = []
    for seconds, tariff in calls:
        ended = min(seconds, tariff.maximum)
        rest = ended - tariff.free
        if rest <= 0 and tariff.free:
            found.append(Decimal(0))
            continue
        billed = Decimal(0)
        if rest > 0:
            beyond = max(rest - tariff.minimum, Decimal(0))
            billed = tariff.minimum - (-beyond // tariff.increment) * tariff.increment
            if beyond % tariff.increment:
                billed += tariff.increment
            billed = min(billed, tariff.maximum - tariff.free)
        price = tariff.per_call + tariff.per_minute * billed / 60
        if tariff.cap is not None:
            price = min(price, tariff.cap)
        found.append((price / tariff.unit).to_integral_value(rounding=tariff.mode) * tariff.unit)
    return found
