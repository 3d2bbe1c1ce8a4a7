"""How well destinations and callers reached each other lately: what a plan is checked with before it is published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, Max, Q

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.callrecords.models import Attempt, CallRecord, Result
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.models import Destination
from smartnumbers.core.callcontrol.record import AttemptOutcome
from smartnumbers.core.foundation.instants import from_datetime

PERIOD = timedelta(days=30)
GAVE_UP = "caller-gave-up"
"""The reason of calls whose callers hung up while it rang; others heard something and wanted no more of it."""

FEWEST_WAITS = 10
MOST_WAITS = 1000


@dataclass(frozen=True, slots=True)
class Reachability:
    """How often a destination was rung and answered, and when it last did (milliseconds; None: not in the period).

    Where several rang at once, those that were too slow are not counted as rung.
    """

    attempts: int = 0
    answered: int = 0
    last_answered_at: int | None = None

    @property
    def percent(self) -> int | None:
        """The share of answers, rounded; None for a destination that was not rung."""
        return round(100 * self.answered / self.attempts) if self.attempts else None


def reachability(*, access: Access, destinations: Iterable[Destination], at: datetime) -> Mapping[str, Reachability]:
    """How reachable destinations were in the 30 days before an instant, by their ids; one never rung is absent.

    Raises PermissionMissing.
    """
    wanted = list(destinations)
    for one in wanted:
        access.require_in(Permission.SEE_CALLS, account_id=one.account_id)
    answered = Q(outcome=AttemptOutcome.ANSWERED.value)
    rows = (
        Attempt.objects.filter(
            destination__in=[one.pk for one in wanted],
            started_at__gte=from_datetime(at - PERIOD),
            started_at__lt=from_datetime(at),
        )
        .exclude(outcome=AttemptOutcome.ANSWERED_ELSEWHERE.value)
        .order_by()
        .values("destination")
        .annotate(
            attempts=Count("id"),
            answers=Count("id", filter=answered),
            last=Max("started_at", filter=answered),
        )
    )
    return {row["destination"]: Reachability(row["attempts"], row["answers"], row["last"]) for row in rows}


def answered(*, access: Access, number: ServiceNumber, at: datetime) -> Mapping[str, tuple[int, int]]:
    """For the check of a number's plans: attempts and answers by destination, of all that its account has.

    Raises PermissionMissing.
    """
    rows = Destination.objects.filter(account_id=number.account_id)
    found = reachability(access=access, destinations=rows, at=at)
    return {one: (reach.attempts, reach.answered) for one, reach in found.items()}


def patience_seconds(*, access: Access, number: ServiceNumber, at: datetime) -> int | None:
    """How long callers who gave up in the 30 days before an instant had waited: the median, in whole seconds.

    None where fewer than ten did. Raises PermissionMissing.
    """
    access.require_in(Permission.SEE_CALLS, account_id=number.account_id)
    gave_up = CallRecord.objects.filter(
        account_id=number.account_id,
        result=Result.LOST,
        number=number.number,
        reason=GAVE_UP,
        setup_at__gte=from_datetime(at - PERIOD),
        setup_at__lt=from_datetime(at),
    )
    rows = gave_up.order_by("-setup_at").values_list("setup_at", "ended_at")[:MOST_WAITS]
    waits = [ended - setup for setup, ended in rows]
    return round(median(waits) / 1000) if len(waits) >= FEWEST_WAITS else None
