"""The customers as the list and its file show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartnumbers.apps.reporting.columns import LINES
from smartnumbers.core.numbering.areas import AREAS
from smartnumbers.core.numbering.dialled import display
from smartnumbers.portal.calls.words import fixed_words
from smartnumbers.portal.money import cents
from smartnumbers.statistics.answers import CallerStory, TopCaller
from smartnumbers.statistics.filters import Line

KINDS: Mapping[str, Promise] = {
    "new": gettext_lazy("new"),
    "returning": gettext_lazy("back again"),
    "regular": gettext_lazy("regular"),
    "lost": gettext_lazy("did not call any more"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """How a rank has changed: in words, with an icon and a tone ("" where nothing moved)."""

    word: str
    icon: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRow:
    """One caller of the list. Amounts are to the cent."""

    rank: int
    change: Change
    caller: str
    ref: str
    origin: str
    spent: int
    payout: int
    calls: int
    answered: int
    minutes: int
    first_at: int
    last_at: int
    kind: str
    word: str


def customer_rows(callers: Sequence[TopCaller]) -> list[CustomerRow]:
    """The rows of a list, whose callers are masked already where they have to be."""
    return [
        CustomerRow(
            rank=one.rank,
            change=change_words(rank=one.rank, before=one.rank_before, kind=one.kind),
            caller=display(one.caller),
            ref=one.caller_ref,
            origin=origin_words(one),
            spent=cents(one.spent),
            payout=cents(one.payout),
            calls=one.calls,
            answered=one.answered,
            minutes=round(one.talk / 60_000),
            first_at=one.first_at,
            last_at=one.last_at,
            kind=one.kind,
            word=str(KINDS[one.kind]),
        )
        for one in callers
    ]


def change_words(*, rank: int, before: int | None, kind: str) -> Change:
    """What became of a rank since the period before; who had none is told by what he is."""
    if before is None or kind == "lost":
        return Change(str(KINDS[kind]))
    if rank == before:
        return Change(_("as before"))
    if rank < before:
        return Change(_("up %(places)d") % {"places": before - rank}, "arrow-up-right", "ok")
    return Change(_("down %(places)d") % {"places": rank - before}, "arrow-down-right", "warn")


def origin_words(one: TopCaller | CallerStory) -> str:
    """Where a caller calls from, as far as his number tells: region, else kind of line; and the country."""
    area = AREAS.get(one.area)
    place = area.name if area is not None and area.name else ""
    if not place and one.line:
        place = str(LINES[Line(one.line)])
    country = fixed_words("country", one.country) if one.country else ""
    return ", ".join(part for part in (place, country) if part)
