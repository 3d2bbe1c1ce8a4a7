"""What a number does with a call: the rows that are edited, and the profiles published from them."""

from smartnumbers.apps.plans.models.blacklist import BlacklistEntry, BlockedKind, Visibility
from smartnumbers.apps.plans.models.destinations import CallerList, CallerListEntry, Destination
from smartnumbers.apps.plans.models.publications import PublicationSequence, PublishedProfile
from smartnumbers.apps.plans.models.recordings import Recording
from smartnumbers.apps.plans.models.routing import Draft, RoutingSettings, ScheduledPlan
from smartnumbers.apps.plans.models.tariffs import NumberSet, TariffAssignment

__all__ = [
    "BlacklistEntry",
    "BlockedKind",
    "CallerList",
    "CallerListEntry",
    "Destination",
    "Draft",
    "NumberSet",
    "PublicationSequence",
    "PublishedProfile",
    "Recording",
    "RoutingSettings",
    "ScheduledPlan",
    "TariffAssignment",
    "Visibility",
]
