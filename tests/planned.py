"""Plan documents for tests: office hours, evenings on call, an announcement for the rest."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.models import Destination
from smartnumbers.apps.plans.operations.destinations import DestinationRow, create
from smartnumbers.apps.plans.queries import chain, plan_in_force
from tests.cast import NOW

CLOSED = {"texts": {"de": "Wir sind {hours} erreichbar."}, "languages": ["de"], "recording": None}


def on_call(*, access: Access, number: ServiceNumber) -> Destination:
    """A further destination of the number's account."""
    row = DestinationRow(address="079 201 47 70", name="Pikett")
    return create(access=access, account=number.account, row=row, at=NOW)


def plan_document(*, access: Access, number: ServiceNumber, evening: Destination | None = None) -> dict[str, Any]:
    """The number's plan with a week: the present chain from 8 to 18, another until 22, closed at night and weekends."""
    document: dict[str, Any] = deepcopy(dict(plan_in_force(access=access, number=number, at=NOW).document))
    document["treatments"]["closed"] = {"name": "Ansage", "kind": "announcement", "message": CLOSED}
    document["otherwise"] = "closed"
    document["week"] = [{"day": day, "start": 480, "end": 1080, "treatment": "main"} for day in range(5)]
    if evening is not None:
        entry = {**document["treatments"]["main"]["entries"][0], "destination": evening.pk}
        document["treatments"]["evening"] = {**document["treatments"]["main"], "name": "Pikett", "entries": [entry]}
        document["week"] += [{"day": day, "start": 1080, "end": 1320, "treatment": "evening"} for day in range(5)]
    return document


def but(document: Mapping[str, Any], **different: Any) -> dict[str, Any]:
    """The plan with some of its parts as given."""
    return {**deepcopy(dict(document)), **different}


def first_destination(*, access: Access, number: ServiceNumber) -> Destination:
    """Where the number's calls go first."""
    return Destination.objects.get(pk=chain(access=access, number=number, at=NOW)[0].destination_id)
