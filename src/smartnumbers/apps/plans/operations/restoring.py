"""Going back: what was published before is published again, as a new revision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.blacklisting import rows_of
from smartnumbers.apps.plans.faults import NothingToUndo, RevisionUnknown
from smartnumbers.apps.plans.models import BlacklistEntry, PublishedProfile, RoutingSettings, ScheduledPlan
from smartnumbers.apps.plans.operations.publishing import lock_plans, publish, refuse_conflict, replace_plan
from smartnumbers.apps.plans.operations.reviving import Reviving
from smartnumbers.apps.plans.timetable import settled
from smartnumbers.core.foundation.instants import from_datetime, to_datetime
from smartnumbers.core.routing.profile import parse

HOLDERS_CHANGES = frozenset({"chain", "blacklist", "display", "plan", "scheduled", "cancelled", "restored"})


@dataclass(frozen=True, slots=True)
class _Settled:
    """A plan settled for later, as a publication has it."""

    name: str
    begins: datetime
    ends: datetime | None
    document: Mapping[str, Any]


def undo(*, access: Access, number: ServiceNumber, revision: int, at: datetime) -> PublishedProfile:
    """Take back the change that was published as `revision`, which must be the newest.

    Raises PermissionMissing, RevisionConflict where something was published since, and NothingToUndo where there is
    nothing before it or the change was not one of this number (the operator's, or of a destination's address).
    """
    access.require_in(Permission.CHANGE_ROUTING, account_id=number.account_id)
    with transaction.atomic():
        settings = lock_plans(number=number)
        refuse_conflict(settings=settings, last_change=settings.revision, expected=revision)
        undone = _revision(number, revision)
        if undone.change not in HOLDERS_CHANGES or revision < 2:
            raise NothingToUndo(f"Revision {revision} of {number} cannot be taken back.")
        return _restore(access, settings, _revision(number, revision - 1), at)


def restore_revision(
    *, access: Access, number: ServiceNumber, revision: int, expected_revision: int | None, at: datetime
) -> PublishedProfile:
    """Put the plans and the blacklist of an older revision in force again.

    The plans are the one that revision has for now, and those it has for later: what was settled since is cancelled.
    Destinations and lists that they name are as they are today; those that have been removed come back as they were.
    What the operator decides stays as it is: whether the number is in service, and its limits. So do prices: an old
    one comes back as a tariff from a date on, never by the way. `expected_revision` as in `change_chain`, but for any
    change since. Raises PermissionMissing, RevisionConflict or RevisionUnknown.
    """
    access.require_in(Permission.CHANGE_ROUTING, account_id=number.account_id)
    with transaction.atomic():
        settings = lock_plans(number=number)
        refuse_conflict(settings=settings, last_change=settings.revision, expected=expected_revision)
        return _restore(access, settings, _revision(number, revision), at)


def _revision(number: ServiceNumber, revision: int) -> PublishedProfile:
    found = PublishedProfile.objects.filter(number=number.number, revision=revision).first()
    if found is None:
        raise RevisionUnknown(f"{number} has no revision {revision}", parameters={"revision": revision})
    return found


def _restore(access: Access, settings: RoutingSettings, source: PublishedProfile, at: datetime) -> PublishedProfile:
    profile = parse(source.document)
    plans = Reviving(settings=settings, by=access.actor.label, at=at).plans(profile.plans)
    instant = from_datetime(at)
    begun = [item for item in plans["dated"] if item["valid_from"] is None or item["valid_from"] <= instant]
    _settle(access, settings, _ahead(plans, instant), at)
    replace_plan(settings=settings, document=begun[-1]["plan"], at=at)
    BlacklistEntry.objects.filter(number=settings.number).delete()
    BlacklistEntry.objects.bulk_create(rows_of(number=settings.number, profile=profile, source=source))
    return publish(access=access, settings=settings, change="restored", data={"restored": source.revision}, at=at)


def _ahead(plans: Mapping[str, Any], instant: int) -> list[_Settled]:
    """What a publication has for later than an instant (milliseconds)."""
    dated = [item for item in plans["dated"] if item["valid_from"] is not None and item["valid_from"] > instant]
    temporary = [item for item in plans["temporary"] if item["ends"] > instant]
    return [
        *(_Settled(item["name"], to_datetime(item["valid_from"]), None, item["plan"]) for item in dated),
        *(
            _Settled(item["name"], to_datetime(item["begins"]), to_datetime(item["ends"]), item["plan"])
            for item in temporary
        ),
    ]


def _settle(access: Access, settings: RoutingSettings, wanted: list[_Settled], at: datetime) -> None:
    """Let exactly these plans be settled for later: others are cancelled, missing ones are settled again."""
    for row in settled(settings=settings, at=at):
        same = _Settled(row.name, row.begins, row.ends, row.document)
        if same in wanted:
            wanted.remove(same)
        elif row.begins > at or row.ends is not None:
            row.cancelled_at, row.cancelled_by = at, access.actor.label
            row.save(update_fields=["cancelled_at", "cancelled_by"])
    for item in wanted:
        ScheduledPlan.objects.create(
            number=settings.number,
            name=item.name,
            begins=item.begins,
            ends=item.ends,
            document=dict(item.document),
            created_at=at,
            created_by=access.actor.label,
        )
