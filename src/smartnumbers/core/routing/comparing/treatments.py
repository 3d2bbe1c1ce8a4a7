"""Treatments that came, went, or do something else than before."""

from collections.abc import Iterator, Mapping
from typing import Any

from smartnumbers.core.routing.comparing.chains import chain
from smartnumbers.core.routing.comparing.change import Change
from smartnumbers.core.routing.comparing.messages import message
from smartnumbers.core.routing.comparing.week import name_of, same_treatment
from smartnumbers.core.routing.plan import Plan
from smartnumbers.core.routing.treatments import (
    Action,
    Announcement,
    Arm,
    Branches,
    Chain,
    Flow,
    OtherNumber,
    Treatment,
    Voicemail,
)


def treatments(*, old: Plan, new: Plan) -> Iterator[Change]:
    """All changes of treatments, in the order of the new plan; those that went last."""
    pairs = _pairs(old, new)
    for treatment_id, treatment in new.treatments.items():
        before = pairs.get(treatment_id)
        if before is None:
            yield Change("treatment-added", {"name": treatment.name, "kind": treatment.action.kind})
        else:
            yield from _treatment(old, old.treatments[before], new, treatment)
    for treatment_id, treatment in old.treatments.items():
        if treatment_id not in pairs.values():
            yield Change("treatment-removed", {"name": treatment.name, "kind": treatment.action.kind})


def _pairs(old: Plan, new: Plan) -> Mapping[str, str]:
    """The old treatment's id of each new one: by its id, else one that is the same but for its id."""
    pairs = {treatment_id: treatment_id for treatment_id in new.treatments if treatment_id in old.treatments}
    for treatment_id in new.treatments:
        if treatment_id not in pairs:
            left = [before for before in old.treatments if before not in pairs.values()]
            same = [one for one in left if same_treatment(old=old, before=one, new=new, after=treatment_id)]
            pairs.update((treatment_id, before) for before in same[:1])
    return pairs


def _treatment(old: Plan, before: Treatment, new: Plan, after: Treatment) -> Iterator[Change]:
    if before.name != after.name:
        yield Change("treatment-renamed", {"from": before.name, "to": after.name})
    if before.action.kind != after.action.kind:
        kinds = {"from": before.action.kind, "to": after.action.kind}
        yield Change("treatment-kind-changed", {"treatment": after.name, **kinds})
        return
    yield from _action(old, before.action, new, after.action, after.name)


def _action(old: Plan, before: Action, new: Plan, after: Action, name: str) -> Iterator[Change]:
    match before, after:
        case Chain(), Chain():
            yield from chain(old=before, new=after, treatment=name)
            yield from _reference("then-changed", name, old, before.then, new, after.then)
        case Announcement(), Announcement():
            yield from message(old=before.message, new=after.message, treatment=name)
        case Voicemail(), Voicemail():
            yield from message(old=before.message, new=after.message, treatment=name)
            yield from changed("email-changed", name, before.email, after.email)
            yield from changed("message-length-changed", name, before.max_seconds, after.max_seconds)
        case Flow(), Flow():
            yield from changed("flow-changed", name, before.flow, after.flow)
            yield from _reference("flow-otherwise-changed", name, old, before.otherwise, new, after.otherwise)
        case OtherNumber(), OtherNumber():
            yield from changed("number-changed", name, before.number, after.number)
        case Branches(), Branches():
            yield from _arms(old, before, new, after, name)
            yield from _reference("arms-otherwise-changed", name, old, before.otherwise, new, after.otherwise)
        case _:
            raise AssertionError("two treatments of one kind have actions of one class")


def changed(code: str, treatment: str, old: Any, new: Any) -> Iterator[Change]:
    """The change of one value of a treatment, where there is one."""
    if old != new:
        yield Change(code, {"treatment": treatment, "from": old, "to": new})


def _reference(code: str, name: str, old: Plan, before: str | None, new: Plan, after: str | None) -> Iterator[Change]:
    if not same_treatment(old=old, before=before, new=new, after=after):
        yield from changed(code, name, name_of(old, before), name_of(new, after))


def _arms(old: Plan, before: Branches, new: Plan, after: Branches, name: str) -> Iterator[Change]:
    """Arms are told apart by what they ask and where they lead; the positions of new ones count from 1."""
    was = [_arm(old, arm) for arm in before.arms]
    now = [_arm(new, arm) for arm in after.arms]
    for arm in was:
        if arm not in now:
            yield Change("arm-removed", {"treatment": name, **arm})
    for position, arm in enumerate(now, start=1):
        if arm not in was:
            yield Change("arm-added", {"treatment": name, "position": position, **arm})
    if [arm for arm in was if arm in now] != [arm for arm in now if arm in was]:
        yield Change("arms-reordered", {"treatment": name})


def _arm(plan: Plan, arm: Arm) -> dict[str, Any]:
    when = [
        {"kind": condition.kind.value, "values": list(condition.values), "negated": condition.negated}
        for condition in arm.when
    ]
    return {"when": when, "to": name_of(plan, arm.then)}
