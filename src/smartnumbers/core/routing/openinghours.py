"""The opening hours of a plan: when callers get through to somebody, as spans of the week and in spoken words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from smartnumbers.core.routing.hourswording import HOURS_WORDINGS, HoursWording
from smartnumbers.core.routing.plan import DAY_MINUTES, RASTER_MINUTES, Plan
from smartnumbers.core.routing.treatments import Arm, Branches, Chain, ConditionKind, Flow, OtherNumber
from smartnumbers.core.routing.weekgrid import DAYS, QUARTERS_OF_DAY

NOON = DAY_MINUTES // 2


@dataclass(frozen=True, slots=True)
class OpenSpan:
    """A time of one day (0 Monday … 6 Sunday) at which somebody can be reached; minutes since midnight, half-open.

    Where it is told in words, a night has its end beyond midnight: from 1080 to 1560 is from 18:00 to 2:00.
    """

    day: int
    start: int
    end: int


def open_spans(*, plan: Plan) -> tuple[OpenSpan, ...]:
    """When the week leads to a chain, a flow or another number; announcements and voicemail are closed hours.

    Branches are open where they are so for callers in general: an arm for the callers of a list does not open them.
    """
    opened = {treatment_id for treatment_id in plan.treatments if _is_open(plan, treatment_id, frozenset())}
    by_position = [treatment_id in opened for treatment_id in (plan.otherwise, *(each.treatment for each in plan.week))]
    return tuple(_spans(bytes([by_position[position] for position in plan.timetable])))


def hours_text(*, plan: Plan, language: str) -> str:
    """The opening hours as they are said: "Montag bis Freitag von 8 Uhr bis 12 Uhr 30"; "" where there are none.

    They fit behind "You can reach us". Days of equal hours are said together; a night belongs to the day it begins.
    """
    wording = HOURS_WORDINGS[language]
    spans = open_spans(plan=plan)
    if not spans:
        return ""
    said = wording.always
    if not _always(spans):
        said = ", ".join(f"{_days(days, wording)} {hours}" for days, hours in _grouped(spans, wording))
    return f"{said}, {wording.not_on_holidays}" if _closed_on_holidays(plan) else said


def _spans(quarters: bytes) -> Iterator[OpenSpan]:
    """The stretches of open quarters of a week; closed ones are 0. Calls may wait for it, so nothing slower."""
    for day in range(DAYS):
        of_day = quarters[day * QUARTERS_OF_DAY : (day + 1) * QUARTERS_OF_DAY]
        start = of_day.find(1)
        while start >= 0:
            closed = of_day.find(0, start)
            end = QUARTERS_OF_DAY if closed < 0 else closed
            yield OpenSpan(day, start * RASTER_MINUTES, end * RASTER_MINUTES)
            start = of_day.find(1, end)


def _is_open(plan: Plan, treatment_id: str, behind: frozenset[str]) -> bool:
    treatment = plan.treatments.get(treatment_id)
    if treatment is None or treatment_id in behind:
        return False
    here = behind | {treatment_id}
    match treatment.action:
        case Chain(entries=entries, then=then):
            return bool(entries) or (then is not None and _is_open(plan, then, here))
        case Flow() | OtherNumber():
            return True
        case Branches(arms=arms, otherwise=otherwise):
            general = [arm.then for arm in arms if not _for_a_list(arm)]
            return any(_is_open(plan, then, here) for then in (*general, otherwise))
        case _:
            return False


def _for_a_list(arm: Arm) -> bool:
    return any(condition.kind is ConditionKind.LIST and not condition.negated for condition in arm.when)


def _closed_on_holidays(plan: Plan) -> bool:
    return plan.holidays is not None and not _is_open(plan, plan.holidays.treatment, frozenset())


def _always(spans: Sequence[OpenSpan]) -> bool:
    return len(spans) == DAYS and all((span.start, span.end) == (0, DAY_MINUTES) for span in spans)


def _grouped(spans: Sequence[OpenSpan], wording: HoursWording) -> list[tuple[list[int], str]]:
    """Days that have the same hours, with those hours in words, in the order of their first days."""
    of_day: dict[int, list[OpenSpan]] = {}
    for span in _with_nights(spans):
        of_day.setdefault(span.day, []).append(span)
    days_of: dict[str, list[int]] = {}
    for day, of_this in sorted(of_day.items()):
        days_of.setdefault(_joined([_hours(span, wording) for span in of_this], wording), []).append(day)
    return [(days, hours) for hours, days in days_of.items()]


def _with_nights(spans: Sequence[OpenSpan]) -> list[OpenSpan]:
    """The spans, those from an afternoon until midnight joined with the next morning's where that ends by noon."""
    mornings = {span.day: span for span in spans if span.start == 0 and span.end <= NOON}
    nights = {
        span.day: mornings[(span.day + 1) % DAYS]
        for span in spans
        if span.end == DAY_MINUTES and span.start >= NOON and (span.day + 1) % DAYS in mornings
    }
    joined = set(nights.values())
    return [
        OpenSpan(span.day, span.start, DAY_MINUTES + nights[span.day].end)
        if span.end == DAY_MINUTES and span.day in nights
        else span
        for span in spans
        if span not in joined
    ]


def _hours(span: OpenSpan, wording: HoursWording) -> str:
    if (span.start, span.end) == (0, DAY_MINUTES):
        return wording.all_day
    start, end = wording.clock(span.start), wording.clock(span.end % DAY_MINUTES)
    if span.start == 0:
        return wording.until.format(end=end)
    if span.end == DAY_MINUTES:
        return wording.after.format(start=start)
    # French elides before "une heure".
    return wording.from_until.format(start=start, end=end).replace("de une ", "d'une ")


def _days(days: Sequence[int], wording: HoursWording) -> str:
    """Days in words, three and more in a row as the first and the last: "Montag bis Freitag und Sonntag"."""
    if len(days) == DAYS:
        return wording.every_day
    runs = [[day for _, day in run] for _, run in groupby(enumerate(days), key=lambda pair: pair[1] - pair[0])]
    parts: list[str] = []
    for run in runs:
        if len(run) > 2:
            parts.append(f"{wording.range_first[run[0]]} {wording.range_last[run[-1]]}")
        else:
            parts.extend(wording.days[day] for day in run)
    return _joined(parts, wording)


def _joined(parts: Sequence[str], wording: HoursWording) -> str:
    *first, last = parts
    return f"{', '.join(first)} {wording.and_} {last}" if first else last
