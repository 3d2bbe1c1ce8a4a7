"""The periods of the list of customers, each with the one before that it is compared with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from smartnumbers.statistics.filters import CallFilter

USUAL = "month"


@dataclass(frozen=True, slots=True)
class _Known:
    word: Promise
    months: int
    back: int = 0


_KNOWN: Mapping[str, _Known] = {
    "month": _Known(_("this month"), 1),
    "last-month": _Known(_("last month"), 1, back=1),
    "3-months": _Known(_("3 months"), 3),
    "6-months": _Known(_("6 months"), 6),
}
WORDS: Mapping[str, Promise] = {name: known.word for name, known in _KNOWN.items()}


@dataclass(frozen=True, slots=True)
class TopPeriod:
    """Whole calendar months, the last of which may not be over; compared with as many before them."""

    name: str
    first: date
    last: date
    before_first: date
    before_last: date

    @property
    def wanted(self) -> CallFilter:
        """The calls of the period."""
        return CallFilter(first_day=self.first, last_day=self.last)

    @property
    def before(self) -> CallFilter:
        """The calls of the one before."""
        return CallFilter(first_day=self.before_first, last_day=self.before_last)


def top_period(*, name: str, today: date) -> TopPeriod:
    """The period of that name, or the usual one."""
    known_name = name if name in _KNOWN else USUAL
    known = _KNOWN[known_name]
    first = _month(today, known.months - 1 + known.back)
    before = _month(today, 2 * known.months - 1 + known.back)
    last = _month(today, known.back - 1) - timedelta(days=1) if known.back else today
    return TopPeriod(known_name, first, last, before, first - timedelta(days=1))


def _month(today: date, back: int) -> date:
    """The first day of the month so many months ago."""
    months = today.year * 12 + today.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)
