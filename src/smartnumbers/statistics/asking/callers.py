"""A caller's number as an integer, so that grouping is fast and a beginning of a number is a range.

A number in the form "+" and up to 17 digits is its digits, padded on the right to 17, times 32, plus how many digits it
has: the integers sort as the texts do, and the text can be made from the integer. 0 stands for a caller that withheld
his number or sent none: who he was is not in the replica at all. What a caller sent that is no such number has a
negative integer, made of a hash of the text, and its text beside it.
"""

import re

from smartnumbers.core.numbering.areas import area_of, line_of
from smartnumbers.core.numbering.countries import country_of
from smartnumbers.statistics.filters import Line

DIGITS = 17
LENGTHS = 32
WITHHELD = 0
PATTERN = r"\+[0-9]{1,17}"
_NUMBER = re.compile(PATTERN)


def key_of(number: str) -> int | None:
    """The integer of a number; None where the text is no number in that form."""
    if not _NUMBER.fullmatch(number) or not number.isascii():
        return None
    digits = number[1:]
    return int(digits.ljust(DIGITS, "0")) * LENGTHS + len(digits)


def number_of(*, key: int, text: str) -> str:
    """The number as the caller sent it, from what the replica holds of it."""
    if key <= WITHHELD:
        return text
    digits, length = divmod(key, LENGTHS)
    return f"+{digits:0{DIGITS}d}"[: length + 1]


def range_of(beginning: str) -> tuple[int, int] | None:
    """The least and the greatest integer of the numbers with this beginning; None where no number begins so."""
    digits = beginning[1:]
    if (
        not beginning.startswith("+")
        or len(digits) > DIGITS
        or not (digits == "" or (digits.isascii() and digits.isdigit()))
    ):
        return None
    least = int(digits.ljust(DIGITS, "0")) * LENGTHS + max(len(digits), 1)
    return least, int(digits.ljust(DIGITS, "9")) * LENGTHS + LENGTHS - 1


def origin_of(*, number: str) -> tuple[str, str, str]:
    """Country, area and kind of line of a caller, as far as his number tells; nothing of a withheld one ("")."""
    if not number:
        return "", "", Line.UNKNOWN.value
    area = area_of(number)
    return country_of(number), "" if area is None else area.code, line_of(number) or Line.OTHER.value
