"""All plans of a number as the part "plans" of its profile's document, with what they name beside them, and back."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from smartnumbers.core.routing.documents import count, each, optional, refuse, take, text
from smartnumbers.core.routing.plan import DatedPlan, Plan, PlanSchedule, TemporaryPlan
from smartnumbers.core.routing.planning import list_document, parse_plan, plan_document
from smartnumbers.core.routing.treatments import Chain, ChainEntry

PLANS_MAXIMUM = 100
_LAST_INSTANT = 1 << 48


def schedule_document(schedule: PlanSchedule) -> dict[str, Any]:
    """The document of a schedule; `parse_schedule` gives it back."""
    plans = [*(dated.plan for dated in schedule.dated), *(one.plan for one in schedule.temporary)]
    return {
        "destinations": {
            entry.destination_id or entry.destination.address: _destination_document(entry)
            for plan in plans
            for entry in _entries(plan)
        },
        "lists": {key: list_document(callers) for plan in plans for key, callers in plan.lists.items()},
        "dated": [
            {"valid_from": dated.valid_from, "name": dated.name, "plan": plan_document(dated.plan)}
            for dated in schedule.dated
        ],
        "temporary": [
            {"begins": one.begins, "ends": one.ends, "name": one.name, "plan": plan_document(one.plan)}
            for one in schedule.temporary
        ],
    }


def _entries(plan: Plan) -> Iterator[ChainEntry]:
    for treatment in plan.treatments.values():
        if isinstance(treatment.action, Chain):
            yield from treatment.action.entries


def _destination_document(entry: ChainEntry) -> dict[str, Any]:
    return {"name": entry.name, **entry.destination.document(), "limit": entry.limit, "paused": entry.paused}


def parse_schedule(source: Any, place: str) -> PlanSchedule:
    """The schedule of a document: at least one plan, the first since ever, the others after each other.

    Raises PlanInvalid, naming the field behind `place`.
    """
    destinations = take(source, "destinations", dict, place)
    lists = take(source, "lists", dict, place)

    def plan(item: Any, at: str) -> Plan:
        return parse_plan(take(item, "plan", dict, at), destinations=destinations, lists=lists, place=f"{at}plan.")

    def dated(item: Any, at: str) -> DatedPlan:
        return DatedPlan(valid_from=_instant(item, "valid_from", at), plan=plan(item, at), name=text(item, "name", at))

    def temporary(item: Any, at: str) -> TemporaryPlan:
        begins = count(item, "begins", at, least=0, most=_LAST_INSTANT)
        ends = count(item, "ends", at, least=0, most=_LAST_INSTANT)
        if ends <= begins:
            raise refuse(place=f"{at}ends", reason="ends-too-early")
        return TemporaryPlan(begins=begins, ends=ends, plan=plan(item, at), name=text(item, "name", at))

    settled = each(source, "dated", place, dated, most=PLANS_MAXIMUM)
    _insist_on_order(settled, f"{place}dated")
    return PlanSchedule(dated=settled, temporary=each(source, "temporary", place, temporary, most=PLANS_MAXIMUM))


def _instant(source: Any, key: str, place: str) -> int | None:
    if optional(source, key, int, place) is None:
        return None
    return count(source, key, place, least=0, most=_LAST_INSTANT)


def _insist_on_order(settled: tuple[DatedPlan, ...], place: str) -> None:
    if not settled:
        raise refuse(place=place, reason="missing")
    if settled[0].valid_from is not None:
        raise refuse(place=f"{place}[0].valid_from", reason="out-of-range")
    for index, (before, after) in enumerate(pairwise(settled), start=1):
        if after.valid_from is None or (before.valid_from is not None and after.valid_from <= before.valid_from):
            raise refuse(place=f"{place}[{index}].valid_from", reason="out-of-range")
