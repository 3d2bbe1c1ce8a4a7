"""The figures by region, by number, by destination and by tariff."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from smartnumbers.apps.numbers.queries import numbers
from smartnumbers.apps.reporting.asking import ask
from smartnumbers.apps.reporting.columns import LINES
from smartnumbers.apps.tariffbooks.queries import books
from smartnumbers.core.numbering.areas import AREAS
from smartnumbers.core.numbering.dialled import display
from smartnumbers.portal.calls.filters import calls_url
from smartnumbers.portal.calls.words import fixed_words
from smartnumbers.portal.charts.marks import Frame, Series
from smartnumbers.portal.charts.ranks import Column, Rank, RankChart, ranks
from smartnumbers.portal.charts.shares import Share, percent_words, shares
from smartnumbers.portal.charts.units import COUNTS
from smartnumbers.portal.figures.asked import Asked
from smartnumbers.portal.figures.money import currencies, money_cells, money_columns
from smartnumbers.portal.templatetags.portal import clock, grouped, words
from smartnumbers.statistics.answers import FigureGroup, FigureGroups, Figures
from smartnumbers.statistics.filters import Line
from smartnumbers.statistics.questions import Breakdown, Destinations, Dimension

_SHOWN = 50
_LINE_TONES = {Line.MOBILE: "k1", Line.FIXED: "k2", Line.OTHER: "k3", Line.UNKNOWN: "k5"}


def origins(asked: Asked) -> dict[str, Any]:
    """Where callers call from: kinds of line, areas, countries. Raises StatisticsAway."""
    lines = {group.value: group.figures.calls for group in _groups(asked, Dimension.LINE).groups}
    by_area, by_country = _groups(asked, Dimension.AREA), _groups(asked, Dimension.COUNTRY)
    areas = [group for group in by_area.groups if group.value in AREAS]
    countries = [group for group in by_country.groups if group.value]
    return {
        "lines": shares(
            frame=Frame(name="lines", title=_("Calls by kind of line"), head=_("Line")),
            unit=COUNTS,
            shares=[
                Share(
                    name=str(LINES[line]),
                    value=lines.get(line.value, 0),
                    tone=tone,
                    link=calls_url(asked.with_only(lines=(line,))),
                )
                for line, tone in _LINE_TONES.items()
            ],
        ),
        "areas": _ranking(
            Frame(name="areas", title=_("Calls by region"), head=_("Region")),
            areas,
            name=lambda code: AREAS[code].name or AREAS[code].code[3:],
            note=lambda code: AREAS[code].code[3:],
            link=lambda code: calls_url(asked.with_only(areas=(code,))),
            more=by_area.more,
        ),
        "countries": _ranking(
            Frame(name="countries", title=_("Calls by country"), head=_("Country")),
            countries,
            name=lambda code: fixed_words("country", code),
            link=lambda code: calls_url(asked.with_only(countries=(code,))),
            more=by_country.more,
        ),
    }


def by_number(asked: Asked) -> dict[str, Any]:
    """The figures of each number. Raises StatisticsAway."""
    found = _groups(asked, Dimension.NUMBER)
    names = dict(
        numbers(access=asked.access)
        .filter(number__in=[group.value for group in found.groups])
        .values_list("number", "name")
    )
    chart = _ranking(
        Frame(name="numbers", title=_("Calls by number"), head=_("Number")),
        found.groups,
        name=display,
        note=lambda number: names.get(number, ""),
        link=lambda number: calls_url(asked.with_only(numbers=(number,))),
        more=found.more,
    )
    return {"chart": chart}


def by_tariff(asked: Asked) -> dict[str, Any]:
    """The figures of each tariff. Raises StatisticsAway."""
    found = _groups(asked, Dimension.TARIFF)
    names = dict(
        books(access=asked.access).filter(code__in=[group.value for group in found.groups]).values_list("code", "name")
    )
    chart = _ranking(
        Frame(name="tariffs", title=_("Calls by tariff"), head=_("Tariff")),
        found.groups,
        name=lambda tariff: names.get(tariff) or tariff or _("without a tariff"),
        link=lambda tariff: calls_url(asked.with_only(tariffs=(tariff,))) if tariff else "",
        more=found.more,
    )
    return {"chart": chart}


def by_destination(asked: Asked) -> dict[str, Any]:
    """How each destination did. Raises StatisticsAway."""
    reply = ask(
        access=asked.access,
        question=lambda scope: Destinations(scope=scope, wanted=asked.wanted, limit=_SHOWN),
    )
    chart = ranks(
        frame=Frame(name="destinations", title=_("Attempts by destination"), head=_("Destination")),
        series=(Series(name=_("answered")), Series(name=_("not answered"), tone="bad")),
        columns=[
            Column(_("Attempts")),
            Column(_("Answer rate")),
            Column(_("Rang until the answer"), rank=2),
            Column(_("Busy"), rank=3),
            Column(_("No answer"), rank=3),
            Column(_("Not connected"), rank=3),
            Column(_("Talked on average"), rank=2),
        ],
        rows=[
            Rank(
                name=one.name or display(one.address),
                note=display(one.address) if one.name else "",
                link=calls_url(asked.with_only(destinations=(one.key,))),
                values=(one.answered, one.attempts - one.answered),
                cells=[
                    grouped(one.attempts),
                    percent_words(one.answered, one.attempts),
                    words(one.ring // one.answered) if one.answered else "–",
                    grouped(one.busy),
                    grouped(one.no_answer),
                    grouped(one.failed),
                    clock(one.talk // one.answered) if one.answered else "–",
                ],
            )
            for one in reply.answer.destinations
        ],
        more=reply.answer.more,
    )
    return {"chart": chart}


def _groups(asked: Asked, dimension: Dimension) -> FigureGroups:
    return ask(
        access=asked.access,
        question=lambda scope: Breakdown(scope=scope, wanted=asked.wanted, dimension=dimension, limit=_SHOWN),
    ).answer


def _nothing(value: str) -> str:
    return ""


def _ranking(
    frame: Frame,
    groups: Sequence[FigureGroup],
    *,
    name: Callable[[str], str],
    link: Callable[[str], str],
    note: Callable[[str], str] = _nothing,
    more: bool,
) -> RankChart:
    found = currencies(group.figures for group in groups)
    series: Mapping[str, Series] = {
        "answered": Series(name=_("answered")),
        "informed": Series(name=_("announcement or message"), tone="calm"),
        "lost": Series(name=_("lost"), tone="bad"),
    }
    return ranks(
        frame=frame,
        series=list(series.values()),
        columns=[
            Column(_("Calls")),
            Column(_("Answer rate")),
            Column(_("Lost"), rank=3),
            Column(_("Minutes"), rank=2),
            *money_columns(found),
        ],
        rows=[
            Rank(
                name=name(group.value),
                note=note(group.value),
                link=link(group.value),
                values=[getattr(group.figures, key) for key in series],
                cells=[*_cells(group.figures), *money_cells(group.figures, found)],
            )
            for group in groups
        ],
        more=more,
    )


def _cells(figures: Figures) -> list[str]:
    wanted = figures.answered + figures.lost
    return [
        grouped(figures.calls),
        percent_words(figures.answered, wanted) if wanted else "–",
        grouped(figures.lost),
        grouped(round(figures.talk / 60_000)),
    ]
