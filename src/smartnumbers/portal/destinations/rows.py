"""Destinations as pages show them: their state, how often they answer, where they are used."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.callrecords.reachability import Reachability
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.models import Destination
from smartnumbers.apps.plans.queries import DestinationUse
from smartnumbers.apps.plans.uses import Use, UsedBy
from smartnumbers.portal.addresses import written
from smartnumbers.portal.live.broker import broker

# From this many attempts on a share says something about a destination, and from this share on it is a problem.
ATTEMPTS_MANY = 10
ANSWERED_LITTLE_PERCENT = 50


@dataclass(frozen=True, slots=True)
class UseRow:
    """One plan that uses something; `name` is that of a scheduled change."""

    number: ServiceNumber
    path: str
    by: str
    name: str


@dataclass(frozen=True, slots=True)
class DestinationLine:
    """One destination of the list; `calls` run there now."""

    destination: Destination
    reached: Reachability
    numbers: int
    used: bool
    calls: int

    @property
    def answers_little(self) -> bool:
        """Whether most calls to it fail."""
        return self.reached.attempts >= ATTEMPTS_MANY and (self.reached.percent or 0) < ANSWERED_LITTLE_PERCENT


def lines(
    *, access: Access, found: Sequence[DestinationUse], reached: Mapping[str, Reachability]
) -> list[DestinationLine]:
    """The lines of a list of destinations."""
    running = calls_now(access)
    return [
        DestinationLine(
            destination=item.destination,
            reached=reached.get(item.destination.pk, Reachability()),
            numbers=len(numbers_of(item.uses)),
            used=bool(item.uses),
            calls=running.get(item.destination.address, 0),
        )
        for item in found
    ]


def calls_now(access: Access) -> Mapping[str, int]:
    """How many calls ring or talk at each address now, as far as this access sees them."""
    found: dict[str, int] = {}
    for call in broker.board.calls(account=access.account.pk if access.account is not None else None):
        if call.destination_address:
            found[call.destination_address] = found.get(call.destination_address, 0) + 1
    return found


def use_rows(uses: Iterable[Use]) -> list[UseRow]:
    """The plans that use something, for its page."""
    return [UseRow(number=use.number, path=written(use.number.number), by=use.by.value, name=use.name) for use in uses]


def numbers_of(uses: Iterable[Use]) -> list[ServiceNumber]:
    """The numbers whose calls a change would touch, each once: drafts touch none."""
    found = {use.number.pk: use.number for use in uses if use.by is not UsedBy.DRAFT}
    return list(found.values())
