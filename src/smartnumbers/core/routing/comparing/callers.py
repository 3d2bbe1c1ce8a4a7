"""Whom a number lets in, what it says to all of them, and the number it shows: what changed."""

from collections.abc import Iterator

from smartnumbers.core.routing.comparing.change import Change
from smartnumbers.core.routing.comparing.messages import message
from smartnumbers.core.routing.plan import CallLimit, Plan

_SWITCHES = ("only_welcome", "withheld", "key_test", "tested_once", "reports")


def callers(*, old: Plan, new: Plan) -> Iterator[Change]:
    """All changes of screening, lists, greeting and display."""
    yield from _screening(old, new)
    yield from _lists(old, new)
    if old.greeting is not None and new.greeting is not None:
        yield from message(old=old.greeting, new=new.greeting, treatment="")
    elif old.greeting is not new.greeting:
        yield Change("greeting-added" if old.greeting is None else "greeting-removed")
    if old.display != new.display:
        shown = {"number": new.display.fixed_number, "prefix": new.display.prefix}
        modes = {"from": old.display.mode.value, "to": new.display.mode.value}
        yield Change("display-changed", {**modes, **shown})


def _screening(old: Plan, new: Plan) -> Iterator[Change]:
    before, after = old.screening, new.screening
    for switch in _SWITCHES:
        if getattr(before, switch) != getattr(after, switch):
            state = "on" if getattr(after, switch) else "off"
            yield Change(f"screening-{switch.replace('_', '-')}-{state}")
    for list_id in after.welcome:
        if list_id not in before.welcome:
            yield Change("welcome-added", {"list": _list_name(new, list_id)})
    for list_id in before.welcome:
        if list_id not in after.welcome:
            yield Change("welcome-removed", {"list": _list_name(old, list_id)})
    if before.countries != after.countries:
        added, removed = sorted(after.countries - before.countries), sorted(before.countries - after.countries)
        yield Change("countries-changed", {"added": added, "removed": removed})
    if before.limit != after.limit:
        yield Change("call-limit-changed", {"from": _limit(before.limit), "to": _limit(after.limit)})


def _limit(limit: CallLimit | None) -> dict[str, int] | None:
    return None if limit is None else {"calls": limit.calls, "seconds": limit.seconds}


def _lists(old: Plan, new: Plan) -> Iterator[Change]:
    """Lists that both plans use and that hold others than before; how many came and went."""
    for list_id, after in new.lists.items():
        before = old.lists.get(list_id)
        if before is None:
            continue
        was, now = {*before.numbers, *before.prefixes}, {*after.numbers, *after.prefixes}
        if was != now:
            yield Change("list-changed", {"list": after.name, "added": len(now - was), "removed": len(was - now)})


def _list_name(plan: Plan, list_id: str) -> str:
    known = plan.lists.get(list_id)
    return list_id if known is None else known.name
