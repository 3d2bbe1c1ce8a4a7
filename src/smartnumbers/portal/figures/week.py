"""When callers call: the hours of the week."""

from typing import Any

import msgspec
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from smartnumbers.apps.callrecords.models import Result
from smartnumbers.apps.reporting.asking import ask
from smartnumbers.portal.calls.filters import calls_url
from smartnumbers.portal.charts.heat import HeatChart, Key, heat_map
from smartnumbers.portal.charts.marks import Frame
from smartnumbers.portal.charts.shares import percent_words
from smartnumbers.portal.charts.units import COUNTS
from smartnumbers.portal.figures.asked import HEAT, LOST, Asked
from smartnumbers.portal.figures.overtime import Switch
from smartnumbers.portal.templatetags.portal import grouped
from smartnumbers.statistics.answers import HeatCell
from smartnumbers.statistics.filters import CallFilter
from smartnumbers.statistics.questions import Heat

_LEAST_CALLS = 20
"""Of an hour with fewer calls, no share of lost ones is told: it would be chance."""


def week(asked: Asked) -> dict[str, Any]:
    """The heat map and what strikes in it. Raises StatisticsAway."""
    reply = ask(access=asked.access, question=lambda scope: Heat(scope=scope, wanted=asked.wanted))
    cells = reply.answer.cells
    chart = week_chart(cells=cells, wanted=asked.wanted, lost=asked.lost_heat)
    return {
        "chart": chart,
        "strongest": hour_words(chart.strongest) if chart.strongest else "",
        "worst": _worst(cells),
        "switches": [
            Switch(_("all calls"), asked.address(HEAT), not asked.lost_heat),
            Switch(_("lost calls"), asked.address(**{HEAT: LOST}), asked.lost_heat),
        ],
    }


def week_chart(*, cells: tuple[HeatCell, ...], wanted: CallFilter, lost: bool = False) -> HeatChart:
    """The heat map of the calls of a filter, or of those of them that were lost."""

    def words(key: Key, value: int) -> str:
        calls = _("%(hour)s: %(calls)s lost calls") if lost else _("%(hour)s: %(calls)s calls")
        return calls % {"hour": hour_words(key), "calls": grouped(value)}

    def link(key: Key) -> str:
        conditions = {"weekdays": (key[0],), "hours": (key[1],), **({"results": (Result.LOST.value,)} if lost else {})}
        return calls_url(msgspec.structs.replace(wanted, **conditions))

    return heat_map(
        frame=Frame(
            name="week",
            title=_("Lost calls by weekday and hour") if lost else _("Calls by weekday and hour"),
            head=_("Weekday"),
        ),
        unit=COUNTS,
        values={(cell.weekday, cell.hour): cell.lost if lost else cell.calls for cell in cells},
        weekdays=[(str(WEEKDAYS_ABBR[day]), str(WEEKDAYS[day])) for day in range(7)],
        words=words,
        link=link,
    )


def hour_words(key: Key) -> str:
    """An hour of the week: "Tuesday 11–12 h"."""
    weekday, hour = key
    return _("%(weekday)s %(from)d–%(to)d h") % {"weekday": WEEKDAYS[weekday - 1], "from": hour, "to": hour + 1}


def _worst(cells: tuple[HeatCell, ...]) -> str:
    """The hour that loses the largest share, in words; "" where none has enough calls or none is lost."""
    known = [cell for cell in cells if cell.calls >= _LEAST_CALLS and cell.lost]
    if not known:
        return ""
    worst = max(known, key=lambda cell: cell.lost / cell.calls)
    values = {
        "hour": hour_words((worst.weekday, worst.hour)),
        "share": percent_words(worst.lost, worst.calls),
    }
    return _("%(hour)s loses the largest share of its calls, %(share)s.") % values
