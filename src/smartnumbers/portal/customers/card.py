"""A caller's card: who calls, since when, how much, when he is best called back; blocking him, notes about him."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.numbers.queries import numbers
from smartnumbers.apps.plans.models import BlacklistEntry
from smartnumbers.apps.plans.queries import blocks_of_caller
from smartnumbers.apps.reporting.asking import Reply, ask
from smartnumbers.apps.reporting.callerrefs import read_ref
from smartnumbers.apps.reporting.queries.notes import notes
from smartnumbers.apps.tariffbooks.wording import money
from smartnumbers.core.numbering.dialled import display
from smartnumbers.portal.access import page
from smartnumbers.portal.calls.filters import calls_url
from smartnumbers.portal.charts.bars import Bar, BarChart, bars
from smartnumbers.portal.charts.marks import Frame, Series
from smartnumbers.portal.charts.units import COUNTS, amounts
from smartnumbers.portal.customers.forms import CallerBlockForm, NoteForm
from smartnumbers.portal.customers.rows import origin_words
from smartnumbers.portal.figures.money import currencies, of_currency
from smartnumbers.portal.figures.steps import TimeStep, time_steps
from smartnumbers.portal.figures.week import hour_words, week_chart
from smartnumbers.portal.money import cents
from smartnumbers.statistics.answers import CallerStory, FigureSeries
from smartnumbers.statistics.client import StatisticsAway
from smartnumbers.statistics.filters import CallFilter
from smartnumbers.statistics.questions import CallerCard, Step

_LEAST_CALLS = 3
"""From fewer calls, no best hour is told: it would be chance."""


@dataclass(frozen=True, slots=True)
class NumberCalled:
    """One number the caller called; `number` is None where it is not (or no longer) one of the account's."""

    shown: str
    name: str
    number: ServiceNumber | None
    calls: int
    answered: int
    address: str
    block: BlacklistEntry | None


@page(Permission.SEE_CALLS)
def customer(request: HttpRequest, access: Access, ref: str) -> HttpResponse:
    """The card of the caller that a reference means."""
    return show(request, access, ref)


def show(
    request: HttpRequest,
    access: Access,
    ref: str,
    *,
    block_form: CallerBlockForm | None = None,
    note_form: NoteForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The card, with forms as they were typed. Raises CallerRefInvalid or Http404 for one who never called."""
    caller = read_ref(access=access, ref=ref)
    try:
        reply = ask(access=access, question=lambda scope: CallerCard(scope=scope, caller=ref))
    except StatisticsAway:
        return render(request, "customers/card.html", {"away": True, "ref": ref})
    story = reply.answer
    if story.first_at is None:
        raise Http404("This caller never called.")
    called = _called(access, story, caller, ref, timezone.now())
    free = [(one.number.number, f"{one.shown} {one.name}".strip()) for one in called if one.number and not one.block]
    values = _figures(access, reply, ref) | {
        "called": called,
        "notes": notes(access=access, caller=caller),
        "may_block": access.may(Permission.BLOCK_CALLERS) and bool(free),
        "may_let_in": access.may(Permission.BLOCK_CALLERS),
        "may_note": access.may(Permission.NOTE_CALLERS) and access.account is not None,
        "block_form": block_form or CallerBlockForm(numbers=free),
        "note_form": note_form or NoteForm(),
    }
    return render(request, "customers/card.html", values, status=status)


def _figures(access: Access, reply: Reply[CallerStory], ref: str) -> dict[str, Any]:
    """All that the statistics tell."""
    story = reply.answer
    wanted = CallFilter(callers=(ref,))
    found = currencies([story.figures])
    strongest = max(story.heat, key=lambda cell: (cell.answered, cell.calls), default=None)
    return {
        "ref": ref,
        "caller": display(story.caller),
        "story": story,
        "origin": origin_words(story),
        "spent": [money(cents(of_currency(story.figures, one).spent), one) for one in found],
        "payout": [money(cents(of_currency(story.figures, one).payout), one) for one in found],
        "minutes": round(story.figures.talk / 60_000),
        "months": _months_chart(story, wanted, found[0] if found else ""),
        "heat": week_chart(cells=story.heat, wanted=wanted),
        "best_hour": hour_words((strongest.weekday, strongest.hour))
        if strongest is not None and strongest.calls >= _LEAST_CALLS
        else "",
        "calls_address": calls_url(wanted),
        "from_record": reply.from_record,
        "behind_seconds": reply.behind_seconds,
    }


def _months_chart(story: CallerStory, wanted: CallFilter, currency: str) -> BarChart:
    """What the caller spent each month or, where he pays nothing, how often he called."""
    today = timezone.localdate()
    steps = time_steps(series=FigureSeries(steps=story.months), step=Step.MONTH, first=None, last=today)
    paid = bool(currency) and any(of_currency(one.figures, currency).spent for one in steps)
    title = _("Spend by month") if paid else _("Calls by month")
    series = Series(name=_("spent")) if paid else Series(name=_("calls"))

    def value(one: TimeStep) -> int:
        return of_currency(one.figures, currency).spent if paid else one.figures.calls

    return bars(
        frame=Frame(name="months", title=title, head=_("Month"), unfinished=_("not over yet")),
        unit=amounts(currency) if paid else COUNTS,
        series=(series,),
        bars=[
            Bar(
                name=one.name,
                label=(date_format(one.first, "M"), date_format(one.first, "y")),
                values=(value(one),),
                link=calls_url(
                    CallFilter(callers=wanted.callers, first_day=one.first.replace(day=1), last_day=one.last)
                ),
                unfinished=one.runs(today),
            )
            for one in steps
        ],
    )


def _called(access: Access, story: CallerStory, caller: str, ref: str, at: datetime) -> list[NumberCalled]:
    wanted = [group.value for group in story.numbers]
    known = {one.number: one for one in numbers(access=access).filter(number__in=wanted)}
    blocks = blocks_of_caller(access=access, numbers=list(known.values()), caller=caller, at=at)
    return [
        NumberCalled(
            shown=display(group.value),
            name=known[group.value].name if group.value in known else "",
            number=known.get(group.value),
            calls=group.figures.calls,
            answered=group.figures.answered,
            address=calls_url(CallFilter(callers=(ref,), numbers=(group.value,))),
            block=blocks.get(known[group.value].pk) if group.value in known else None,
        )
        for group in story.numbers
    ]
