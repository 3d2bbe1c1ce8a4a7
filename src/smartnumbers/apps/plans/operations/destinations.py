"""The named destinations of an account. What changes about one is published for every number that uses it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.accounts.models import Account
from smartnumbers.apps.plans.faults import ChangeRefused, Fault
from smartnumbers.apps.plans.models import Destination, RoutingSettings
from smartnumbers.apps.plans.operations.named import NAME_MAXIMUM, NamedUsed, publish_users, tell
from smartnumbers.apps.plans.operations.publishing import lock_account
from smartnumbers.apps.plans.uses import uses_of_destinations
from smartnumbers.core.numbering.dialled import display
from smartnumbers.core.routing.destinations import Destination as Address
from smartnumbers.core.routing.destinations import DestinationInvalid, parse_destination

LIMITS = range(1, 1001)


@dataclass(frozen=True, slots=True)
class DestinationRow:
    """A destination as typed; an empty name becomes the address, an empty limit none."""

    address: str
    name: str = ""
    limit: str | int = ""


def create(*, access: Access, account: Account, row: DestinationRow, at: datetime) -> Destination:
    """A new destination for the plans of an account.

    Raises PermissionMissing, or ChangeRefused with faults for "address", "name" and "limit".
    """
    access.require_in(Permission.CHANGE_ROUTING, account_id=account.pk)
    with transaction.atomic():
        lock_account(account_id=account.pk)
        made = Destination(id=str(uuid4()), account=account, created_at=at, created_by=access.actor.label)
        _read(made, row)
        made.save()
        tell(
            access=access,
            told=made,
            what="created",
            data={"name": made.name, "address": made.address, "limit": made.limit},
            at=at,
        )
    return made


def change(*, access: Access, destination: Destination, row: DestinationRow, at: datetime) -> Destination:
    """Another address, name or limit, for every number that uses the destination. Raises as `create`."""
    access.require_in(Permission.CHANGE_ROUTING, account_id=destination.account_id)
    with transaction.atomic():
        lock_account(account_id=destination.account_id)
        changed = Destination.objects.get(pk=destination.pk)
        before = {"name": changed.name, "address": changed.address, "limit": changed.limit}
        _read(changed, row)
        changed.save()
        after = {"name": changed.name, "address": changed.address, "limit": changed.limit}
        if after != before:
            tell(access=access, told=changed, what="changed", data={"from": before, "to": after}, at=at)
            _publish(access, changed, at)
    return changed


def pause(*, access: Access, destination: Destination, paused: bool, at: datetime) -> Destination:
    """Let a destination get no calls for now, or calls again. Raises PermissionMissing."""
    access.require_in(Permission.CHANGE_ROUTING, account_id=destination.account_id)
    with transaction.atomic():
        lock_account(account_id=destination.account_id)
        changed = Destination.objects.get(pk=destination.pk)
        if changed.paused != paused:
            changed.paused = paused
            changed.save(update_fields=["paused"])
            tell(
                access=access, told=changed, what="paused" if paused else "resumed", data={"name": changed.name}, at=at
            )
            _publish(access, changed, at)
    return changed


def remove(*, access: Access, destination: Destination, at: datetime) -> None:
    """Remove a destination that no plan uses, be it in force, settled or a draft.

    Raises PermissionMissing or NamedUsed.
    """
    access.require_in(Permission.CHANGE_ROUTING, account_id=destination.account_id)
    with transaction.atomic():
        lock_account(account_id=destination.account_id)
        uses = uses_of_destinations(account_id=destination.account_id, at=at).get(destination.pk, [])
        if uses:
            raise NamedUsed(uses)
        tell(
            access=access,
            told=destination,
            what="removed",
            data={"name": destination.name, "address": destination.address},
            at=at,
        )
        Destination.objects.filter(pk=destination.pk).delete()


def stored_destination(
    *, access: Access, settings: RoutingSettings, wanted: tuple[Address, str], at: datetime
) -> Destination:
    """The account's destination of an address and name (without one: the oldest of the address), made where missing.

    To be called between `lock_plans` and `publish`.
    """
    address, name = wanted
    account = settings.number.account
    known = Destination.objects.filter(account=account, address=address.address).order_by("created_at", "id")
    found = (known.filter(name=name) if name else known).first()
    if found is not None:
        return found
    made = Destination.objects.create(
        id=str(uuid4()),
        account=account,
        name=name or _name_of(address),
        kind=address.kind,
        address=address.address,
        created_at=at,
        created_by=access.actor.label,
    )
    tell(
        access=access,
        told=made,
        what="created",
        data={"name": made.name, "address": made.address, "limit": None},
        at=at,
    )
    return made


def read_address(written: str, faults: list[Fault], *, row: int | None = None) -> Address | None:
    """The address that was typed, None with a fault for "address" where it is none that calls can go to."""
    if not written.strip():
        faults.append(Fault(field="address", code="address-missing", row=row))
        return None
    try:
        return parse_destination(written)
    except DestinationInvalid as fault:
        faults.append(Fault(field="address", code=fault.code, row=row, parameters={"written": written.strip()}))
        return None


def _read(into: Destination, row: DestinationRow) -> None:
    """Put what was typed into a row. Raises ChangeRefused with everything that is wrong with it."""
    faults: list[Fault] = []
    address = read_address(row.address, faults)
    name = " ".join(row.name.split())
    if len(name) > NAME_MAXIMUM:
        faults.append(Fault(field="name", code="name-too-long", parameters={"most": NAME_MAXIMUM}))
    limit = _read_limit(str(row.limit).strip(), faults)
    if address is not None and not faults:
        into.kind, into.address = address.kind, address.address
        into.name, into.limit = name or _name_of(address), limit
        same = Destination.objects.filter(account_id=into.account_id, address=into.address, name=into.name)
        if same.exclude(pk=into.pk).exists():
            faults.append(Fault(field="name", code="destination-taken", parameters={"name": into.name}))
    if faults:
        raise ChangeRefused(faults)


def _read_limit(written: str, faults: list[Fault]) -> int | None:
    if not written:
        return None
    if not (written.isascii() and written.isdigit() and len(written) < 6 and int(written) in LIMITS):
        bounds = {"least": LIMITS.start, "most": LIMITS.stop - 1}
        faults.append(Fault(field="limit", code="limit-invalid", parameters=bounds))
        return None
    return int(written)


def _name_of(address: Address) -> str:
    return display(address.address.removeprefix("sip:"))[:NAME_MAXIMUM]


def _publish(access: Access, changed: Destination, at: datetime) -> None:
    uses = uses_of_destinations(account_id=changed.account_id, at=at).get(changed.pk, [])
    data = {"destination": changed.pk, "name": changed.name}
    publish_users(access=access, changed=changed, uses=uses, data=data, at=at)
