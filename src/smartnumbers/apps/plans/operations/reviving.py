"""The plans of an earlier publication as they can be put in force today: whatever they name exists again."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from smartnumbers.apps.plans.documents import main_name, recordings, renamed
from smartnumbers.apps.plans.models import CallerList, CallerListEntry, Destination, Recording, RoutingSettings
from smartnumbers.core.routing.plan import PlanSchedule
from smartnumbers.core.routing.planschedules import schedule_document

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Reviving:
    """Brings back what the plans of a number name and its account has not any more; `by` and `at` say who and when."""

    def __init__(self, *, settings: RoutingSettings, by: str, at: datetime) -> None:
        self._account = settings.number.account
        self._by, self._at = by, at

    def plans(self, schedule: PlanSchedule) -> dict[str, Any]:
        """The "dated" and "temporary" plans of a schedule's document, naming destinations and lists that there are."""
        document = schedule_document(schedule)
        ids = {one: self._destination(one, written) for one, written in document["destinations"].items()}
        ids |= {one: self._list(one, written) for one, written in document["lists"].items()}
        return {
            part: [{**item, "plan": self._plan(item["plan"], ids)} for item in document[part]]
            for part in ("dated", "temporary")
        }

    def _plan(self, document: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
        plan = renamed(document=document, ids=ids)
        for treatment in plan["treatments"].values():
            # Profiles from before there were plans have no name for the one treatment that their chain became.
            treatment["name"] = treatment["name"] or main_name(self._account.language)
        for digest in recordings(plan).values():
            made = {"created_at": self._at, "created_by": self._by}
            Recording.objects.get_or_create(account=self._account, digest=digest, defaults=made)
        return plan

    def _destination(self, destination_id: str, written: Mapping[str, Any]) -> str:
        """The id of the destination as it is today: the very same, one of that name and address, or it made again."""
        own = Destination.objects.filter(account=self._account)
        alike = own.filter(address=written["address"], name=written["name"])
        same = own.filter(pk=destination_id).first() or alike.first()
        if same is None:
            same = Destination.objects.create(
                # Where destinations had no ids yet, their addresses stand in the place of these.
                id=destination_id if _UUID.fullmatch(destination_id) else str(uuid4()),
                account=self._account,
                name=written["name"],
                kind=written["kind"],
                address=written["address"],
                limit=written["limit"],
                created_at=self._at,
                created_by=self._by,
            )
        return same.pk

    def _list(self, list_id: str, written: Mapping[str, Any]) -> str:
        """The id of the list as it is today: the very same, one of that name, or it made again."""
        own = CallerList.objects.filter(account=self._account)
        same = own.filter(pk=list_id).first() or own.filter(name=written["name"]).first()
        if same is None:
            same = CallerList.objects.create(
                id=list_id, account=self._account, name=written["name"], created_at=self._at, created_by=self._by
            )
            CallerListEntry.objects.bulk_create(
                CallerListEntry(list=same, caller=caller) for caller in written["callers"]
            )
        return same.pk
