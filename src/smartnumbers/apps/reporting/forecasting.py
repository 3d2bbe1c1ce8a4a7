"""The forecast of the current month, out of the days that an access covers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import get_default_timezone

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.reporting.asking import ask
from smartnumbers.core.routing.calendar import holidays_in
from smartnumbers.statistics.answers import Figures, StepFigures
from smartnumbers.statistics.filters import CallFilter
from smartnumbers.statistics.forecast.month import LONGEST, Forecast, History, forecast_month
from smartnumbers.statistics.measures import Measure, value_of
from smartnumbers.statistics.questions import Heat, Series, Step
from smartnumbers.statistics.spans import DAY, DaySpan

LIKE_TODAY = 56  # days in which days like today are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The figures of the last days, the oldest first, today last; days without calls included."""

    first: date
    figures: Sequence[Figures]

    @property
    def begin(self) -> date | None:
        """The day of the first call among them; None where there was a call on the very first, or none at all."""
        found = (index for index, figures in enumerate(self.figures) if figures.calls)
        index = next(found, 0)
        return self.first + index * DAY if index else None

    def last(self, count: int) -> list[tuple[date, Figures]]:
        """The last days, each with its figures."""
        start = max(0, len(self.figures) - count)
        return [(self.first + index * DAY, self.figures[index]) for index in range(start, len(self.figures))]


def days_until(*, access: Access, wanted: CallFilter, today: date) -> Days:
    """As many days as a forecast looks at. Raises what `ask` raises."""
    first = today - LONGEST * DAY
    within = DaySpan(first=first, end=today + DAY).within(wanted)
    reply = ask(access=access, question=lambda scope: Series(scope=scope, wanted=within, step=Step.DAY))
    steps: Mapping[date, StepFigures] = {step.day: step for step in reply.answer.steps}
    none = Figures()
    days = [first + index * DAY for index in range(LONGEST + 1)]
    return Days(first=first, figures=[steps[day].figures if day in steps else none for day in days])


def passed_of_today(*, access: Access, wanted: CallFilter, now: datetime) -> float:
    """The share of a day like today (the same weekday, of the last weeks) that has come in by now.

    Where there was none with calls, it is the share of its hours. Raises what `ask` raises.
    """
    local = now.astimezone(get_default_timezone())
    today = local.date()
    within = DaySpan(first=today - timedelta(days=LIKE_TODAY), end=today).within(wanted)
    reply = ask(access=access, question=lambda scope: Heat(scope=scope, wanted=within))
    hours = [0] * 24
    for cell in reply.answer.cells:
        if cell.weekday == local.isoweekday():
            hours[cell.hour] = cell.calls
    hour = (local.minute * 60 + local.second) / 3600
    if not any(hours):
        return (local.hour + hour) / 24
    return (sum(hours[: local.hour]) + hours[local.hour] * hour) / sum(hours)


def month_forecasts(
    *, days: Days, passed: float, region: str, wanted: Collection[tuple[Measure, str]]
) -> Mapping[tuple[Measure, str], Forecast]:
    """The forecasts of this month for some measures that add up (with their currency); absent where nothing can be
    said.

    `region` is whose public holidays are kept ("CH-ZH"); "" for none.
    """
    today = days.first + (len(days.figures) - 1) * DAY
    years = range(days.first.year, today.year + 2) if region else ()
    holidays = {day for year in years for day in holidays_in(region=region, year=year)}
    found = {}
    for measure, currency in wanted:
        values = [value_of(measure=measure, figures=one, currency=currency) or 0 for one in days.figures]
        history = History(first=days.first, values=values[:-1], holidays=holidays)
        forecast = forecast_month(history=history, today_so_far=values[-1], today_passed=passed)
        if forecast is not None:
            found[measure, currency] = forecast
    return found
