"""Asking for what a list of calls shows: a page of calls, their totals, and the values its filter can offer."""

from dataclasses import dataclass
from datetime import timedelta

import msgspec
from django.utils import timezone
from django.utils.translation import gettext as _

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.reporting.asking import Reply, ask
from smartnumbers.apps.reporting.callerrefs import CallerRefInvalid
from smartnumbers.apps.reporting.masking import CallerHidden, understood
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.portal.calls.filters import Reading
from smartnumbers.portal.calls.listing import Listing
from smartnumbers.statistics.answers import CallPage, Figures, ValueLists
from smartnumbers.statistics.asking.ordering import PlaceUnreadable
from smartnumbers.statistics.client import QuestionRefused
from smartnumbers.statistics.filters import CallFilter
from smartnumbers.statistics.questions import Page, Totals, Values
from smartnumbers.statistics.scope import PLATFORM

ROWS = 50
NOTHING = ValueLists(
    numbers=(),
    destinations=(),
    tariffs=(),
    treatments=(),
    countries=(),
    areas=(),
    currencies=(),
    agents=(),
    campaigns=(),
)
_OFFERED_FOR = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Found:
    """A page of calls and the figures of all that fit."""

    page: CallPage
    totals: Figures
    from_record: bool
    behind_seconds: int | None


def permitted(*, access: Access, reading: Reading) -> Reading:
    """The same without conditions that this person may not set; each is told beside its field."""
    wanted, faults = reading.wanted, dict(reading.faults)
    for key, name in (("caller", "callers"), ("prefix", "caller_prefixes")):
        alone = CallFilter(**{name: getattr(wanted, name)})
        try:
            understood(access=access, question=Totals(scope=PLATFORM, wanted=(alone,)))
        except CallerHidden:
            faults[key] = _("The last four digits of callers are hidden, so nobody can be found by them.")
        except CallerRefInvalid:
            faults[key] = _("This caller is not known in this account.")
        else:
            continue
        wanted = msgspec.structs.replace(wanted, **{name: ()})
    return Reading(wanted=wanted, faults=faults)


def find(*, access: Access, wanted: CallFilter, listing: Listing) -> Found:
    """What is shown of the calls that fit. Raises PermissionMissing or StatisticsAway.

    A place that is none, as of an address that was cut off, is passed over: the list begins at its beginning.
    """
    page = _page(access, wanted, listing)
    totals = ask(access=access, question=lambda scope: Totals(scope=scope, wanted=(wanted,)))
    return Found(
        page=page.answer,
        totals=totals.answer.sets[0],
        from_record=page.from_record,
        behind_seconds=page.behind_seconds,
    )


def values(*, access: Access) -> ValueLists:
    """What occurred among the calls of a year and a bit. Raises PermissionMissing or StatisticsAway."""
    since = from_datetime(timezone.now() - _OFFERED_FOR)
    return ask(access=access, question=lambda scope: Values(scope=scope, since=since)).answer


def _page(access: Access, wanted: CallFilter, listing: Listing) -> Reply[CallPage]:
    start = Page(scope=PLATFORM, wanted=wanted, column=listing.column, descending=listing.descending, limit=ROWS)
    placed = msgspec.structs.replace(start, after=listing.after, until=listing.until, at=listing.instant)
    try:
        return ask(access=access, question=lambda scope: msgspec.structs.replace(placed, scope=scope))
    except (PlaceUnreadable, CallerRefInvalid, QuestionRefused):
        if placed == start:
            raise
        return ask(access=access, question=lambda scope: msgspec.structs.replace(start, scope=scope))
