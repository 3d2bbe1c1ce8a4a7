"""Settling plans for later: from an instant on, or from one until another. No job puts them in force."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.checking import read_document, refuse_errors
from smartnumbers.apps.plans.faults import ChangeRefused, DraftMissing, Fault
from smartnumbers.apps.plans.models import Draft, PublishedProfile, RoutingSettings, ScheduledPlan
from smartnumbers.apps.plans.operations.drafts import refuse_draft_conflict
from smartnumbers.apps.plans.operations.publishing import lock_plans, publish
from smartnumbers.apps.plans.walltime import MomentInvalid, moment
from smartnumbers.core.foundation.errors import DomainError

NAME_MAXIMUM = 80
SCHEDULED_MAXIMUM = 50


class ScheduledPlanOver(DomainError):
    """A scheduled plan that cannot be cancelled any more: it has been, or it is over."""

    code = "scheduled-plan-over"


def schedule_plan(
    *,
    access: Access,
    number: ServiceNumber,
    name: str,
    begins: str,
    document: Mapping[str, Any],
    at: datetime,
    ends: str = "",
) -> ScheduledPlan:
    """Let a plan hold from `begins` on, or until `ends`, after which comes what would hold without it.

    Both are wall-clock times in the plan's zone ("2026-12-24T16:00", seconds or an offset if wanted). Raises
    PermissionMissing, ChangeRefused with faults for "name", "begins" and "ends", or PlanRefused with findings.
    """
    access.require_in(Permission.CHANGE_ROUTING, account_id=number.account_id)
    with transaction.atomic():
        settings = lock_plans(number=number)
        return _schedule(access, settings, (name, begins, ends), document, at)


def schedule_draft(
    *,
    access: Access,
    number: ServiceNumber,
    name: str,
    begins: str,
    at: datetime,
    ends: str = "",
    expected_version: int | None = None,
) -> ScheduledPlan:
    """Settle the number's draft for later, as `schedule_plan` does; it is no draft any more.

    `expected_version` as in `save_draft`. Raises DraftMissing and DraftConflict too.
    """
    access.require_in(Permission.CHANGE_ROUTING, account_id=number.account_id)
    with transaction.atomic():
        settings = lock_plans(number=number)
        draft = Draft.objects.filter(number_id=number.pk).first()
        if draft is None:
            raise DraftMissing(f"{number} has no draft.")
        refuse_draft_conflict(number=number, draft=draft, expected=expected_version)
        row = _schedule(access, settings, (name, begins, ends), draft.document, at)
        draft.delete()
        return row


def cancel_scheduled(*, access: Access, scheduled: ScheduledPlan, at: datetime) -> PublishedProfile:
    """Take a scheduled plan back; one that holds just now ends at once, and what was before it holds again.

    Raises PermissionMissing, or ScheduledPlanOver for one that was cancelled, is over, or was overtaken.
    """
    number = scheduled.number
    access.require_in(Permission.CHANGE_ROUTING, account_id=number.account_id)
    with transaction.atomic():
        settings = lock_plans(number=number)
        row = ScheduledPlan.objects.select_for_update().get(pk=scheduled.pk)
        over = row.ends is not None and row.ends <= at
        overtaken = row.ends is None and settings.plan_since is not None and row.begins <= settings.plan_since
        if row.cancelled_at is not None or over or overtaken:
            raise ScheduledPlanOver(f"{row} is over.")
        row.cancelled_at, row.cancelled_by = at, access.actor.label
        row.save(update_fields=["cancelled_at", "cancelled_by"])
        return publish(access=access, settings=settings, change="cancelled", data=_told(row), at=at)


def _schedule(
    access: Access, settings: RoutingSettings, typed: tuple[str, str, str], document: Mapping[str, Any], at: datetime
) -> ScheduledPlan:
    number = settings.number
    zone = read_document(number=number, document=document).zone
    row = _read(number, typed, zone, at)
    refuse_errors(number=number, document=document, at=row.begins)
    row.document = dict(document)
    row.created_at, row.created_by = at, access.actor.label
    row.save()
    publish(access=access, settings=settings, change="scheduled", data=_told(row), at=at)
    return row


def _told(row: ScheduledPlan) -> dict[str, Any]:
    """What the audit trail keeps of a scheduled plan."""
    return {
        "scheduled": row.pk,
        "name": row.name,
        "begins": row.begins.isoformat(),
        "ends": None if row.ends is None else row.ends.isoformat(),
    }


def _read(number: ServiceNumber, typed: tuple[str, str, str], zone: str, at: datetime) -> ScheduledPlan:
    """The typed name and instants as a row without a plan. Raises ChangeRefused with everything that is wrong."""
    faults: list[Fault] = []
    name = " ".join(typed[0].split())
    if not name:
        faults.append(Fault(field="name", code="name-missing"))
    if len(name) > NAME_MAXIMUM:
        faults.append(Fault(field="name", code="name-too-long", parameters={"most": NAME_MAXIMUM}))
    begins = _moment("begins", typed[1], zone, at, faults)
    ends = _moment("ends", typed[2], zone, at, faults) if typed[2].strip() else None
    if begins is not None and ends is not None and ends <= begins:
        faults.append(Fault(field="ends", code="ends-too-early"))
    settled = ScheduledPlan.objects.filter(number=number, cancelled_at=None)
    if begins is not None and not typed[2].strip():
        taken = settled.filter(begins=begins, ends=None).first()
        if taken is not None:
            faults.append(Fault(field="begins", code="moment-taken", parameters={"name": taken.name}))
    if settled.filter(begins__gt=at).count() >= SCHEDULED_MAXIMUM:
        faults.append(Fault(field="begins", code="too-many-scheduled", parameters={"most": SCHEDULED_MAXIMUM}))
    if faults or begins is None:
        raise ChangeRefused(faults)
    return ScheduledPlan(number=number, name=name, begins=begins, ends=ends)


def _moment(field: str, written: str, zone: str, at: datetime, faults: list[Fault]) -> datetime | None:
    if not written.strip():
        faults.append(Fault(field=field, code="moment-missing"))
        return None
    try:
        found = moment(written=written, zone=zone)
    except MomentInvalid as fault:
        faults.append(Fault(field=field, code=fault.code, parameters=dict(fault.parameters)))
        return None
    if found <= at:
        faults.append(Fault(field=field, code="moment-past"))
        return None
    return found
