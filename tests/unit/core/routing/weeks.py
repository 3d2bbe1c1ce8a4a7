"""Plans for the tests of what surrounds a plan: one of an office, and strategies for any week."""

from dataclasses import dataclass

from hypothesis import strategies as st

from smartnumbers.core.routing.checking.finding import CheckFacts
from smartnumbers.core.routing.destinations import TelephoneDestination
from smartnumbers.core.routing.plan import DAY_MINUTES, RASTER_MINUTES, DatedPlan, Plan, PlanSchedule, Window
from smartnumbers.core.routing.treatments import Action, Announcement, Chain, ChainEntry, Message, Treatment

NUMBER = "+41800123789"
AT = 1_795_181_528_000
"""20 November 2026, 14:32:08 in Zurich, a Friday."""


@dataclass(frozen=True)
class Published:
    """What a check reads of another number's profile."""

    plan: Plan
    account: str = "alpina"
    in_service: bool = True

    def plan_at(self, at: int) -> DatedPlan:
        """The one plan there is."""
        del at
        return PlanSchedule(dated=(DatedPlan(None, self.plan),)).dated[0]


def facts(**known) -> CheckFacts:
    """What is known around a plan: nothing but what is given. `others` are plans of other numbers."""
    others = {number: Published(plan) for number, plan in known.pop("others", {}).items()}
    return CheckFacts(**{"at": AT, "look_up": others.get, "languages": ("de",), **known})


def entry(name: str = "Reception", number: str = "+41445123800", ring_seconds: int = 20, **more) -> ChainEntry:
    """A destination of a chain."""
    destination = TelephoneDestination(number)
    return ChainEntry(destination, name, ring_seconds, **{"destination_id": name.lower(), **more})


def treatments(**actions: Action) -> dict[str, Treatment]:
    """Treatments by id, each named like its id with a capital."""
    return {key: Treatment(key, key.capitalize(), action) for key, action in actions.items()}


def chain(*entries: ChainEntry, **more) -> Chain:
    """A chain; of the reception alone where nobody is given."""
    return Chain(entries or (entry(),), **more)


OFFICE = treatments(office=chain(), closed=Announcement(Message(texts={"de": "Wir sind da: {hours}."})))
"""Treatments that no check finds anything in, as long as both are used."""


def office_week(*hours: tuple[int, int], days: range = range(5)) -> tuple[Window, ...]:
    """Windows of the office on working days, or on others; hours in minutes."""
    return tuple(Window(day, start, end, "office") for day in days for start, end in hours)


def plan(**parts) -> Plan:
    """The office's plan, open on working days from 8 to 12 and 13:30 to 17, or with other parts."""
    standard = {"treatments": OFFICE, "week": office_week((480, 720), (810, 1020)), "otherwise": "closed"}
    return Plan(**{"zone": "Europe/Zurich", **standard, **parts})


@st.composite
def windows(draw: st.DrawFn, ids: tuple[str, ...] = ("office", "closed", "gone")) -> Window:
    """Any window on the raster; of "gone" no plan has the treatment."""
    quarters = DAY_MINUTES // RASTER_MINUTES
    start = draw(st.integers(0, quarters - 1))
    end = draw(st.integers(start + 1, quarters))
    return Window(draw(st.integers(0, 6)), start * RASTER_MINUTES, end * RASTER_MINUTES, draw(st.sampled_from(ids)))


any_plan = st.builds(
    plan,
    week=st.lists(windows(), max_size=12).map(tuple),
    otherwise=st.sampled_from([None, "office", "closed", "gone"]),
)


def quarters_of(day: int, start: int, end: int) -> set[tuple[int, int]]:
    """The quarters of a stretch of a day."""
    return {(day, minute) for minute in range(start, end, RASTER_MINUTES)}


EVERY_QUARTER = [(day, minute) for day in range(7) for minute in range(0, DAY_MINUTES, RASTER_MINUTES)]


def covering(checked: Plan, day: int, minute: int) -> list[Window]:
    """The windows that cover a minute, found by looking at each."""
    return [window for window in checked.week if window.day == day and window.start <= minute < window.end]


def held(checked: Plan, day: int, minute: int) -> str | None:
    """The treatment of a minute, found by looking at each window; None where the plan does not have it."""
    found = next((window.treatment for window in covering(checked, day, minute)), checked.otherwise)
    return found if found in checked.treatments else None
