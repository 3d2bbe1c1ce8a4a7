"""Turning callers away, and letting them in again."""

from datetime import datetime

from django.db import transaction

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.faults import ChangeRefused, Fault
from smartnumbers.apps.plans.models import BlacklistEntry, PublishedProfile, Visibility
from smartnumbers.apps.plans.operations.publishing import lock, publish
from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.numbering.dialled import NumberUnreadable, normalise

BLACKLIST_MAXIMUM = 1000
NOTE_MAXIMUM = 200


class CallerNotBlocked(DomainError):
    """A caller who is not on the number's blacklist."""

    code = "caller-not-blocked"


def block_caller(
    *,
    access: Access,
    number: ServiceNumber,
    caller: str,
    at: datetime,
    until: datetime | None = None,
    note: str = "",
    visibility: Visibility = Visibility.WHOLE,
) -> PublishedProfile:
    """Turn a caller away from a number, for ever or until an instant; for one blocked already, the new terms hold.

    Raises PermissionMissing, or ChangeRefused with faults for "caller", "until" and "note".
    """
    access.require_in(Permission.BLOCK_CALLERS, account_id=number.account_id)
    canonical, faults = _read(caller=caller, until=until, note=note, at=at)
    if faults:
        raise ChangeRefused(faults)
    with transaction.atomic():
        settings = lock(number=number)
        entry = BlacklistEntry.objects.filter(number=number, caller=canonical).first()
        if entry is None and BlacklistEntry.objects.filter(number=number).count() >= BLACKLIST_MAXIMUM:
            raise ChangeRefused([Fault(field="caller", code="blacklist-full", parameters={"most": BLACKLIST_MAXIMUM})])
        BlacklistEntry.objects.update_or_create(
            number=number,
            caller=canonical,
            defaults={"until": until, "note": note.strip()},
            create_defaults={
                "until": until,
                "note": note.strip(),
                "visibility": visibility,
                "created_at": at,
                "created_by": access.actor.label,
            },
        )
        data = {"blocked": canonical, "until": until.isoformat() if until else None}
        return publish(access=access, settings=settings, change="blacklist", data=data, at=at)


def unblock_caller(*, access: Access, number: ServiceNumber, entry_id: int, at: datetime) -> PublishedProfile:
    """Let a blocked caller in again; `entry_id` is the entry's. Raises PermissionMissing or CallerNotBlocked."""
    access.require_in(Permission.BLOCK_CALLERS, account_id=number.account_id)
    with transaction.atomic():
        settings = lock(number=number)
        entry = BlacklistEntry.objects.filter(number=number, id=entry_id).first()
        if entry is None:
            raise CallerNotBlocked("This caller is not blocked.")
        entry.delete()
        return publish(access=access, settings=settings, change="blacklist", data={"unblocked": entry.caller}, at=at)


def _read(*, caller: str, until: datetime | None, note: str, at: datetime) -> tuple[str, list[Fault]]:
    faults: list[Fault] = []
    canonical = ""
    if not caller.strip():
        faults.append(Fault(field="caller", code="caller-missing"))
    else:
        try:
            canonical = normalise(caller)
        except NumberUnreadable:
            faults.append(Fault(field="caller", code="caller-invalid", parameters={"written": caller.strip()}))
    if until is not None and until <= at:
        faults.append(Fault(field="until", code="until-past"))
    if len(note.strip()) > NOTE_MAXIMUM:
        faults.append(Fault(field="note", code="note-too-long", parameters={"most": NOTE_MAXIMUM}))
    return canonical, faults
