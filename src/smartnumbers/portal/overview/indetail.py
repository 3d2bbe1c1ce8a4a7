"""One span in full: calls, answered, lost, minutes and new callers, each beside the same span before."""

from dataclasses import dataclass
from datetime import date

import msgspec
from django.utils.translation import gettext as _

from smartnumbers.apps.callrecords.models import Result
from smartnumbers.apps.reporting.keyfigures import Compared
from smartnumbers.portal.calls.filters import calls_url
from smartnumbers.portal.measures import MEANINGS, NAMES, percent_text, written
from smartnumbers.portal.overview.asked import Asked
from smartnumbers.portal.overview.differences import Difference, compared_with, difference
from smartnumbers.portal.overview.tiles import Lead
from smartnumbers.statistics.measures import Measure, value_of

_RESULTS: dict[Measure, tuple[str, ...]] = {
    Measure.CALLS: (Result.ANSWERED.value, Result.INFORMED.value, Result.LOST.value),
    Measure.ANSWERED_SHARE: (Result.ANSWERED.value,),
    Measure.TALK: (Result.ANSWERED.value,),
    Measure.AVERAGE_TALK: (Result.ANSWERED.value,),
    Measure.LONGEST_TALK: (Result.ANSWERED.value,),
    Measure.LOST: (Result.LOST.value,),
    Measure.LOST_PAYOUT: (Result.LOST.value,),
}
"""Which calls stand behind a measure; for the others, all that were not blocked."""
_BY_LENGTH = "&sort=-talk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One figure of the span: its code and name, what it means, its value, and the calls behind it."""

    code: str
    name: str
    meaning: str
    value: str
    link: str
    note: str
    difference: Difference | None


def cells(*, asked: Asked, lead: Lead, compared: Compared, begins: date | None, today: date) -> list[Cell]:
    """The figures of a span, in the order in which they are asked about; `begins` is the day of the first call."""
    when = compared_with(before=compared.before, begins=begins, today=today)
    wanted = [
        Measure.CALLS,
        Measure.ANSWERED_SHARE,
        Measure.LOST,
        *([Measure.LOST_PAYOUT] if lead.measure is Measure.PAYOUT else []),
        Measure.TALK,
        Measure.AVERAGE_TALK,
        Measure.LONGEST_TALK,
        Measure.NEW_CALLERS,
    ]
    return [_cell(asked, lead, compared, measure, when) for measure in wanted]


def _cell(asked: Asked, lead: Lead, compared: Compared, measure: Measure, when: str) -> Cell:
    value = value_of(measure=measure, figures=compared.figures, currency=lead.currency)
    before = value_of(measure=measure, figures=compared.figures_before, currency=lead.currency)
    results = _RESULTS.get(measure, _RESULTS[Measure.CALLS])
    wanted = msgspec.structs.replace(compared.span.within(asked.wanted), results=results)
    if measure is Measure.NEW_CALLERS:
        wanted = msgspec.structs.replace(wanted, results=(), first_ever=True)
    return Cell(
        code=measure.value,
        name=str(NAMES[measure]),
        meaning=str(MEANINGS[measure]),
        value=written(measure=measure, value=value, currency=lead.currency),
        link=calls_url(wanted) + (_BY_LENGTH if measure is Measure.LONGEST_TALK else ""),
        note=_note(measure, compared),
        difference=difference(measure=measure, value=value, before=before, when=when),
    )


def _note(measure: Measure, compared: Compared) -> str:
    figures = compared.figures
    if measure is Measure.CALLS and figures.informed:
        return _("%(count)d of them heard an announcement or left a message") % {"count": figures.informed}
    if measure is Measure.LOST and figures.lost:
        share = value_of(measure=Measure.LOST_SHARE, figures=figures) or 0
        return _("%(share)s of the calls that wanted somebody") % {"share": percent_text(share)}
    if measure is Measure.LOST_PAYOUT:
        return _("estimated")
    return ""
