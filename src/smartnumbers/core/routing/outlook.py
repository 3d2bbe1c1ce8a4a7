"""What holds for calls at an instant by the clock alone, until when, and what comes after it.

Whom a caller is, who is blocked and which destination answers is not asked: `decide` does that, of one call.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from smartnumbers.core.routing.moments import moments, plan_boundaries
from smartnumbers.core.routing.plan import DatedPlan, Plan, PlanSchedule, TemporaryPlan
from smartnumbers.core.routing.timing import Rule, rule_at
from smartnumbers.core.routing.treatments import Treatment
from smartnumbers.core.routing.ways import reached_from

HORIZON_DAYS = 400
"""How far ahead is looked: past every rule that comes once a year. A plan that changes later counts as lasting."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds at an instant: which plan, by which of its rules, leading to which treatment (None: to nothing)."""

    since: int
    in_force: DatedPlan | TemporaryPlan
    rule: Rule
    treatment: Treatment | None

    @property
    def plan(self) -> Plan:
        """The plan itself."""
        return self.in_force.plan


@dataclass(frozen=True, slots=True)
class Outlook:
    """What holds now, and what will hold next; None: as far as is settled, nothing else ever.

    `now.since` is the instant that was asked for, not when it began.
    """

    now: Standing
    following: Standing | None

    @property
    def until(self) -> int | None:
        """From which instant (milliseconds) something else holds."""
        return None if self.following is None else self.following.since


def outlook(*, plans: PlanSchedule, at: int) -> Outlook:
    """What holds for calls at an instant, and the exact instant from which calls are treated otherwise.

    Another rule that leads to the same is no change, and neither is a plan put in force meanwhile in which nothing of
    what the treatment leads to differs.
    """
    ahead = changes(plans=plans, at=at)
    return Outlook(now=next(ahead), following=next(ahead, None))


def changes(*, plans: PlanSchedule, at: int) -> Iterator[Standing]:
    """What holds at an instant, and then each change of it within the horizon, in their order."""
    held = standing(plans=plans, at=at)
    yield held
    for instant in _moments(plans, at):
        following = standing(plans=plans, at=instant)
        if _meant(following) != _meant(held):
            yield following
            held = following


def standing(*, plans: PlanSchedule, at: int) -> Standing:
    """What holds at an instant."""
    in_force = plans.at(at)
    rule = rule_at(plan=in_force.plan, at=at)
    treatment = None if rule.treatment is None else in_force.plan.treatments.get(rule.treatment)
    return Standing(since=at, in_force=in_force, rule=rule, treatment=treatment)


def _meant(held: Standing) -> tuple[str, dict[str, Treatment]]:
    """The treatment with all it leads to: what makes a difference to somebody who calls."""
    if held.treatment is None:
        return "", {}
    reached = reached_from(held.plan, [held.treatment.treatment_id])
    return held.treatment.treatment_id, {one: held.plan.treatments[one] for one in reached}


def _moments(plans: PlanSchedule, at: int) -> Iterator[int]:
    """The instants after `at` at which something may change, in their order, as far as the horizon."""
    horizon = at + HORIZON_DAYS * 24 * 3600 * 1000
    boundaries = [*plan_boundaries(plans, after=at), horizon]
    begin = at
    for end in boundaries:
        if begin >= horizon:
            return
        yield from _within(plans.at(begin).plan, begin, min(end, horizon))
        if end < horizon:
            yield end
        begin = end


def _within(plan: Plan, begin: int, end: int) -> Iterator[int]:
    """The instants strictly between two at which the rules of one plan can change what holds."""
    if not _changes_by_itself(plan):
        return
    for instant in moments(plan, begin=begin, end=end):
        if begin < instant < end:
            yield instant


def _changes_by_itself(plan: Plan) -> bool:
    """Whether the clock makes a difference in a plan: spares the search in the many that have one treatment only."""
    return bool(plan.week or plan.special_days or plan.exceptions or plan.holidays)
