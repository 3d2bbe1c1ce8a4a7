"""The conditions of a filter in SQL."""

from collections.abc import Iterator, Sequence

from smartnumbers.core.numbering.areas import AREAS
from smartnumbers.statistics.asking.callers import WITHHELD, key_of, range_of
from smartnumbers.statistics.asking.statement import Statement
from smartnumbers.statistics.filters import CallFilter, Span


def condition(*, wanted: CallFilter, statement: Statement) -> str:
    """The filter as one condition on a call."""
    found = [
        *_values(wanted, statement),
        *_times(wanted, statement),
        *_callers(wanted, statement),
        *_attempts(wanted, statement),
        *_spans(wanted, statement),
    ]
    return " AND ".join(found) or "true"


def _values(wanted: CallFilter, statement: Statement) -> Iterator[str]:
    columns: tuple[tuple[str, Sequence[str]], ...] = (
        ("result", wanted.results),
        ("outcome", wanted.outcomes),
        ("number", wanted.numbers),
        ("tariff", wanted.tariffs),
        ("treatment", wanted.treatments),
        ("hung_up_by", wanted.hung_up_by),
        ("agent", wanted.agents),
        ("campaign", wanted.campaigns),
    )
    for column, values in columns:
        if values:
            yield statement.any_of(column=column, values=values)
    if wanted.currency:
        yield f"currency = {statement.bind(wanted.currency)}"
    if wanted.answered is not None:
        yield f"result {'=' if wanted.answered else '<>'} 'answered'"


def _times(wanted: CallFilter, statement: Statement) -> Iterator[str]:
    if wanted.first_day is not None:
        yield f"day >= {statement.bind(wanted.first_day)}"
    if wanted.last_day is not None:
        yield f"day <= {statement.bind(wanted.last_day)}"
    if wanted.since is not None:
        yield f"setup_at >= {statement.bind(wanted.since)}"
    if wanted.before is not None:
        yield f"setup_at < {statement.bind(wanted.before)}"
    if wanted.hours:
        yield statement.any_of(column="hour", values=wanted.hours)
    if wanted.weekdays:
        yield statement.any_of(column="weekday", values=wanted.weekdays)


def _callers(wanted: CallFilter, statement: Statement) -> Iterator[str]:
    if wanted.callers:
        yield _exact_callers(wanted.callers, statement)
    if wanted.caller_prefixes:
        beginnings = [_beginning(prefix, statement) for prefix in wanted.caller_prefixes]
        yield f"({' OR '.join(beginnings)})"
    if wanted.areas:
        codes = {code for code, area in AREAS.items() if {code, *area.languages} & set(wanted.areas)}
        yield statement.any_of(column="area", values=sorted(codes)) if codes else "false"
    if wanted.countries:
        yield statement.any_of(column="country", values=wanted.countries)
    if wanted.lines:
        yield statement.any_of(column="line", values=[line.value for line in wanted.lines])
    if wanted.withheld is not None:
        yield f"caller {'=' if wanted.withheld else '<>'} {WITHHELD}"
    if wanted.first_ever is not None:
        yield statement.first if wanted.first_ever else f"NOT ({statement.first})"


def _exact_callers(callers: Sequence[str], statement: Statement) -> str:
    keys = [key for key in map(key_of, callers) if key is not None]
    texts = [caller for caller in callers if caller and key_of(caller) is None]
    found = []
    if keys:
        found.append(statement.any_of(column="caller", values=keys))
    if texts:
        found.append(statement.any_of(column="caller_text", values=texts))
    return f"({' OR '.join(found)})" if found else "false"


def _beginning(prefix: str, statement: Statement) -> str:
    odd = statement.dialect.begins(text="caller_text", beginning=statement.bind(prefix))
    found = range_of(prefix)
    if found is None:
        return f"(caller <> {WITHHELD} AND {odd})"
    least, most = found
    return f"(caller BETWEEN {statement.bind(least)} AND {statement.bind(most)} OR {odd})"


def _attempts(wanted: CallFilter, statement: Statement) -> Iterator[str]:
    for column, others, values in (
        ("destination", "other_destinations", wanted.destinations),
        ("attempt_outcome", "other_outcomes", wanted.attempt_outcomes),
    ):
        if values:
            one = statement.any_of(column=column, values=values)
            among = statement.dialect.has_any(column=others, values=[statement.bind(value) for value in values])
            yield f"attempts > 0 AND ({one} OR {among})"


def _spans(wanted: CallFilter, statement: Statement) -> Iterator[str]:
    spans: tuple[tuple[str, Span | None], ...] = (
        ("talk", wanted.talk),
        ("wait", wanted.wait),
        ("amount", wanted.price),
        ("payout", wanted.payout),
    )
    for column, span in spans:
        if span is None:
            continue
        if span.least is not None:
            yield f"{column} >= {statement.bind(span.least)}"
        if span.most is not None:
            yield f"{column} <= {statement.bind(span.most)}"
