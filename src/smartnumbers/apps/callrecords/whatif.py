"""What a month would have brought under another tariff, beside what it brought."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.callrecords.amounts import Counted
from smartnumbers.apps.callrecords.localdays import end_of, start_of
from smartnumbers.apps.callrecords.models import CallRecord
from smartnumbers.apps.callrecords.pricing import priced
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.core.tariffs.version import TariffVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """The sums of a month's answered calls, in millionths of `currency`: as they are, and as they would be.

    Only prices change in it, not how many people would have called.
    """

    first_day: date
    last_day: date
    calls: int
    currency: str
    real: Counted
    supposed: Counted


def what_if(*, access: Access, number: ServiceNumber, version: TariffVersion, month: date) -> WhatIf:
    """The month of a day under another tariff. Raises PermissionMissing."""
    access.require_in(Permission.SEE_CALLS, account_id=number.account_id)
    first = month.replace(day=1)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    calls = CallRecord.objects.filter(
        account=number.account_id, number=number.number, setup_at__gte=start_of(first), setup_at__lt=end_of(last)
    )
    count, real, supposed = 0, Counted(), Counted()
    for item in priced(calls=calls, version_at=lambda _instant: version, number=number):
        count, real, supposed = count + 1, real + item.old, supposed + item.new
    return WhatIf(
        first_day=first, last_day=last, calls=count, currency=version.tariff.currency, real=real, supposed=supposed
    )
