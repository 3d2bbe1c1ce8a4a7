"""The routing plan of a number: at which hour, for whom, what is done with a call.

All wall-clock times are those of the plan's time zone. A rule of the wall clock holds whenever the clock there shows
its time: in the night when clocks go back, the hour that comes twice has the same rule twice; in the night when they
go forward, the hour that does not come has none to apply.

At an instant the first of these that covers it says which treatment the call gets: an exception, a special day, a
public holiday, a window of the week, `otherwise`. Where none does, there is a gap, and the call is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from smartnumbers.core.routing.timetable import DAY_MINUTES, RASTER_MINUTES, Timetable, compiled
from smartnumbers.core.routing.treatments import Message, Treatment

__all__ = [
    "DAY_MINUTES",
    "RASTER_MINUTES",
    "CallLimit",
    "CallerList",
    "DatedPlan",
    "Display",
    "DisplayRule",
    "ExceptionPeriod",
    "HolidayRule",
    "Plan",
    "PlanSchedule",
    "Screening",
    "SpecialDay",
    "TemporaryPlan",
    "Window",
]


@dataclass(frozen=True, slots=True)
class Window:
    """Part of a day of the week (0 Monday … 6 Sunday), in minutes since midnight, half-open, on the raster."""

    day: int
    start: int
    end: int
    treatment: str


@dataclass(frozen=True, slots=True)
class HolidayRule:
    """What happens on public holidays.

    `region` is a country with its canton or department: "CH-ZH", "FR-67"; without one ("CH") the national holidays.
    `worked` are the English names of holidays on which the week applies as on any other day.
    """

    region: str
    treatment: str
    worked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day of the holder's own that comes every year, or the part of it from `start` to `end` (minutes, half-open)."""

    name: str
    month: int
    day: int
    treatment: str
    start: int = 0
    end: int = DAY_MINUTES


@dataclass(frozen=True, slots=True)
class ExceptionPeriod:
    """Once, from `begins` until `ends` (exclusive): wall-clock times as "2026-12-24T16:00"."""

    name: str
    begins: str
    ends: str
    treatment: str


@dataclass(frozen=True, slots=True)
class CallerList:
    """A named list of callers: whole numbers, and prefixes in E.164 form ("+4179")."""

    list_id: str
    name: str
    numbers: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CallLimit:
    """At most `calls` calls of one caller in any `seconds`; further ones are turned away."""

    calls: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Screening:
    """Whom a number lets in. Callers on one of the lists `welcome` pass everything here, the blacklist included.

    `only_welcome` turns everybody else away. `withheld`: callers who hide their number are turned away. `countries`
    (ISO 3166) and `limit` turn away whom they name. `key_test`: callers must press a key that they are told, which
    machines do not; `tested_once`: not again those who passed it within 30 days. `reports`: destinations may report a
    caller as a nuisance with `*00`, for which all sound of the number's calls has to go through our bridges.
    """

    welcome: tuple[str, ...] = ()
    only_welcome: bool = False
    withheld: bool = False
    countries: frozenset[str] = frozenset()
    limit: CallLimit | None = None
    key_test: bool = False
    tested_once: bool = True
    reports: bool = False


class Display(StrEnum):
    """The number shown on the destination's telephone.

    FIXED_NUMBER is a fixed number of the holder; CALLER_AND_NAME the caller's number, with `prefix` before its name.
    """

    CALLER = "caller"
    SERVICE_NUMBER = "service-number"
    FIXED_NUMBER = "fixed-number"
    WITHHELD = "withheld"
    CALLER_AND_NAME = "caller-and-name"


@dataclass(frozen=True, slots=True)
class DisplayRule:
    """Which number is shown; `fixed_number` (E.164) and `prefix` belong to their modes."""

    mode: Display = Display.CALLER
    fixed_number: str = ""
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A number's routing, whole. `greeting` is said to every caller who is let in, before anybody is rung.

    `timetable` is the week once more, made for looking up; `spoken` keeps what its messages say, by language and words,
    once somebody has asked for it.
    """

    zone: str
    treatments: Mapping[str, Treatment]
    week: tuple[Window, ...] = ()
    otherwise: str | None = None
    holidays: HolidayRule | None = None
    special_days: tuple[SpecialDay, ...] = ()
    exceptions: tuple[ExceptionPeriod, ...] = ()
    screening: Screening = Screening()
    greeting: Message | None = None
    display: DisplayRule = DisplayRule()
    lists: Mapping[str, CallerList] = field(default_factory=dict)
    timetable: Timetable = field(init=False, repr=False, compare=False)
    spoken: dict[tuple[str, str], str] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Compile the week."""
        spans = [(window.day, window.start, window.end) for window in self.week]
        object.__setattr__(self, "timetable", compiled(spans))


@dataclass(frozen=True, slots=True)
class DatedPlan:
    """A plan from an instant (milliseconds; None: from the beginning) until the next dated plan.

    `name` is what its holder calls the change, "" for the plan that was put in force at once.
    """

    valid_from: int | None
    plan: Plan
    name: str = ""


@dataclass(frozen=True, slots=True)
class TemporaryPlan:
    """A plan from one instant until another (milliseconds, half-open); after it, what would hold without it."""

    begins: int
    ends: int
    plan: Plan
    name: str = ""


@dataclass(frozen=True, slots=True)
class PlanSchedule:
    """All plans of a number that are settled: which one holds is found out at call time, no job has to run.

    `dated` are in the order of their instants. Of several temporary plans that hold at once, the last in `temporary`
    (the one settled last) wins.
    """

    dated: tuple[DatedPlan, ...]
    temporary: tuple[TemporaryPlan, ...] = ()

    def at(self, instant: int) -> DatedPlan | TemporaryPlan:
        """The plan that holds at an instant (milliseconds); before the first dated one begins, that one."""
        for temporary in reversed(self.temporary):
            if temporary.begins <= instant < temporary.ends:
                return temporary
        for dated in reversed(self.dated):
            if dated.valid_from is None or dated.valid_from <= instant:
                return dated
        return self.dated[0]
