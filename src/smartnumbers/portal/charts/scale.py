"""The scale of a drawing: from its highest and lowest value to round lines and to places in per cent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

_LINES = 4


def per_cent(part: float) -> str:
    """A measure as an attribute of SVG: "12.5%"."""
    return f"{part:.3f}".rstrip("0").rstrip(".") + "%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """There are `above` lines of `step` above zero; below it there is room for values down to `below`."""

    step: int
    above: int
    below: int

    def place(self, value: float) -> float:
        """How far from the top a value is, in per cent; values below zero lie below its line."""
        top = self.above * self.step
        return 100 * (top - value) / (top + self.below)

    @property
    def levels(self) -> Sequence[int]:
        """The values of the lines, the lowest first."""
        return [level * self.step for level in range(-(self.below // self.step), self.above + 1)]


def scale(*, most: int, most_below: int = 0, least_step: int = 1) -> Scale:
    """The scale for values up to `most` above zero and `most_below` below it.

    Its step is 1, 2, 2.5 or 5 times a power of ten of `least_step`, at least that, and the smallest that needs no more
    than four lines.
    """
    highest = max(most, most_below)
    step = next(step for step in _round_steps(least_step) if step * _LINES >= highest)
    return Scale(step=step, above=max(1, -(-most // step)), below=most_below)


def _round_steps(least: int) -> Iterator[int]:
    yield from (least, 2 * least, 5 * least)
    for power in count(1):
        # Half of a five is no whole number at the first power.
        yield from (tenth * least * 10**power // 10 for tenth in (10, 20, 25, 50))
