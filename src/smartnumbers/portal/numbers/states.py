"""How each number stands: where its calls go now, what became of today's, and what is wrong, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.callrecords.figures import Figures, number_figures
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.models import ChainEntry
from smartnumbers.apps.plans.queries import chains
from smartnumbers.portal.numbers.addresses import written

# From here on lost calls are a problem and not bad luck: every fourth, and more than a handful.
LOST_MANY_PERCENT = 25
LOST_MANY_CALLS = 5


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a number: a word for the table, a sentence, and how grave it is ("warn" or "bad")."""

    tone: str
    word: str
    sentence: str


@dataclass(frozen=True, slots=True)
class NumberState:
    """One number as the overview and the list of numbers show it."""

    number: ServiceNumber
    chain: Sequence[ChainEntry]
    figures: Figures
    problem: Problem | None

    @property
    def path(self) -> str:
        """The number for an address."""
        return written(self.number.number)

    @property
    def first(self) -> ChainEntry | None:
        """Where calls go first."""
        return self.chain[0] if self.chain else None

    @property
    def then(self) -> str:
        """Where they go if the first does not answer."""
        others = len(self.chain) - 1
        if others < 1:
            return _("no fallback")
        if others == 1:
            return _("then %(name)s") % {"name": self.chain[1].name}
        return ngettext("then %(count)d other", "then %(count)d others", others) % {"count": others}


def states(*, access: Access, numbers: Sequence[ServiceNumber], day: date) -> list[NumberState]:
    """The states of some numbers on a day, in the order given. Raises PermissionMissing."""
    figures = number_figures(access=access, day=day)
    found = chains(access=access, numbers=numbers)
    return [
        NumberState(
            number=number,
            chain=found[number.pk],
            figures=figures.get(number.number, Figures()),
            problem=_problem(number, found[number.pk], figures.get(number.number, Figures())),
        )
        for number in numbers
    ]


def _problem(number: ServiceNumber, chain: Sequence[ChainEntry], figures: Figures) -> Problem | None:
    if not number.in_service:
        return Problem(
            tone="warn", word=_("Out of service"), sentence=_("The number is out of service: calls are refused.")
        )
    if not chain:
        return Problem(
            tone="bad", word=_("No destination"), sentence=_("Calls are refused, because no destination is set.")
        )
    percent = figures.lost_percent or 0
    if figures.lost >= LOST_MANY_CALLS and percent >= LOST_MANY_PERCENT:
        words = {"lost": figures.lost, "all": figures.wanted, "percent": percent}
        return Problem(
            tone="warn",
            word=_("Loses calls"),
            sentence=_("Today %(lost)d of %(all)d calls were lost (%(percent)d %%).") % words,
        )
    return None
