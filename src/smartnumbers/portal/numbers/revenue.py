"""What last month would have come to under another tariff, beside what it did come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.callrecords.whatif import WhatIf
from smartnumbers.apps.callrecords.whatif import what_if as ask
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.tariffbooks.queries import books, version_at
from smartnumbers.apps.tariffbooks.wording import figure
from smartnumbers.portal.money import cents

WISH = "under"


@dataclass(frozen=True, slots=True)
class Line:
    """One sum: as it was, as it would have been, and the difference with its sign; `better` for the holder."""

    name: str
    real: str
    supposed: str
    difference: str
    better: bool | None


def what_if(request: HttpRequest, *, access: Access, number: ServiceNumber, choices: Sequence[Any]) -> dict[str, Any]:
    """The values of the panel: the tariff that the address names, and the sums of both."""
    wish = request.GET.get(WISH, "")
    values: dict[str, Any] = {"under": wish, "may_suppose": access.may(Permission.SEE_CALLS)}
    if wish not in {code for code, _name in choices}:
        return values
    book = books(access=access, class_code=number.tariff_class).filter(code=wish).first()
    row = None if book is None else version_at(book=book, at=timezone.now())
    if book is None or row is None:
        return values
    last_month = timezone.localdate().replace(day=1) - timedelta(days=1)
    found = ask(access=access, number=number, version=row.terms, month=last_month)
    return values | {"supposed": found, "supposed_name": book.name, "sums": _lines(found)}


def _lines(found: WhatIf) -> list[Line]:
    sums = [
        _line(_("Callers pay"), found.real.amount, found.supposed.amount, good=1),
        _line(_("You get"), found.real.payout, found.supposed.payout, good=1),
        _line(_("You pay"), found.real.holder_cost, found.supposed.holder_cost, good=-1),
    ]
    return [line for line in sums if line is not None]


def _line(name: str, real: int, supposed: int, *, good: int) -> Line | None:
    if not real and not supposed:
        return None
    change = cents(supposed) - cents(real)
    return Line(
        name=name,
        real=figure(cents(real)),
        supposed=figure(cents(supposed)),
        difference=f"+{figure(change)}" if change > 0 else figure(change),
        better=None if change == 0 else change * good > 0,
    )
