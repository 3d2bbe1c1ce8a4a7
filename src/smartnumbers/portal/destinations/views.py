"""The list of destinations, and one of them: how it does, and which plans use it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.callrecords.queries import attempts_at
from smartnumbers.apps.callrecords.reachability import Reachability, reachability
from smartnumbers.apps.plans.models import Destination
from smartnumbers.apps.plans.queries import destination, destinations, uses_of
from smartnumbers.portal.access import page
from smartnumbers.portal.destinations.attempts import attempt_rows
from smartnumbers.portal.destinations.rows import calls_now, lines, use_rows

ATTEMPTS_SHOWN = 20


@page(Permission.SEE_NUMBERS)
def destination_list(request: HttpRequest, access: Access) -> HttpResponse:
    """All destinations of the account with how they do."""
    now = timezone.now()
    values: dict[str, Any] = {"may_route": access.may(Permission.CHANGE_ROUTING)}
    if access.account is not None:
        found = destinations(access=access, account=access.account, at=now)
        rates = reachability(access=access, destinations=[item.destination for item in found], at=now)
        values["lines"] = lines(access=access, found=found, reached=rates)
    return render(request, "routing/destinations.html", values)


@page(Permission.SEE_NUMBERS)
def one_destination(request: HttpRequest, access: Access, destination_id: str) -> HttpResponse:
    """One destination: its figures, the plans that use it, what became of the last calls to it."""
    found = destination(access=access, destination_id=destination_id)
    return render(request, "routing/destination.html", sheet(access, found))


def sheet(access: Access, found: Destination) -> dict[str, Any]:
    """The values of a destination's page."""
    now = timezone.now()
    uses = uses_of(access=access, destination=found, at=now)
    rates = reachability(access=access, destinations=[found], at=now)
    attempts = attempts_at(access=access, destination=found, limit=ATTEMPTS_SHOWN)
    return {
        "destination": found,
        "uses": use_rows(uses),
        "reached": rates.get(found.pk, Reachability()),
        "calls": calls_now(access).get(found.address, 0),
        "attempts": attempt_rows(access=access, attempts=attempts),
        "may_route": access.may(Permission.CHANGE_ROUTING),
    }
