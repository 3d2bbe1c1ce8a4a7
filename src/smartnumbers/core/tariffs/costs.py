"""The holder's side of a call: what it costs the holder, or what it pays out.

Both are exact until the one rounding to a millionth. Costs are without VAT; prices to callers include it, and the
payout is a share of what remains of them without it.
"""

from smartnumbers.core.foundation.money import MILLION, round_amount
from smartnumbers.core.tariffs.origin import Origin
from smartnumbers.core.tariffs.version import HolderCosts, TariffVersion

__all__ = ["HolderCosts", "holder_cost", "payout"]

SECOND = 1_000
MINUTE_S = 60


def holder_cost(*, costs: HolderCosts, origin: Origin, duration: int) -> int:
    """What a call of `duration` (milliseconds of conversation) costs the holder, in millionths without VAT.

    A call of unknown origin counts as one from a fixed line: who cannot show that it was dearer does not charge more.
    """
    if duration <= 0:
        return 0
    beyond = max(0, duration - costs.minimum_s * SECOND)
    billed_s = costs.minimum_s + -(-beyond // (costs.increment_s * SECOND)) * costs.increment_s
    return round_amount(numerator=_per_minute(costs, origin) * billed_s, denominator=MINUTE_S, rounding=None, cap=None)


def payout(*, amount: int, version: TariffVersion) -> int:
    """The holder's share of what a caller paid (millionths with VAT): amount ÷ (1 + VAT) × share."""
    return round_amount(
        numerator=amount * version.payout_share, denominator=MILLION + version.vat, rounding=None, cap=None
    )


def _per_minute(costs: HolderCosts, origin: Origin) -> int:
    return {
        Origin.FIXED: costs.fixed,
        Origin.MOBILE: costs.mobile,
        Origin.PAYPHONE: costs.payphone,
        Origin.ABROAD: costs.abroad,
        Origin.UNKNOWN: costs.fixed,
    }[origin]
