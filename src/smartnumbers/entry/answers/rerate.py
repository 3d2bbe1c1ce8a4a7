"""The answer to "what would rating these calls again change", and the corrections."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import click
from django.utils.timezone import get_default_timezone

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.callrecords.amounts import Counted
from smartnumbers.apps.callrecords.localdays import end_of, start_of
from smartnumbers.apps.callrecords.pricing import Priced
from smartnumbers.apps.callrecords.rerating import Rerating, Wanted, correct, rerate
from smartnumbers.apps.numbers.queries import number as number_of
from smartnumbers.apps.tariffbooks.faults import TariffUnknown
from smartnumbers.apps.tariffbooks.models import TariffBook
from smartnumbers.apps.tariffbooks.queries import book, versions
from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.foundation.money import amount_text
from smartnumbers.core.numbering.dialled import display
from smartnumbers.entry.answers.printing import iso, local, print_json, print_table
from smartnumbers.entry.answers.reach import reach

SHOWN = 20
DEFAULT_REASON = "Rated again from the command line"


class TimeUnreadable(DomainError):
    """Text that is neither a day nor an instant, or an end before its beginning; `parameters["field"]` says which."""

    code = "time-unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which calls and which tariff, as typed."""

    number: str
    first: str
    last: str
    tariff: str | None


def print_rerating(*, question: Question, apply: bool, reason: str, now: datetime, as_json: bool) -> None:
    """What changes, and with `apply` that it was changed.

    Raises NumberUnknown, TimeUnreadable, TariffUnknown, CurrencyDiffers or MonthSettled.
    """
    access = reach(account=None)
    wanted = _wanted(access, question)
    if apply:
        found = correct(access=access, wanted=wanted, reason=reason or DEFAULT_REASON, at=now)
    else:
        found = rerate(access=access, wanted=wanted)
    if as_json:
        print_json(_document(wanted, found))
        return
    for line in _lines(wanted, found):
        click.echo(line)
    if found.differences:
        _print_differences(found)


def _wanted(access: Access, question: Question) -> Wanted:
    number = number_of(access=access, written=question.number)
    begin, end = _begin(question.first), _end(question.last)
    if end <= begin:
        raise TimeUnreadable("--to: lies before --from", parameters={"field": "--to"})
    chosen, version = (None, None) if question.tariff is None else _tariff(access, question.tariff)
    return Wanted(number=number, begin=begin, end=end, book=chosen, version=version)


def _tariff(access: Access, written: str) -> tuple[TariffBook, int | None]:
    code, _slash, version = written.partition("/")
    chosen = book(access=access, code=code)
    if not version:
        return chosen, None
    known = {str(row.version): row.version for row in versions(access=access, book=chosen)}
    if version not in known:
        raise TariffUnknown(f"Tariff {code!r} has no version {version!r}.", parameters={"written": written})
    return chosen, known[version]


def _begin(written: str) -> int:
    day = _day(written)
    return _instant(written, "--from") if day is None else start_of(day)


def _end(written: str) -> int:
    day = _day(written)
    return _instant(written, "--to") if day is None else end_of(day)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _instant(written: str, field: str) -> int:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError as fault:
        raise TimeUnreadable(
            f"{field}: {written!r} is neither a day (2026-11-01) nor an instant (2026-11-01T08:00).",
            parameters={"field": field},
        ) from fault
    return from_datetime(moment if moment.tzinfo is not None else moment.replace(tzinfo=get_default_timezone()))


def _document(wanted: Wanted, found: Rerating) -> dict[str, Any]:
    return {
        "number": wanted.number.number,
        "from": iso(wanted.begin),
        "to": iso(wanted.end),
        "tariff": None if wanted.book is None else wanted.book.code,
        "applied": found.run is not None,
        "run": None if found.run is None else str(found.run),
        "currency": found.currency,
        "calls": found.calls,
        "changed": len(found.differences),
        "dearer": found.dearer,
        "old": amount_text(found.old.amount),
        "new": amount_text(found.new.amount),
        "difference": amount_text(found.new.amount - found.old.amount),
        "payout": _pair(found.old.payout, found.new.payout),
        "holder_cost": _pair(found.old.holder_cost, found.new.holder_cost),
        "differences": [_difference(item) for item in found.differences],
    }


def _difference(item: Priced) -> dict[str, Any]:
    return {
        "call": str(item.call_id),
        "at": iso(item.setup_at),
        "tariff": item.version.code,
        "version": item.version.version,
        "old": amount_text(item.old.amount),
        "new": amount_text(item.new.amount),
        "difference": amount_text(item.new.amount - item.old.amount),
        "payout": _pair(item.old.payout, item.new.payout),
        "holder_cost": _pair(item.old.holder_cost, item.new.holder_cost),
    }


def _pair(old: int, new: int) -> dict[str, str]:
    return {"old": amount_text(old), "new": amount_text(new)}


def _lines(wanted: Wanted, found: Rerating) -> list[str]:
    tariff = "the tariff of their time" if wanted.book is None else f"tariff {wanted.book.code}, {wanted.book.name}"
    lines = [
        f"Calls to {display(wanted.number.number)} from {local(wanted.begin)} until {local(wanted.end)}, by {tariff}:",
        f"  {found.calls} rated again, {len(found.differences)} differ, {found.dearer} of them dearer for the caller",
    ]
    for name, old, new in _sums(found.old, found.new):
        if old or new:
            lines.append(
                f"  {name}: {found.currency} {amount_text(old, decimals=2)} -> {amount_text(new, decimals=2)} "
                f"({_signed(new - old)})"
            )
    if found.run is not None:
        lines.append(f"  corrected: run {found.run}")
    elif found.differences:
        lines.append("  nothing is changed yet; --apply writes the corrections")
    return lines


def _sums(old: Counted, new: Counted) -> list[tuple[str, int, int]]:
    return [
        ("callers pay", old.amount, new.amount),
        ("payout", old.payout, new.payout),
        ("holder pays", old.holder_cost, new.holder_cost),
    ]


def _print_differences(found: Rerating) -> None:
    click.echo("")
    print_table(
        ["TIME", "OLD", "NEW", "DIFFERENCE", "TARIFF", "CALL"],
        [
            [
                local(item.setup_at),
                amount_text(item.old.amount, decimals=2),
                amount_text(item.new.amount, decimals=2),
                _signed(item.new.amount - item.old.amount),
                f"{item.version.code}/{item.version.version}",
                str(item.call_id),
            ]
            for item in found.differences[:SHOWN]
        ],
        right=(1, 2, 3),
    )
    if len(found.differences) > SHOWN:
        click.echo(f"… and {len(found.differences) - SHOWN} more; --json has them all")


def _signed(amount: int) -> str:
    return f"{'+' if amount > 0 else ''}{amount_text(amount, decimals=2)}"
