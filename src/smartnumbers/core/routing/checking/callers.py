"""What is wrong with whom a plan lets in, and with the number it shows."""

from collections.abc import Iterator

from smartnumbers.core.numbering.kinds import Kind
from smartnumbers.core.numbering.premium import is_premium
from smartnumbers.core.numbering.reading import read_number
from smartnumbers.core.routing.checking.finding import Finding, error, warning
from smartnumbers.core.routing.plan import Display, Plan
from smartnumbers.core.routing.treatments import Branches, ConditionKind

_OF_HOLDERS = frozenset({Kind.FIXED, Kind.CORPORATE, Kind.NON_GEOGRAPHIC})
"""What a fixed number of the holder can be: mobile and service numbers are none, others may not be the holder's."""


def callers(*, plan: Plan, number: str) -> Iterator[Finding]:
    """All findings about lists of callers, screening and display; `number` is the one the plan is for."""
    yield from _lists(plan)
    yield from _display(plan, number)


def _lists(plan: Plan) -> Iterator[Finding]:
    for place, list_id in _lists_used(plan):
        used = plan.lists.get(list_id)
        if used is None:
            yield error("list-missing", place, list=list_id)
        elif not used.numbers and not used.prefixes:
            yield warning("list-empty", place, name=used.name)
    if plan.screening.only_welcome and not any(
        used.numbers or used.prefixes for used in map(plan.lists.get, plan.screening.welcome) if used is not None
    ):
        yield warning("nobody-welcome", "screening.welcome")


def _lists_used(plan: Plan) -> Iterator[tuple[str, str]]:
    for index, list_id in enumerate(plan.screening.welcome):
        yield f"screening.welcome[{index}]", list_id
    for treatment_id, treatment in plan.treatments.items():
        for arm_index, arm in enumerate(treatment.action.arms if isinstance(treatment.action, Branches) else ()):
            for index, condition in enumerate(arm.when):
                if condition.kind is ConditionKind.LIST:
                    place = f"treatments.{treatment_id}.arms[{arm_index}].when[{index}].values"
                    yield from ((place, list_id) for list_id in condition.values)


def _display(plan: Plan, number: str) -> Iterator[Finding]:
    """Numbers that may not be shown: FDV art. 26a asks for a valid number with the right of use, and forbids 090x.

    Short numbers have no E.164 form to be shown.
    """
    rule = plan.display
    if rule.mode is Display.SERVICE_NUMBER:
        if is_premium(number):
            yield error("display-illegal", "display.mode", reason="premium", number=number)
        elif not number.startswith("+"):
            yield error("display-illegal", "display.mode", reason="short", number=number)
    elif rule.mode is Display.FIXED_NUMBER:
        read = read_number(rule.fixed_number)
        if not rule.fixed_number:
            yield error("display-illegal", "display.fixed_number", reason="missing", number="")
        elif is_premium(read.canonical or ""):
            yield error("display-illegal", "display.fixed_number", reason="premium", number=rule.fixed_number)
        elif read.kind not in _OF_HOLDERS:
            yield error("display-illegal", "display.fixed_number", reason="not-fixed", number=rule.fixed_number)
