"""Which rule of a plan holds at an instant by the clock alone, without a call that asks."""

from collections.abc import Mapping
from dataclasses import dataclass

from smartnumbers.core.routing.decision import TraceStep
from smartnumbers.core.routing.plan import Plan
from smartnumbers.core.routing.ruling import treatment_at
from smartnumbers.core.routing.tracecodes import TraceCode


@dataclass(frozen=True, slots=True)
class Rule:
    """The first rule that covers an instant: the id of the treatment it leads to (None: a gap), and how it was found.

    The first of `steps` is what the clock shows, the last names the rule itself.
    """

    treatment: str | None
    steps: tuple[TraceStep, ...]


def rule_at(*, plan: Plan, at: int) -> Rule:
    """The rule that holds at an instant (milliseconds)."""
    steps: list[TraceStep] = []

    def tell(code: TraceCode, values: Mapping[str, str | int]) -> None:
        steps.append(TraceStep(code, values))

    treatment = treatment_at(plan=plan, at=at, tell=tell)
    return Rule(treatment, tuple(steps))
