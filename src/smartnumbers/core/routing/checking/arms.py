"""What is wrong with the arms of branches: arms that no caller takes."""

from collections.abc import Iterator
from itertools import combinations

from smartnumbers.core.routing.branches import KNOWN_DAYS
from smartnumbers.core.routing.checking.finding import Finding, warning
from smartnumbers.core.routing.plan import Plan
from smartnumbers.core.routing.treatments import Arm, Branches, Condition, ConditionKind

_ONE_OF = frozenset({ConditionKind.COUNTRY, ConditionKind.LINE})
"""Of these a caller has at most one value: asked for two that share none, nobody is left."""
_COUNTED = frozenset({ConditionKind.KNOWN, ConditionKind.SHARE})
"""Of these the greater number holds for all for whom the smaller one holds."""
_CALLER_NEEDED = frozenset({ConditionKind.COUNTRY, ConditionKind.LINE, ConditionKind.REGION, ConditionKind.LIST})
"""These ask for one of their values: without any, they hold for nobody."""


def arms(*, plan: Plan) -> Iterator[Finding]:
    """All findings about arms: those that an earlier arm leaves nobody for, and those that contradict themselves."""
    for treatment_id, treatment in plan.treatments.items():
        if not isinstance(treatment.action, Branches):
            continue
        for index, arm in enumerate(treatment.action.arms):
            place = f"treatments.{treatment_id}.arms[{index}]"
            earlier = next((n for n, other in enumerate(treatment.action.arms[:index]) if _covers(other, arm)), None)
            if _contradicts_itself(arm):
                yield warning("arm-contradictory", place, name=treatment.name, arm=index + 1)
            elif earlier is not None:
                yield warning("arm-unreachable", place, name=treatment.name, arm=index + 1, earlier=earlier + 1)


def _covers(earlier: Arm, later: Arm) -> bool:
    """Whether everybody for whom the later arm's conditions hold has taken the earlier arm already.

    Each arm has a share of callers of its own, so a share says nothing of another arm's.
    """
    known = [condition for condition in later.when if condition.kind is not ConditionKind.SHARE]
    return all(_always(asked) or any(_implies(one, asked) for one in known) for asked in earlier.when)


def _contradicts_itself(arm: Arm) -> bool:
    return any(_never(condition) for condition in arm.when) or any(
        _excludes(one, other) for one, other in combinations(arm.when, 2)
    )


def _always(condition: Condition) -> bool:
    """Whether a condition holds for every caller."""
    return _nobody(condition) if condition.negated else _everybody(condition)


def _never(condition: Condition) -> bool:
    """Whether a condition holds for no caller."""
    return _everybody(condition) if condition.negated else _nobody(condition)


def _everybody(asked: Condition) -> bool:
    return asked.kind is ConditionKind.SHARE and _count(asked) >= 100


def _nobody(asked: Condition) -> bool:
    return (asked.kind is ConditionKind.SHARE and _count(asked) == 0) or (
        asked.kind in _CALLER_NEEDED and not asked.values
    )


def _excludes(one: Condition, other: Condition) -> bool:
    """Whether no caller can meet both conditions."""
    if one.negated and other.negated:
        return False
    if one.negated or other.negated:
        denied, asked = (one, other) if one.negated else (other, one)
        return _within(asked, denied)
    if one.kind is other.kind:
        return one.kind in _ONE_OF and not set(one.values) & set(other.values)
    kinds = {one.kind: one, other.kind: other}
    if kinds.keys() == {ConditionKind.REGION, ConditionKind.COUNTRY}:
        return not _countries(kinds[ConditionKind.REGION]) & set(kinds[ConditionKind.COUNTRY].values)
    return False


def _implies(known: Condition, asked: Condition) -> bool:
    """Whether everybody who meets `known` meets `asked`."""
    if known.negated != asked.negated:
        return not known.negated and _excludes(known, Condition(asked.kind, asked.values))
    return _within(asked, known) if known.negated else _within(known, asked)


def _within(narrow: Condition, wide: Condition) -> bool:
    """Whether everybody who meets `narrow` meets `wide`, both without negation."""
    if narrow.kind is wide.kind:
        if narrow.kind in _COUNTED:
            return _count(narrow) <= _count(wide)
        return set(narrow.values) <= set(wide.values)
    if narrow.kind is ConditionKind.REGION and wide.kind is ConditionKind.COUNTRY:
        return _countries(narrow) <= set(wide.values)
    return False


def _countries(region: Condition) -> set[str]:
    """The countries of areas and language regions: "ch-044" is in "CH"."""
    return {value.partition("-")[0].upper() for value in region.values}


def _count(condition: Condition) -> int:
    """The number a condition carries."""
    return int(condition.values[0]) if condition.values else KNOWN_DAYS
