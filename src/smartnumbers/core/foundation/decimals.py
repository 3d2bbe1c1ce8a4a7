"""Numbers that people and programs write, read exactly: text, JSON number or Decimal in, a scaled integer out.

`float` never comes near: it would change what was written. What is finer than the scale is refused, not rounded.
"""

import re
from decimal import Decimal

from smartnumbers.core.foundation.errors import DomainError

MAXIMUM = 10**18
"""Below this every scaled number must stay: it fits a database's 64 bits with room for a sum."""

_PLAIN = re.compile(r"[0-9]{1,30}(\.[0-9]{1,30})?")


class DecimalInvalid(DomainError):
    """What stands there is no number of the kind wanted; `parameters["reason"]` says why.

    Reasons: "not-a-number", "negative", "too-fine" (more decimals than the scale), "too-large".
    """

    code = "decimal-invalid"


def scaled(source: object, *, decimals: int) -> int:
    """The number in units of its last allowed decimal: "1.5" with three decimals is 1500.

    Takes plain decimal text ("12", "0.075"), an int or a Decimal; nothing negative. Raises DecimalInvalid.
    """
    value = _decimal(source)
    if value < 0:
        raise _invalid("negative", "negative")
    if not value:
        return 0
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    if value.adjusted() + decimals >= len(str(MAXIMUM)) - 1:
        raise _invalid("too large", "too-large")
    # Integers only: Decimal's own arithmetic would round to the precision of its context.
    shift = exponent + decimals
    whole = int("".join(map(str, digits)))
    if shift >= 0:
        return int(whole * 10**shift)
    if -shift > len(digits) or whole % 10**-shift:
        raise _invalid(f"finer than {decimals} decimals", "too-fine")
    return int(whole // 10**-shift)


def _decimal(source: object) -> Decimal:
    if isinstance(source, Decimal):
        value = source
    elif isinstance(source, int) and not isinstance(source, bool):
        value = Decimal(source)
    elif isinstance(source, str) and source.startswith("-") and _PLAIN.fullmatch(source[1:]):
        raise _invalid("negative", "negative")
    elif isinstance(source, str) and _PLAIN.fullmatch(source):
        value = Decimal(source)
    else:
        raise _invalid("not a number", "not-a-number")
    if not value.is_finite():
        raise _invalid("not a number", "not-a-number")
    return value


def _invalid(message: str, reason: str) -> DecimalInvalid:
    return DecimalInvalid(message, parameters={"reason": reason})
