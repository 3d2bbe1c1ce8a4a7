"""Own key figures as tiles: the value now, how it stands to its target, and the calls behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.reporting.asking import ask
from smartnumbers.apps.reporting.keyfigures import spans_of
from smartnumbers.apps.reporting.models import Direction, OwnKpi
from smartnumbers.apps.reporting.operations.kpis import PERIODS
from smartnumbers.portal.calls.filters import calls_url, read_filter
from smartnumbers.portal.calls.finding import permitted
from smartnumbers.portal.charts.scale import per_cent
from smartnumbers.portal.measures import MEANINGS, written
from smartnumbers.statistics.answers import Figures
from smartnumbers.statistics.filters import CallFilter
from smartnumbers.statistics.measures import Measure, grows, value_of
from smartnumbers.statistics.questions import Totals
from smartnumbers.statistics.spans import WEEK, DaySpan, SpanName, month_of, start_of
from smartnumbers.statistics.targets import Standing, State, standing

PERIOD_WORDS: dict[str, Promise] = {
    "day": gettext_lazy("today"),
    "week": gettext_lazy("this week"),
    "month": gettext_lazy("this month"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiTile:
    """One tile; the measures of its bar are per cent of the width. `hidden`: it is not for this person to measure."""

    kpi: OwnKpi
    meaning: str
    period: str
    value: str
    target: str
    link: str
    state: str
    word: str
    pace: str
    filled: str
    target_left: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class _Asked:
    """A key figure's filters: of its span and, where days differ too much for the clock, of the one before."""

    kpi: OwnKpi
    span: DaySpan
    filters: tuple[CallFilter, ...]
    hidden: bool


def kpi_tiles(*, access: Access, kpis: Sequence[OwnKpi], now: datetime) -> list[KpiTile]:
    """The tiles of some key figures, by one question. Raises what `ask` raises."""
    asked = [_asked(access, kpi, now) for kpi in kpis]
    wanted = tuple(one for each in asked if not each.hidden for one in each.filters)
    answered = (
        ask(access=access, question=lambda scope: Totals(scope=scope, wanted=wanted)).answer.sets if wanted else ()
    )
    sets = iter(answered)
    return [_hidden(one) if one.hidden else _tile(one, [next(sets) for _each in one.filters], now) for one in asked]


def target_words(kpi: OwnKpi) -> str:
    """A target as people say it: at least 90 %."""
    target = written(measure=Measure(kpi.measure), value=kpi.target, currency=kpi.currency)
    words = _("at least %(target)s") if kpi.direction == Direction.AT_LEAST else _("at most %(target)s")
    return words % {"target": target}


def _asked(access: Access, kpi: OwnKpi, now: datetime) -> _Asked:
    name = PERIODS[kpi.period]
    span, before = spans_of(name=name, now=now)
    reading = permitted(access=access, reading=read_filter(query=QueryDict(kpi.query), today=span.last))
    filters = [span.within(reading.wanted)]
    if grows(Measure(kpi.measure)) and name in (SpanName.TODAY, SpanName.WEEK):
        whole = DaySpan(first=before.first, end=before.end if name is SpanName.TODAY else before.first + WEEK)
        filters += [before.within(reading.wanted), whole.within(reading.wanted)]
    return _Asked(kpi=kpi, span=span, filters=tuple(filters), hidden=bool(reading.faults))


def _tile(asked: _Asked, sets: Sequence[Figures], now: datetime) -> KpiTile:
    kpi, measure = asked.kpi, Measure(asked.kpi.measure)
    values = [value_of(measure=measure, figures=one, currency=kpi.currency) for one in sets]
    value = values[0]
    stands = standing(
        value=value,
        target=kpi.target,
        at_least=kpi.direction == Direction.AT_LEAST,
        growing=grows(measure),
        passed=_passed(kpi, values, asked.span, now),
    )
    whole = max(value or 0, kpi.target, 1)
    return KpiTile(
        kpi=kpi,
        meaning=str(MEANINGS[measure]),
        period=str(PERIOD_WORDS[kpi.period]),
        value=written(measure=measure, value=value, currency=kpi.currency),
        target=target_words(kpi),
        link=calls_url(asked.filters[0]),
        state=stands.state.value,
        word=_word(kpi, stands),
        pace=_pace(kpi, measure, stands),
        filled=per_cent(100 * (value or 0) / whole),
        target_left=per_cent(100 * kpi.target / whole),
    )


def _hidden(asked: _Asked) -> KpiTile:
    return KpiTile(
        kpi=asked.kpi,
        meaning=str(MEANINGS[Measure(asked.kpi.measure)]),
        period=str(PERIOD_WORDS[asked.kpi.period]),
        value="–",
        target=target_words(asked.kpi),
        link="",
        state=State.EMPTY.value,
        word=_("It counts single callers, whom you may not see."),
        pace="",
        filled="0%",
        target_left="0%",
        hidden=True,
    )


def _passed(kpi: OwnKpi, values: Sequence[int | None], span: DaySpan, now: datetime) -> Fraction:
    """The share of the period that has passed: as it came in the period before or, for months, by the clock."""
    if len(values) == 3 and values[1] and values[2]:
        return min(Fraction(1), Fraction(values[1], values[2]))
    zone = get_default_timezone()
    ends = {"day": span.end, "week": span.first + WEEK, "month": month_of(day=span.first).end}
    start, end = (start_of(day=day, zone=zone).timestamp() for day in (span.first, ends[kpi.period]))
    return Fraction((now.timestamp() - start) / (end - start)).limit_denominator(10**6)


def _word(kpi: OwnKpi, stands: Standing) -> str:
    if stands.state is State.BEHIND and stands.pace is None:
        return _("Below the target") if kpi.direction == Direction.AT_LEAST else _("Above the target")
    return {
        State.REACHED: _("Reached"),
        State.ON_TRACK: _("On track"),
        State.BEHIND: _("Not on track"),
        State.MISSED: _("Above the target"),
        State.EMPTY: _("Nothing to measure yet"),
    }[stands.state]


def _pace(kpi: OwnKpi, measure: Measure, stands: Standing) -> str:
    if stands.pace is None or stands.state in (State.REACHED, State.MISSED):
        return ""
    return _("At this pace %(value)s at the end") % {
        "value": written(measure=measure, value=stands.pace, currency=kpi.currency)
    }
