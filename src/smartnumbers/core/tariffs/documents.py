"""Reading JSON documents of tariffs field by field: what does not fit is refused with the name of the field."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from smartnumbers.core.tariffs.tariff import TariffInvalid

T = TypeVar("T")
LARGEST = 10**18 - 1
"""What a tariff takes at most, so that an amount fits into a column of 64 bits."""


def refuse(*, field: str, reason: str) -> TariffInvalid:
    """The error that names the field, to be raised by the caller."""
    return TariffInvalid(f"{field}: {reason}", parameters={"field": field})


def take(source: Any, key: str, kind: type[T], place: str) -> T:
    """The value under a key, of exactly this kind (a boolean is no integer). Raises TariffInvalid."""
    value = source.get(key) if isinstance(source, Mapping) else None
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise refuse(field=f"{place}{key}", reason=f"expected {kind.__name__}")
    return value


def optional(source: Any, key: str, kind: type[T], place: str) -> T | None:
    """The value under a key as `take` has it, or None where there is none. Raises TariffInvalid."""
    if isinstance(source, Mapping) and source.get(key) is None:
        return None
    return take(source, key, kind, place)


def count(source: Any, key: str, place: str, *, least: int = 0, most: int = LARGEST) -> int:
    """An integer between `least` and `most`, both included. Raises TariffInvalid."""
    value = take(source, key, int, place)
    if not least <= value <= most:
        raise refuse(field=f"{place}{key}", reason="out of range")
    return value


def each(source: Any, key: str, place: str, read: Callable[[Any, str], T]) -> tuple[T, ...]:
    """The list under a key, each item read with its own place. Raises TariffInvalid."""
    return tuple(read(item, f"{place}{key}[{index}].") for index, item in enumerate(take(source, key, list, place)))
