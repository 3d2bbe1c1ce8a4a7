"""The plans of numbers as published: for lists of numbers and for one."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import orjson
from django.db.models import Max, TextField
from django.db.models.functions import Cast

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.models import PublishedProfile
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
    rows = PublishedProfile.objects.filter(sequence__in=last.values("last"))
    found: dict[int, PlanSchedule] = {}
    for written, document in rows.values_list("number", Cast("document", TextField())):
        try:
            found[ids[written]] = _plans(document)
        except ProfileInvalid:
            continue
    return found


@lru_cache(maxsize=512)
def _plans(document: str) -> PlanSchedule:
    """The plans of a published document, which never changes: most pages ask for the same few again and again."""
    return parse(orjson.loads(document)).plans
