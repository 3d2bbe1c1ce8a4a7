"""The parts of a plan document, written short: what the demo's plans are put together from."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from smartnumbers.core.routing.plan import DAY_MINUTES
from smartnumbers.core.routing.simpleplan import chain_entry, simple_plan

Treatment = dict[str, Any]
Ids = Mapping[str, str]
"""The ids of an account's destinations and lists of callers by their names."""

WORKDAYS = range(5)
SATURDAY = 5


def chain(
    name: str, destinations: Iterable[tuple[str, int]], ids: Ids, *, strategy: str = "in-order", then: str | None = None
) -> Treatment:
    """Ring destinations, each named with its seconds."""
    entries = [chain_entry(destination_id=ids[one], ring_seconds=seconds) for one, seconds in destinations]
    return {"name": name, "kind": "chain", "strategy": strategy, "entries": entries, "then": then}


def announcement(name: str, texts: Mapping[str, str]) -> Treatment:
    """Say something in each of these languages, and hang up."""
    return {"name": name, "kind": "announcement", "message": message(texts)}


def voicemail(name: str, texts: Mapping[str, str], *, email: str) -> Treatment:
    """Take a message of at most two minutes."""
    return {"name": name, "kind": "voicemail", "message": message(texts), "email": email, "max_seconds": 120}


def message(texts: Mapping[str, str]) -> dict[str, Any]:
    """Something to be said."""
    return {"texts": dict(texts), "languages": list(texts), "recording": None}


def branches(name: str, arms: Sequence[tuple[str, Sequence[str], str]], *, otherwise: str) -> Treatment:
    """By caller: each arm asks one kind of thing for some values, and leads to a treatment."""
    asked = [
        {"when": [{"kind": kind, "values": list(values), "negated": False}], "then": then}
        for kind, values, then in arms
    ]
    return {"name": name, "kind": "branches", "arms": asked, "otherwise": otherwise}


def windows(days: Iterable[int], *hours: tuple[str, str, str]) -> list[dict[str, Any]]:
    """The same windows on several days: from, to ("8:00", "24:00") and treatment."""
    return [
        {"day": day, "start": _minute(start), "end": _minute(end), "treatment": treatment}
        for day in days
        for start, end, treatment in hours
    ]


def plan(*, zone: str, treatments: Mapping[str, Treatment], **parts: Any) -> dict[str, Any]:
    """A plan of these treatments; other parts than the given ones are as in the simplest plan there is."""
    whole = simple_plan(zone=zone, name="")
    screening = {**whole["screening"], **parts.pop("screening", {})}
    return {**whole, "treatments": dict(treatments), "screening": screening, **parts}


def exception(name: str, begins: str, ends: str, treatment: str) -> dict[str, str]:
    """Once, from one wall-clock time until another."""
    return {"name": name, "begins": begins, "ends": ends, "treatment": treatment}


def special_day(name: str, month: int, day: int, treatment: str) -> dict[str, Any]:
    """A day of every year, all of it."""
    return {"name": name, "month": month, "day": day, "start": 0, "end": DAY_MINUTES, "treatment": treatment}


def _minute(written: str) -> int:
    hour, minute = written.split(":")
    return int(hour) * 60 + int(minute)
