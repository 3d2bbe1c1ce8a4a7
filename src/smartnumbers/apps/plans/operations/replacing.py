"""Changing the plan that holds just now, whichever it is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from smartnumbers.apps.plans.models import RoutingSettings
from smartnumbers.apps.plans.operations.publishing import replace_plan
from smartnumbers.apps.plans.timetable import InForce, in_force, settled


def plan_now(*, settings: RoutingSettings, at: datetime) -> InForce:
    """The plan that holds at an instant."""
    return in_force(settings=settings, scheduled=settled(settings=settings, at=at), at=at)


def change_plan_now(*, settings: RoutingSettings, document: Mapping[str, Any], at: datetime) -> None:
    """Put a plan in the place of the one that holds at an instant; `settings` come from `lock_plans`.

    Of a temporary plan only its own time changes: after it comes what would have come anyway. Any other is replaced
    for good.
    """
    temporary = plan_now(settings=settings, at=at).scheduled
    if temporary is None or temporary.ends is None:
        replace_plan(settings=settings, document=document, at=at)
        return
    temporary.document = dict(document)
    temporary.save(update_fields=["document"])
