"""Who is on a list of the callers with the highest spend."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """One caller of the list. `rank_before` is None where he did not call in the span before.

    `opened`: his first call ever to an account is in the span.
    """

    caller: int
    spent: int
    calls: int
    rank_before: int | None
    opened: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The list in its order, and how many callers the span has, new ones and lost ones among them."""

    listed: Sequence[Stand]
    total: int
    new: int
    lost: int
