"""Several sets of calls told apart in one pass: what they have in common is asked of all calls, the rest of each."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from smartnumbers.statistics.asking.conditions import condition
from smartnumbers.statistics.asking.statement import Statement
from smartnumbers.statistics.filters import EVERYTHING, CallFilter


@dataclass(frozen=True, slots=True)
class Marks:
    """`where` lets through the calls of any set, and perhaps others; `conditions` say of each set which are in it."""

    where: str
    conditions: tuple[str, ...]

    @property
    def bits(self) -> str:
        """The sets a call is in, as a number with a bit for each."""
        if len(self.conditions) == 1:
            return "1"
        return " + ".join(f"CASE WHEN {one} THEN {1 << bit} ELSE 0 END" for bit, one in enumerate(self.conditions))


def marks_of(*, sets: Sequence[CallFilter], statement: Statement) -> Marks:
    """How to tell the sets apart."""
    shared, rest = _parted(sets)
    where = condition(wanted=shared, statement=statement)
    if len(sets) == 1:
        return Marks(where, ("true",))
    first_days = [one.first_day for one in rest if one.first_day is not None]
    last_days = [one.last_day for one in rest if one.last_day is not None]
    if len(first_days) == len(rest):
        where += f" AND day >= {statement.bind(min(first_days))}"
    if len(last_days) == len(rest):
        where += f" AND day <= {statement.bind(max(last_days))}"
    return Marks(where, tuple(condition(wanted=one, statement=statement) for one in rest))


def _parted(sets: Sequence[CallFilter]) -> tuple[CallFilter, Sequence[CallFilter]]:
    """What all filters have in common, and what is left of each."""
    first = msgspec.structs.asdict(sets[0])
    shared = {name: value for name, value in first.items() if all(getattr(one, name) == value for one in sets)}
    empty = {name: getattr(EVERYTHING, name) for name in shared}
    return CallFilter(**shared), [msgspec.structs.replace(one, **empty) for one in sets]
