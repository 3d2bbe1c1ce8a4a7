"""The key figures of named spans, each beside those of the same span before: all of them by one question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import get_default_timezone

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.reporting.asking import ask
from smartnumbers.statistics.answers import Figures
from smartnumbers.statistics.filters import CallFilter
from smartnumbers.statistics.questions import Breakdown, Dimension, Totals
from smartnumbers.statistics.spans import DAY, DaySpan, SpanName, named_span, span_before

NUMBERS_MOST = 10_000
"""How many numbers one day is broken down by."""

NUMBERS_NAMED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The figures of a span and of the one it is compared with."""

    span: DaySpan
    before: DaySpan
    figures: Figures
    figures_before: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigures:
    """The figures of each span that was asked for, and where they come from (`asking.Reply`)."""

    of: Mapping[SpanName, Compared]
    from_record: bool
    behind_seconds: int | None


def key_figures(*, access: Access, wanted: CallFilter, names: Sequence[SpanName], now: datetime) -> KeyFigures:
    """The figures of the wanted calls in named spans. Raises what `ask` raises."""
    spans = [spans_of(name=name, now=now) for name in names]
    filters = tuple(one.within(wanted) for pair in spans for one in pair)
    reply = ask(access=access, question=lambda scope: Totals(scope=scope, wanted=filters))
    sets = reply.answer.sets
    return KeyFigures(
        of={
            name: Compared(span=span, before=before, figures=sets[2 * index], figures_before=sets[2 * index + 1])
            for index, (name, (span, before)) in enumerate(zip(names, spans, strict=True))
        },
        from_record=reply.from_record,
        behind_seconds=reply.behind_seconds,
    )


def spans_of(*, name: SpanName, now: datetime) -> tuple[DaySpan, DaySpan]:
    """The span of that name and the one before, in the platform's days.

    What is to come of today has not happened, so that the span itself is filtered by its days alone.
    """
    zone = get_default_timezone()
    span = named_span(name=name, now=now, zone=zone)
    before = span_before(span=span, zone=zone, name=name)
    return DaySpan(first=span.first, end=span.end), before


def figures_by_number(*, access: Access, numbers: Sequence[str], day: date) -> Mapping[str, Figures]:
    """The figures of one local day of some canonical numbers; one without calls is absent. Raises what `ask` raises."""
    if not numbers:
        return {}
    # Of many, those that have calls are fewer than those to be named.
    chosen = tuple(numbers) if len(numbers) <= NUMBERS_NAMED else ()
    wanted = DaySpan(first=day, end=day + DAY).within(CallFilter(numbers=chosen))
    reply = ask(
        access=access,
        question=lambda scope: Breakdown(scope=scope, wanted=wanted, dimension=Dimension.NUMBER, limit=NUMBERS_MOST),
    )
    return {group.value: group.figures for group in reply.answer.groups}
