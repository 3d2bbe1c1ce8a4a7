"""Setting, changing, ordering and removing the key figures of an account's own."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.accounts.models import Account
from smartnumbers.apps.audit.operations import write_entry
from smartnumbers.apps.reporting.models import Direction, OwnKpi
from smartnumbers.apps.reporting.queries.kpis import own_kpi, own_kpis
from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.statistics.measures import ONE, Kind, Measure, kind_of
from smartnumbers.statistics.spans import SpanName

PERIODS = {"day": SpanName.TODAY, "week": SpanName.WEEK, "month": SpanName.MONTH}
"""The spans a target can be set for, each with the one that is under way."""

KPIS_MAXIMUM = 12
NAME_MAXIMUM = 60
QUERY_MAXIMUM = 4000
TARGET_MAXIMUM = 10**15


class KpiRefused(DomainError):
    """A key figure that was not kept: `faults` has the code of what is wrong by field.

    Codes: "name-missing", "name-too-long", "measure-unknown", "period-unknown", "direction-unknown",
    "target-invalid", "currency-missing", "query-too-long" and, under "name", "too-many" and "account-missing".
    """

    code = "kpi-refused"

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(f"not kept ({', '.join(f'{field}: {code}' for field, code in faults.items())})")
        self.faults = dict(faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiTerms:
    """What a key figure is to be; all but the name in codes and whole units as `OwnKpi` has them."""

    name: str
    measure: str
    query: str
    target: int
    currency: str
    direction: str
    period: str


def set_kpi(*, access: Access, terms: KpiTerms, at: datetime) -> OwnKpi:
    """A new key figure, behind the others. Raises PermissionMissing or KpiRefused."""
    account = _account(access)
    checked = _checked(terms)
    with transaction.atomic():
        Account.objects.select_for_update(no_key=True).get(pk=account.pk)
        others = own_kpis(access=access)
        if len(others) >= KPIS_MAXIMUM:
            raise KpiRefused({"name": "too-many"})
        last = max((kpi.position for kpi in others), default=0)
        kpi = OwnKpi.objects.create(
            account=account, position=last + 1, created_at=at, created_by=access.actor.label, **asdict(checked)
        )
        _note(access, kpi, "reporting.kpi.set", at, asdict(checked))
    return kpi


def change_kpi(*, access: Access, kpi_id: int, terms: KpiTerms, at: datetime) -> tuple[OwnKpi, KpiTerms]:
    """Give a key figure other terms; what it was before comes back with it. Raises as `set_kpi`, or KpiUnknown."""
    access.require(Permission.SET_TARGETS)
    checked = _checked(terms)
    with transaction.atomic():
        kpi = own_kpi(access=access, kpi_id=kpi_id)
        before = terms_of(kpi)
        for name, value in asdict(checked).items():
            setattr(kpi, name, value)
        kpi.save(update_fields=list(asdict(checked)))
        changed = {name: value for name, value in asdict(checked).items() if asdict(before)[name] != value}
        if changed:
            _note(access, kpi, "reporting.kpi.changed", at, {"name": kpi.name, "changed": changed})
    return kpi, before


def order_kpis(*, access: Access, kpi_ids: Sequence[int], at: datetime) -> list[int]:
    """Put key figures in this order; those not named follow as they were. The order before comes back.

    Raises PermissionMissing or KpiUnknown.
    """
    account = _account(access)
    with transaction.atomic():
        Account.objects.select_for_update(no_key=True).get(pk=account.pk)
        chosen = [own_kpi(access=access, kpi_id=kpi_id) for kpi_id in dict.fromkeys(kpi_ids)]
        before = list(own_kpis(access=access))
        named = {kpi.pk for kpi in chosen}
        for position, kpi in enumerate([*chosen, *(kpi for kpi in before if kpi.pk not in named)], start=1):
            OwnKpi.objects.filter(pk=kpi.pk).update(position=position)
        order = [kpi.pk for kpi in own_kpis(access=access)]
        if order != [kpi.pk for kpi in before]:
            write_entry(
                at=at,
                actor=access.actor,
                account_id=account.pk,
                action="reporting.kpi.ordered",
                object_kind="account",
                object_id=str(account.pk),
                data={"order": order},
            )
    return [kpi.pk for kpi in before]


def remove_kpi(*, access: Access, kpi_id: int, at: datetime) -> OwnKpi:
    """Remove a key figure. Raises PermissionMissing or KpiUnknown."""
    access.require(Permission.SET_TARGETS)
    with transaction.atomic():
        kpi = own_kpi(access=access, kpi_id=kpi_id)
        kpi.removed_at = at
        kpi.save(update_fields=["removed_at"])
        _note(access, kpi, "reporting.kpi.removed", at, {"name": kpi.name})
    return kpi


def restore_kpi(*, access: Access, kpi_id: int, at: datetime) -> OwnKpi:
    """Take back that a key figure was removed. Raises PermissionMissing, KpiUnknown, or KpiRefused without room."""
    access.require(Permission.SET_TARGETS)
    with transaction.atomic():
        kpi = own_kpi(access=access, kpi_id=kpi_id, removed=True)
        if OwnKpi.objects.filter(account=kpi.account_id, removed_at=None).count() >= KPIS_MAXIMUM:
            raise KpiRefused({"name": "too-many"})
        kpi.removed_at = None
        kpi.save(update_fields=["removed_at"])
        _note(access, kpi, "reporting.kpi.restored", at, {"name": kpi.name})
    return kpi


def terms_of(kpi: OwnKpi) -> KpiTerms:
    """What a key figure is."""
    return KpiTerms(**{name: getattr(kpi, name) for name in KpiTerms.__slots__})


def _account(access: Access) -> Account:
    access.require(Permission.SET_TARGETS)
    if access.account is None:
        raise KpiRefused({"name": "account-missing"})
    return access.account


def _checked(terms: KpiTerms) -> KpiTerms:
    """The terms with the name tidied, and no currency where there is no money. Raises KpiRefused."""
    faults: dict[str, str] = {}
    name = " ".join(terms.name.replace("\x00", "").split())
    if not 0 < len(name) <= NAME_MAXIMUM:
        faults["name"] = "name-too-long" if name else "name-missing"
    if terms.measure not in set(Measure):
        faults["measure"] = "measure-unknown"
    if terms.period not in PERIODS:
        faults["period"] = "period-unknown"
    if terms.direction not in Direction.values:
        faults["direction"] = "direction-unknown"
    if len(terms.query) > QUERY_MAXIMUM:
        faults["query"] = "query-too-long"
    kind = None if "measure" in faults else kind_of(Measure(terms.measure))
    if not 0 <= terms.target <= (ONE if kind is Kind.SHARE else TARGET_MAXIMUM):
        faults["target"] = "target-invalid"
    if kind is Kind.MONEY and len(terms.currency) != 3:
        faults["currency"] = "currency-missing"
    if faults:
        raise KpiRefused(faults)
    currency = terms.currency if kind is Kind.MONEY else ""
    return KpiTerms(**{**asdict(terms), "name": name, "currency": currency})


def _note(access: Access, kpi: OwnKpi, action: str, at: datetime, data: Mapping[str, Any]) -> None:
    write_entry(
        at=at,
        actor=access.actor,
        account_id=kpi.account_id,
        action=action,
        object_kind="kpi",
        object_id=str(kpi.pk),
        data=data,
    )
