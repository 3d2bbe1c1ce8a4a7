"""Callers' numbers as holders may see them.

Swiss law has callers' numbers itemised without their last four digits (FDV, article 81, paragraph 1); every page,
list and export for holders goes through here.
"""

from smartnumbers.core.numbering.dialled import display

HIDDEN_DIGITS = 4
MASK = "•" * HIDDEN_DIGITS


def masked(number: str) -> str:
    """A canonical number as people write it, its last four digits as dots: "+41 79 412 ••••".

    Of a number with no more than four digits nothing is left but the dots; "" stays "".
    """
    if not number:
        return ""
    written = display(number)
    left = HIDDEN_DIGITS
    while written and left:
        left -= written[-1].isdigit()
        written = written[:-1]
    return f"{written.rstrip(' +')} {MASK}".lstrip()
