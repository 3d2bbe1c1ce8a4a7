"""Figures of single days, asked of the statistics as pages ask for them."""

from datetime import date

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.reporting import fromrecord
from smartnumbers.apps.reporting.asking import ask
from smartnumbers.statistics.answers import Figures, Money
from smartnumbers.statistics.filters import CallFilter
from smartnumbers.statistics.questions import Totals


def day_figures(*, access: Access, day: date, number: str | None = None) -> Figures:
    """The figures of one local day, of all numbers or of one (canonical)."""
    # The test before may have had a record that looks the same from outside.
    fromrecord.forget()
    wanted = CallFilter(first_day=day, last_day=day, numbers=() if number is None else (number,))
    return ask(access=access, question=lambda scope: Totals(scope=scope, wanted=(wanted,))).answer.sets[0]


def day_money(*, access: Access, day: date, number: str | None = None) -> dict[str, Money]:
    """The money of one local day by currency; empty where nothing was charged."""
    return {money.currency: money for money in day_figures(access=access, day=day, number=number).money}
