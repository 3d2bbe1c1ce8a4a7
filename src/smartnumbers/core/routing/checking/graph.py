"""What is wrong with the ways through a plan: to nowhere, round in a circle, to other numbers and back."""

from collections.abc import Iterator, Mapping

from smartnumbers.core.routing.checking.finding import CheckFacts, Finding, error, warning
from smartnumbers.core.routing.plan import Plan
from smartnumbers.core.routing.treatments import Flow, OtherNumber
from smartnumbers.core.routing.ways import calendar_entrances, entrances, numbers_in, onward, reached_from
from smartnumbers.core.routing.weekgrid import treatments_by_quarter


def graph(*, plan: Plan, number: str, facts: CheckFacts) -> Iterator[Finding]:
    """All findings about what leads where; `number` is the one the plan is for."""
    yield from _missing(plan)
    reached = reached_from(plan, (way.to for way in entrances(plan)))
    for treatment_id, treatment in plan.treatments.items():
        if treatment_id not in reached:
            yield warning("treatment-unreachable", f"treatments.{treatment_id}", name=treatment.name)
    yield from _loops(plan)
    yield from _other_numbers(plan, number, facts)
    for treatment_id, treatment in plan.treatments.items():
        if isinstance(treatment.action, Flow) and treatment.action.flow not in facts.flows:
            yield warning("flow-unknown", f"treatments.{treatment_id}.flow", name=treatment.name)


def _missing(plan: Plan) -> Iterator[Finding]:
    ways = [*entrances(plan), *(way for treatment_id in plan.treatments for way in onward(plan, treatment_id))]
    for way in ways:
        if way.to not in plan.treatments:
            yield error("treatment-missing", way.place, treatment=way.to)


def _loops(plan: Plan) -> Iterator[Finding]:
    """Every reference that leads back to where a way came from, once."""
    finished: set[str] = set()

    def follow(treatment_id: str, behind: tuple[str, ...]) -> Iterator[Finding]:
        here = (*behind, treatment_id)
        for way in onward(plan, treatment_id):
            if way.to in here:
                circle = [*here[here.index(way.to) :], way.to]
                yield error("loop", way.place, names=" → ".join(plan.treatments[step].name for step in circle))
            elif way.to in plan.treatments and way.to not in finished:
                yield from follow(way.to, here)
        finished.add(treatment_id)

    for treatment_id in plan.treatments:
        if treatment_id not in finished:
            yield from follow(treatment_id, ())


def _other_numbers(plan: Plan, number: str, facts: CheckFacts) -> Iterator[Finding]:
    """Another account's number is as unknown as one there is not: nobody learns from a check what others have."""
    plans = _plans_around(plan, number, facts)
    leads_to = {around: _numbers_by_quarter(other) for around, other in plans.items()}
    own = facts.look_up(number)
    for treatment_id, treatment in plan.treatments.items():
        if not isinstance(treatment.action, OtherNumber):
            continue
        other, place = treatment.action.number, f"treatments.{treatment_id}.number"
        profile = facts.look_up(other)
        foreign = profile is None or (own is not None and own.account != profile.account)
        if other != number and foreign:
            yield error("number-unknown", place, name=treatment.name, number=other)
            continue
        if profile is not None and not profile.in_service:
            yield warning("number-out-of-service", place, name=treatment.name, number=other)
        circle = _circle(number, other, leads_to)
        if circle:
            yield error("loop-between-numbers", place, name=treatment.name, numbers=" → ".join(circle))


def _plans_around(plan: Plan, number: str, facts: CheckFacts) -> Mapping[str, Plan]:
    """The plan, and those in force of all numbers that it can lead to, however far."""
    plans = {number: plan}
    waiting = set(numbers_in(plan, plan.treatments))
    while waiting:
        other = waiting.pop()
        profile = None if other in plans else facts.look_up(other)
        if profile is not None:
            plans[other] = profile.plan_at(facts.at).plan
            waiting |= numbers_in(plans[other], plans[other].treatments)
    return plans


def _numbers_by_quarter(plan: Plan) -> list[frozenset[str]]:
    """The numbers that a plan can lead to in each quarter of the week.

    A date of the calendar can be any day of the week; so where exceptions, special days and holidays lead, the plan
    leads in every quarter.
    """
    on_dates = frozenset(way.to for way in calendar_entrances(plan))
    known: dict[str | None, frozenset[str]] = {}
    numbers = []
    for day in treatments_by_quarter(plan):
        for treatment_id in day:
            if treatment_id not in known:
                beginnings = on_dates if treatment_id is None else on_dates | {treatment_id}
                known[treatment_id] = numbers_in(plan, reached_from(plan, beginnings))
            numbers.append(known[treatment_id])
    return numbers


def _circle(number: str, other: str, leads_to: Mapping[str, list[frozenset[str]]]) -> tuple[str, ...]:
    """The way from `number` by `other` to a number passed already, in a quarter where there is one; else nothing.

    Two numbers may lead to each other at different hours: that is no loop. Each plan's week is read by its own clock.
    """
    tried: set[tuple[frozenset[str], ...]] = set()
    for quarter in range(len(leads_to[number])):
        edges = {around: quarters[quarter] for around, quarters in leads_to.items()}
        if other not in edges[number] or (key := tuple(edges.values())) in tried:
            continue
        tried.add(key)
        circle = (number, number) if other == number else _way_back((number, other), edges, set())
        if circle:
            return circle
    return ()


def _way_back(behind: tuple[str, ...], edges: Mapping[str, frozenset[str]], ends: set[str]) -> tuple[str, ...]:
    """The way behind, taken on to where it meets itself; `ends` gathers the numbers from which it never does."""
    for following in sorted(edges.get(behind[-1], frozenset()) - ends):
        circle = (*behind, following)
        if following not in behind:
            circle = _way_back(circle, edges, ends)
        if circle:
            return circle
    ends.add(behind[-1])
    return ()
