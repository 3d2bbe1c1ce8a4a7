"""The measures in words: their names, what they mean, and how their values are written."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from smartnumbers.apps.tariffbooks.wording import figure
from smartnumbers.core.foundation.money import amount_text
from smartnumbers.portal.money import cents
from smartnumbers.portal.templatetags.portal import grouped, words
from smartnumbers.statistics.measures import Kind, Measure, kind_of

_PERCENT = 10_000  # millionths of 1
_MINUTE = 60_000
_TEN_MINUTES = 600_000

NAMES: dict[Measure, Promise] = {
    Measure.CALLS: _("Calls"),
    Measure.ANSWERED: _("Answered calls"),
    Measure.ANSWERED_SHARE: _("Answered share"),
    Measure.ANSWERED_15S_SHARE: _("Answered within 15 s"),
    Measure.LOST: _("Lost calls"),
    Measure.LOST_SHARE: _("Lost share"),
    Measure.TALK: _("Minutes talked"),
    Measure.AVERAGE_TALK: _("Average conversation"),
    Measure.LONGEST_TALK: _("Longest conversation"),
    Measure.AVERAGE_WAIT: _("Average wait until answered"),
    Measure.CALLERS: _("Callers"),
    Measure.NEW_CALLERS: _("New callers"),
    Measure.SPENT: _("Callers' spend"),
    Measure.PAYOUT: _("Revenue"),
    Measure.COST: _("Own cost of calls"),
    Measure.LOST_PAYOUT: _("Lost revenue"),
    Measure.SPENT_PER_CALL: _("Callers' spend per call"),
    Measure.PAYOUT_PER_CALL: _("Revenue per call"),
    Measure.COST_PER_CALL: _("Cost per call"),
}
MEANINGS: dict[Measure, Promise] = {
    Measure.CALLS: _("All calls to the numbers, without those that were blocked."),
    Measure.ANSWERED: _("Calls that a destination took."),
    Measure.ANSWERED_SHARE: _(
        "Of the calls that wanted somebody, answered or lost, the part that was answered. Calls that only heard an "
        "announcement or left a message do not count."
    ),
    Measure.ANSWERED_15S_SHARE: _(
        "Of the calls that wanted somebody, answered or lost, the part that was answered within 15 seconds."
    ),
    Measure.LOST: _("Calls that wanted somebody and reached nobody: busy, not answered, given up, failed."),
    Measure.LOST_SHARE: _("Of the calls that wanted somebody, answered or lost, the part that was lost."),
    Measure.TALK: _("How long callers and destinations talked, all answered calls together."),
    Measure.AVERAGE_TALK: _("Time talked, divided by the answered calls."),
    Measure.LONGEST_TALK: _("The longest conversation of a single call."),
    Measure.AVERAGE_WAIT: _("How long callers waited until somebody answered, on average of the answered calls."),
    Measure.CALLERS: _("Different telephone numbers that called. Withheld ones are not counted."),
    Measure.NEW_CALLERS: _("Telephone numbers that called for the first time ever. Withheld ones are not counted."),
    Measure.SPENT: _("What callers pay for the calls, VAT included."),
    Measure.PAYOUT: _("What you are paid out for the calls: your part of what callers pay, before VAT."),
    Measure.COST: _("What you pay for the calls yourself, as for an 0800 number."),
    Measure.LOST_PAYOUT: _(
        "An estimate: for each number, its lost calls times what an answered call of it brought on average in the same "
        "time."
    ),
    Measure.SPENT_PER_CALL: _("What callers pay, divided by the answered calls."),
    Measure.PAYOUT_PER_CALL: _("What you are paid out, divided by the answered calls."),
    Measure.COST_PER_CALL: _("What you pay for the calls yourself, divided by the answered calls."),
}


def written(*, measure: Measure, value: int | None, currency: str = "") -> str:
    """A value as people read it, with its unit but for counts; "–" where there is none."""
    if value is None:
        return "–"
    kind = kind_of(measure)
    if kind is Kind.SHARE:
        return percent_text(value)
    if kind is Kind.MONEY:
        return f"{currency} {figure(cents(value))}".strip()
    if kind is Kind.DURATION:
        return minutes_text(value) if measure is Measure.TALK else words(value)
    return grouped(value)


def percent_text(share: int) -> str:
    """A share (millionths of 1) in per cent with one decimal: 87.4 %."""
    tenths = (share + _PERCENT // 20) // (_PERCENT // 10)
    return f"{amount_text(tenths * 100_000)} %" if tenths % 10 else f"{tenths // 10} %"


def minutes_text(span: int) -> str:
    """A sum of spans (milliseconds) in whole minutes; less than ten are written with their seconds."""
    return f"{grouped(round(span / _MINUTE))} min" if span >= _TEN_MINUTES else words(span)
