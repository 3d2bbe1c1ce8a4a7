"""The ways through a plan: which treatments lead to which, and where the plan's own rules enter them.

Places are those of the plan's document: "week[3].treatment", "treatments.main.then".
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from smartnumbers.core.routing.plan import Plan
from smartnumbers.core.routing.treatments import Action, Branches, Chain, Flow, OtherNumber


@dataclass(frozen=True, slots=True)
class Way:
    """A reference to a treatment, and the place in the plan's document where it stands."""

    place: str
    to: str


def entrances(plan: Plan) -> Iterator[Way]:
    """Where the rules of time lead: calendar, week and `otherwise`."""
    yield from calendar_entrances(plan)
    for index, window in enumerate(plan.week):
        yield Way(f"week[{index}].treatment", window.treatment)
    if plan.otherwise is not None:
        yield Way("otherwise", plan.otherwise)


def calendar_entrances(plan: Plan) -> Iterator[Way]:
    """Where exceptions, special days and holidays lead."""
    for index, exception in enumerate(plan.exceptions):
        yield Way(f"exceptions[{index}].treatment", exception.treatment)
    for index, day in enumerate(plan.special_days):
        yield Way(f"special_days[{index}].treatment", day.treatment)
    if plan.holidays is not None:
        yield Way("holidays.treatment", plan.holidays.treatment)


def onward(plan: Plan, treatment_id: str) -> tuple[Way, ...]:
    """Where a treatment leads; nowhere for one the plan does not have."""
    treatment = plan.treatments.get(treatment_id)
    if treatment is None:
        return ()
    return tuple(Way(f"treatments.{treatment_id}.{place}", to) for place, to in _references(treatment.action))


def reached_from(plan: Plan, beginnings: Iterable[str]) -> frozenset[str]:
    """The treatments of the plan that can be reached from some, themselves included."""
    reached: set[str] = set()
    waiting = [treatment_id for treatment_id in beginnings if treatment_id in plan.treatments]
    while waiting:
        treatment_id = waiting.pop()
        if treatment_id not in reached:
            reached.add(treatment_id)
            waiting.extend(way.to for way in onward(plan, treatment_id) if way.to in plan.treatments)
    return frozenset(reached)


def numbers_in(plan: Plan, treatment_ids: Iterable[str]) -> frozenset[str]:
    """The other numbers whose plans those treatments follow."""
    actions = (plan.treatments[treatment_id].action for treatment_id in treatment_ids)
    return frozenset(action.number for action in actions if isinstance(action, OtherNumber))


def _references(action: Action) -> Iterator[tuple[str, str]]:
    if isinstance(action, Chain) and action.then is not None:
        yield "then", action.then
    elif isinstance(action, Flow):
        yield "otherwise", action.otherwise
    elif isinstance(action, Branches):
        for index, arm in enumerate(action.arms):
            yield f"arms[{index}].then", arm.then
        yield "otherwise", action.otherwise
