"""Questions about the plans of a number: in force, settled for later, being written."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans import checking
from smartnumbers.apps.plans.models import Draft, RoutingSettings, ScheduledPlan
from smartnumbers.apps.plans.named import Named, named_in, named_of
from smartnumbers.apps.plans.queries.numbers import published
from smartnumbers.apps.plans.timetable import InForce, in_force, settled
from smartnumbers.core.routing.check import Finding
from smartnumbers.core.routing.difference import Change, difference
from smartnumbers.core.routing.plan import DatedPlan, Plan, PlanSchedule
from smartnumbers.core.routing.profile import Profile


def draft(*, access: Access, number: ServiceNumber) -> Draft | None:
    """The plan that is being written, None where there is none. Raises PermissionMissing."""
    access.require_in(Permission.SEE_NUMBERS, account_id=number.account_id)
    return Draft.objects.filter(number_id=number.pk).first()


def plan_in_force(*, access: Access, number: ServiceNumber, at: datetime) -> InForce:
    """The plan that holds at an instant, and the scheduled change it came from. Raises PermissionMissing."""
    access.require_in(Permission.SEE_NUMBERS, account_id=number.account_id)
    settings = RoutingSettings.objects.get(number=number)
    return in_force(settings=settings, scheduled=settled(settings=settings, at=at), at=at)


def scheduled(*, access: Access, number: ServiceNumber, at: datetime) -> Sequence[ScheduledPlan]:
    """The changes that hold at an instant or are still to come, the next first. Raises PermissionMissing."""
    access.require_in(Permission.SEE_NUMBERS, account_id=number.account_id)
    found = settled(settings=RoutingSettings.objects.get(number=number), at=at)
    return sorted(found, key=lambda row: (row.begins, row.pk))


def overlapping(
    *, access: Access, number: ServiceNumber, begins: datetime, ends: datetime | None, at: datetime
) -> Sequence[ScheduledPlan]:
    """The changes settled already that touch the time from `begins` until `ends` (None: for good), the next first.

    Of temporary plans that hold at once, the one settled last counts. Raises PermissionMissing.
    """
    return [
        row
        for row in scheduled(access=access, number=number, at=at)
        if (ends is None or row.begins < ends) and (begins < row.ends if row.ends else begins <= row.begins)
    ]


def named(*, access: Access, number: ServiceNumber) -> Named:
    """All destinations and lists that the number's plans could name. Raises PermissionMissing."""
    access.require_in(Permission.SEE_NUMBERS, account_id=number.account_id)
    return named_of(account_id=number.account_id)


def plan_of(*, access: Access, number: ServiceNumber, document: Mapping[str, Any]) -> Plan:
    """The plan of a document, with what it names as it is now. Raises PermissionMissing or PlanInvalid."""
    access.require_in(Permission.SEE_NUMBERS, account_id=number.account_id)
    return named_in(account_id=number.account_id, documents=[document]).plan(document)


def check_plan(
    *,
    access: Access,
    number: ServiceNumber,
    document: Mapping[str, Any],
    at: datetime,
    answered: Mapping[str, tuple[int, int]] | None = None,
    patience_seconds: int | None = None,
) -> tuple[Finding, ...]:
    """What the check finds in a plan that would hold from an instant on; an error forbids putting it in force.

    `answered` and `patience_seconds` come from the records of calls (`callrecords.reachability`). Raises
    PermissionMissing, or ChangeRefused where the document has not the form of a plan.
    """
    access.require_in(Permission.SEE_NUMBERS, account_id=number.account_id)
    return checking.findings(
        number=number, document=document, at=at, answered=answered, patience_seconds=patience_seconds
    )


def check_draft(
    *,
    access: Access,
    number: ServiceNumber,
    at: datetime,
    answered: Mapping[str, tuple[int, int]] | None = None,
    patience_seconds: int | None = None,
) -> tuple[Finding, ...]:
    """`check_plan` of the number's draft; without one, nothing is found."""
    found = draft(access=access, number=number)
    if found is None:
        return ()
    return check_plan(
        access=access,
        number=number,
        document=found.document,
        at=at,
        answered=answered,
        patience_seconds=patience_seconds,
    )


def changes_to(
    *, access: Access, number: ServiceNumber, document: Mapping[str, Any], at: datetime
) -> tuple[Change, ...]:
    """What would be different if a plan took the place of the one that holds at an instant.

    Raises PermissionMissing, or PlanInvalid.
    """
    now = plan_in_force(access=access, number=number, at=at).document
    both = named_in(account_id=number.account_id, documents=[now, document])
    return difference(old=both.plan(now), new=both.plan(document))


def profile_with(*, access: Access, number: ServiceNumber, document: Mapping[str, Any]) -> Profile:
    """The number's profile as it would be if a plan held at all times: for "what happens if" of a draft.

    Raises PermissionMissing, RevisionUnknown, PlanInvalid, or ProfileInvalid for a damaged profile.
    """
    profile = published(access=access, number=number)
    plan = plan_of(access=access, number=number, document=document)
    return replace(profile, plans=PlanSchedule(dated=(DatedPlan(valid_from=None, plan=plan),)))
