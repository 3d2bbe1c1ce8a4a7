"""What one publication of a number does differently from another, in words."""

from smartnumbers.apps.plans.models import PublishedProfile
from smartnumbers.apps.plans.wording import change_words
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.routing.difference import difference
from smartnumbers.core.routing.plan import Plan
from smartnumbers.core.routing.profile import ProfileInvalid, parse


def compared(*, old: PublishedProfile, new: PublishedProfile) -> list[str] | None:
    """The differences between the plans that held when each was published; None where one of them is damaged."""
    plans = [_plan(row) for row in (old, new)]
    before, after = plans
    if before is None or after is None:
        return None
    return [change_words(change) for change in difference(old=before, new=after)]


def _plan(row: PublishedProfile) -> Plan | None:
    """The plan that held when a profile was published; None for a damaged one."""
    try:
        return parse(row.document).plan_at(from_datetime(row.published_at)).plan
    except ProfileInvalid:
        return None
