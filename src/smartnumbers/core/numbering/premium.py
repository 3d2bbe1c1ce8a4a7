"""Whether a number costs its callers more than an ordinary call: such a number may not be shown as a caller's.

Switzerland: OST art. 26a(3), no number 090x as calling line identification. France: which numbers may identify a
caller is the matter of section 2.2.2 of the numbering plan (Arcep, decision 2018-0881); known by repute only, so all
numbers of increased price count as barred.
"""

from functools import lru_cache

from smartnumbers.core.numbering.rulebook import Payer
from smartnumbers.core.numbering.rules import class_of

_RANGES = ("+4190", "+3381", "+3382", "+3389", "FR:")


def is_premium(number: str) -> bool:
    """Whether a canonical number is of a class for which the caller pays extra.

    Swiss 090x count whole, also those that no class has (0902…): the law names the range.
    """
    return number.startswith(_RANGES) and _is_premium(number)


@lru_cache(maxsize=1 << 14)
def _is_premium(number: str) -> bool:
    if number.startswith("+4190"):
        return True
    known = class_of(number)
    return known is not None and known.payer is Payer.CALLER
