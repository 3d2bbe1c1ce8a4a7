"""What the address of the figures asks for: the filter of the list of calls, the steps, the currency."""

from dataclasses import dataclass
from datetime import date

import msgspec
from django.http import QueryDict

from smartnumbers.apps.accounts.access import Access
from smartnumbers.portal.calls.filters import FROM, PERIOD, TO, Reading, read_filter
from smartnumbers.portal.calls.finding import permitted
from smartnumbers.portal.calls.listing import with_query
from smartnumbers.statistics.filters import CallFilter
from smartnumbers.statistics.questions import Step

STEP, MONEY, HEAT = "step", "money", "heat"
LOST = "lost"
USUAL_PERIOD = "last-30"
_MOST_BARS = 100
_DAYS_OF = {Step.HOUR: 1 / 24, Step.DAY: 1, Step.WEEK: 7, Step.MONTH: 30}
_USUAL = ((2, Step.HOUR), (62, Step.DAY), (400, Step.WEEK))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for. `query` is the address with the usual period where it names none."""

    access: Access
    query: QueryDict
    reading: Reading
    today: date

    @property
    def wanted(self) -> CallFilter:
        """The calls."""
        return self.reading.wanted

    @property
    def days(self) -> int | None:
        """How many days they can be of; None where their first day is not said."""
        first, last = self.wanted.first_day, self.wanted.last_day or self.today
        return None if first is None else max(1, (last - first).days + 1)

    @property
    def step(self) -> Step:
        """The steps asked for where that makes no forest of bars, else those that fit the period."""
        try:
            wish = Step(self.query.get(STEP, ""))
        except ValueError:
            wish = None
        return wish if wish is not None and self.has_room_for(wish) else self._usual_step

    @property
    def _usual_step(self) -> Step:
        days = self.days
        if days is None:
            return Step.MONTH
        return next((step for most, step in _USUAL if days <= most), Step.MONTH)

    def has_room_for(self, step: Step) -> bool:
        """Whether that many bars can be told apart; steps longer than the period are one bar, and none is wanted."""
        days = self.days
        if days is None:
            return step is Step.MONTH
        return days / _DAYS_OF[step] <= _MOST_BARS and (step is Step.HOUR or days > _DAYS_OF[step])

    @property
    def lost_heat(self) -> bool:
        """Whether the week is to show lost calls."""
        return self.query.get(HEAT) == LOST

    def with_only(self, **conditions: object) -> CallFilter:
        """The calls of a mark: those asked for that fulfil these conditions too."""
        return msgspec.structs.replace(self.wanted, **conditions)

    def address(self, *without: str, **values: str) -> str:
        """The address of this page with other values, or without some."""
        return with_query(self.query, values, drop=without)


def read_asked(*, access: Access, query: QueryDict, today: date) -> Asked:
    """What an address asks for on a day."""
    known = query.copy()
    if not {PERIOD, FROM, TO, "since", "before"} & set(known):
        known[PERIOD] = USUAL_PERIOD
    reading = permitted(access=access, reading=read_filter(query=known, today=today))
    return Asked(access=access, query=known, reading=reading, today=today)
