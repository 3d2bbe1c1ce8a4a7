"""The steps of a period: each day, week or month of it, also those without calls, with its words and its days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from smartnumbers.portal.templatetags.portal import day_of_month
from smartnumbers.statistics.answers import Figures, FigureSeries
from smartnumbers.statistics.questions import Step

_DAY = timedelta(days=1)
_HOURS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeStep:
    """One step from `first` to `last` (days, both included; of an hour, its day) and its figures."""

    step: Step
    first: date
    last: date
    hour: int
    figures: Figures

    @property
    def name(self) -> str:
        """It in full."""
        if self.step is Step.HOUR:
            return _("%(day)s, %(from)02d–%(to)02d h") % {
                "day": day_of_month(self.first),
                "from": self.hour,
                "to": self.hour + 1,
            }
        if self.step is Step.WEEK:
            days = {"first": _short(self.first), "last": _short(self.first + 6 * _DAY)}
            return _("week %(first)s to %(last)s") % days
        return date_format(self.first, "F Y") if self.step is Step.MONTH else day_of_month(self.first)

    @property
    def label(self) -> tuple[str, ...]:
        """It below its bar."""
        if self.step is Step.HOUR:
            return (str(self.hour),)
        if self.step is Step.WEEK:
            return (_short(self.first),)
        if self.step is Step.MONTH:
            return (date_format(self.first, "M"), date_format(self.first, "y"))
        return (date_format(self.first, "D"), _short(self.first))

    def runs(self, today: date) -> bool:
        """Whether it is not over yet."""
        return self.first <= today <= self.last and self.step is not Step.HOUR


def time_steps(
    *, series: FigureSeries, step: Step, first: date | None, last: date, hours: Sequence[int] = ()
) -> list[TimeStep]:
    """The steps from a day to another, both included; without a first day, from the first that has calls.

    The outermost steps are cut off where the period begins and ends, as are their figures. `hours` are those that a
    filter lets through, where it does not let all.
    """
    if first is None:
        first = series.steps[0].day if series.steps else last
    figures = {(one.day, one.hour): one.figures for one in series.steps}
    return [
        TimeStep(
            step=step,
            first=max(begin, first),
            last=min(_end(begin, step), last),
            hour=hour,
            figures=figures.get((begin, hour), Figures()),
        )
        for begin in _begins(first, last, step)
        for hour in ((hours or range(_HOURS)) if step is Step.HOUR else (0,))
    ]


def _begins(first: date, last: date, step: Step) -> Iterator[date]:
    day = first
    if step is Step.WEEK:
        day = first - first.weekday() * _DAY
    elif step is Step.MONTH:
        day = first.replace(day=1)
    while day <= last:
        yield day
        day = _end(day, step) + _DAY


def _end(begin: date, step: Step) -> date:
    if step is Step.WEEK:
        return begin + 6 * _DAY
    if step is Step.MONTH:
        return (begin.replace(day=1) + 31 * _DAY).replace(day=1) - _DAY
    return begin


def _short(day: date) -> str:
    return date_format(day, "j.n.")
