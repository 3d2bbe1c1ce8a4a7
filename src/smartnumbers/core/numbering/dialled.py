"""What carriers send as digits, and the one form under which the platform knows a number.

A number that has an E.164 form is known by it ("+41800123789"); a national short number (France: 3xxx, 10xx, 116xyz,
118xyz) is known by country and national number ("FR:3012").
"""

import re

from smartnumbers.core.foundation.errors import DomainError

COUNTRY_CODES = {"CH": "41", "FR": "33"}
DEFAULT_COUNTRY = "CH"
_FRENCH_SHORT = re.compile(r"3[0-9]{3}|10[0-9]{2}|11[68][0-9]{3}")
# Short numbers that no other country served here has: they need no country beside them. 116xyz is all of Europe's.
_ONLY_FRENCH = re.compile(r"3[0-9]{3}|10[0-9]{2}|118[0-9]{3}")
# Blanks of every width (\s has the no-break and the thin ones), brackets, dots, slashes, and all that looks like a
# dash: hyphen, soft hyphen, no-break hyphen, figure dash, en and em dash, minus. Invisible marks come with copied text.
_SEPARATORS = re.compile(r"[\s().\-/\u00ad\u2010-\u2015\u2212\u200b\u200e\u200f\u2060\ufeff]")
# "+41 (0)44 …": the national zero, shown to those who dial nationally.
_NATIONAL_ZERO = re.compile(r"\(\s*0\s*\)")
_INTERNATIONAL = re.compile(r"\s*\(?\s*(?:\+|00)")
# Neither plan has numbers that begin with 0 behind the country code, so a zero left standing there is no digit.
_ZERO_BEHIND_CODE = re.compile(r"\+(41|33)0")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")


class NumberUnreadable(DomainError):
    """Text that is no telephone number."""

    code = "number-unreadable"


def normalise(written: str, *, country: str | None = None) -> str:
    """The canonical form of a number as dialled or typed: E.164 with "+", or "FR:3012" for a short number.

    `country` (ISO 3166, CH or FR) says how a number without an international prefix is read; without it, as a Swiss
    one, but for the short numbers that only France has. Blanks, dots, dashes, slashes and brackets are passed over.
    Raises NumberUnreadable for anything that is no number.
    """
    if _INTERNATIONAL.match(written):
        written = _NATIONAL_ZERO.sub("", written)
    digits = _SEPARATORS.sub("", written)
    if digits.startswith("FR:"):
        digits, country = digits[3:], "FR"
    elif country is None:
        country = "FR" if _ONLY_FRENCH.fullmatch(digits) else DEFAULT_COUNTRY
    if country == "FR" and _FRENCH_SHORT.fullmatch(digits):
        return f"FR:{digits}"
    canonical = _ZERO_BEHIND_CODE.sub(r"+\1", _with_plus(digits, code=COUNTRY_CODES[country]))
    if not _E164.fullmatch(canonical):
        raise NumberUnreadable(f"{written!r} is not a telephone number", parameters={"written": written})
    return canonical


def _with_plus(digits: str, *, code: str) -> str:
    if digits.startswith("00"):
        return "+" + digits[2:]
    if digits.startswith("0"):
        return f"+{code}{digits[1:]}"
    return "+" + digits if digits.startswith(code) else digits


def display(number: str) -> str:
    """A canonical number as people write it, so that it can be typed again: "0800 123 789", "+41 44 512 38 00".

    Swiss service numbers are written nationally (with the four digits together and apart that OFCOM asks for), all
    others with their country code: a French 0 800 would be taken for a Swiss 0800. Short numbers: "36 15", "118 218".
    """
    if re.fullmatch(r"\+41(800|84[0248]|90[016])[0-9]{6}", number) or number.startswith(("FR:", "+800")):
        return national(number)
    if re.fullmatch(r"\+(41|33)[0-9]{9}", number):
        return f"{number[:3]} {national(number).removeprefix('0').lstrip()}"
    return number


def national(number: str) -> str:
    """A canonical number as it is written in its own country: "0900 123 456", "0 892 705 012", "01 42 68 53 00".

    Numbers of other countries are left as they are.
    """
    if number.startswith("FR:"):
        return _short(number[3:])
    if re.fullmatch(r"\+800[0-9]{8}", number):
        return f"00800 {number[4:8]} {number[8:]}"
    if re.fullmatch(r"\+41(8[0-9]{2}|90[0-9])[0-9]{6}", number):
        return f"0{number[3:6]} {number[6:9]} {number[9:]}"
    if re.fullmatch(r"\+41[0-9]{9}", number):
        return f"0{number[3:5]} {number[5:8]} {number[8:10]} {number[10:]}"
    if re.fullmatch(r"\+338[0-9]{8}", number):
        return f"0 {number[3:6]} {number[6:9]} {number[9:]}"
    if re.fullmatch(r"\+33[0-9]{9}", number):
        return f"0{number[3]} " + " ".join(number[i : i + 2] for i in range(4, 12, 2))
    return number


def _short(digits: str) -> str:
    """A French short number in its groups: "36 15", "118 218"."""
    half = len(digits) // 2
    return f"{digits[:half]} {digits[half:]}"
