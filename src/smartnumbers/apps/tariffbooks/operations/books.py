"""Tariffs and their versions. What changes the price of numbers is called through `plans`, which publishes them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.accounts.models import Account
from smartnumbers.apps.audit.operations import write_entry
from smartnumbers.apps.tariffbooks.faults import TariffRefused, VersionInForce
from smartnumbers.apps.tariffbooks.models import TariffBook, TariffVersionRow
from smartnumbers.apps.tariffbooks.terms import Terms, completed, faults_of_terms, platform_terms, rules_of
from smartnumbers.core.tariffs.validation import RuleFault
from smartnumbers.core.tariffs.version import version_document

NAME_MAXIMUM = 80


def create_book(
    *,
    access: Access,
    account: Account | None,
    class_code: str,
    name: str,
    terms: Terms,
    at: datetime,
    valid_from: datetime | None = None,
    code: str = "",
) -> TariffBook:
    """A new tariff for numbers of a class, with its first version, in force from an instant (by default at once).

    Without an account it is the operator's. Only the operator chooses its `code`. Raises PermissionMissing, or
    TariffRefused with faults for "name", "code", "class_code", "valid_from" and the prices.
    """
    _require(access, None if account is None else account.pk)
    name, code = " ".join(name.split()), code if access.may(Permission.MANAGE_PRICE_LIST) else ""
    wrong = [*_name_faults(name), *_code_faults(code)]
    wrong += faults_of_terms(terms=terms, class_code=class_code, on=localdate(valid_from or at))
    if wrong:
        raise TariffRefused(wrong)
    with transaction.atomic():
        book = TariffBook.objects.create(
            account=account,
            # What it is called before its number is known, which is what it is called afterwards.
            code=code or f"new-{uuid4().hex}",
            name=name,
            class_code=class_code,
            created_at=at,
            created_by=access.actor.label,
        )
        if not code:
            book.code = f"t{book.pk}"
            book.save(update_fields=["code"])
        write_version(access=access, book=book, terms=terms, valid_from=valid_from, at=at)
    return book


def name_book(*, access: Access, book: TariffBook, name: str, at: datetime) -> None:
    """Give a tariff another name; its versions so far keep theirs. Raises PermissionMissing or TariffRefused."""
    _require(access, book.account_id)
    name = " ".join(name.split())
    if wrong := _name_faults(name):
        raise TariffRefused(wrong)
    with transaction.atomic():
        previous, book.name = book.name, name
        book.save(update_fields=["name"])
        _audit(access, book, "tariffbooks.book.named", {"from": previous, "to": name}, at)


def write_version(
    *, access: Access, book: TariffBook, terms: Terms, valid_from: datetime | None, at: datetime
) -> TariffVersionRow:
    """Add a version to a tariff inside a transaction of the caller, who publishes the numbers it belongs to.

    Without `valid_from` it is in force at once. Only who may correct calls can put one in force in the past. Raises
    PermissionMissing, or TariffRefused with faults for "valid_from" and the prices.
    """
    _require(access, book.account_id)
    book = TariffBook.objects.select_for_update().get(pk=book.pk)
    begin = at if valid_from is None else valid_from
    wrong = list(faults_of_terms(terms=terms, class_code=book.class_code, on=localdate(begin)))
    if begin < at and not access.may(Permission.CORRECT_CALLS):
        wrong.append(RuleFault(code="valid-from-past", field="valid_from", parameters={}, source=""))
    rules = rules_of(class_code=book.class_code, on=localdate(begin))
    if wrong or rules is None:
        raise TariffRefused(wrong)
    if not access.may(Permission.MANAGE_PRICE_LIST):
        terms = Terms(tariff=terms.tariff, bands=terms.bands)
    number = (TariffVersionRow.objects.filter(book=book).aggregate(last=Max("version"))["last"] or 0) + 1
    platform = platform_terms(class_code=book.class_code, book=book)
    made = completed(terms=terms, platform=platform, rules=rules, code=book.code, version=number, name=book.name)
    row = TariffVersionRow.objects.create(
        book=book,
        version=number,
        valid_from=begin,
        document=version_document(made),
        created_at=at,
        created_by=access.actor.label,
    )
    data = {"version": number, "valid_from": begin.isoformat(), "document": row.document}
    _audit(access, book, "tariffbooks.version.added", data, at)
    return row


def take_back_version(*, access: Access, row: TariffVersionRow, at: datetime) -> None:
    """Take back a version that is not in force yet, as `write_version`. Raises PermissionMissing or VersionInForce."""
    _require(access, row.book.account_id)
    if row.valid_from <= at:
        raise VersionInForce(f"{row} is in force since {row.valid_from.isoformat()}.")
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    _audit(access, row.book, "tariffbooks.version.withdrawn", {"version": row.version}, at)


def _require(access: Access, account_id: int | None) -> None:
    if account_id is None:
        access.require(Permission.MANAGE_PRICE_LIST)
    else:
        access.require_in(Permission.MANAGE_TARIFFS, account_id=account_id)


def _name_faults(name: str) -> Sequence[RuleFault]:
    if not name:
        return [RuleFault(code="name-missing", field="name", parameters={}, source="")]
    if len(name) > NAME_MAXIMUM:
        return [RuleFault(code="name-too-long", field="name", parameters={"most": NAME_MAXIMUM}, source="")]
    return []


def _code_faults(code: str) -> Sequence[RuleFault]:
    if code and TariffBook.objects.filter(code=code).exists():
        return [RuleFault(code="code-taken", field="code", parameters={"written": code}, source="")]
    return []


def _audit(access: Access, book: TariffBook, action: str, data: dict[str, object], at: datetime) -> None:
    write_entry(
        at=at,
        actor=access.actor,
        account_id=book.account_id,
        action=action,
        object_kind="tariff",
        object_id=book.code,
        data=data,
    )
