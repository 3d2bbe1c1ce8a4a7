"""Bringing the plans of the demo onto the platform, as a holder would."""

from datetime import datetime, time, timedelta

from django.utils.timezone import localdate

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.accounts.models import Account
from smartnumbers.apps.demo.destinations import Destination
from smartnumbers.apps.demo.planning import Ids
from smartnumbers.apps.demo.routings import Routing
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.models import CallerList
from smartnumbers.apps.plans.models import Destination as DestinationRow
from smartnumbers.apps.plans.operations import callerlists, destinations
from smartnumbers.apps.plans.operations.callerlists import CallerRow
from smartnumbers.apps.plans.operations.drafts import save_draft
from smartnumbers.apps.plans.operations.publishing import publish_draft
from smartnumbers.apps.plans.operations.scheduling import schedule_plan


def bring_plan(*, access: Access, number: ServiceNumber, routing: Routing, begin: datetime, now: datetime) -> None:
    """Put a number's plan in force as of long ago, and what waits as of now."""
    _bring_named(access, number.account, routing, begin)
    ids = _ids(number.account)
    if routing.plan is not None:
        save_draft(access=access, number=number, document=routing.plan(ids, localdate(now)), at=begin)
        publish_draft(access=access, number=number, at=begin)
    for name in routing.paused:
        row = DestinationRow.objects.get(account=number.account, name=name)
        destinations.pause(access=access, destination=row, paused=True, at=now - timedelta(days=3))
    for change in routing.changes(ids, localdate(now)) if routing.changes else ():
        begins = datetime.combine(change.first, time.min)
        ends = None if change.last is None else datetime.combine(change.last + timedelta(days=1), time.min)
        schedule_plan(
            access=access,
            number=number,
            name=change.name,
            begins=begins.isoformat(),
            ends="" if ends is None else ends.isoformat(),
            document=change.document,
            at=now,
        )
    if routing.draft is not None:
        save_draft(access=access, number=number, document=routing.draft(ids), at=now)


def _bring_named(access: Access, account: Account, routing: Routing, at: datetime) -> None:
    """The destinations and lists that the plan names, where they are not there yet."""
    known = _ids(account)
    for one in routing.destinations:
        if one.name not in known:
            destinations.create(access=access, account=account, row=_row(one), at=at)
    for wanted in routing.lists:
        rows = [CallerRow(caller, note) for caller, note in wanted.callers]
        callerlists.create(access=access, account=account, name=wanted.name, callers=rows, at=at)


def _row(one: Destination) -> destinations.DestinationRow:
    return destinations.DestinationRow(address=one.address, name=one.name)


def _ids(account: Account) -> Ids:
    return {
        **dict(DestinationRow.objects.filter(account=account).values_list("name", "id")),
        **dict(CallerList.objects.filter(account=account).values_list("name", "id")),
    }
