"""How each number stands: where its calls go now and until when, what became of today's, and what is wrong."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.queries import plan_schedules
from smartnumbers.apps.reporting.keyfigures import figures_by_number
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.routing.outlook import Outlook, outlook
from smartnumbers.core.routing.plan import PlanSchedule
from smartnumbers.portal.addresses import written
from smartnumbers.portal.numbers.goes import Going, going
from smartnumbers.portal.numbers.whenwords import until_words
from smartnumbers.statistics.answers import Figures
from smartnumbers.statistics.client import StatisticsAway

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
    """One number as the overview and the list of numbers show it.

    `plans`, `going` and `outlook` are None where the published settings cannot be read. `until` is when something else
    holds, in words, and `following` where calls go then; both "" where nothing is settled. `figures` are today's, None
    while the statistics are away.
    """

    number: ServiceNumber
    plans: PlanSchedule | None
    outlook: Outlook | None
    going: Going | None
    until: str
    following: str
    figures: Figures | None
    problem: Problem | None

    @property
    def path(self) -> str:
        """The number for an address."""
        return written(self.number.number)

    @property
    def wanted(self) -> int:
        """Today's calls that wanted somebody, as far as is known."""
        return 0 if self.figures is None else self.figures.answered + self.figures.lost

    @property
    def reaches(self) -> bool:
        """Whether calls have anywhere to go."""
        return self.going is not None and self.going.reaches


def states(*, access: Access, numbers: Sequence[ServiceNumber], at: datetime) -> list[NumberState]:
    """The states of some numbers at an instant, in the order given. Raises PermissionMissing."""
    found = plan_schedules(access=access, numbers=numbers)
    figures = _figures(access, numbers, at)
    return [_state(number, found.get(number.pk), figures(number.number), at) for number in numbers]


def _figures(access: Access, numbers: Sequence[ServiceNumber], at: datetime) -> Callable[[str], Figures | None]:
    """Today's figures of each number."""
    wanted = [number.number for number in numbers]
    try:
        found = figures_by_number(access=access, numbers=wanted, day=localdate(at))
    except StatisticsAway:
        return lambda number: None
    return lambda number: found.get(number, Figures())


def _state(number: ServiceNumber, plans: PlanSchedule | None, figures: Figures | None, at: datetime) -> NumberState:
    ahead = None if plans is None else outlook(plans=plans, at=from_datetime(at))
    goes = None if ahead is None else going(ahead.now)
    until = following = ""
    if ahead is not None and ahead.following is not None:
        until = until_words(ahead.until, now=from_datetime(at), zone=ahead.now.plan.zone)
        following = going(ahead.following).name
    return NumberState(
        number=number,
        plans=plans,
        outlook=ahead,
        going=goes,
        until=until,
        following=following,
        figures=figures,
        problem=_problem(number, goes, figures),
    )


def _problem(number: ServiceNumber, goes: Going | None, figures: Figures | None) -> Problem | None:
    if not number.in_service:
        return Problem(
            tone="warn", word=_("Out of service"), sentence=_("The number is out of service: calls are refused.")
        )
    if goes is None:
        return Problem(tone="bad", word=_("Unreadable"), sentence=_("The published settings cannot be read."))
    if not goes.reaches:
        return Problem(tone="bad", word=_("Nowhere"), sentence=f"{goes.sentence}.")
    if figures is None:
        return None
    percent = round(100 * figures.lost / max(1, figures.answered + figures.lost))
    if figures.lost >= LOST_MANY_CALLS and percent >= LOST_MANY_PERCENT:
        words = {"lost": figures.lost, "all": figures.answered + figures.lost, "percent": percent}
        return Problem(
            tone="warn",
            word=_("Loses calls"),
            sentence=_("Today %(lost)d of %(all)d calls were lost (%(percent)d %%).") % words,
        )
    return None
