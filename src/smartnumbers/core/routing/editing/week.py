"""The windows of the week: drawn, moved, resized, removed, and whole days copied.

A window has no name of its own: day, hours and treatment together are its key. Windows of one treatment that touch or
overlap on a day become one, so that a day never has more lines than it has changes.
"""

import copy
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from smartnumbers.core.routing.editing.refusal import EditFault, EditRefused
from smartnumbers.core.routing.plan import DAY_MINUTES, RASTER_MINUTES, Window

Document = Mapping[str, Any]

WINDOWS_MAXIMUM = 500
DAYS = range(7)


class Overlap(StrEnum):
    """What becomes of windows of other treatments that a new one would cover."""

    REFUSE = "refuse"
    KEEP = "keep"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Hours:
    """Part of a day in minutes since midnight, half-open, on the raster."""

    start: int
    end: int


def windows(*, document: Document) -> tuple[Window, ...]:
    """The windows of a document in the order of the week."""
    found = (Window(item["day"], item["start"], item["end"], item["treatment"]) for item in document["week"])
    return tuple(sorted(found, key=_place))


def key_of(*, window: Window) -> str:
    """What names a window: "0-480-720-main" is Monday from 8 to 12."""
    return f"{window.day}-{window.start}-{window.end}-{window.treatment}"


def window_of(*, document: Document, key: str) -> Window | None:
    """The window of that key, None where it has been changed or removed meanwhile."""
    return next((window for window in windows(document=document) if key_of(window=window) == key), None)


def add_windows(
    *, document: Document, days: Collection[int], hours: Hours, treatment: str, overlap: Overlap = Overlap.REFUSE
) -> dict[str, Any]:
    """The same hours on one or several days. Raises EditRefused."""
    return _with_windows(document, windows(document=document), days, hours, treatment, overlap)


def change_window(
    *,
    document: Document,
    key: str,
    days: Collection[int],
    hours: Hours,
    treatment: str,
    overlap: Overlap = Overlap.REFUSE,
) -> dict[str, Any]:
    """A window with other hours or another treatment, on its own day or on others. Raises EditRefused."""
    kept = _without(document, key)
    return _with_windows(document, kept, days, hours, treatment, overlap)


def remove_window(*, document: Document, key: str) -> dict[str, Any]:
    """The week without that window. Raises EditRefused where it is not there any more."""
    return _written(document, _without(document, key))


def copy_day(*, document: Document, day: int, to: Collection[int]) -> dict[str, Any]:
    """Other days exactly as one day is; what they had goes. Raises EditRefused."""
    faults = []
    if day not in DAYS:
        faults.append(EditFault("day", "day-unknown"))
    targets = {other for other in to if other in DAYS and other != day}
    if not targets:
        faults.append(EditFault("to", "days-missing"))
    if faults:
        raise EditRefused(*faults)
    found = windows(document=document)
    kept = [window for window in found if window.day not in targets]
    model = [window for window in found if window.day == day]
    copies = [Window(other, item.start, item.end, item.treatment) for other in targets for item in model]
    return _written(document, [*kept, *copies])


def gaps(*, document: Document, day: int) -> tuple[Hours, ...]:
    """The hours of a day that no window covers."""
    free, at = [], 0
    for window in (item for item in windows(document=document) if item.day == day):
        if window.start > at:
            free.append(Hours(at, window.start))
        at = max(at, window.end)
    if at < DAY_MINUTES:
        free.append(Hours(at, DAY_MINUTES))
    return tuple(free)


def overlaps(*, document: Document, day: int) -> tuple[Hours, ...]:
    """The hours of a day that more than one window covers."""
    found: list[Hours] = []
    reached = 0
    for window in (item for item in windows(document=document) if item.day == day):
        until = min(reached, window.end)
        if window.start < until:
            if found and window.start <= found[-1].end:
                found[-1] = Hours(found[-1].start, max(found[-1].end, until))
            else:
                found.append(Hours(window.start, until))
        reached = max(reached, window.end)
    return tuple(found)


def _with_windows(
    document: Document,
    kept: Sequence[Window],
    days: Collection[int],
    hours: Hours,
    treatment: str,
    overlap: Overlap,
) -> dict[str, Any]:
    faults = _faults(document, days, hours, treatment)
    if faults:
        raise EditRefused(*faults)
    met = [
        window
        for window in kept
        if window.day in days
        and window.treatment != treatment
        and window.start < hours.end
        and hours.start < window.end
    ]
    if met and overlap is Overlap.REFUSE:
        raise EditRefused(_overlap_fault(document, met[0]))
    if overlap is Overlap.CUT:
        kept = [piece for window in kept for piece in (_cut(window, hours) if window in met else (window,))]
    return _written(document, [*kept, *(Window(day, hours.start, hours.end, treatment) for day in days)])


def _faults(document: Document, days: Collection[int], hours: Hours, treatment: str) -> list[EditFault]:
    faults = []
    if not days or any(day not in DAYS for day in days):
        faults.append(EditFault("days", "days-missing"))
    for name, minutes in (("start", hours.start), ("end", hours.end)):
        if not 0 <= minutes <= DAY_MINUTES:
            faults.append(EditFault(name, "time-out-of-range"))
        elif minutes % RASTER_MINUTES:
            faults.append(EditFault(name, "time-off-raster"))
    if hours.start >= hours.end:
        faults.append(EditFault("end", "end-before-start"))
    if treatment not in document["treatments"]:
        faults.append(EditFault("treatment", "treatment-missing"))
    return faults


def _overlap_fault(document: Document, window: Window) -> EditFault:
    name = document["treatments"].get(window.treatment, {}).get("name", window.treatment)
    values = {"day": window.day, "start": window.start, "end": window.end, "name": name}
    return EditFault("end", "windows-overlap", values)


def _cut(window: Window, hours: Hours) -> Iterable[Window]:
    if window.start < hours.start:
        yield Window(window.day, window.start, hours.start, window.treatment)
    if hours.end < window.end:
        yield Window(window.day, hours.end, window.end, window.treatment)


def _without(document: Document, key: str) -> list[Window]:
    found = list(windows(document=document))
    if all(key_of(window=window) != key for window in found):
        raise EditRefused(EditFault("window", "window-gone"))
    return [window for window in found if key_of(window=window) != key]


def _written(document: Document, found: Iterable[Window]) -> dict[str, Any]:
    merged = _merged(found)
    if len(merged) > WINDOWS_MAXIMUM:
        raise EditRefused(EditFault("window", "too-many-windows", {"most": WINDOWS_MAXIMUM}))
    week = [
        {"day": window.day, "start": window.start, "end": window.end, "treatment": window.treatment}
        for window in merged
    ]
    return {**copy.deepcopy(dict(document)), "week": week}


def _merged(found: Iterable[Window]) -> list[Window]:
    merged: list[Window] = []
    for window in sorted(found, key=lambda item: (item.day, item.treatment, item.start)):
        last = merged[-1] if merged else None
        if last and (last.day, last.treatment) == (window.day, window.treatment) and window.start <= last.end:
            merged[-1] = Window(last.day, last.start, max(last.end, window.end), last.treatment)
        else:
            merged.append(window)
    return sorted(merged, key=_place)


def _place(window: Window) -> tuple[int, int, int, str]:
    return (window.day, window.start, window.end, window.treatment)
