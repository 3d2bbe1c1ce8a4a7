"""The figures above a list of calls: of all calls that fit, not of the page alone."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from smartnumbers.apps.tariffbooks.wording import figure
from smartnumbers.portal.money import cents
from smartnumbers.portal.templatetags.portal import clock, grouped, share
from smartnumbers.statistics.answers import Figures


@dataclass(frozen=True, slots=True)
class Total:
    """One figure, with what qualifies it in small."""

    name: str
    value: str
    aside: str = ""
    money: bool = False


def totals(figures: Figures) -> list[Total]:
    """The figures in their order; money for each currency there is.

    Shares are of the calls that wanted an answer: announcements, messages and blocked callers are none of them.
    """
    average = figures.talk // figures.answered if figures.answered else 0
    wanted = figures.answered + figures.lost
    shown = [
        Total(_("Calls"), grouped(figures.calls)),
        Total(_("Answered"), grouped(figures.answered), share(figures.answered, wanted)),
        Total(_("Lost"), grouped(figures.lost), share(figures.lost, wanted)),
        Total(_("Minutes"), grouped(round(figures.talk / 60_000))),
        Total(_("Average"), clock(average)),
    ]
    for money in figures.money:
        values = {"currency": money.currency}
        shown.append(Total(_("Callers spend, %(currency)s") % values, figure(cents(money.spent)), money=True))
        shown.append(Total(_("Your payout, %(currency)s") % values, figure(cents(money.payout)), money=True))
        if money.cost:
            shown.append(Total(_("You pay, %(currency)s") % values, figure(cents(money.cost)), money=True))
    return shown
