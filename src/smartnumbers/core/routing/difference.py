"""What is different in a new plan, change by change, so that it can be told in words before it is published."""

from smartnumbers.core.routing.comparing.calendar import calendar
from smartnumbers.core.routing.comparing.callers import callers
from smartnumbers.core.routing.comparing.change import Change
from smartnumbers.core.routing.comparing.treatments import treatments
from smartnumbers.core.routing.comparing.week import week
from smartnumbers.core.routing.plan import Plan

__all__ = ["CODES", "Change", "difference"]

CODES = (
    "zone-changed", "week-changed", "otherwise-changed", "holidays-added", "holidays-removed",
    "holidays-region-changed", "holidays-treatment-changed", "holidays-worked-changed", "special-day-added",
    "special-day-changed", "special-day-removed", "special-days-reordered", "exception-added", "exception-changed",
    "exception-removed", "exceptions-reordered", "treatment-added", "treatment-removed", "treatment-renamed",
    "treatment-kind-changed", "strategy-changed", "destination-added", "destination-removed",
    "destinations-reordered", "ring-time-changed", "weight-changed", "moves-on-changed", "destination-renamed",
    "destination-address-changed", "destination-limit-changed", "destination-paused", "destination-resumed",
    "then-changed", "message-changed", "message-languages-changed", "recording-added", "recording-changed",
    "recording-removed", "email-changed", "message-length-changed", "flow-changed", "flow-otherwise-changed",
    "number-changed", "arm-added", "arm-removed", "arms-reordered", "arms-otherwise-changed",
    "screening-only-welcome-on", "screening-only-welcome-off", "screening-withheld-on", "screening-withheld-off",
    "screening-key-test-on", "screening-key-test-off", "screening-tested-once-on", "screening-tested-once-off",
    "screening-reports-on", "screening-reports-off", "welcome-added", "welcome-removed", "countries-changed",
    "call-limit-changed", "list-changed", "greeting-added", "greeting-removed", "display-changed",
)  # fmt: skip
"""All there are, for whoever has words for them."""


def difference(*, old: Plan, new: Plan) -> tuple[Change, ...]:
    """Every change from the old plan to the new one; nothing for plans that do the same."""
    zone = [Change("zone-changed", {"from": old.zone, "to": new.zone})] if old.zone != new.zone else []
    return (
        *zone,
        *week(old=old, new=new),
        *calendar(old=old, new=new),
        *treatments(old=old, new=new),
        *callers(old=old, new=new),
    )
