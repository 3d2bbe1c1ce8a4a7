"""From the rows that are edited to the profile that the switch reads."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.accounts.models import Account
from smartnumbers.apps.audit.operations import write_entry
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.blacklisting import blacklist_of, mark_of
from smartnumbers.apps.plans.checking import refuse_errors
from smartnumbers.apps.plans.faults import ChangeRefused, DraftMissing, Fault, RevisionConflict
from smartnumbers.apps.plans.models import (
    BlacklistEntry,
    Draft,
    PublicationSequence,
    PublishedProfile,
    RoutingSettings,
)
from smartnumbers.apps.plans.operations.drafts import refuse_draft_conflict
from smartnumbers.apps.plans.schedules import charging_plan
from smartnumbers.apps.plans.timetable import plan_schedule
from smartnumbers.core.routing import profile

PLAN_CHANGES = frozenset({"chain", "display", "plan", "restored"})
NOTE_MAXIMUM = 200


def publish_draft(
    *,
    access: Access,
    number: ServiceNumber,
    at: datetime,
    note: str = "",
    expected_revision: int | None = None,
    expected_version: int | None = None,
) -> PublishedProfile:
    """Put a number's draft in force at once; it replaces what is in force for good.

    Changes settled for later stay settled, and so does a temporary plan that holds just now: after it comes the new
    one. `expected_revision` as in `change_chain`, `expected_version` as in `save_draft`. Raises PermissionMissing,
    DraftMissing, RevisionConflict, DraftConflict, ChangeRefused for a note that is too long, or PlanRefused with
    findings where the check finds errors.
    """
    access.require_in(Permission.CHANGE_ROUTING, account_id=number.account_id)
    note = read_note(note)
    with transaction.atomic():
        settings = lock_plans(number=number)
        draft = Draft.objects.filter(number_id=number.pk).first()
        if draft is None:
            raise DraftMissing(f"{number} has no draft.")
        refuse_draft_conflict(number=number, draft=draft, expected=expected_version)
        refuse_conflict(settings=settings, last_change=settings.plan_revision, expected=expected_revision)
        refuse_errors(number=settings.number, document=draft.document, at=at)
        data = {"based_on": draft.based_on, "note": note}
        replace_plan(settings=settings, document=draft.document, at=at)
        draft.delete()
        return publish(access=access, settings=settings, change="plan", data=data, at=at, note=note)


def read_note(written: str) -> str:
    """What the publisher says of the change, in one line. Raises ChangeRefused with a fault for "note"."""
    note = " ".join(written.split())
    if len(note) > NOTE_MAXIMUM:
        raise ChangeRefused([Fault(field="note", code="note-too-long", parameters={"most": NOTE_MAXIMUM})])
    return note


def lock_account(*, account_id: int) -> None:
    """Let no other plan, destination or list of an account change until the transaction ends.

    Who changes a destination publishes every number that uses it; a plan that begins to use it meanwhile would keep
    what it was before. To be called before any number is locked.
    """
    Account.objects.select_for_update(no_key=True).get(pk=account_id)


def lock(*, number: ServiceNumber) -> RoutingSettings:
    """A number's settings with the number itself, fresh, held against other changes until the transaction ends.

    Both rows are locked, not the settings alone: PostgreSQL re-reads after the wait only what it locks, and a stale
    `in_service` would be published.
    """
    found = RoutingSettings.objects.select_for_update(of=("self", "number")).select_related("number__account")
    return found.get(number_id=number.pk)


def lock_plans(*, number: ServiceNumber) -> RoutingSettings:
    """As `lock`, for changes of what a number's plans name."""
    lock_account(account_id=number.account_id)
    return lock(number=number)


def refuse_conflict(*, settings: RoutingSettings, last_change: int, expected: int | None) -> None:
    """Raise RevisionConflict if `last_change` is newer than the revision the person had before their eyes."""
    if expected is None or last_change <= expected:
        return
    newest = PublishedProfile.objects.filter(number=settings.number.number, revision=last_change).first()
    raise RevisionConflict(
        f"{settings.number} was changed meanwhile: revision {last_change} is newer than {expected}",
        parameters={
            "revision": settings.revision,
            "by": newest.published_by if newest else "",
            "at": newest.published_at if newest else None,
        },
    )


def replace_plan(*, settings: RoutingSettings, document: Mapping[str, Any], at: datetime) -> None:
    """Let a plan hold at once and for good: it overtakes the changes for good that have begun."""
    settings.plan, settings.plan_since = dict(document), at


def publish(
    *,
    access: Access,
    settings: RoutingSettings,
    change: str,
    data: Mapping[str, Any],
    at: datetime,
    note: str = "",
) -> PublishedProfile:
    """Put a number's rows in force as its next revision; `settings` come from `lock` in the same transaction.

    `change` says what was changed ("chain", "blacklist", …), `data` what the audit trail is to keep of it.
    """
    number = settings.number
    settings.revision += 1
    if change in PLAN_CHANGES:
        settings.plan_revision = settings.revision
    settings.save()
    entries = list(BlacklistEntry.objects.filter(number=number).order_by("id"))
    published = PublishedProfile.objects.create(
        sequence=_next_sequence(),
        number=number.number,
        revision=settings.revision,
        document=profile.document(_profile(settings, entries, at)),
        remarks={mark_of(entry): _remark(entry) for entry in entries},
        change=change,
        note=note,
        published_at=at,
        published_by=access.actor.label,
    )
    write_entry(
        at=at,
        actor=access.actor,
        account_id=number.account_id,
        action=f"plans.{change}.changed",
        object_kind="number",
        object_id=number.number,
        data={**data, "revision": settings.revision},
    )
    return published


def publish_all(
    *, access: Access, numbers: Iterable[ServiceNumber], change: str, data: Mapping[str, Any], at: datetime
) -> list[PublishedProfile]:
    """Publish several numbers, in the order of their ids.

    All are locked before the first is published: two publishers of several numbers could else each hold what the
    other waits for (a number, the counter of publications).
    """
    held = [lock(number=number) for number in sorted(numbers, key=lambda number: number.pk)]
    return [publish(access=access, settings=settings, change=change, data=data, at=at) for settings in held]


def _profile(settings: RoutingSettings, entries: list[BlacklistEntry], at: datetime) -> profile.Profile:
    number = settings.number
    return profile.Profile(
        number=number.number,
        account=str(number.account_id),
        revision=settings.revision,
        in_service=number.in_service,
        plans=plan_schedule(settings=settings, at=at),
        blacklist=blacklist_of(entries),
        limits=profile.Limits(setups_per_second=settings.setups_per_second, simultaneous=settings.simultaneous),
        charging=charging_plan(settings=settings, at=at),
    )


def _remark(entry: BlacklistEntry) -> dict[str, Any]:
    return {
        "note": entry.note,
        "visibility": entry.visibility,
        "created_at": entry.created_at.isoformat(),
        "created_by": entry.created_by,
    }


def _next_sequence() -> int:
    """The next publication's sequence; the counter's row stays locked until the transaction ends."""
    if not PublicationSequence.objects.filter(id=1).update(last=F("last") + 1):
        PublicationSequence.objects.bulk_create([PublicationSequence(id=1)], ignore_conflicts=True)
        PublicationSequence.objects.filter(id=1).update(last=F("last") + 1)
    return PublicationSequence.objects.values_list("last", flat=True).get(id=1)
