"""What comes after what holds now: the changes of treatment ahead, and those that were settled by date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from smartnumbers.apps.plans.models import ScheduledPlan
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.routing.outlook import Standing, changes
from smartnumbers.core.routing.plan import PlanSchedule
from smartnumbers.portal.numbers.goes import Going, going
from smartnumbers.portal.numbers.reasons import unusual_words
from smartnumbers.portal.numbers.whenwords import when_words

CHANGES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Ahead:
    """One change of treatment: when, to what, and why where it is not the ordinary week."""

    when: str
    going: Going
    why: str


@dataclass(frozen=True, slots=True)
class Settled:
    """A change that was settled by date; `holds` says whether it is in force now."""

    plan: ScheduledPlan
    begins: str
    ends: str
    holds: bool


def ahead(*, plans: PlanSchedule, at: int) -> Sequence[Ahead]:
    """The next changes after an instant (milliseconds), the first one first."""
    return [_ahead(one, at) for one in islice(changes(plans=plans, at=at), 1, CHANGES_SHOWN + 1)]


def _ahead(held: Standing, now: int) -> Ahead:
    return Ahead(when=when_words(held.since, now=now, zone=held.plan.zone), going=going(held), why=unusual_words(held))


def settled(*, rows: Sequence[ScheduledPlan], zone: str, at: datetime) -> Sequence[Settled]:
    """The changes settled by date that hold or are still to come, as `plans.queries.scheduled` gives them, in words."""
    now = from_datetime(at)

    def when(moment: datetime) -> str:
        return when_words(from_datetime(moment), now=now, zone=zone)

    return [
        Settled(
            plan=row,
            begins=when(row.begins),
            ends="" if row.ends is None else when(row.ends),
            holds=row.begins <= at,
        )
        for row in rows
    ]
