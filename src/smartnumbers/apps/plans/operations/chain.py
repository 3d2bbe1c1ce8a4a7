"""Changing a number's chain of destinations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.faults import ChangeRefused, Fault
from smartnumbers.apps.plans.models import ChainEntry, PublishedProfile
from smartnumbers.apps.plans.operations.publishing import lock, publish, refuse_conflict
from smartnumbers.core.numbering.dialled import display
from smartnumbers.core.routing.destinations import Destination, DestinationInvalid, parse_destination
from smartnumbers.core.routing.profile import CHAIN_MAXIMUM, RING_SECONDS

NAME_MAXIMUM = 80


@dataclass(frozen=True, slots=True)
class ChainRow:
    """One destination as typed; an empty name becomes the address."""

    address: str
    name: str = ""
    ring_seconds: str | int = 20


def change_chain(
    *,
    access: Access,
    number: ServiceNumber,
    rows: Sequence[ChainRow],
    expected_revision: int | None,
    at: datetime,
) -> PublishedProfile:
    """Give a number a whole new chain.

    `expected_revision` is the revision the person edited, None to overwrite whatever there is. Raises
    PermissionMissing, ChangeRefused with a fault for each field, or RevisionConflict.
    """
    access.require_in(Permission.CHANGE_ROUTING, account_id=number.account_id)
    entries = read_chain(rows)
    with transaction.atomic():
        settings = lock(number=number)
        refuse_conflict(settings=settings, last_change=settings.chain_revision, expected=expected_revision)
        before = _addresses(number)
        replace_chain(number=number, entries=entries)
        data = {"from": before, "to": [entry.address for entry in entries]}
        return publish(access=access, settings=settings, change="chain", data=data, at=at)


def read_chain(rows: Sequence[ChainRow]) -> list[ChainEntry]:
    """The rows as entries that can be stored. Raises ChangeRefused with everything that is wrong with them."""
    faults: list[Fault] = []
    if not rows:
        faults.append(Fault(field="chain", code="chain-empty"))
    if len(rows) > CHAIN_MAXIMUM:
        faults.append(Fault(field="chain", code="chain-too-long", parameters={"most": CHAIN_MAXIMUM}))
    entries = [_read_row(index, row, faults) for index, row in enumerate(rows)]
    if faults:
        raise ChangeRefused(faults)
    return [entry for entry in entries if entry is not None]


def replace_chain(*, number: ServiceNumber, entries: Sequence[ChainEntry]) -> None:
    """Put entries in the place of a number's chain, in their order."""
    ChainEntry.objects.filter(number=number).delete()
    for position, entry in enumerate(entries, start=1):
        entry.number, entry.position = number, position
    ChainEntry.objects.bulk_create(entries)


def _addresses(number: ServiceNumber) -> Sequence[str]:
    return list(ChainEntry.objects.filter(number=number).order_by("position").values_list("address", flat=True))


def _read_row(index: int, row: ChainRow, faults: list[Fault]) -> ChainEntry | None:
    destination = _read_address(index, row.address, faults)
    ring_seconds = _read_seconds(index, str(row.ring_seconds).strip(), faults)
    name = " ".join(row.name.split())
    if len(name) > NAME_MAXIMUM:
        faults.append(Fault(field="name", code="name-too-long", row=index, parameters={"most": NAME_MAXIMUM}))
    if destination is None or ring_seconds is None:
        return None
    return ChainEntry(
        kind=destination.kind,
        address=destination.address,
        name=name or display(destination.address.removeprefix("sip:"))[:NAME_MAXIMUM],
        ring_seconds=ring_seconds,
    )


def _read_address(index: int, written: str, faults: list[Fault]) -> Destination | None:
    if not written.strip():
        faults.append(Fault(field="address", code="address-missing", row=index))
        return None
    try:
        return parse_destination(written)
    except DestinationInvalid as fault:
        faults.append(Fault(field="address", code=fault.code, row=index, parameters={"written": written.strip()}))
        return None


def _read_seconds(index: int, written: str, faults: list[Fault]) -> int | None:
    bounds = {"least": RING_SECONDS.start, "most": RING_SECONDS.stop - 1}
    if not (written.isascii() and written.isdigit() and len(written) < 6 and int(written) in RING_SECONDS):
        faults.append(Fault(field="ring_seconds", code="ring-seconds-invalid", row=index, parameters=bounds))
        return None
    return int(written)
