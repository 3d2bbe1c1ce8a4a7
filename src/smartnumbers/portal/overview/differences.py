"""How a figure differs from the one of the span before, told with a sign and in words."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from smartnumbers.apps.tariffbooks.wording import MINUS, NO_BREAK
from smartnumbers.portal.measures import percent_text
from smartnumbers.statistics.measures import ONE, Kind, Measure, kind_of
from smartnumbers.statistics.spans import DaySpan

# Whether more is better (1), worse (-1) or neither.
_BETTER = {
    Measure.CALLS: 1,
    Measure.ANSWERED_SHARE: 1,
    Measure.TALK: 1,
    Measure.LOST: -1,
    Measure.NEW_CALLERS: 1,
    Measure.PAYOUT: 1,
    Measure.COST: -1,
    Measure.LOST_PAYOUT: -1,
}
_LARGE = 10 * ONE
"""From here on a difference is told in times and not in per cent."""


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much ("+14.5 %", "" where that says nothing), in words, which way ("up", "down" or "", also where it is
    the same), and whether that is good: "ok", "bad" or ""."""

    amount: str
    words: str
    way: str = ""
    tone: str = ""


def compared_with(*, before: DaySpan, begins: date | None, today: date) -> str:
    """The words for the span before, "" where the calls only begin within it (on `begins`), so that it says nothing."""
    return "" if begins is not None and before.first < begins else span_words(before, today=today)


def difference(*, measure: Measure, value: int | None, before: int | None, when: str) -> Difference | None:
    """A value against the one before; None where there is nothing to compare. `when` names the span before.

    Without such words the calls do not reach back so far.
    """
    if not when:
        return Difference("", _("no earlier calls to compare with"))
    if value is None or before is None or (value == 0 and before == 0):
        return None
    if before == 0 and kind_of(measure) is not Kind.SHARE:
        return Difference("", _("%(when)s: nothing") % {"when": when})
    change = value - before if kind_of(measure) is Kind.SHARE else round((value - before) * ONE / abs(before))
    if abs(change) < ONE // 1000:
        return Difference("±0", _("as much as %(when)s") % {"when": when})
    more = change > 0
    words = _("more than %(when)s") if more else _("less than %(when)s")
    better = _BETTER.get(measure, 0) * (1 if more else -1)
    return Difference(
        amount=("+" if more else MINUS) + _amount(measure, abs(change)),
        words=words % {"when": when},
        way="up" if more else "down",
        tone={1: "ok", -1: "bad", 0: ""}[better],
    )


def span_words(span: DaySpan, *, today: date) -> str:
    """A span before, as short as it can be told: "Fri 13.11. until 14:32", "4.10. to 23.10."; with years if needed."""
    if span.days == 1:
        day = date_format(span.first, "D j.n.").replace(" ", NO_BREAK)
        if span.until is None:
            return day
        return _("%(day)s until %(time)s") % {"day": day, "time": date_format(localtime(span.until), "H:i")}
    form = "j.n." if span.first.year == today.year else "j.n.Y"
    return _("%(first)s to %(last)s") % {"first": date_format(span.first, form), "last": date_format(span.last, form)}


def _amount(measure: Measure, change: int) -> str:
    if kind_of(measure) is Kind.SHARE:
        return _("%(points)s points") % {"points": percent_text(change).removesuffix("%").rstrip()}
    if change >= _LARGE:
        return _("%(times)d times") % {"times": change // ONE}
    return percent_text(change)
