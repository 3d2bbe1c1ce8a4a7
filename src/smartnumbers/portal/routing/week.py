"""A plan's week as the editor draws it: windows, free time, overlaps, and what lies over a chosen week."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from smartnumbers.core.routing.editing.week import DAYS, Hours, gaps, key_of, overlaps, windows
from smartnumbers.core.routing.plan import DAY_MINUTES
from smartnumbers.portal.routing.tones import tones
from smartnumbers.portal.tariffs.reading import clock_entered

# What is narrower than this (minutes) has little room for its name, or none.
_LITTLE_ROOM = 165
_NO_ROOM = 45


@dataclass(frozen=True, slots=True)
class Block:
    """One stretch of a day: a window, or free time (`key` empty), with the class that colours it."""

    start: int
    end: int
    key: str = ""
    treatment: str = ""
    name: str = ""
    tone: str = ""
    open: bool = False

    @property
    def hours(self) -> str:
        """From when to when."""
        return f"{clock_entered(self.start)}–{clock_entered(self.end)}"

    @property
    def place(self) -> str:
        """The classes that say where it stands in its day, see the style sheet of the week."""
        return place_classes(start=self.start, end=self.end)

    @property
    def narrow(self) -> str:
        """A class for what has little room."""
        length = self.end - self.start
        if length < _NO_ROOM:
            return "slim"
        return "narrow" if length < _LITTLE_ROOM else ""


@dataclass(frozen=True, slots=True)
class Strip:
    """Something that lies over the week on a day: "holiday", "special", "exception" or "scheduled"."""

    kind: str
    name: str
    leads_to: str
    start: int
    end: int
    at: str = ""

    hours = Block.hours
    place = Block.place


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the chosen week."""

    index: int
    on: date
    today: bool
    blocks: Sequence[Block]
    free: Sequence[Block]
    overlaps: Sequence[Block]
    strips: Sequence[Strip] = field(default_factory=tuple)

    @property
    def name(self) -> str:
        """The weekday in full."""
        return date_format(self.on, "l")

    @property
    def short(self) -> str:
        """The weekday in brief."""
        return date_format(self.on, "D")

    @property
    def in_order(self) -> Sequence[Block]:
        """Windows and free time together, as the day goes."""
        return sorted([*self.blocks, *self.free], key=lambda block: (block.start, block.end))


@dataclass(frozen=True, slots=True)
class Week:
    """The days of one week, and how to get to others."""

    days: Sequence[Day]
    monday: date
    this_week: bool

    @property
    def title(self) -> str:
        """The week with its number and its days."""
        sunday = self.monday + timedelta(days=6)
        return _("Week %(week)d, %(first)s to %(last)s") % {
            "week": self.monday.isocalendar().week,
            "first": date_format(self.monday, _day_format(self.monday, sunday)),
            "last": date_format(sunday, pgettext("date format", "j F Y")),
        }

    @property
    def before(self) -> date:
        """The Monday of the week before."""
        return self.monday - timedelta(days=7)

    @property
    def after(self) -> date:
        """The Monday of the week after."""
        return self.monday + timedelta(days=7)


def _day_format(first: date, last: date) -> str:
    """How the first of two days is written: without its month where it is that of the last."""
    return pgettext("date format", "j") if first.month == last.month else pgettext("date format", "j F")


def monday_of(*, written: str, today: date) -> date:
    """The Monday of the week that an address asks for ("2026-12-24"), of today's where it asks for none."""
    try:
        day = date.fromisoformat(written) if written else today
    except ValueError:
        day = today
    # The editor shows the years that public holidays are known for.
    if not date(1970, 1, 5) < day < date(2100, 1, 1):
        day = today
    return day - timedelta(days=day.weekday())


def week_of(
    *, document: Mapping[str, Any], monday: date, today: date, open_key: str, strips: Mapping[date, Sequence[Strip]]
) -> Week:
    """The week of a plan document as it is drawn; `open_key` names the window whose form is open."""
    colour = tones(document=document)
    days = []
    for index in DAYS:
        on = monday + timedelta(days=index)
        blocks = [
            Block(
                start=window.start,
                end=window.end,
                key=key_of(window=window),
                treatment=window.treatment,
                name=name_of(document=document, treatment=window.treatment),
                tone=colour.get(window.treatment, "tone-5"),
                open=key_of(window=window) == open_key,
            )
            for window in windows(document=document)
            if window.day == index
        ]
        days.append(
            Day(
                index=index,
                on=on,
                today=on == today,
                blocks=blocks,
                free=_plain(gaps(document=document, day=index)),
                overlaps=_plain(overlaps(document=document, day=index)),
                strips=strips.get(on, ()),
            )
        )
    return Week(days=days, monday=monday, this_week=monday <= today < monday + timedelta(days=7))


def name_of(*, document: Mapping[str, Any], treatment: str | None) -> str:
    """A treatment's name; its id where the plan does not have it."""
    known = document["treatments"].get(treatment or "")
    return str(known["name"]) if known else treatment or ""


def place_classes(*, start: int, end: int) -> str:
    """Where a stretch stands in its day: hour and quarter of both ends, as classes of the style sheet."""
    return f"fh{start // 60} fq{start % 60 // 15} th{end // 60} tq{end % 60 // 15}"


def clipped(*, begins: datetime, ends: datetime, on: Iterable[date]) -> Iterator[tuple[date, Hours]]:
    """The part of each of some days that a period of the wall clock covers, on whole quarters."""
    for day in on:
        midnight = datetime.combine(day, datetime.min.time())
        start = max(0, round((begins - midnight).total_seconds() / 60))
        end = min(DAY_MINUTES, round((ends - midnight).total_seconds() / 60))
        start, end = start // 15 * 15, -(-end // 15) * 15
        if start < end:
            yield day, Hours(start, end)


def _plain(found: Iterable[Hours]) -> list[Block]:
    return [Block(start=hours.start, end=hours.end) for hours in found]
