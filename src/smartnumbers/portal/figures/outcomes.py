"""What became of the calls, and how long callers waited."""

from typing import Any

from django.utils.translation import gettext as _

from smartnumbers.apps.callrecords.models import RESULT_OF_OUTCOME
from smartnumbers.apps.callrecords.wording import OUTCOMES, RESULTS
from smartnumbers.apps.reporting.asking import ask
from smartnumbers.portal.calls.filters import calls_url
from smartnumbers.portal.charts.bars import Bar, bars
from smartnumbers.portal.charts.marks import Frame, Series
from smartnumbers.portal.charts.shares import Share, shares
from smartnumbers.portal.charts.units import COUNTS
from smartnumbers.portal.figures.asked import Asked
from smartnumbers.portal.templatetags.portal import words
from smartnumbers.statistics.answers import WaitBand
from smartnumbers.statistics.filters import Span
from smartnumbers.statistics.questions import AnswerTimes, Breakdown, Dimension

_MINUTES_FROM = 120_000
_TONES = {"answered": "main", "informed": "calm", "lost": "bad", "blocked": "still"}


def outcomes(asked: Asked) -> dict[str, Any]:
    """The shares of results, each with the outcomes it is made of. Raises StatisticsAway."""
    reply = ask(
        access=asked.access,
        question=lambda scope: Breakdown(scope=scope, wanted=asked.wanted, dimension=Dimension.OUTCOME),
    )
    calls = {group.value: group.figures.calls for group in reply.answer.groups}
    found = []
    for result, word in RESULTS.items():
        parts = [
            Share(
                name=str(OUTCOMES[outcome.value]),
                value=calls.get(outcome.value, 0),
                tone=_TONES[result],
                link=calls_url(asked.with_only(outcomes=(outcome.value,))),
            )
            for outcome, its in RESULT_OF_OUTCOME.items()
            if its.value == result
        ]
        found.append(
            Share(
                name=str(word),
                value=sum(part.value for part in parts),
                tone=_TONES[result],
                link=calls_url(asked.with_only(results=(result,))),
                parts=parts if len(parts) > 1 else (),
            )
        )
    frame = Frame(
        name="outcomes",
        title=_("What became of the calls"),
        about=_("The list below has the figures."),
        head=_("Result"),
    )
    return {"chart": shares(frame=frame, unit=COUNTS, shares=found)}


def waits(asked: Asked) -> dict[str, Any]:
    """How long callers waited until the answer or until they were gone. Raises StatisticsAway."""
    reply = ask(access=asked.access, question=lambda scope: AnswerTimes(scope=scope, wanted=asked.wanted))
    answer = reply.answer
    chart = bars(
        frame=Frame(
            name="waits",
            title=_("Calls by how long the caller waited"),
            about=_("Lost calls hang down from the line. The table below has the figures."),
            head=_("Wait"),
        ),
        unit=COUNTS,
        series=(Series(name=_("answered")), Series(name=_("lost"), tone="bad", below=True)),
        bars=[
            Bar(
                name=_band_words(band),
                label=_band_label(band),
                values=(band.answered, band.lost),
                link=calls_url(asked.with_only(wait=_span(band))),
            )
            for band in answer.bands
        ],
    )
    known = {"median": answer.median, "p90": answer.p90, "p95": answer.p95}
    return {"chart": chart, "quantiles": {name: "–" if wait is None else words(wait) for name, wait in known.items()}}


def _span(band: WaitBand) -> Span:
    return Span(least=band.least or None, most=None if band.below is None else band.below - 1)


def _band_words(band: WaitBand) -> str:
    if band.below is None:
        return _("%(least)s or longer") % {"least": words(band.least)}
    return _("%(least)s to %(below)s") % {"least": words(band.least), "below": words(band.below)}


def _band_label(band: WaitBand) -> tuple[str, ...]:
    """Where a band begins, in few letters: in seconds, from two minutes on in minutes."""
    if band.least >= _MINUTES_FROM:
        return (f"{band.least // 60_000}′",)
    return (str(band.least // 1000),)
