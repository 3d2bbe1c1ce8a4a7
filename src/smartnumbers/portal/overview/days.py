"""The bars of the last days: answered calls above the line, lost ones below it, both on one scale."""

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from smartnumbers.portal.calls.filters import calls_url
from smartnumbers.portal.charts.bars import Bar, BarChart, bars
from smartnumbers.portal.charts.marks import Frame, Series
from smartnumbers.portal.charts.units import COUNTS
from smartnumbers.portal.templatetags.portal import day_of_month
from smartnumbers.statistics.answers import Figures
from smartnumbers.statistics.filters import CallFilter
from smartnumbers.statistics.spans import DAY, DaySpan


def days_chart(*, series: Sequence[tuple[date, Figures]], today: date, wanted: CallFilter) -> BarChart:
    """The chart of a series of days, the oldest first; `wanted` are the calls they count."""
    return bars(
        frame=Frame(
            name="days",
            title=_("Answered and lost calls for each of the last 14 days"),
            about=_("Lost calls hang down from the line. The table below has the figures."),
            head=_("Day"),
            unfinished=_("today, so far"),
        ),
        unit=COUNTS,
        series=(Series(name=_("answered")), Series(name=_("lost"), tone="bad", below=True)),
        bars=[
            Bar(
                name=day_of_month(day),
                label=(date_format(day, "D"), date_format(day, "j")),
                values=(figures.answered, figures.lost),
                link=calls_url(DaySpan(first=day, end=day + DAY).within(wanted)),
                unfinished=day == today,
            )
            for day, figures in series
        ],
    )
