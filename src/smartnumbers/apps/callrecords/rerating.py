"""Calls that are over rated again: what that would change, and the corrections that change it.

A record is never overwritten. A correction stands beside it, says what counted before, what counts now, why, who did
it and when; what was settled stays.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from uuid import UUID, uuid4

from django.db import transaction

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.audit.operations import write_entry
from smartnumbers.apps.callrecords.amounts import Counted
from smartnumbers.apps.callrecords.localdays import day_of
from smartnumbers.apps.callrecords.models import CallRecord, Correction, SettledMonth
from smartnumbers.apps.callrecords.pricing import Priced, VersionAt, priced
from smartnumbers.apps.callrecords.sequence import renew_sequences
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.schedules import schedule
from smartnumbers.apps.tariffbooks.models import TariffBook, TariffVersionRow
from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.tariffs.version import TariffVersion

REASON_MAXIMUM = 200
_BATCH = 1000


class MonthSettled(DomainError):
    """Calls of a month that is settled; `parameters["months"]` names them (2026-10)."""

    code = "month-settled"


class CurrencyDiffers(DomainError):
    """A tariff in another currency than the calls; `parameters` hold both."""

    code = "currency-differs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which calls: those to a number that arrived from `begin` until before `end` (milliseconds); and the tariff.

    Without a tariff, that of their time is meant; with one, the version of it in force at the time, or `version`.
    """

    number: ServiceNumber
    begin: int
    end: int
    book: TariffBook | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rerating:
    """What rating again finds. Amounts in millionths of `currency` ("" where there were no calls).

    `calls` were looked at, `differences` are those that would cost something else; `old` and `new` are the sums over
    all calls, `dearer` counts those whose caller would pay more. `run` names the corrections, None for a dry run.
    """

    calls: int
    currency: str
    old: Counted
    new: Counted
    differences: Sequence[Priced]
    dearer: int
    run: UUID | None = None


def rerate(*, access: Access, wanted: Wanted) -> Rerating:
    """What rating the calls again would change; nothing is changed.

    Raises PermissionMissing, or CurrencyDiffers.
    """
    access.require_in(Permission.SEE_CALLS, account_id=wanted.number.account_id)
    return _summed(_priced(wanted))


def correct(*, access: Access, wanted: Wanted, reason: str, at: datetime) -> Rerating:
    """Rate the calls again and write a correction for each that costs something else: all of them or none.

    Where none does, nothing is written and there is no `run`. Raises PermissionMissing, CurrencyDiffers, or
    MonthSettled where the time reaches into a settled month.
    """
    access.require_in(Permission.CORRECT_CALLS, account_id=wanted.number.account_id)
    with transaction.atomic():
        # The number is held, so that two who correct its calls do so one after the other.
        ServiceNumber.objects.select_for_update().get(pk=wanted.number.pk)
        _refuse_settled(wanted)
        found = _summed(_priced(wanted))
        if not found.differences:
            return found
        run = uuid4()
        rows = (_correction(item, run, reason, access.actor.label, at) for item in found.differences)
        for batch in _batches(rows):
            Correction.objects.bulk_create(batch)
        renew_sequences(run=run)
        write_entry(
            at=at,
            actor=access.actor,
            account_id=wanted.number.account_id,
            action="callrecords.calls.corrected",
            object_kind="number",
            object_id=wanted.number.number,
            data=_told(wanted, found, run, reason),
        )
    return replace(found, run=run)


def versions_in_force(*, number: ServiceNumber) -> VersionAt:
    """The versions a number had, as far as is known today: prices that were mended afterwards are the mended ones."""
    return _dated((from_datetime(item.valid_from), item.row) for item in schedule(number=number))


def versions_of(*, book: TariffBook, version: int | None = None) -> VersionAt:
    """The versions of a tariff as they followed each other, the first one also before its time; or always one."""
    rows = TariffVersionRow.objects.filter(book=book, withdrawn_at=None).order_by("valid_from", "version")
    chosen = list(rows if version is None else rows.filter(version=version))
    return _dated((0 if index == 0 else from_datetime(row.valid_from), row) for index, row in enumerate(chosen))


def _dated(rows: Iterable[tuple[int, TariffVersionRow]]) -> VersionAt:
    line = [(begin, row.terms) for begin, row in rows]

    def version_at(instant: int) -> TariffVersion | None:
        begun = [version for begin, version in line if begin <= instant]
        return begun[-1] if begun else None

    return version_at


def _priced(wanted: Wanted) -> Iterator[Priced]:
    calls = CallRecord.objects.filter(
        account=wanted.number.account_id,
        number=wanted.number.number,
        setup_at__gte=wanted.begin,
        setup_at__lt=wanted.end,
    )
    if wanted.book is None:
        version_at = versions_in_force(number=wanted.number)
    else:
        version_at = versions_of(book=wanted.book, version=wanted.version)
    return priced(calls=calls, version_at=version_at, number=wanted.number)


def _summed(items: Iterable[Priced]) -> Rerating:
    calls, dearer, currency, old, new = 0, 0, "", Counted(), Counted()
    differences: list[Priced] = []
    for item in items:
        charged_in = item.version.tariff.currency
        if item.currency != charged_in:
            raise CurrencyDiffers(
                f"The calls were charged in {item.currency}, and the tariff is in {charged_in}.",
                parameters={"calls": item.currency, "tariff": charged_in},
            )
        calls, currency, old, new = calls + 1, item.currency, old + item.old, new + item.new
        if item.old != item.new:
            differences.append(item)
            dearer += item.new.amount > item.old.amount
    return Rerating(calls=calls, currency=currency, old=old, new=new, differences=differences, dearer=dearer)


def _refuse_settled(wanted: Wanted) -> None:
    first, last = day_of(wanted.begin).replace(day=1), day_of(max(wanted.begin, wanted.end - 1))
    settled = SettledMonth.objects.filter(account=wanted.number.account_id, month__range=(first, last)).order_by(
        "month"
    )
    months = [f"{row.month:%Y-%m}" for row in settled]
    if months:
        raise MonthSettled(f"Settled already: {', '.join(months)}.", parameters={"months": months})


def _correction(item: Priced, run: UUID, reason: str, by: str, at: datetime) -> Correction:
    return Correction(
        call_id=item.call_id,
        ordinal=item.corrections + 1,
        run=run,
        old_amount=item.old.amount,
        new_amount=item.new.amount,
        new_billed_ms=item.new.billed_ms,
        old_holder_cost=item.old.holder_cost,
        new_holder_cost=item.new.holder_cost,
        old_payout=item.old.payout,
        new_payout=item.new.payout,
        tariff_code=item.version.code,
        tariff_version=item.version.version,
        reason=" ".join(reason.split())[:REASON_MAXIMUM],
        at=at,
        by=by,
    )


def _batches(rows: Iterator[Correction]) -> Iterator[list[Correction]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _told(wanted: Wanted, found: Rerating, run: UUID, reason: str) -> dict[str, object]:
    return {
        "run": str(run),
        "begin": wanted.begin,
        "end": wanted.end,
        "tariff": None if wanted.book is None else wanted.book.code,
        "calls": len(found.differences),
        "old": found.old.amount,
        "new": found.new.amount,
        "currency": found.currency,
        "reason": reason,
    }
