"""What people type as a condition, read strictly: days, durations, amounts, numbers; a fault says what is right."""

import re
from datetime import date

from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from smartnumbers.apps.plans.prefixes import PrefixUnreadable, read_prefix
from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.foundation.money import AmountInvalid, amount_text, parse_amount
from smartnumbers.core.numbering.dialled import NumberUnreadable, normalise

_OLDEST, _NEWEST = date(2000, 1, 1), date(2200, 1, 1)
_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):([0-5]\d)")
_SECONDS = re.compile(r"\d{1,7}(?:[.,]\d{1,3})?")
_GROUPING = str.maketrans({"'": None, "’": None, " ": None, "\u00a0": None, "\u202f": None, ",": "."})
_LONGEST = 250


class ConditionUnreadable(DomainError):
    """A condition that says nothing; its `words` tell what would be right."""

    code = "condition-unreadable"

    def __init__(self, words: Promise) -> None:
        super().__init__("A condition could not be read.")
        self.words = words


def read_day(written: str) -> date:
    """A day, as fields of the browser send it (2026-11-22) or as people write it (22.11.2026).

    Raises ConditionUnreadable, also outside the years 2000 to 2199, in which no calls are.
    """
    people = _DAY.fullmatch(written)
    try:
        day = date(int(people[3]), int(people[2]), int(people[1])) if people else parse_date(written)
    except ValueError:
        day = None
    if day is None or not _OLDEST <= day < _NEWEST:
        raise ConditionUnreadable(_("Enter a day such as 22.11.2026."))
    return day


def read_duration(written: str) -> int:
    """A duration in milliseconds: seconds ("90", "0.5"), or minutes and seconds ("1:30", "1:02:30").

    Raises ConditionUnreadable.
    """
    clock = _CLOCK.fullmatch(written)
    if clock:
        return (int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3])) * 1000
    if not _SECONDS.fullmatch(written):
        raise ConditionUnreadable(_("Enter seconds, such as 90, or minutes and seconds, such as 1:30."))
    whole, _dot, rest = written.replace(",", ".").partition(".")
    return int(whole) * 1000 + int(rest.ljust(3, "0"))


def write_duration(milliseconds: int) -> str:
    """A duration as `read_duration` reads it: 90, 1.5."""
    return amount_text(milliseconds * 1000)


def read_amount(written: str) -> int:
    """An amount in millionths: "2.50", "1'000". Raises ConditionUnreadable."""
    try:
        amount = parse_amount(written.translate(_GROUPING), field="")
    except AmountInvalid as fault:
        raise ConditionUnreadable(_("Enter an amount such as 2.50.")) from fault
    if not 0 <= amount < 10**15:
        raise ConditionUnreadable(_("Enter an amount such as 2.50."))
    return amount


def read_number(written: str) -> str:
    """A canonical number. Raises ConditionUnreadable."""
    try:
        return normalise(written)
    except NumberUnreadable as fault:
        raise ConditionUnreadable(_("Enter a whole number such as 079 412 12 34.")) from fault


def read_beginning(written: str) -> str:
    """The beginning of a number, in its canonical form. Raises ConditionUnreadable."""
    try:
        return read_prefix(written)
    except PrefixUnreadable as fault:
        raise ConditionUnreadable(_("Enter how a number begins, such as 079 or +33 6.")) from fault


def read_instant(written: str) -> int:
    """An instant in milliseconds, as links write it. Raises ConditionUnreadable."""
    if not re.fullmatch(r"\d{1,15}", written):
        raise ConditionUnreadable(_("This address is not complete."))
    return int(written)


def read_text(written: str) -> str:
    """A value that is looked for as it is. Raises ConditionUnreadable where it is too long to be one."""
    if len(written) > _LONGEST or "\x00" in written:
        raise ConditionUnreadable(_("Choose one of the values that there are."))
    return written


def read_yes_no(written: str) -> bool:
    """ "yes" or "no". Raises ConditionUnreadable."""
    if written not in ("yes", "no"):
        raise ConditionUnreadable(_("Choose one of the values that there are."))
    return written == "yes"


def write_yes_no(value: bool) -> str:
    """As `read_yes_no` reads it."""
    return "yes" if value else "no"
