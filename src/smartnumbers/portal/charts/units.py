"""How the values of charts are written: counts, amounts of one currency, spans of time."""

from smartnumbers.apps.tariffbooks.wording import figure, money
from smartnumbers.portal.charts.marks import Unit
from smartnumbers.portal.money import cents
from smartnumbers.portal.templatetags.portal import grouped

_UNIT = 1_000_000
_CENT = 10_000

COUNTS = Unit(written=grouped)


def amounts(currency: str) -> Unit:
    """Amounts (millionths) of a currency, to the cent; whole units beside the grid where all of them are."""
    return Unit(
        written=lambda value: money(cents(value), currency),
        on_axis=lambda value: grouped(value // _UNIT) if value % _UNIT == 0 else figure(cents(value)),
        least_step=_CENT,
    )
