"""Amounts and shares as fields hold them, and sums as people read them; inside they are millionths."""

from smartnumbers.apps.tariffbooks.wording import NO_BREAK
from smartnumbers.core.foundation.money import Rounding, RoundingMode, amount_text, round_amount

_CENT = Rounding(to=10_000, mode=RoundingMode.HALF_UP)


def cents(amount: int) -> int:
    """A sum to be read and not to be billed, at the nearest hundredth of the unit."""
    near = round_amount(numerator=abs(amount), denominator=1, rounding=_CENT, cap=None)
    return -near if amount < 0 else near


def entered(amount: int | None) -> str:
    """An amount as it stands in a field where it can be changed: 2.50; nothing for None."""
    return "" if amount is None else amount_text(amount, decimals=2)


def percent_entered(share: int) -> str:
    """A share (millionths of 1) in per cent as it stands in a field: 8.1."""
    return amount_text(share * 100)


def percent(share: int) -> str:
    """A share (millionths of 1) in per cent: 8.1 %."""
    return f"{percent_entered(share)}{NO_BREAK}%"
