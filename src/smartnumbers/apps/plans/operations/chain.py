"""The quick change on a number's page: the destinations to which its calls go just now."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.faults import ChangeRefused, Fault
from smartnumbers.apps.plans.models import Destination, PublishedProfile
from smartnumbers.apps.plans.operations.destinations import read_address, stored_destination
from smartnumbers.apps.plans.operations.named import NAME_MAXIMUM
from smartnumbers.apps.plans.operations.publishing import lock_plans, publish, refuse_conflict
from smartnumbers.apps.plans.operations.replacing import change_plan_now, plan_now
from smartnumbers.apps.plans.ringing import treatment_now
from smartnumbers.core.routing.destinations import Destination as Address
from smartnumbers.core.routing.simpleplan import chain_entry
from smartnumbers.core.routing.treatmentdocuments import CHAIN_MAXIMUM, RING_SECONDS


@dataclass(frozen=True, slots=True)
class ChainRow:
    """One destination as typed; an empty name becomes that of the address's destination, or the address."""

    address: str
    name: str = ""
    ring_seconds: str | int = 20


@dataclass(frozen=True, slots=True)
class _Read:
    """A row that can be stored."""

    address: Address
    name: str
    ring_seconds: int


def change_chain(
    *,
    access: Access,
    number: ServiceNumber,
    rows: Sequence[ChainRow],
    expected_revision: int | None,
    at: datetime,
) -> PublishedProfile:
    """Give the treatment in force now a whole new chain, at all the hours that lead to it.

    What the rows do not say, such as the order of ringing and what comes after, stays as it is. `expected_revision`
    is the revision the person edited, None to overwrite whatever there is. Raises PermissionMissing, ChangeRefused
    with a fault for each field, also where calls do not go to destinations just now, or RevisionConflict.
    """
    access.require_in(Permission.CHANGE_ROUTING, account_id=number.account_id)
    read = _read_rows(rows)
    with transaction.atomic():
        settings = lock_plans(number=number)
        refuse_conflict(settings=settings, last_change=settings.plan_revision, expected=expected_revision)
        document = deepcopy(dict(plan_now(settings=settings, at=at).document))
        treatment_id = treatment_now(account_id=settings.number.account_id, document=document, at=at)
        treatment = document["treatments"].get(treatment_id)
        if treatment is None or treatment["kind"] != "chain":
            name = "" if treatment is None else treatment["name"]
            raise ChangeRefused([Fault(field="chain", code="no-chain-now", parameters={"name": name})])
        destinations = [
            stored_destination(access=access, settings=settings, wanted=(row.address, row.name), at=at) for row in read
        ]
        before = _addresses(treatment["entries"])
        treatment["entries"] = _entries(treatment["entries"], destinations, read)
        change_plan_now(settings=settings, document=document, at=at)
        data = {"treatment": treatment["name"], "from": before, "to": [row.address for row in destinations]}
        return publish(access=access, settings=settings, change="chain", data=data, at=at)


def _entries(
    before: Sequence[dict[str, Any]], destinations: Sequence[Destination], rows: Sequence[_Read]
) -> list[dict[str, Any]]:
    """The new entries; one whose destination was in the chain already keeps what the quick change does not show."""
    known = {entry["destination"]: entry for entry in before}
    return [
        {
            **known.get(row.id, chain_entry(destination_id=row.id, ring_seconds=typed.ring_seconds)),
            "ring_seconds": typed.ring_seconds,
        }
        for row, typed in zip(destinations, rows, strict=True)
    ]


def _addresses(entries: Sequence[dict[str, Any]]) -> list[str]:
    ids = [entry["destination"] for entry in entries]
    known = dict(Destination.objects.filter(id__in=ids).values_list("id", "address"))
    return [known[one] for one in ids]


def _read_rows(rows: Sequence[ChainRow]) -> list[_Read]:
    """The rows as they can be stored. Raises ChangeRefused with everything that is wrong with them."""
    faults: list[Fault] = []
    if not rows:
        faults.append(Fault(field="chain", code="chain-empty"))
    if len(rows) > CHAIN_MAXIMUM:
        faults.append(Fault(field="chain", code="chain-too-long", parameters={"most": CHAIN_MAXIMUM}))
    read = [_read_row(index, row, faults) for index, row in enumerate(rows)]
    if faults:
        raise ChangeRefused(faults)
    return [row for row in read if row is not None]


def _read_row(index: int, row: ChainRow, faults: list[Fault]) -> _Read | None:
    address = read_address(row.address, faults, row=index)
    ring_seconds = _read_seconds(index, str(row.ring_seconds).strip(), faults)
    name = " ".join(row.name.split())
    if len(name) > NAME_MAXIMUM:
        faults.append(Fault(field="name", code="name-too-long", row=index, parameters={"most": NAME_MAXIMUM}))
    if address is None or ring_seconds is None:
        return None
    return _Read(address=address, name=name, ring_seconds=ring_seconds)


def _read_seconds(index: int, written: str, faults: list[Fault]) -> int | None:
    bounds = {"least": RING_SECONDS.start, "most": RING_SECONDS.stop - 1}
    if not (written.isascii() and written.isdigit() and len(written) < 6 and int(written) in RING_SECONDS):
        faults.append(Fault(field="ring_seconds", code="ring-seconds-invalid", row=index, parameters=bounds))
        return None
    return int(written)
