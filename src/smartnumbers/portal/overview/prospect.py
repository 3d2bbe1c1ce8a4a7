"""The forecast of the month in words and as a bar: what there is, what is expected, and the range around it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.reporting.forecasting import Days, month_forecasts, passed_of_today
from smartnumbers.apps.tariffbooks.wording import figure
from smartnumbers.portal.charts.scale import per_cent
from smartnumbers.portal.numbers.states import NumberState
from smartnumbers.portal.overview.asked import Asked
from smartnumbers.portal.overview.tiles import Lead
from smartnumbers.portal.templatetags.portal import grouped
from smartnumbers.statistics.forecast.month import Forecast
from smartnumbers.statistics.measures import Kind, Measure, kind_of

_FRENCH = ("FR:", "+33")
_UNIT = 1_000_000
_ROOM = 1.06  # what the bar leaves free beyond the range
_STEPS = 20  # into how many parts a range is told apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """The forecast as the page shows it; the measures of the bar are per cent of its width."""

    name: str
    expected: str
    low: str
    high: str
    known: str
    short: bool
    days: int
    known_width: str
    range_left: str
    range_width: str
    expected_left: str
    calls: str


def prospect(
    *, access: Access, asked: Asked, lead: Lead, days: Days, states: Sequence[NumberState], now: datetime
) -> Prospect | None:
    """The forecast of this month; None where a week of calls is not there yet. Raises what `ask` raises."""
    today = days.last(1)[0][0]
    wanted = {(lead.measure, lead.currency), (Measure.CALLS, "")}
    passed = passed_of_today(access=access, wanted=asked.wanted, now=now)
    found = month_forecasts(days=days, passed=passed, region=region_of(states), wanted=wanted)
    forecast = found.get((lead.measure, lead.currency))
    if forecast is None:
        return None
    calls = found.get((Measure.CALLS, "")) if lead.measure is not Measure.CALLS else None
    return _prospect(lead, forecast, calls, today)


def region_of(states: Sequence[NumberState]) -> str:
    """The region whose public holidays most of the numbers keep; of numbers whose plan keeps none, their country."""
    regions = Counter(_region(state) for state in states)
    return regions.most_common(1)[0][0] if regions else ""


def _region(state: NumberState) -> str:
    if state.outlook is not None and state.outlook.now.plan.holidays is not None:
        return state.outlook.now.plan.holidays.region
    return "FR" if state.number.number.startswith(_FRENCH) else "CH"


def _prospect(lead: Lead, forecast: Forecast, calls: Forecast | None, today: date) -> Prospect:
    whole = max(1.0, forecast.high * _ROOM)
    return Prospect(
        name=_("Forecast for %(month)s") % {"month": date_format(today, "F")},
        expected=_rounded(lead.measure, forecast, forecast.expected),
        low=_rounded(lead.measure, forecast, forecast.low),
        high=_rounded(lead.measure, forecast, forecast.high),
        known=_whole(lead.measure, forecast.known),
        short=forecast.short,
        days=forecast.days,
        known_width=per_cent(100 * forecast.known / whole),
        range_left=per_cent(100 * forecast.low / whole),
        range_width=per_cent(100 * (forecast.high - forecast.low) / whole),
        expected_left=per_cent(100 * forecast.expected / whole),
        calls="" if calls is None else _rounded(Measure.CALLS, calls, calls.expected),
    )


def _rounded(measure: Measure, forecast: Forecast, value: int) -> str:
    """A value no finer than the range allows to be said; never below what there is already."""
    least = _UNIT if kind_of(measure) is Kind.MONEY else 1
    step = least
    while step * 10 * _STEPS <= forecast.high - forecast.low:
        step *= 10
    return _whole(measure, max(forecast.known, round(value / step) * step))


def _whole(measure: Measure, value: int) -> str:
    if kind_of(measure) is not Kind.MONEY:
        return grouped(value)
    if value < 100 * _UNIT:
        return figure(round(value / (_UNIT // 100)) * (_UNIT // 100))
    return grouped(round(value / _UNIT))
