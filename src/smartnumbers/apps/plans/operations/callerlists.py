"""The lists of callers of an account. What changes about one is published for every number that asks for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.accounts.models import Account
from smartnumbers.apps.plans.faults import ChangeRefused, Fault
from smartnumbers.apps.plans.models import CallerList, CallerListEntry
from smartnumbers.apps.plans.operations.named import NAME_MAXIMUM, NamedUsed, publish_users, tell
from smartnumbers.apps.plans.operations.publishing import lock_account
from smartnumbers.apps.plans.prefixes import PrefixTooWide, PrefixUnreadable, read_prefix
from smartnumbers.apps.plans.uses import uses_of_lists
from smartnumbers.core.numbering.dialled import NumberUnreadable, normalise

NOTE_MAXIMUM = 80
CALLERS_MAXIMUM = 5000
EVERY = "*"


@dataclass(frozen=True, slots=True)
class CallerRow:
    """One caller as typed: a number, or the beginning of numbers with "*" behind it."""

    caller: str
    note: str = ""


def create(*, access: Access, account: Account, name: str, callers: Sequence[CallerRow], at: datetime) -> CallerList:
    """A new list of callers. Raises PermissionMissing, or ChangeRefused with faults for "name" and rows of "caller"."""
    access.require_in(Permission.CHANGE_ROUTING, account_id=account.pk)
    with transaction.atomic():
        lock_account(account_id=account.pk)
        made = CallerList(id=str(uuid4()), account=account, created_at=at, created_by=access.actor.label)
        entries = _read(made, name, callers)
        made.save()
        _put(made, entries)
        tell(access=access, told=made, what="created", data={"name": made.name, "callers": len(entries)}, at=at)
    return made


def change(
    *, access: Access, caller_list: CallerList, name: str, callers: Sequence[CallerRow], at: datetime
) -> CallerList:
    """Another name and other callers, for every number that asks for the list. Raises as `create`."""
    access.require_in(Permission.CHANGE_ROUTING, account_id=caller_list.account_id)
    with transaction.atomic():
        lock_account(account_id=caller_list.account_id)
        changed = CallerList.objects.get(pk=caller_list.pk)
        before = set(changed.entries.values_list("caller", flat=True))
        entries = _read(changed, name, callers)
        changed.save()
        _put(changed, entries)
        after = {entry.caller for entry in entries}
        data = {"name": changed.name, "added": sorted(after - before), "removed": sorted(before - after)}
        tell(access=access, told=changed, what="changed", data=data, at=at)
        _publish(access, changed, at)
    return changed


def remove(*, access: Access, caller_list: CallerList, at: datetime) -> None:
    """Remove a list that no plan asks for. Raises PermissionMissing or NamedUsed."""
    access.require_in(Permission.CHANGE_ROUTING, account_id=caller_list.account_id)
    with transaction.atomic():
        lock_account(account_id=caller_list.account_id)
        uses = uses_of_lists(account_id=caller_list.account_id, at=at).get(caller_list.pk, [])
        if uses:
            raise NamedUsed(uses)
        tell(access=access, told=caller_list, what="removed", data={"name": caller_list.name}, at=at)
        CallerList.objects.filter(pk=caller_list.pk).delete()


def _read(into: CallerList, name: str, callers: Sequence[CallerRow]) -> list[CallerListEntry]:
    """Put the name into a list, and read its callers, each once. Raises ChangeRefused."""
    faults: list[Fault] = []
    into.name = " ".join(name.split())
    if not into.name:
        faults.append(Fault(field="name", code="name-missing"))
    elif len(into.name) > NAME_MAXIMUM:
        faults.append(Fault(field="name", code="name-too-long", parameters={"most": NAME_MAXIMUM}))
    elif CallerList.objects.filter(account_id=into.account_id, name=into.name).exclude(pk=into.pk).exists():
        faults.append(Fault(field="name", code="name-taken", parameters={"name": into.name}))
    if len(callers) > CALLERS_MAXIMUM:
        faults.append(Fault(field="caller", code="too-many-callers", parameters={"most": CALLERS_MAXIMUM}))
        raise ChangeRefused(faults)
    entries: dict[str, CallerListEntry] = {}
    for index, row in enumerate(callers):
        caller = _read_caller(index, row, faults)
        entries.setdefault(caller, CallerListEntry(list_id=into.pk, caller=caller, note=" ".join(row.note.split())))
    if faults:
        raise ChangeRefused(faults)
    return list(entries.values())


def _read_caller(index: int, row: CallerRow, faults: list[Fault]) -> str:
    written = row.caller.strip()
    if len(" ".join(row.note.split())) > NOTE_MAXIMUM:
        faults.append(Fault(field="note", code="note-too-long", row=index, parameters={"most": NOTE_MAXIMUM}))
    try:
        return read_prefix(written.removesuffix(EVERY)) + EVERY if written.endswith(EVERY) else normalise(written)
    except (NumberUnreadable, PrefixUnreadable) as fault:
        code = "caller-missing" if not written else "caller-invalid"
        if isinstance(fault, PrefixTooWide):
            code = fault.code
        faults.append(Fault(field="caller", code=code, row=index, parameters={"written": written}))
        return ""


def _put(into: CallerList, entries: list[CallerListEntry]) -> None:
    CallerListEntry.objects.filter(list=into).delete()
    CallerListEntry.objects.bulk_create(entries)


def _publish(access: Access, changed: CallerList, at: datetime) -> None:
    uses = uses_of_lists(account_id=changed.account_id, at=at).get(changed.pk, [])
    data = {"list": changed.pk, "name": changed.name}
    publish_users(access=access, changed=changed, uses=uses, data=data, at=at)
