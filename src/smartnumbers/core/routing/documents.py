"""Reading the JSON documents of plans and profiles field by field: what does not fit is refused with its place.

A place is the path to a field as people and programs can follow it: "week[3].start", "treatments.main.entries[0]".
"""

from collections.abc import Callable
from typing import Any, TypeVar

from smartnumbers.core.foundation.errors import DomainError

T = TypeVar("T")
NAME_LENGTH = 80


class PlanInvalid(DomainError):
    """A plan's document that cannot be read; `parameters` name the `place` and the `reason`.

    Reasons: "missing", "wrong-kind", "out-of-range", "too-long", "too-many", "unknown" (none of those there are),
    "not-on-raster", "ends-too-early", "not-a-date", "not-a-number", "not-a-destination", "premium-number", "not-an-id".
    """

    code = "plan-invalid"


def refuse(*, place: str, reason: str) -> PlanInvalid:
    """The error that names place and reason, to be raised by the caller."""
    return PlanInvalid(f"{place}: {reason}", parameters={"place": place, "reason": reason})


def take(source: Any, key: str, kind: type[T], place: str) -> T:
    """The value under a key, of exactly this kind: a boolean is no integer. Raises PlanInvalid."""
    if not isinstance(source, dict):
        raise refuse(place=place.removesuffix(".") or key, reason="wrong-kind")
    value = source.get(key)
    if value.__class__ is kind:
        return value
    raise refuse(place=f"{place}{key}", reason="missing" if value is None else "wrong-kind")


def optional(source: Any, key: str, kind: type[T], place: str) -> T | None:
    """The value under a key as `take` has it, or None where there is none. Raises PlanInvalid."""
    if isinstance(source, dict) and source.get(key) is None:
        return None
    return take(source, key, kind, place)


def count(source: Any, key: str, place: str, *, least: int, most: int) -> int:
    """An integer between `least` and `most`, both included. Raises PlanInvalid."""
    value = take(source, key, int, place)
    if not least <= value <= most:
        raise refuse(place=f"{place}{key}", reason="out-of-range")
    return value


def text(source: Any, key: str, place: str, *, most: int = NAME_LENGTH) -> str:
    """A text of at most so many characters. Raises PlanInvalid."""
    value = take(source, key, str, place)
    if len(value) > most:
        raise refuse(place=f"{place}{key}", reason="too-long")
    return value


def one_of(source: Any, key: str, kind: Callable[[str], T], place: str) -> T:
    """A value of an enumeration. Raises PlanInvalid."""
    try:
        return kind(take(source, key, str, place))
    except ValueError as fault:
        raise refuse(place=f"{place}{key}", reason="unknown") from fault


def each(source: Any, key: str, place: str, read: Callable[[Any, str], T], *, most: int | None = None) -> tuple[T, ...]:
    """The list under a key, each item read with its own place; at most so many. Raises PlanInvalid."""
    items = take(source, key, list, place)
    if most is not None and len(items) > most:
        raise refuse(place=f"{place}{key}", reason="too-many")
    return tuple([read(item, f"{place}{key}[{index}].") for index, item in enumerate(items)])


def texts(source: Any, key: str, place: str, *, most: int) -> tuple[str, ...]:
    """A list of short texts. Raises PlanInvalid."""
    items = take(source, key, list, place)
    if len(items) > most:
        raise refuse(place=f"{place}{key}", reason="too-many")
    for index, item in enumerate(items):
        if not isinstance(item, str):
            raise refuse(place=f"{place}{key}[{index}]", reason="wrong-kind")
        if len(item) > NAME_LENGTH:
            raise refuse(place=f"{place}{key}[{index}]", reason="too-long")
    return tuple(items)
