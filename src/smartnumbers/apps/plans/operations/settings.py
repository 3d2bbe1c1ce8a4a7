"""Changing a number's settings: what the destination's telephone shows, and how much the number takes."""

from copy import deepcopy
from datetime import datetime

from django.db import transaction

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.models import PublishedProfile
from smartnumbers.apps.plans.operations.publishing import lock, lock_plans, publish
from smartnumbers.apps.plans.operations.replacing import change_plan_now, plan_now
from smartnumbers.core.routing.plan import Display
from smartnumbers.core.routing.profile import Limits


def set_display(*, access: Access, number: ServiceNumber, display: Display, at: datetime) -> PublishedProfile:
    """Choose which number the destination's telephone shows, in the plan that holds now. Raises PermissionMissing.

    What belongs to the other ways of showing (a fixed number, a word before the name) stays in the plan.
    """
    access.require_in(Permission.CHANGE_ROUTING, account_id=number.account_id)
    with transaction.atomic():
        settings = lock_plans(number=number)
        document = deepcopy(dict(plan_now(settings=settings, at=at).document))
        data = {"from": document["display"]["mode"], "to": display.value}
        document["display"]["mode"] = display.value
        change_plan_now(settings=settings, document=document, at=at)
        return publish(access=access, settings=settings, change="display", data=data, at=at)


def set_limits(*, access: Access, number: ServiceNumber, limits: Limits, at: datetime) -> PublishedProfile:
    """Say how much a number takes at most; the operator's. Raises PermissionMissing."""
    access.require_in(Permission.MANAGE_NUMBERS, account_id=number.account_id)
    with transaction.atomic():
        settings = lock(number=number)
        settings.setups_per_second = limits.setups_per_second
        settings.simultaneous = limits.simultaneous
        data = {"setups_per_second": limits.setups_per_second, "simultaneous": limits.simultaneous}
        return publish(access=access, settings=settings, change="limits", data=data, at=at)
