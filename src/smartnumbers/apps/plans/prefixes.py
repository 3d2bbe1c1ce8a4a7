"""Beginnings of telephone numbers, as people type them."""

import re

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.numbering.dialled import COUNTRY_CODES, DEFAULT_COUNTRY

_SEPARATORS = re.compile(r"[\s().\-/]")
_PREFIX = re.compile(r"\+[1-9][0-9]{0,13}")


class PrefixUnreadable(DomainError):
    """Text with which no telephone number begins."""

    code = "prefix-unreadable"


class PrefixTooWide(PrefixUnreadable):
    """The "0" alone, with which every number is dialled within its country: it tells nothing."""

    code = "prefix-too-wide"


def read_prefix(written: str) -> str:
    """The beginning in E.164 form: "079" is "+4179", "0033" and "+33" are "+33".

    Raises PrefixUnreadable, or PrefixTooWide.
    """
    digits = _SEPARATORS.sub("", written.replace("(0)", ""))
    if digits == "0":
        raise PrefixTooWide(f"every number begins with {written!r}", parameters={"written": written})
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    elif digits.startswith("0"):
        digits = f"+{COUNTRY_CODES[DEFAULT_COUNTRY]}{digits[1:]}"
    if not _PREFIX.fullmatch(digits):
        raise PrefixUnreadable(f"{written!r} is no beginning of a number", parameters={"written": written})
    return digits
