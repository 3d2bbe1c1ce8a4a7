"""Money of groups of calls: which currency to show, and its columns."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from smartnumbers.apps.tariffbooks.wording import figure
from smartnumbers.portal.charts.ranks import Column
from smartnumbers.portal.money import cents
from smartnumbers.statistics.answers import Figures, Money


def of_currency(figures: Figures, currency: str) -> Money:
    """What calls came to in one currency."""
    found = (money for money in figures.money if money.currency == currency)
    return next(found, Money(currency=currency, spent=0, payout=0, cost=0))


def currencies(groups: Iterable[Figures]) -> list[str]:
    """The currencies that occur, the one most is spent in first."""
    spent: dict[str, int] = {}
    for figures in groups:
        for money in figures.money:
            spent[money.currency] = spent.get(money.currency, 0) + money.spent
    return sorted(spent, key=lambda currency: (-spent[currency], currency))


def money_columns(found: Sequence[str]) -> list[Column]:
    """What callers pay and what the holder gets of it, for each currency."""
    columns = []
    for currency in found:
        columns.append(Column(_("Callers pay, %(currency)s") % {"currency": currency}, rank=2))
        columns.append(Column(_("Revenue, %(currency)s") % {"currency": currency}))
    return columns


def money_cells(figures: Figures, found: Sequence[str]) -> list[str]:
    """The cells of those columns."""
    cells = []
    for currency in found:
        money = of_currency(figures, currency)
        cells += [figure(cents(money.spent)), figure(cents(money.payout))]
    return cells
