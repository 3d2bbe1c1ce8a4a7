"""All numbers with the state of their plans: where the sidebar's entry leads."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.numbers.queries import numbers
from smartnumbers.apps.plans.models import Draft, ScheduledPlan
from smartnumbers.portal.access import page
from smartnumbers.portal.numbers.states import NumberState, states

NUMBERS_SHOWN = 500


@dataclass(frozen=True, slots=True)
class PlanState:
    """One number: where its calls go, its draft, and the next change that is settled."""

    state: NumberState
    draft: Draft | None
    next_change: ScheduledPlan | None

    @property
    def number(self) -> ServiceNumber:
        """The number itself."""
        return self.state.number


@page(Permission.SEE_NUMBERS)
def plan_list(request: HttpRequest, access: Access) -> HttpResponse:
    """The list."""
    found = list(numbers(access=access)[:NUMBERS_SHOWN])
    drafts = {draft.number_id: draft for draft in Draft.objects.filter(number__in=found)}
    coming: dict[int, ScheduledPlan] = {}
    ahead = ScheduledPlan.objects.filter(number__in=found, cancelled_at=None, begins__gt=timezone.now())
    for row in ahead.order_by("begins", "id"):
        coming.setdefault(row.number_id, row)
    listed = states(access=access, numbers=found, at=timezone.now())
    lines = [PlanState(state, drafts.get(state.number.pk), coming.get(state.number.pk)) for state in listed]
    return render(request, "routing/plans.html", {"lines": lines, "whole_platform": access.whole_platform})
