"""The operator's price list."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.audit.operations import write_entry
from smartnumbers.apps.tariffbooks.faults import TariffRefused
from smartnumbers.apps.tariffbooks.models import PriceListEntry
from smartnumbers.apps.tariffbooks.terms import PlatformTerms, Terms, completed, faults_of_terms, rules_of
from smartnumbers.core.tariffs.pricelist import price_list
from smartnumbers.core.tariffs.validation import RuleFault
from smartnumbers.core.tariffs.version import version_document

NAME_MAXIMUM = 80
CODE_MAXIMUM = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """An entry as the operator writes it."""

    code: str
    class_code: str
    name: str
    terms: Terms
    source: str = ""


def add_price(*, access: Access, price: Price, at: datetime) -> PriceListEntry:
    """A new price of the list. Raises PermissionMissing or TariffRefused."""
    access.require(Permission.MANAGE_PRICE_LIST)
    wrong = _faults(price, at)
    if PriceListEntry.objects.filter(code=price.code).exists():
        wrong.append(RuleFault(code="code-taken", field="code", parameters={"written": price.code}, source=""))
    if wrong:
        raise TariffRefused(wrong)
    with transaction.atomic():
        entry = PriceListEntry(code=price.code)
        return _write(access, entry, price, "tariffbooks.price.added", at)


def change_price(*, access: Access, entry: PriceListEntry, price: Price, at: datetime) -> PriceListEntry:
    """Change an entry, whose code stays; tariffs made from it keep their terms. Raises as `add_price`."""
    access.require(Permission.MANAGE_PRICE_LIST)
    wrong = _faults(price, at)
    if wrong:
        raise TariffRefused(wrong)
    with transaction.atomic():
        entry = PriceListEntry.objects.select_for_update().get(pk=entry.pk)
        return _write(access, entry, price, "tariffbooks.price.changed", at)


def offer_price(*, access: Access, entry: PriceListEntry, offered: bool, at: datetime) -> PriceListEntry:
    """Take an entry out of the list, or put it in again. Raises PermissionMissing."""
    access.require(Permission.MANAGE_PRICE_LIST)
    with transaction.atomic():
        entry.offered, entry.changed_at, entry.changed_by = offered, at, access.actor.label
        entry.save(update_fields=["offered", "changed_at", "changed_by"])
        _audit(access, entry, "tariffbooks.price.offered", {"offered": offered}, at)
    return entry


def seed(*, on: date) -> int:
    """Put the prices the product ships with into the list, those that never were in it; how many that is.

    It is done whenever the database was migrated. What the operator changed or took out is not touched.
    """
    known = frozenset(PriceListEntry.objects.values_list("code", flat=True))
    entries = [
        PriceListEntry(
            code=listed.version.code,
            class_code=listed.class_code,
            name=listed.version.name,
            document=version_document(listed.version),
            source=listed.source,
        )
        for listed in price_list(on=on)
        if listed.version.code not in known
    ]
    PriceListEntry.objects.bulk_create(entries)
    return len(entries)


def _write(access: Access, entry: PriceListEntry, price: Price, action: str, at: datetime) -> PriceListEntry:
    rules = rules_of(class_code=price.class_code, on=localdate(at))
    if rules is None:
        raise TariffRefused([RuleFault(code="class-unknown", field="class_code", parameters={}, source="")])
    made = completed(
        terms=price.terms, platform=PlatformTerms(), rules=rules, code=entry.code, version=1, name=price.name
    )
    entry.class_code, entry.name, entry.source = price.class_code, price.name, price.source
    entry.document, entry.changed_at, entry.changed_by = version_document(made), at, access.actor.label
    entry.save()
    _audit(access, entry, action, {"document": entry.document}, at)
    return entry


def _faults(price: Price, at: datetime) -> list[RuleFault]:
    wrong = list(faults_of_terms(terms=price.terms, class_code=price.class_code, on=localdate(at)))
    for field, written, most in (("name", price.name, NAME_MAXIMUM), ("code", price.code, CODE_MAXIMUM)):
        if not written.strip():
            wrong.append(RuleFault(code=f"{field}-missing", field=field, parameters={}, source=""))
        elif len(written) > most:
            wrong.append(RuleFault(code=f"{field}-too-long", field=field, parameters={"most": most}, source=""))
    return wrong


def _audit(access: Access, entry: PriceListEntry, action: str, data: dict[str, object], at: datetime) -> None:
    write_entry(
        at=at,
        actor=access.actor,
        account_id=None,
        action=action,
        object_kind="price",
        object_id=entry.code,
        data=data,
    )
