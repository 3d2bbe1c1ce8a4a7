"""What one publication of a number does differently from another, in words."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from smartnumbers.apps.plans.models import PublishedProfile
from smartnumbers.apps.plans.wording import change_words
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.routing.difference import Change, difference
from smartnumbers.core.routing.plan import Plan
from smartnumbers.core.routing.profile import ProfileInvalid, parse


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: the sentence, and an icon that tells at a glance what came, went or is otherwise."""

    words: str
    icon: str

    @classmethod
    def of(cls, change: Change) -> "Difference":
        """A change as a reader sees it."""
        icon = "plus" if change.code.endswith("-added") else "x" if change.code.endswith("-removed") else "pencil"
        return cls(words=change_words(change), icon=icon)


def compared(*, old: PublishedProfile, new: PublishedProfile) -> list[Difference] | None:
    """The differences between the plans that held when each was published; None where one of them is damaged."""
    plans = [_plan(row) for row in (old, new)]
    before, after = plans
    return None if before is None or after is None else differences(old=before, new=after)


def differences(*, old: Plan, new: Plan) -> list[Difference]:
    """The differences between two plans."""
    return [Difference.of(change) for change in difference(old=_named(old), new=_named(new))]


def _named(plan: Plan) -> Plan:
    """The plan with a name for the chain of a profile from before there were plans, which has none of its own."""
    names = {key: one if one.name else replace(one, name=_("Destinations")) for key, one in plan.treatments.items()}
    return plan if names == plan.treatments else replace(plan, treatments=names)


def _plan(row: PublishedProfile) -> Plan | None:
    """The plan that held when a profile was published; None for a damaged one."""
    try:
        return parse(row.document).plan_at(from_datetime(row.published_at)).plan
    except ProfileInvalid:
        return None
