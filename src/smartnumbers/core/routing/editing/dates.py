"""What lies over the week: holidays, days of the holder's own, exceptions."""

import copy
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from smartnumbers.core.routing.calendar import is_region
from smartnumbers.core.routing.editing.refusal import EditFault, EditRefused
from smartnumbers.core.routing.editing.treatments import NAME_MAXIMUM
from smartnumbers.core.routing.editing.week import Document
from smartnumbers.core.routing.plan import DAY_MINUTES, RASTER_MINUTES, ExceptionPeriod, SpecialDay

EXCEPTIONS_MAXIMUM = 200
# Any year with a 29 February: a day of every year may be that one.
_LEAP_YEAR = 2024


def set_holidays(*, document: Document, region: str, treatment: str, worked: Iterable[str]) -> dict[str, Any]:
    """What happens on the public holidays of a region; no region: nothing. Raises EditRefused."""
    changed = copy.deepcopy(dict(document))
    if not region:
        changed["holidays"] = None
        return changed
    faults = [] if is_region(region) else [EditFault("region", "region-unknown")]
    faults += _treatment_faults(document, treatment)
    if faults:
        raise EditRefused(*faults)
    changed["holidays"] = {"region": region, "treatment": treatment, "worked": sorted(set(worked))}
    return changed


def set_special_day(*, document: Document, place: int | None, day: SpecialDay) -> dict[str, Any]:
    """A day of every year in place of the one at `place`, or as a further one. Raises EditRefused."""
    faults = _name_faults(day.name)
    try:
        date(_LEAP_YEAR, day.month, day.day)
    except ValueError:
        faults.append(EditFault("day", "day-unknown"))
    for name, minutes in (("start", day.start), ("end", day.end)):
        if minutes % RASTER_MINUTES or not 0 <= minutes <= DAY_MINUTES:
            faults.append(EditFault(name, "time-off-raster"))
    if day.start >= day.end:
        faults.append(EditFault("end", "end-before-start"))
    values = {"name": day.name.strip(), "month": day.month, "day": day.day, "start": day.start, "end": day.end}
    return _put(document, "special_days", place, {**values, "treatment": day.treatment}, faults)


def set_exception(*, document: Document, place: int | None, period: ExceptionPeriod) -> dict[str, Any]:
    """An exception in place of the one at `place`, or as a further one. Raises EditRefused."""
    faults = _name_faults(period.name)
    instants = {}
    for name, written in (("begins", period.begins), ("ends", period.ends)):
        try:
            instants[name] = datetime.strptime(written, "%Y-%m-%dT%H:%M")  # noqa: DTZ007 - a wall clock has no zone
        except ValueError:
            faults.append(EditFault(name, "instant-unreadable"))
    if len(instants) == 2 and instants["begins"] >= instants["ends"]:
        faults.append(EditFault("ends", "ends-too-early"))
    values = {"name": period.name.strip(), "begins": period.begins, "ends": period.ends}
    return _put(document, "exceptions", place, {**values, "treatment": period.treatment}, faults)


def remove_dated(*, document: Document, part: str, place: int) -> dict[str, Any]:
    """The plan without the special day or exception at a place. Raises EditRefused where there is none."""
    if part not in ("special_days", "exceptions") or not 0 <= place < len(document[part]):
        raise EditRefused(EditFault("name", "entry-gone"))
    changed = copy.deepcopy(dict(document))
    del changed[part][place]
    return changed


def _put(
    document: Document, part: str, place: int | None, values: Mapping[str, Any], faults: list[EditFault]
) -> dict[str, Any]:
    faults += _treatment_faults(document, values["treatment"])
    if place is None and len(document[part]) >= EXCEPTIONS_MAXIMUM:
        faults.append(EditFault("name", "too-many-entries", {"most": EXCEPTIONS_MAXIMUM}))
    if place is not None and not 0 <= place < len(document[part]):
        faults.append(EditFault("name", "entry-gone"))
    if faults:
        raise EditRefused(*faults)
    changed = copy.deepcopy(dict(document))
    if place is None:
        changed[part].append(dict(values))
    else:
        changed[part][place] = dict(values)
    return changed


def _name_faults(name: str) -> list[EditFault]:
    if not name.strip():
        return [EditFault("name", "name-missing")]
    too_long = len(name.strip()) > NAME_MAXIMUM
    return [EditFault("name", "name-too-long", {"most": NAME_MAXIMUM})] if too_long else []


def _treatment_faults(document: Document, treatment: str) -> list[EditFault]:
    return [] if treatment in document["treatments"] else [EditFault("treatment", "treatment-missing")]
