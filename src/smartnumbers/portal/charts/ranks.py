"""A ranking: a table whose rows have a bar below their name, all on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from smartnumbers.portal.charts.marks import Frame, Series
from smartnumbers.portal.charts.scale import per_cent


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """One row: name, a note beside it, where it leads, a value for each series, and the cells after it."""

    name: str
    note: str = ""
    link: str = ""
    values: Sequence[int]
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Column:
    """One column's head; `rank` 2 and 3 are left out on telephones and on tablets."""

    head: str
    rank: int = 1

    @property
    def look(self) -> str:
        """The classes of its cells."""
        return "n" if self.rank == 1 else f"n rank-{self.rank}"


@dataclass(frozen=True, slots=True)
class Stretch:
    """One piece of a row's bar."""

    tone: str
    left: str
    width: str


@dataclass(frozen=True, slots=True)
class DrawnRank:
    """A row as it is drawn; each cell with its column's classes."""

    name: str
    note: str
    link: str
    stretches: Sequence[Stretch]
    cells: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RankChart:
    """The whole table; `more`: there are further rows that are not shown."""

    template: ClassVar[str] = "charts/ranks.html"

    frame: Frame
    series: Sequence[Series]
    unfinished: bool
    columns: Sequence[Column]
    rows: Sequence[DrawnRank]
    more: bool
    empty: bool


def ranks(
    *, frame: Frame, series: Sequence[Series], columns: Sequence[Column], rows: Sequence[Rank], more: bool = False
) -> RankChart:
    """A ranking in the order given."""
    most = max((sum(row.values) for row in rows), default=0)
    return RankChart(
        frame=frame,
        series=series,
        unfinished=False,
        columns=columns,
        rows=[_drawn(row, series, columns, most) for row in rows],
        more=more,
        empty=not rows,
    )


def _drawn(row: Rank, series: Sequence[Series], columns: Sequence[Column], most: int) -> DrawnRank:
    stretches, left = [], 0.0
    for value, one in zip(row.values, series, strict=True):
        width = 100 * value / most if most else 0.0
        if value:
            stretches.append(Stretch(one.tone, per_cent(left), per_cent(width)))
        left += width
    cells = [(cell, column.look) for cell, column in zip(row.cells, columns, strict=True)]
    return DrawnRank(row.name, row.note, row.link, stretches, cells)
