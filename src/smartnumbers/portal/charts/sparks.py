"""Sparks: a few small bars without axes, beside a figure, that show how it was before. The last one is the figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from smartnumbers.portal.charts.scale import per_cent

_BAR = 0.7  # of the width a bar has
_LEAST = 3.0  # per cent of the height: a bar that is there can be seen


@dataclass(frozen=True, slots=True)
class SparkBar:
    """One bar; all measures in per cent of the drawing."""

    left: str
    width: str
    top: str
    height: str


@dataclass(frozen=True, slots=True)
class Spark:
    """The whole drawing; `words` say what the bars are."""

    template: ClassVar[str] = "charts/spark.html"

    words: str
    bars: Sequence[SparkBar]


def spark(*, words: str, values: Sequence[int]) -> Spark:
    """The bars of some values, the oldest first; values below 0 are none."""
    most = max(values, default=0)
    width = 100 / max(1, len(values))
    bars = []
    for index, value in enumerate(values):
        height = max(_LEAST, 100 * value / most) if value > 0 else 0.0
        bars.append(
            SparkBar(
                left=per_cent((index + (1 - _BAR) / 2) * width),
                width=per_cent(width * _BAR),
                top=per_cent(100 - height),
                height=per_cent(height),
            )
        )
    return Spark(words=words, bars=bars)
