"""Calls as columns: a duration and the row of a tariff table for each, changes and fees in columns of their own.

Few calls have changes or fees, so these stand beside the number of their call instead of in every row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.rating.timeline import Change, Fee, Timeline
from smartnumbers.core.tariffs.tariff import Tariff, reprice

Integers = NDArray[np.int64]


class ColumnsInvalid(DomainError):
    """Columns that describe no calls; `parameters["field"]` names the column."""

    code = "columns-invalid"


def _none() -> Integers:
    return np.empty(0, np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeColumns:
    """Changes during calls, by `call` (row of the call, ascending) and `at` (ms, ascending within a call, not 0).

    Prices in millionths; `per_call` is 0 where the change does not charge one.
    """

    call: Integers = field(default_factory=_none)
    at: Integers = field(default_factory=_none)
    per_call: Integers = field(default_factory=_none)
    per_minute: Integers = field(default_factory=_none)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeColumns:
    """Fees agreed in calls, by `call` (row of the call, ascending): `at` in ms, `amount` in millionths."""

    call: Integers = field(default_factory=_none)
    at: Integers = field(default_factory=_none)
    amount: Integers = field(default_factory=_none)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallColumns:
    """Calls: `durations` (ms) and for each the row (`which`, any integer type) of the tariff it began with.

    A call whose first per-call price is not charged begins with a tariff that has none. Raises ColumnsInvalid for
    columns of different lengths, unsorted rows, and values that no call can have.
    """

    durations: Integers
    which: NDArray[Any]
    tariffs: Sequence[Tariff]
    changes: ChangeColumns = field(default_factory=ChangeColumns)
    fees: FeeColumns = field(default_factory=FeeColumns)

    def __post_init__(self) -> None:
        """Refuse what cannot be; see the class."""
        calls = len(self.durations)
        _check(len(self.which) == calls, "which")
        _check(_within(self.which, len(self.tariffs)), "which")
        _check(not calls or int(self.durations.min()) >= 0, "durations")
        for name, rows in (("changes", self.changes), ("fees", self.fees)):
            _check(_within(rows.call, calls) and bool(np.all(rows.call[1:] >= rows.call[:-1])), f"{name}.call")
            for column in rows.__slots__[1:]:
                values = getattr(rows, column)
                _check(len(values) == len(rows.call), f"{name}.{column}")
                _check(not len(values) or int(values.min()) >= 0, f"{name}.{column}")
        changes = self.changes
        sorted_within = (changes.call[1:] != changes.call[:-1]) | (changes.at[1:] > changes.at[:-1])
        _check(bool(np.all(sorted_within)) and bool(np.all(changes.at > 0)), "changes.at")


def columns_of(calls: Sequence[tuple[int, Timeline]]) -> CallColumns:
    """The columns of calls given one by one, each with its duration (ms) and its time line."""
    table: dict[Tariff, int] = {}
    which = np.empty(len(calls), np.int64)
    changes: list[tuple[int, int, int, int]] = []
    fees: list[tuple[int, int, int]] = []
    for row, (_, timeline) in enumerate(calls):
        which[row] = table.setdefault(_charged(timeline.changes[0]), len(table))
        for change in timeline.changes[1:]:
            tariff = _charged(change)
            changes.append((row, change.at, tariff.per_call, tariff.per_minute))
        fees += [(row, fee.at, fee.amount) for fee in timeline.fees]
    change_rows = np.array(changes, np.int64).reshape(-1, 4).T
    fee_rows = np.array(fees, np.int64).reshape(-1, 3).T
    return CallColumns(
        durations=np.array([duration for duration, _ in calls], np.int64),
        which=which,
        tariffs=tuple(table),
        changes=ChangeColumns(**dict(zip(ChangeColumns.__slots__, change_rows, strict=True))),
        fees=FeeColumns(**dict(zip(FeeColumns.__slots__, fee_rows, strict=True))),
    )


def timeline_of(calls: CallColumns, row: int) -> Timeline:
    """The time line of the call in one row."""
    first = calls.tariffs[int(calls.which[row])]
    changes, fees = (rows(columns, slice(row, row + 1)) for columns in (calls.changes, calls.fees))
    later = [
        Change(int(at), reprice(first, per_call=int(per_call), per_minute=int(per_minute)))
        for at, per_call, per_minute in zip(changes["at"], changes["per_call"], changes["per_minute"], strict=True)
    ]
    agreed = [Fee(int(at), int(amount)) for at, amount in zip(fees["at"], fees["amount"], strict=True)]
    return Timeline(changes=(Change(0, first), *later), fees=tuple(agreed))


def _charged(change: Change) -> Tariff:
    if change.charge_per_call:
        return change.tariff
    return reprice(change.tariff, per_call=0, per_minute=change.tariff.per_minute)


def rows(columns: ChangeColumns | FeeColumns, part: slice) -> Mapping[str, Integers]:
    """The changes or fees of the calls in a part, each column under its name; `call` counts from the part's first."""
    first, last = np.searchsorted(columns.call, (part.start, part.stop))
    cut: dict[str, Integers] = {name: getattr(columns, name)[first:last] for name in columns.__slots__}
    return cut | {"call": cut["call"] - part.start}


def _within(rows: NDArray[Any], limit: int) -> bool:
    return not len(rows) or (int(rows.min()) >= 0 and int(rows.max()) < limit)


def _check(holds: bool, column: str) -> None:
    if not holds:
        raise ColumnsInvalid(f"{column}: does not describe calls", parameters={"field": column})
