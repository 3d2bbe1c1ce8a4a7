"""The hours of the week at which another treatment holds."""

from collections.abc import Iterator

from smartnumbers.core.routing.comparing.change import Change
from smartnumbers.core.routing.plan import Plan
from smartnumbers.core.routing.weekgrid import Stretch, stretches, treatments_by_quarter

_Pair = tuple[str | None, str | None]


def week(*, old: Plan, new: Plan) -> Iterator[Change]:
    """Every quarter of the week whose treatment is another one, adjacent ones and days that are alike told at once.

    A treatment under another id that has the same name and does the same is the same one. `from` and `to` are "" for
    a gap. Where `otherwise` changed and no hour of the week leads there, that is told by itself.
    """
    grid = [
        [
            (before, after) if not same_treatment(old=old, before=before, new=new, after=after) else None
            for before, after in zip(old_day, new_day, strict=True)
        ]
        for old_day, new_day in zip(treatments_by_quarter(old), treatments_by_quarter(new), strict=True)
    ]
    days_of: dict[tuple[int, int, _Pair], list[int]] = {}
    for changed in stretches(grid, wanted=lambda pair: pair is not None):
        days_of.setdefault(_hours(changed), []).append(changed.day)
    for (start, end, (before, after)), days in days_of.items():
        values = {"days": days, "start": start, "end": end, "from": name_of(old, before), "to": name_of(new, after)}
        yield Change("week-changed", values)
    if not same_treatment(old=old, before=old.otherwise, new=new, after=new.otherwise) and not any(
        (old.otherwise, new.otherwise) == pair for _, _, pair in days_of
    ):
        values = {"from": name_of(old, old.otherwise), "to": name_of(new, new.otherwise)}
        yield Change("otherwise-changed", values)


def same_treatment(*, old: Plan, before: str | None, new: Plan, after: str | None) -> bool:
    """Whether a reference in the old plan and one in the new plan mean the same treatment."""
    if before == after:
        return (before in old.treatments) == (after in new.treatments)
    one = old.treatments.get(before) if before is not None else None
    other = new.treatments.get(after) if after is not None else None
    if one is None or other is None:
        return one is other
    return (one.name, one.action) == (other.name, other.action)


def name_of(plan: Plan, treatment_id: str | None) -> str:
    """The name of a treatment of the plan, "" for one it does not have."""
    treatment = plan.treatments.get(treatment_id) if treatment_id is not None else None
    return "" if treatment is None else treatment.name


def _hours(changed: Stretch[_Pair | None]) -> tuple[int, int, _Pair]:
    assert changed.value is not None  # only such stretches were wanted
    return changed.start, changed.end, changed.value
