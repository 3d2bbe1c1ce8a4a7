"""The bars of fourteen days: answered calls above the line, lost ones below it, both on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from smartnumbers.apps.callrecords.figures import Figures

_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10_000, 20_000, 50_000, 100_000)
_LINES = 4
_BAR = 0.62  # of a day's width


@dataclass(frozen=True, slots=True)
class Bar:
    """One day; all measures in per cent of the drawing."""

    day: date
    figures: Figures
    today: bool
    left: str
    bar_left: str
    answered_top: str
    answered_height: str
    lost_height: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the grid with the number of calls it stands for."""

    top: str
    label: int
    zero: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole drawing."""

    bars: Sequence[Bar]
    lines: Sequence[Line]
    zero: str
    day_width: str
    bar_width: str
    empty: bool


def _share(part: float) -> str:
    return f"{part:.3f}%"


def draw(*, series: Sequence[tuple[date, Figures]], today: date) -> Chart:
    """The chart of a series of days, the oldest first."""
    most = max((figures.answered for _, figures in series), default=0)
    most_lost = max((figures.lost for _, figures in series), default=0)
    step = next((step for step in _STEPS if step * _LINES >= max(most, most_lost)), _STEPS[-1])
    above = max(1, -(-most // step))
    below = -(-most_lost // step)
    scale = 100 / ((above + below) * step)
    zero = above * step * scale
    width = 100 / max(1, len(series))
    return Chart(
        bars=[
            Bar(
                day=day,
                figures=figures,
                today=day == today,
                left=_share(index * width),
                bar_left=_share((index + (1 - _BAR) / 2) * width),
                answered_top=_share(zero - figures.answered * scale),
                answered_height=_share(figures.answered * scale),
                lost_height=_share(figures.lost * scale),
            )
            for index, (day, figures) in enumerate(series)
        ],
        lines=[
            Line(top=_share(zero - level * step * scale), label=abs(level) * step, zero=level == 0)
            for level in range(-below, above + 1)
        ],
        zero=_share(zero),
        day_width=_share(width),
        bar_width=_share(width * _BAR),
        empty=most == most_lost == 0,
    )
