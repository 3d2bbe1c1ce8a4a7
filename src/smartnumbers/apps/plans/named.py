"""What plans name by its id, as it is now: destinations, lists of callers, recordings, always of one account."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from smartnumbers.apps.plans.documents import destination_ids, list_ids, recordings
from smartnumbers.apps.plans.models import CallerList, CallerListEntry, Destination, Recording
from smartnumbers.core.routing.documents import refuse
from smartnumbers.core.routing.plan import Plan
from smartnumbers.core.routing.planning import parse_plan


@dataclass(frozen=True, slots=True)
class Named:
    """Destinations and lists of callers by id, in the form of the profile's document; names of recordings by hash."""

    destinations: Mapping[str, dict[str, Any]]
    lists: Mapping[str, dict[str, Any]]
    recordings: Mapping[str, str]

    def plan(self, document: Mapping[str, Any]) -> Plan:
        """The plan of a document that names no others. Raises PlanInvalid, naming the place."""
        plan = parse_plan(document, destinations=self.destinations, lists=self.lists)
        for place, digest in recordings(document).items():
            if digest not in self.recordings:
                raise refuse(place=place, reason="unknown")
        return plan


def named_in(*, account_id: int, documents: Iterable[Mapping[str, Any]]) -> Named:
    """What plans of an account name; an id of another account is as unknown as one that never was."""
    plans = list(documents)
    destinations = Destination.objects.filter(account_id=account_id, id__in=destination_ids(plans))
    lists = CallerList.objects.filter(account_id=account_id, id__in=list_ids(plans))
    digests = {digest for document in plans for digest in recordings(document).values()}
    # Most plans play none: no need to ask.
    played = Recording.objects.filter(account_id=account_id, digest__in=digests) if digests else ()
    return Named({row.id: _destination(row) for row in destinations}, _lists(lists), _names(played))


def named_of(*, account_id: int) -> Named:
    """Everything that plans of an account could name: for the editor."""
    destinations = Destination.objects.filter(account_id=account_id)
    lists = CallerList.objects.filter(account_id=account_id)
    played = Recording.objects.filter(account_id=account_id)
    return Named({row.id: _destination(row) for row in destinations}, _lists(lists), _names(played))


def _destination(row: Destination) -> dict[str, Any]:
    return {"name": row.name, "kind": row.kind, "address": row.address, "limit": row.limit, "paused": row.paused}


def _names(rows: Iterable[Recording]) -> dict[str, str]:
    return {row.digest: row.name for row in rows}


def _lists(rows: Iterable[CallerList]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {row.id: {"name": row.name, "callers": []} for row in rows}
    entries = CallerListEntry.objects.filter(list_id__in=list(found)).order_by("list_id", "caller")
    for list_id, caller in entries.values_list("list_id", "caller"):
        found[list_id]["callers"].append(caller)
    return found
