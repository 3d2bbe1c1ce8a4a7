"""Shares of a whole: one bar in pieces, and below it each piece in words, in the same order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from smartnumbers.portal.charts.marks import Frame, Unit
from smartnumbers.portal.charts.scale import per_cent

_ROOM = 8  # per cent that a piece needs for its words


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One piece: its name, value, colour and where it leads; `parts` say what it is made of, where that is told."""

    name: str
    value: int
    tone: str
    link: str = ""
    parts: Sequence["Share"] = field(default=())


@dataclass(frozen=True, slots=True)
class DrawnShare:
    """A piece as it is drawn; `inside` are the words there is room for in the bar."""

    tone: str
    link: str
    left: str
    middle: str
    width: str
    words: str
    inside: str


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A piece in words; a `part` belongs to the one above it."""

    name: str
    tone: str
    link: str
    value: str
    percent: str
    part: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareChart:
    """The whole drawing."""

    template: ClassVar[str] = "charts/shares.html"

    frame: Frame
    pieces: Sequence[DrawnShare]
    rows: Sequence[ShareRow]
    empty: bool


def percent_words(value: int, whole: int) -> str:
    """A share in per cent; one that is small but not nothing is said to be less than 1 %."""
    percent = round(100 * value / whole) if whole else 0
    return "< 1 %" if value and not percent else f"{percent} %"


def shares(*, frame: Frame, unit: Unit, shares: Sequence[Share]) -> ShareChart:
    """The shares of a whole, in the order given; those that are nothing are left out."""
    whole = sum(share.value for share in shares)
    pieces, rows, left = [], [], 0.0
    for share in shares:
        if not share.value:
            continue
        width = 100 * share.value / whole
        percent = percent_words(share.value, whole)
        pieces.append(
            DrawnShare(
                tone=share.tone,
                link=share.link,
                left=per_cent(left),
                middle=per_cent(left + width / 2),
                width=per_cent(width),
                words=f"{share.name}: {unit.written(share.value)}, {percent}",
                inside=percent if width >= _ROOM else "",
            )
        )
        left += width
        rows.append(ShareRow(share.name, share.tone, share.link, unit.written(share.value), percent, part=False))
        rows += [
            ShareRow(part.name, share.tone, part.link, unit.written(part.value), percent_words(part.value, whole), True)
            for part in share.parts
            if part.value
        ]
    return ShareChart(frame=frame, pieces=pieces, rows=rows, empty=not whole)
