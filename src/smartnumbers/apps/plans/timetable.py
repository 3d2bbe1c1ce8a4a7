"""Which plan of a number holds when: the one put in force at once, and those settled for later.

Nobody has to put a scheduled plan in force: it holds from its instant on because the clock says so. A change for good
is overtaken as soon as a plan is put in force at once after it began.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.models import RoutingSettings, ScheduledPlan
from smartnumbers.apps.plans.named import Named, named_in
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.routing.plan import DatedPlan, PlanSchedule, TemporaryPlan


@dataclass(frozen=True, slots=True)
class InForce:
    """The plan that holds at an instant.

    `scheduled` is the change it came from, None for the plan that was put in force at once.
    """

    document: Mapping[str, Any]
    scheduled: ScheduledPlan | None


def settled(*, settings: RoutingSettings, at: datetime) -> Sequence[ScheduledPlan]:
    """The scheduled plans that count at an instant or later, in the order in which they were settled."""
    rows = ScheduledPlan.objects.filter(number_id=settings.number_id, cancelled_at=None)
    return _counting(settings, list(rows.order_by("id")), at)


def with_scheduled(
    *, numbers: Sequence[ServiceNumber], at: datetime
) -> Sequence[tuple[RoutingSettings, Sequence[ScheduledPlan]]]:
    """The settings of several numbers, each with what `settled` gives for it."""
    by_number: dict[int, list[ScheduledPlan]] = {}
    for row in ScheduledPlan.objects.filter(number__in=numbers, cancelled_at=None).order_by("id"):
        by_number.setdefault(row.number_id, []).append(row)
    rows = RoutingSettings.objects.filter(number__in=numbers).select_related("number")
    return [(settings, _counting(settings, by_number.get(settings.pk, []), at)) for settings in rows]


def _counting(settings: RoutingSettings, rows: Sequence[ScheduledPlan], at: datetime) -> Sequence[ScheduledPlan]:
    since = settings.plan_since
    ahead = [row for row in rows if (since is None or row.begins > since if row.ends is None else row.ends > at)]
    # Of the changes for good that have begun, the last one counts.
    begun = max((row.begins for row in ahead if row.ends is None and row.begins <= at), default=None)
    return [row for row in ahead if row.ends is not None or begun is None or row.begins >= begun]


def in_force(*, settings: RoutingSettings, scheduled: Sequence[ScheduledPlan], at: datetime) -> InForce:
    """The plan that holds at an instant, out of what `settled` gave for it or an earlier one."""
    temporary = [row for row in scheduled if row.ends is not None and row.begins <= at < row.ends]
    if temporary:
        return InForce(temporary[-1].document, temporary[-1])
    changes = [row for row in scheduled if row.ends is None and row.begins <= at]
    if changes:
        newest = max(changes, key=lambda row: (row.begins, row.pk))
        return InForce(newest.document, newest)
    return InForce(settings.plan, None)


def plan_schedule(*, settings: RoutingSettings, at: datetime) -> PlanSchedule:
    """All of a number's plans from an instant on, as its profile has them. Raises PlanInvalid."""
    scheduled = settled(settings=settings, at=at)
    documents = [settings.plan, *(row.document for row in scheduled)]
    named = named_in(account_id=settings.number.account_id, documents=documents)
    changes = sorted((row for row in scheduled if row.ends is None), key=lambda row: (row.begins, row.pk))
    return PlanSchedule(
        dated=(DatedPlan(valid_from=None, plan=named.plan(settings.plan)), *(_dated(row, named) for row in changes)),
        temporary=tuple(
            TemporaryPlan(
                begins=from_datetime(row.begins),
                ends=from_datetime(row.ends),
                plan=named.plan(row.document),
                name=row.name,
            )
            for row in scheduled
            if row.ends is not None
        ),
    )


def _dated(row: ScheduledPlan, named: Named) -> DatedPlan:
    return DatedPlan(valid_from=from_datetime(row.begins), plan=named.plan(row.document), name=row.name)
