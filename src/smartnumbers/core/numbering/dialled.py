"""What carriers send as digits, and the one form under which the platform knows a number.

A number that has an E.164 form is known by it ("+41800123789"); a national short number (France: 3xxx, 10xx, 118xyz)
is known by country and national number ("FR:3012").
"""

import re

from smartnumbers.core.foundation.errors import DomainError

COUNTRY_CODES = {"CH": "41", "FR": "33"}
_FRENCH_SHORT = re.compile(r"3[0-9]{3}|10[0-9]{2}|118[0-9]{3}")
_SEPARATORS = re.compile(r"[\s().\-/  ]")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")


class NumberUnreadable(DomainError):
    """Text that is no telephone number."""

    code = "number-unreadable"


def normalise(written: str, *, country: str = "CH") -> str:
    """The canonical form of a number as dialled or typed: E.164 with "+", or "FR:3012" for a short number.

    `country` (ISO 3166, CH or FR) says how a number without an international prefix is read. Blanks, dots, dashes,
    slashes and brackets are passed over. Raises NumberUnreadable for anything that is no number.
    """
    code = COUNTRY_CODES[country]
    digits = _SEPARATORS.sub("", written)
    if digits.startswith("FR:"):
        digits, country = digits[3:], "FR"
    if country == "FR" and _FRENCH_SHORT.fullmatch(digits):
        return f"FR:{digits}"
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    elif digits.startswith("0"):
        digits = f"+{code}{digits[1:]}"
    elif digits.startswith(code):
        digits = "+" + digits
    if not _E164.fullmatch(digits):
        raise NumberUnreadable(f"{written!r} is not a telephone number", parameters={"written": written})
    return digits


def display(number: str) -> str:
    """A canonical number as people write it: "0800 123 789", "+41 44 512 38 00", "3012".

    Swiss service numbers are written nationally, in groups of 4-3-3; ordinary Swiss numbers internationally
    (2-3-2-2); other numbers are left as they are.
    """
    if number.startswith("FR:"):
        return number[3:]
    if re.fullmatch(r"\+41(800|84[0248]|90[016])\d{6}", number):
        national = "0" + number[3:]
        return f"{national[:4]} {national[4:7]} {national[7:]}"
    if re.fullmatch(r"\+41\d{9}", number):
        return f"+41 {number[3:5]} {number[5:8]} {number[8:10]} {number[10:]}"
    if re.fullmatch(r"\+33\d{9}", number):
        return f"+33 {number[3]} " + " ".join(number[i : i + 2] for i in range(4, 12, 2))
    return number
