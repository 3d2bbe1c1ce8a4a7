"""Questions about what a number does. Each takes a number that was found through an access (`numbers.queries`)."""

from smartnumbers.apps.plans.queries.named import (
    CallerListUnknown,
    CallerListUse,
    DestinationUnknown,
    DestinationUse,
    caller_list,
    caller_lists,
    destination,
    destinations,
    uses_of,
    uses_of_list,
)
from smartnumbers.apps.plans.queries.numbers import blacklist, chain, history, published, routing, standings
from smartnumbers.apps.plans.queries.plans import (
    changes_to,
    check_draft,
    check_plan,
    draft,
    named,
    overlapping,
    plan_in_force,
    plan_of,
    profile_with,
    scheduled,
)
from smartnumbers.apps.plans.queries.schedules import plan_schedules

__all__ = [
    "CallerListUnknown",
    "CallerListUse",
    "DestinationUnknown",
    "DestinationUse",
    "blacklist",
    "caller_list",
    "caller_lists",
    "chain",
    "changes_to",
    "check_draft",
    "check_plan",
    "destination",
    "destinations",
    "draft",
    "history",
    "named",
    "overlapping",
    "plan_in_force",
    "plan_of",
    "plan_schedules",
    "profile_with",
    "published",
    "routing",
    "scheduled",
    "standings",
    "uses_of",
    "uses_of_list",
]
