"""The great figures: what today, yesterday, this month and this year brought, each beside the same span before."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from smartnumbers.apps.reporting.forecasting import Days
from smartnumbers.apps.reporting.keyfigures import Compared
from smartnumbers.portal.calls.filters import calls_url
from smartnumbers.portal.charts.sparks import Spark, spark
from smartnumbers.portal.figures.money import currencies
from smartnumbers.portal.measures import MEANINGS, NAMES, written
from smartnumbers.portal.overview.asked import Asked
from smartnumbers.portal.overview.differences import Difference, compared_with, difference
from smartnumbers.statistics.answers import Figures
from smartnumbers.statistics.measures import Measure, money_in, value_of
from smartnumbers.statistics.spans import SpanName


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """What the great figures are of: revenue, or own cost where nothing is earned, or calls where no money flows.

    `currency` is the first of `currencies`, "" for calls.
    """

    measure: Measure
    currencies: Sequence[str]

    @property
    def currency(self) -> str:
        """The currency of the great figures."""
        return self.currencies[0] if self.currencies else ""

    @property
    def name(self) -> str:
        """Its name."""
        return str(NAMES[self.measure])

    @property
    def meaning(self) -> str:
        """What it is."""
        return str(MEANINGS[self.measure])


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One great figure: its amount, what stands below it, and where it leads. `spark` has those before it."""

    span: SpanName
    name: str
    currency: str
    amount: str
    link: str
    notes: Sequence[str]
    difference: Difference | None
    spark: Spark | None


def lead_of(figures: Sequence[Figures]) -> Lead:
    """What the great figures are to be of, judged by these."""
    found = currencies(figures)
    if any(money.payout for one in figures for money in one.money):
        earned = {money.currency: money.payout for one in figures for money in one.money if money.payout}
        return Lead(measure=Measure.PAYOUT, currencies=sorted(found, key=lambda currency: currency not in earned))
    if any(money.cost for one in figures for money in one.money):
        return Lead(measure=Measure.COST, currencies=found)
    return Lead(measure=Measure.CALLS, currencies=())


def tiles(
    *, asked: Asked, lead: Lead, compared: Mapping[SpanName, Compared], today: date, days: Days | None
) -> list[Tile]:
    """The tiles of the spans asked for; without days, without sparks."""
    names = span_names()
    values = None if days is None else {day: _value(lead, one) for day, one in days.last(len(days.figures))}
    return [
        Tile(
            span=name,
            name=names[name],
            currency=lead.currency,
            amount=written(measure=lead.measure, value=_value(lead, one.figures)),
            link=calls_url(one.span.within(asked.wanted)),
            notes=_notes(lead, one.figures),
            difference=difference(
                measure=lead.measure,
                value=_value(lead, one.figures),
                before=_value(lead, one.figures_before),
                when=compared_with(before=one.before, begins=None if days is None else days.begin, today=today),
            ),
            spark=None if values is None else _spark(name, values, today),
        )
        for name, one in compared.items()
    ]


def span_names() -> Mapping[SpanName, str]:
    """The names of the spans as headings."""
    return {
        SpanName.TODAY: _("Today"),
        SpanName.YESTERDAY: _("Yesterday"),
        SpanName.MONTH: _("This month"),
        SpanName.YEAR: _("This year"),
    }


def _value(lead: Lead, figures: Figures) -> int:
    return value_of(measure=lead.measure, figures=figures, currency=lead.currency) or 0


def _notes(lead: Lead, figures: Figures) -> list[str]:
    """What stands below the amount: other currencies, what callers spend, what calls cost."""
    notes = []
    for currency in lead.currencies[1:]:
        other = value_of(measure=lead.measure, figures=figures, currency=currency)
        if other:
            amount = written(measure=lead.measure, value=other, currency=currency)
            notes.append(_("and %(amount)s") % {"amount": amount})
    for currency in lead.currencies:
        money = money_in(figures, currency)
        if lead.measure is Measure.PAYOUT and money.spent:
            spent = written(measure=Measure.SPENT, value=money.spent, currency=currency)
            notes.append(_("Callers spend %(amount)s") % {"amount": spent})
        if lead.measure is Measure.PAYOUT and money.cost:
            cost = written(measure=Measure.COST, value=money.cost, currency=currency)
            notes.append(_("Calls cost you %(amount)s") % {"amount": cost})
    return notes


def _spark(name: SpanName, values: Mapping[date, int], today: date) -> Spark:
    """What the spans of this kind brought before, this one last; `values` are those of single days."""
    of_day = values.__getitem__
    if name is SpanName.TODAY:
        return spark(
            words=_("The last 14 days, today last"), values=_days(of_day, today - timedelta(days=13), today, 1)
        )
    if name is SpanName.YESTERDAY:
        yesterday = today - timedelta(days=1)
        words = _("The same weekday of the last 8 weeks, yesterday last")
        return spark(words=words, values=_days(of_day, yesterday - timedelta(weeks=7), yesterday, 7))
    if name is SpanName.MONTH:
        months = [_months_back(today, back) for back in range(11, -1, -1)]
        sums = dict.fromkeys(months, 0)
        for day, value in values.items():
            if day.replace(day=1) in sums:
                sums[day.replace(day=1)] += value
        return spark(words=_("The last 12 months, this one last"), values=list(sums.values()))
    years = dict.fromkeys(range(min(values).year + 1, today.year + 1), 0)
    for day, value in values.items():
        if day.year in years:
            years[day.year] += value
    return spark(words=_("The last years, this one last"), values=list(years.values()))


def _days(of_day: Callable[[date], int], first: date, last: date, step: int) -> list[int]:
    return [of_day(first + timedelta(days=back)) for back in range(0, (last - first).days + 1, step)]


def _months_back(today: date, back: int) -> date:
    months = today.year * 12 + today.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)
