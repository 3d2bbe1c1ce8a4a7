"""Where calls go now and until when: for lists of numbers and for one."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Max

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.models import PublishedProfile
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.routing.outlook import Outlook, outlook
from smartnumbers.core.routing.plan import PlanSchedule
from smartnumbers.core.routing.profile import ProfileInvalid, parse


def plan_schedules(*, access: Access, numbers: Sequence[ServiceNumber]) -> Mapping[int, PlanSchedule]:
    """The plans of some numbers as the switch reads them, by the number's id.

    A number whose settings cannot be read is absent: the operator is told of it elsewhere. Raises PermissionMissing.
    """
    for number in numbers:
        access.require_in(Permission.SEE_NUMBERS, account_id=number.account_id)
    ids = {number.number: number.pk for number in numbers}
    last = PublishedProfile.objects.filter(number__in=ids).values("number").annotate(last=Max("sequence"))
    rows = PublishedProfile.objects.filter(sequence__in=[row["last"] for row in last])
    found: dict[int, PlanSchedule] = {}
    for written, document in rows.values_list("number", "document"):
        try:
            found[ids[written]] = parse(document).plans
        except ProfileInvalid:
            continue
    return found


def outlooks(*, access: Access, numbers: Sequence[ServiceNumber], at: datetime) -> Mapping[int, Outlook]:
    """What holds for calls to some numbers at an instant, and until when, by the number's id; else as above."""
    plans = plan_schedules(access=access, numbers=numbers)
    return {number_id: outlook(plans=schedule, at=from_datetime(at)) for number_id, schedule in plans.items()}
