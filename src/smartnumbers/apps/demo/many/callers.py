"""Who makes the made-up calls: few call often, many once, new ones come and others stay away."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Integers = NDArray[np.int64]

# By Swiss numbering (OFCOM): mobile 075 to 079, and areas by the weight of their populations.
_SWISS = ("79", "78", "76", "77", "75", "44", "43", "31", "21", "22", "61", "71", "41", "62", "52", "26", "27", "91")
_WEIGHTS = (24, 15, 15, 5, 2, 6, 4, 5, 5, 4, 4, 4, 3, 3, 2, 2, 2, 2)
_FRENCH, _GERMAN, _ITALIAN = 336, 49151, 39347
_LOYAL = 0.12
_HUNDRED_MILLION = 100_000_000


class Pools:
    """The callers of each account, as numbers without "+"; a pool is made when its first call comes."""

    def __init__(self, *, random: Generator) -> None:
        self._random = random
        self._pools: dict[int, Integers] = {}

    def of(self, *, pool: int, calls: int, repeat: float) -> Integers:
        """The callers of a pool that is to serve so many calls, of which the share `repeat` is no first one."""
        if pool not in self._pools:
            self._pools[pool] = self._make(max(3, int(calls * (1 - repeat))))
        return self._pools[pool]

    def _make(self, size: int) -> Integers:
        random = self._random
        weights = np.array(_WEIGHTS, float)
        starts = np.array([int(f"41{code}") for code in _SWISS], np.int64)
        chosen = starts[random.choice(len(starts), size, p=weights / weights.sum())]
        numbers = chosen * 10_000_000 + random.integers(2_000_000, 10_000_000, size)
        abroad = random.random(size)
        for limit, start in ((0.02, _ITALIAN), (0.045, _GERMAN), (0.08, _FRENCH)):
            here = (abroad < limit) & (abroad >= limit - 0.025)
            numbers[here] = start * _HUNDRED_MILLION + random.integers(10_000_000, _HUNDRED_MILLION, int(here.sum()))
        made: Integers = numbers
        return made


def choose(*, callers: Integers, at: Integers, begin: int, end: int, random: Generator) -> Integers:
    """A caller for each instant: loyal ones at any time; others around the time at which it is their turn.

    So there are new, returning and lost callers in every month.
    """
    size = len(callers)
    chance, where = random.random(len(at)), random.random(len(at))
    progress = (at - begin) / max(1, end - begin)
    loyal = (where**2.5 * max(1, int(size * _LOYAL))).astype(np.int64)
    passing = ((progress + 0.18 * (where - 0.5)).clip(0, 1) * (size - 1)).astype(np.int64)
    chosen: Integers = callers[np.where(chance < 0.45, loyal, passing).clip(0, size - 1)]
    return chosen
