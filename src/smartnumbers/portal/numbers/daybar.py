"""A number's day as a bar: which treatment holds from when to when, and where the present instant is in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise, takewhile
from zoneinfo import ZoneInfo

from smartnumbers.core.foundation.instants import from_datetime, to_datetime
from smartnumbers.core.routing.outlook import Standing, changes
from smartnumbers.core.routing.plan import PlanSchedule
from smartnumbers.portal.numbers.goes import going

_HOURS = (0, 6, 12, 18, 24)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the day with the same treatment; measures in per cent of the bar, hours as people write them.

    `kind` is "people" where somebody is rung, "told" where callers only hear something, "gap" where nothing is planned.
    """

    name: str
    kind: str
    left: str
    width: str
    begins: str
    ends: str
    now: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """The bar of one local day."""

    pieces: Sequence[Piece]
    now: str
    hours: Sequence[str]


def draw(*, plans: PlanSchedule, at: int) -> Bar:
    """The local day of an instant (milliseconds); on the days when clocks change it is an hour shorter or longer."""
    zone = ZoneInfo(plans.at(at).plan.zone)
    midnight = to_datetime(at).astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    begin, end = from_datetime(midnight), from_datetime(midnight + timedelta(days=1))
    held = list(takewhile(lambda one: one.since < end, changes(plans=plans, at=begin)))
    edges = [*(one.since for one in held), end]
    pieces = zip(held, pairwise(edges), strict=True)

    def share(instant: int) -> float:
        return 100 * (instant - begin) / (end - begin)

    return Bar(
        pieces=[
            Piece(
                name=going(one).name,
                kind=_kind(one),
                left=f"{share(since):.3f}%",
                width=f"{share(until) - share(since):.3f}%",
                begins=_hour(since, zone),
                ends="24:00" if until == end else _hour(until, zone),
                now=since <= at < until,
            )
            for one, (since, until) in pieces
        ],
        now=f"{share(at):.3f}%",
        hours=list(_scale()),
    )


def _kind(held: Standing) -> str:
    if held.treatment is None or not going(held).reaches:
        return "gap"
    return "told" if held.treatment.action.kind in ("announcement", "voicemail") else "people"


def _hour(instant: int, zone: ZoneInfo) -> str:
    moment: datetime = to_datetime(instant).astimezone(zone)
    return f"{moment:%H:%M}"


def _scale() -> Iterator[str]:
    for hour in _HOURS:
        yield f"{hour:02}:00"
