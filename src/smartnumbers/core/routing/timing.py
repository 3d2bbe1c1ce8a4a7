"""Which rule of a plan holds by the clock: exception, special day, public holiday, window of the week, `otherwise`."""

from collections.abc import Iterator
from dataclasses import dataclass

from smartnumbers.core.routing.calendar import holiday_on, names_of
from smartnumbers.core.routing.decision import TraceStep
from smartnumbers.core.routing.localclock import LocalTime, local_time
from smartnumbers.core.routing.plan import Plan
from smartnumbers.core.routing.timetable import position_at
from smartnumbers.core.routing.tracecodes import TraceCode


@dataclass(frozen=True, slots=True)
class Rule:
    """The first rule that covers an instant: the id of the treatment it leads to (None: a gap), and how it was found.

    The last of `steps` names the rule itself.
    """

    treatment: str | None
    steps: tuple[TraceStep, ...]

    @property
    def code(self) -> str:
        """What kind of rule it is, as the trace names it."""
        return self.steps[-1].code


def rule_at(*, plan: Plan, at: int) -> Rule:
    """The rule that holds at an instant (milliseconds)."""
    return rule_of(plan=plan, local=local_time(at=at, zone=plan.zone))


def rule_of(*, plan: Plan, local: LocalTime) -> Rule:
    """The rule that holds when the clock in the plan's zone shows a time."""
    worked: list[TraceStep] = []
    for treatment, step in _calendar(plan, local):
        if treatment is not None:
            return Rule(treatment, (step,))
        worked.append(step)
    position = position_at(plan.timetable, local.weekday, local.minute)
    if position:
        window = plan.week[position - 1]
        values: dict[str, str | int] = {"day": window.day, "start": window.start, "end": window.end}
        values["treatment"] = _name(plan, window.treatment)
        return Rule(window.treatment, (*worked, TraceStep(TraceCode.WINDOW, values)))
    if plan.otherwise is not None:
        step = TraceStep(TraceCode.OTHERWISE, {"treatment": _name(plan, plan.otherwise)})
        return Rule(plan.otherwise, (*worked, step))
    return Rule(None, (*worked, TraceStep(TraceCode.GAP)))


def _calendar(plan: Plan, local: LocalTime) -> Iterator[tuple[str | None, TraceStep]]:
    """The rules of the calendar that cover a time, the first one first; a holiday that is worked leads nowhere."""
    now = local.text if plan.exceptions else ""
    for exception in plan.exceptions:
        if exception.begins <= now < exception.ends:
            values: dict[str, str | int] = {"begins": exception.begins, "ends": exception.ends}
            yield exception.treatment, _step(TraceCode.EXCEPTION, plan, exception.name, exception.treatment, values)
    for special in plan.special_days:
        today = (special.month, special.day) == (local.day.month, local.day.day)
        if today and special.start <= local.minute < special.end:
            yield special.treatment, _step(TraceCode.SPECIAL_DAY, plan, special.name, special.treatment, {})
    rule = plan.holidays
    holiday = None if rule is None else holiday_on(region=rule.region, day=local.day)
    if rule is not None and holiday is not None:
        if rule.worked.issuperset(names_of(holiday)):
            yield None, TraceStep(TraceCode.HOLIDAY_WORKED, {"name": holiday, "region": rule.region})
        else:
            yield rule.treatment, _step(TraceCode.HOLIDAY, plan, holiday, rule.treatment, {"region": rule.region})


def _step(code: TraceCode, plan: Plan, name: str, treatment: str, values: dict[str, str | int]) -> TraceStep:
    return TraceStep(code, {"name": name, **values, "treatment": _name(plan, treatment)})


def _name(plan: Plan, treatment: str) -> str:
    """The name of a treatment, or its id where the plan does not have it."""
    found = plan.treatments.get(treatment)
    return treatment if found is None else found.name
