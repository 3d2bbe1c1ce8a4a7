"""Adding, changing and removing carriers. Every change is published in its own transaction, in force in a second."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.audit.operations import write_entry
from smartnumbers.apps.carriers.faults import CarrierRefused, CarrierUnknown
from smartnumbers.apps.carriers.models import CarrierRow, PublishedSet
from smartnumbers.core.routing.carriers import Authentication, Carrier
from smartnumbers.core.routing.carrierset import CARRIERS_MAXIMUM, document, faults

_LISTS = ("inbound", "codecs")


def add_carrier(*, access: Access, carrier: Carrier, at: datetime) -> CarrierRow:
    """A new carrier; its id is chosen here. Raises PermissionMissing, or CarrierRefused with a fault for each field."""
    access.require(Permission.MANAGE_CARRIERS)
    with transaction.atomic():
        published = _lock(access, at)
        if CarrierRow.objects.count() >= CARRIERS_MAXIMUM:
            raise CarrierRefused({"name": "too-many"})
        row = CarrierRow()
        _refuse_faults(carrier, row)
        _write(row, carrier)
        _publish(access, published, row, "added", at)
    return row


def change_carrier(*, access: Access, carrier_id: int, carrier: Carrier, at: datetime) -> CarrierRow:
    """Give a carrier other values; an empty password leaves the one it has, and `use_carrier` alone changes its use.

    Calls that run through it go on as they began. Raises PermissionMissing, CarrierUnknown or CarrierRefused.
    """
    access.require(Permission.MANAGE_CARRIERS)
    with transaction.atomic():
        published = _lock(access, at)
        row = _find(carrier_id)
        if not carrier.password and carrier.authentication is Authentication.REGISTRATION:
            carrier = replace(carrier, password=row.password)
        _refuse_faults(carrier, row)
        _write(row, replace(carrier, in_use=row.in_use))
        _publish(access, published, row, "changed", at)
    return row


def use_carrier(*, access: Access, carrier_id: int, in_use: bool, at: datetime) -> CarrierRow:
    """Put a carrier in or out of use; out of use it takes no new call. Raises PermissionMissing or CarrierUnknown."""
    access.require(Permission.MANAGE_CARRIERS)
    with transaction.atomic():
        published = _lock(access, at)
        row = _find(carrier_id)
        row.in_use = in_use
        row.save(update_fields=["in_use"])
        _publish(access, published, row, "used" if in_use else "rested", at)
    return row


def remove_carrier(*, access: Access, carrier_id: int, at: datetime) -> None:
    """Forget a carrier; calls that run through it go on. Raises PermissionMissing or CarrierUnknown."""
    access.require(Permission.MANAGE_CARRIERS)
    with transaction.atomic():
        published = _lock(access, at)
        row = _find(carrier_id)
        CarrierRow.objects.filter(pk=row.pk).delete()
        _publish(access, published, row, "removed", at)


def seed(*, access: Access, carriers: Sequence[Carrier], at: datetime) -> int:
    """The carriers of an installation that never had any, as its configuration knows them; how many that made.

    Where carriers were ever published, be it none of them, nothing is done. Raises PermissionMissing, CarrierRefused.
    """
    access.require(Permission.MANAGE_CARRIERS)
    with transaction.atomic():
        published = _lock(access, at)
        if published.sequence:
            return 0
        for carrier in carriers:
            row = CarrierRow()
            _refuse_faults(carrier, row)
            _write(row, carrier)
            _publish(access, published, row, "added", at)
    return len(carriers)


def _lock(access: Access, at: datetime) -> PublishedSet:
    """The published set, held against other changes until the transaction ends: sequences become visible in order."""
    made = PublishedSet(id=1, document=document(()), published_at=at, published_by=access.actor.label)
    PublishedSet.objects.bulk_create([made], ignore_conflicts=True)
    return PublishedSet.objects.select_for_update().get(id=1)


def _find(carrier_id: int) -> CarrierRow:
    row = CarrierRow.objects.filter(pk=carrier_id).first()
    if row is None:
        raise CarrierUnknown(f"There is no carrier {carrier_id}.", parameters={"id": carrier_id})
    return row


def _refuse_faults(carrier: Carrier, row: CarrierRow) -> None:
    found = faults(carrier)
    if CarrierRow.objects.filter(name=carrier.name.strip()).exclude(pk=row.pk).exists():
        found["name"] = "taken"
    if found:
        raise CarrierRefused(found)


def _write(row: CarrierRow, carrier: Carrier) -> None:
    registers = carrier.authentication is Authentication.REGISTRATION
    for one in fields(carrier):
        value: Any = getattr(carrier, one.name)
        if one.name != "id":
            setattr(row, one.name, [str(item) for item in value] if one.name in _LISTS else value)
    row.name = carrier.name.strip()
    if not registers:
        row.user = row.password = row.realm = ""
    row.save()


def _publish(access: Access, published: PublishedSet, row: CarrierRow, what: str, at: datetime) -> None:
    published.sequence += 1
    published.document = document(one.carrier for one in CarrierRow.objects.order_by("priority", "name", "id"))
    published.published_at, published.published_by = at, access.actor.label
    published.save()
    write_entry(
        at=at,
        actor=access.actor,
        account_id=None,
        action=f"carriers.carrier.{what}",
        object_kind="carrier",
        object_id=str(row.pk or ""),
        data={"name": row.name, **_told(row)},
    )


def _told(row: CarrierRow) -> dict[str, Any]:
    """What the audit trail keeps of a carrier: all but its password, of which it is told whether there is one."""
    kept = {one.name: getattr(row, one.name) for one in fields(Carrier) if one.name not in ("id", "password")}
    return {**{name: value if name in _LISTS else _plain(value) for name, value in kept.items()},
            "has_password": bool(row.password)}  # fmt: skip


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int) else str(value)
