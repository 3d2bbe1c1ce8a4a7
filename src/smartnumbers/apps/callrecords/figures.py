"""Figures over calls, within what an access covers: answered, lost, blocked, and money, by number and by day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, QuerySet, Sum

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.callrecords.localdays import end_of, start_of
from smartnumbers.apps.callrecords.models import CallRecord, Correction, Result


@dataclass(frozen=True, slots=True)
class Figures:
    """How many calls were answered, lost and blocked, and how many led to an announcement or voicemail only."""

    answered: int = 0
    lost: int = 0
    blocked: int = 0
    informed: int = 0

    @property
    def wanted(self) -> int:
        """The calls that wanted an answer: those that rang somebody or were to."""
        return self.answered + self.lost

    @property
    def lost_percent(self) -> int | None:
        """The share of lost calls among those that wanted an answer, rounded; None where there were none."""
        return round(100 * self.lost / self.wanted) if self.wanted else None


def day_figures(*, access: Access, day: date, number: str | None = None) -> Figures:
    """The figures of one local day, of all numbers or of one (canonical). Raises PermissionMissing."""
    rows = _of_days(access, day, day, number).values("result").annotate(calls=Count("id"))
    return _figures((row["result"], row["calls"]) for row in rows)


def number_figures(*, access: Access, day: date) -> Mapping[str, Figures]:
    """The figures of one local day by canonical number; a number without calls is absent. Raises PermissionMissing."""
    rows = _of_days(access, day, day, None).values("number", "result").annotate(calls=Count("id"))
    by_number: dict[str, list[tuple[str, int]]] = {}
    for row in rows:
        by_number.setdefault(row["number"], []).append((row["result"], row["calls"]))
    return {number: _figures(results) for number, results in by_number.items()}


def day_series(
    *, access: Access, last_day: date, days: int = 14, number: str | None = None
) -> Sequence[tuple[date, Figures]]:
    """The figures of each of the last days, the oldest first, days without calls included. Raises PermissionMissing."""
    first_day = last_day - timedelta(days=days - 1)
    rows = _of_days(access, first_day, last_day, number).values("local_day", "result").annotate(calls=Count("id"))
    by_day: dict[date, list[tuple[str, int]]] = {first_day + timedelta(days=index): [] for index in range(days)}
    for row in rows:
        by_day[row["local_day"]].append((row["result"], row["calls"]))
    return [(day, _figures(results)) for day, results in by_day.items()]


@dataclass(frozen=True, slots=True)
class Money:
    """What calls came to, in millionths of one currency, corrections included.

    `spent` is what callers pay, `payout` what the holder gets of it, `cost` what the holder pays for calls.
    """

    spent: int = 0
    payout: int = 0
    cost: int = 0


def day_money(*, access: Access, day: date, number: str | None = None) -> Mapping[str, Money]:
    """The money of one local day by currency; empty where nothing was charged. Raises PermissionMissing."""
    return money(access=access, first=day, last=day, number=number)


def money(*, access: Access, first: date, last: date, number: str | None = None) -> Mapping[str, Money]:
    """The money of the calls of some local days, both included, by currency. Raises PermissionMissing."""
    calls = _of_days(access, first, last, number).exclude(currency="")
    corrections = Correction.objects.filter(call__in=calls).order_by()
    as_rated = calls.values("currency").annotate(
        spent=Sum("amount", default=0), paid_out=Sum("payout", default=0), costs=Sum("holder_cost", default=0)
    )
    corrected = corrections.values(currency=F("call__currency")).annotate(
        spent=Sum(F("new_amount") - F("old_amount"), default=0),
        paid_out=Sum(F("new_payout") - F("old_payout"), default=0),
        costs=Sum(F("new_holder_cost") - F("old_holder_cost"), default=0),
    )
    found: dict[str, Money] = {}
    for row in (*as_rated, *corrected):
        before = found.get(row["currency"], Money())
        found[row["currency"]] = Money(
            spent=before.spent + row["spent"],
            payout=before.payout + row["paid_out"],
            cost=before.cost + row["costs"],
        )
    return found


def _of_days(access: Access, first: date, last: date, number: str | None) -> QuerySet[CallRecord]:
    access.require(Permission.SEE_CALLS)
    found = CallRecord.objects.filter(local_day__range=(first, last)).order_by()
    if access.account is not None:
        found = found.filter(account=access.account)
    else:
        # The index by day begins with the account; the whole platform is found by time instead.
        found = found.filter(setup_at__gte=start_of(first), setup_at__lt=end_of(last))
    return found if number is None else found.filter(number=number)


def _figures(results: Iterable[tuple[str, int]]) -> Figures:
    counts = dict(results)
    return Figures(
        answered=counts.get(Result.ANSWERED, 0),
        lost=counts.get(Result.LOST, 0),
        blocked=counts.get(Result.BLOCKED, 0),
        informed=counts.get(Result.INFORMED, 0),
    )
