"""The prices of numbers: which tariff from when, and new versions of tariffs that numbers have.

Whatever changes here is published for every number it concerns, in the same transaction. A change set for later
stands in the profile with its instant: the switch needs nobody to put it in force.
"""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.models import TariffAssignment
from smartnumbers.apps.plans.operations.publishing import lock, publish, publish_all
from smartnumbers.apps.tariffbooks.faults import TariffRefused, TariffUnknown
from smartnumbers.apps.tariffbooks.models import TariffBook, TariffVersionRow
from smartnumbers.apps.tariffbooks.operations.books import take_back_version, write_version
from smartnumbers.apps.tariffbooks.queries import books, version_at
from smartnumbers.apps.tariffbooks.terms import Terms
from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.tariffs.validation import RuleFault, faults


class AssignmentInForce(DomainError):
    """A change of tariff that cannot be taken back any more: it is or was in force."""

    code = "assignment-in-force"


def add_version(
    *, access: Access, book: TariffBook, terms: Terms, at: datetime, valid_from: datetime | None = None
) -> TariffVersionRow:
    """Give a tariff new prices from an instant (by default at once); every number that has it gets them.

    Raises PermissionMissing, or TariffRefused with faults for "valid_from" and the prices.
    """
    with transaction.atomic():
        row = write_version(access=access, book=book, terms=terms, valid_from=valid_from, at=at)
        _publish_numbers_of(access, book, {"tariff": book.code, "version": row.version}, at)
    return row


def withdraw_version(*, access: Access, row: TariffVersionRow, at: datetime) -> None:
    """Take back a version that is not in force yet. Raises PermissionMissing or VersionInForce."""
    with transaction.atomic():
        book = TariffBook.objects.select_for_update().get(pk=row.book_id)
        take_back_version(access=access, row=row, at=at)
        _publish_numbers_of(access, book, {"tariff": book.code, "withdrawn": row.version}, at)


def assign_tariff(
    *, access: Access, number: ServiceNumber, book: TariffBook, at: datetime, valid_from: datetime | None = None
) -> TariffAssignment:
    """Let a number have a tariff from an instant (by default at once), until the next assignment.

    One that begins at the very same instant is replaced. Only who may correct calls can assign in the past. Raises
    PermissionMissing, TariffUnknown for a tariff this account may not use, or TariffRefused with faults for "book"
    and "valid_from".
    """
    access.require_in(Permission.MANAGE_TARIFFS, account_id=number.account_id)
    begin = at if valid_from is None else valid_from
    with transaction.atomic():
        book = TariffBook.objects.select_for_update().get(pk=book.pk)
        _refuse_foreign(access, number, book)
        wrong = _assignment_faults(number, book, begin)
        if begin < at and not access.may(Permission.CORRECT_CALLS):
            wrong.append(RuleFault(code="valid-from-past", field="valid_from", parameters={}, source=""))
        if wrong:
            raise TariffRefused(wrong)
        settings = lock(number=number)
        assignment, _ = TariffAssignment.objects.update_or_create(
            number=number,
            valid_from=begin,
            defaults={"book": book, "created_at": at, "created_by": access.actor.label},
        )
        data = {"tariff": book.code, "valid_from": begin.isoformat()}
        publish(access=access, settings=settings, change="tariff", data=data, at=at)
    return assignment


def withdraw_assignment(*, access: Access, assignment: TariffAssignment, at: datetime) -> None:
    """Take back a change of tariff that is still to come. Raises PermissionMissing or AssignmentInForce."""
    access.require_in(Permission.MANAGE_TARIFFS, account_id=assignment.number.account_id)
    if assignment.valid_from <= at:
        raise AssignmentInForce(f"{assignment} is in force.")
    with transaction.atomic():
        settings = lock(number=assignment.number)
        data = {"withdrawn": assignment.book.code, "valid_from": assignment.valid_from.isoformat()}
        assignment.delete()
        publish(access=access, settings=settings, change="tariff", data=data, at=at)


def _publish_numbers_of(access: Access, book: TariffBook, data: dict[str, object], at: datetime) -> None:
    numbers = ServiceNumber.objects.filter(tariffs__book=book).distinct()
    publish_all(access=access, numbers=numbers, change="tariff", data=data, at=at)


def _refuse_foreign(access: Access, number: ServiceNumber, book: TariffBook) -> None:
    usable = books(access=access).filter(pk=book.pk).exists() and book.account_id in (None, number.account_id)
    if not usable:
        raise TariffUnknown(f"There is no tariff {book.code!r}.", parameters={"written": book.code})


def _assignment_faults(number: ServiceNumber, book: TariffBook, begin: datetime) -> list[RuleFault]:
    if book.class_code != number.tariff_class:
        parameters = {"class": number.tariff_class, "of_tariff": book.class_code}
        return [RuleFault(code="class-differs", field="book", parameters=parameters, source="")]
    row = version_at(book=book, at=begin)
    rules = number.rules_on(localdate(begin))
    if row is None or rules is None:
        return [RuleFault(code="no-version-yet", field="valid_from", parameters={}, source="")]
    return list(faults(version=row.terms, rules=rules))
