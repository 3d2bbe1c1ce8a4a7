"""Money: integers of a millionth of the currency unit, and the one place where an amount is rounded.

Which currency it is stands beside the amount, in an ISO 4217 code. A price that is not a whole number of millionths
(a second at 0.10 a minute) is kept as numerator and denominator until `round_amount` makes an amount of it, once.
"""

from dataclasses import dataclass
from enum import StrEnum

from smartnumbers.core.foundation.decimals import DecimalInvalid, scaled
from smartnumbers.core.foundation.errors import DomainError

MILLION = 1_000_000
DECIMALS = 6


class AmountInvalid(DomainError):
    """Text that is no amount; `parameters` name the `field` and the `reason` (see DecimalInvalid)."""

    code = "amount-invalid"


class RoundingMode(StrEnum):
    """Which way an amount between two multiples of the rounding unit goes."""

    UP = "up"
    DOWN = "down"
    HALF_UP = "half_up"
    HALF_DOWN = "half_down"
    HALF_EVEN = "half_even"


@dataclass(frozen=True, slots=True)
class Rounding:
    """To multiples of what (millionths, at least 1), and which way."""

    to: int
    mode: RoundingMode

    def __post_init__(self) -> None:
        """Raises ValueError for a unit below one millionth."""
        if self.to < 1:
            raise ValueError("an amount is rounded to multiples of at least one millionth")


FINEST = Rounding(to=1, mode=RoundingMode.HALF_UP)
"""What holds where no rounding is agreed: six decimals."""


def round_amount(*, numerator: int, denominator: int, rounding: Rounding | None, cap: int | None) -> int:
    """The amount (millionths) of an exact price of `numerator`/`denominator` millionths, neither negative.

    The cap (millionths) bounds the exact price; then comes the only rounding there is; and where a cap that is no
    multiple of the unit would be passed by rounding, the cap itself is the amount.
    """
    agreed = rounding or FINEST
    if cap is not None and numerator > cap * denominator:
        numerator, denominator = cap, 1
    step = agreed.to * denominator
    quotient, rest = divmod(numerator, step)
    rounded = (quotient + _goes_up(agreed.mode, quotient, rest, step)) * agreed.to
    return rounded if cap is None else min(rounded, cap)


def _goes_up(mode: RoundingMode, quotient: int, rest: int, step: int) -> bool:
    match mode:
        case RoundingMode.UP:
            return rest > 0
        case RoundingMode.DOWN:
            return False
        case RoundingMode.HALF_UP:
            return 2 * rest >= step
        case RoundingMode.HALF_DOWN:
            return 2 * rest > step
        case RoundingMode.HALF_EVEN:
            return 2 * rest + quotient % 2 > step


def parse_amount(text: object, *, field: str) -> int:
    """The amount (millionths) of plain decimal text, an int or a Decimal.

    Raises AmountInvalid, naming the field, for anything else, for what is negative, finer than a millionth or too
    large (10^12 units and more).
    """
    try:
        return scaled(text, decimals=DECIMALS)
    except DecimalInvalid as fault:
        parameters = {"field": field, **fault.parameters}
        raise AmountInvalid(f"{field}: {fault}", parameters=parameters) from fault


def amount_text(amount: int, *, decimals: int | None = None) -> str:
    """The exact decimal text of an amount (millionths): at least `decimals` decimals, more where it has more.

    Without `decimals`, as few as are exact: 35 and 0.081075.
    """
    sign = "-" if amount < 0 else ""
    whole, rest = divmod(abs(amount), MILLION)
    shown = f"{rest:06}".rstrip("0").ljust(decimals or 0, "0")
    return f"{sign}{whole}.{shown}" if shown else f"{sign}{whole}"


def decimals_of(rounding: Rounding | None) -> int:
    """How many decimals an amount rounded so is written with: those of the unit, never only one; six without."""
    if rounding is None:
        return DECIMALS
    digits = len(f"{rounding.to % MILLION:06}".rstrip("0"))
    return 2 if digits == 1 else digits
