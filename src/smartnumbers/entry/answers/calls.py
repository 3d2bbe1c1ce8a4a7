"""Answers about calls: a list, and the story of one."""

from typing import Any
from uuid import UUID

import click

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.callrecords.models import Attempt, CallRecord, Result
from smartnumbers.apps.callrecords.queries import CallFilter, CallUnknown, call, calls
from smartnumbers.apps.callrecords.wording import ATTEMPT_OUTCOMES, OUTCOMES, REASONS, SIDES, caller_words, words
from smartnumbers.apps.numbers.queries import number as number_of
from smartnumbers.apps.plans.wording import trace_words
from smartnumbers.core.numbering.dialled import display
from smartnumbers.entry.answers.printing import duration, iso, local, print_json, print_table
from smartnumbers.entry.answers.reach import reach


def print_calls(*, account: str | None, number: str | None, result: str | None, limit: int, as_json: bool) -> None:
    """The most recent calls, the newest first. Raises AccountClosed or NumberUnknown."""
    access = reach(account=account)
    wanted = CallFilter(
        number=None if number is None else number_of(access=access, written=number).number,
        result=None if result is None else Result(result),
    )
    found = calls(access=access, wanted=wanted, limit=limit).calls
    if as_json:
        print_json([_summary(row) for row in found])
        return
    print_table(
        ["TIME", "NUMBER", "CALLER", "OUTCOME", "WAITED", "TALKED", "DESTINATION", "CALL"],
        [_line(access, row) for row in found],
        right=(4, 5),
    )


def print_call(*, written: str, as_json: bool) -> None:
    """One call: its instants, attempts and reasons. Raises CallUnknown."""
    access = reach(account=None)
    try:
        call_id = UUID(written)
    except ValueError as fault:
        raise CallUnknown(f"There is no call {written!r}.", parameters={"call": written}) from fault
    found = call(access=access, call_id=call_id)
    if as_json:
        print_json(_whole(found))
        return
    for line in _story(access, found):
        click.echo(line)


def _line(access: Access, row: CallRecord) -> list[str]:
    last = list(row.attempts.all())[-1:]
    return [
        local(row.setup_at),
        display(row.number),
        caller_words(access=access, caller=row.caller, presentation=row.presentation),
        words(OUTCOMES, row.outcome),
        duration(row.wait_milliseconds),
        duration(row.talk_milliseconds),
        f"{last[0].name} ({last[0].ordinal})" if last else "",
        str(row.id),
    ]


def _summary(row: CallRecord) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "number": row.number,
        "account": row.account_id,
        "caller": row.caller,
        "presentation": row.presentation,
        "setup_at": iso(row.setup_at),
        "ringing_at": iso(row.ringing_at),
        "answered_at": iso(row.answered_at),
        "ended_at": iso(row.ended_at),
        "outcome": row.outcome,
        "result": row.result,
        "reason": row.reason,
        "hung_up_by": row.hung_up_by,
        "cause": row.cause,
        "sip_status": row.sip_status,
        "wait_ms": row.wait_milliseconds,
        "talk_ms": row.talk_milliseconds,
        "revision": row.revision,
        "attempts": [_attempt(attempt) for attempt in row.attempts.all()],
    }


def _attempt(attempt: Attempt) -> dict[str, Any]:
    return {
        "position": attempt.position,
        "name": attempt.name,
        "to": attempt.address,
        "kind": attempt.kind,
        "ring_s": attempt.ring_seconds,
        "started_at": iso(attempt.started_at),
        "alerting_at": iso(attempt.alerting_at),
        "answered_at": iso(attempt.answered_at),
        "ended_at": iso(attempt.ended_at),
        "outcome": attempt.outcome or None,
        "cause": attempt.cause,
        "sip_status": attempt.sip_status,
    }


def _whole(row: CallRecord) -> dict[str, Any]:
    return {
        **_summary(row),
        "dialled": row.dialled,
        "node": row.node,
        "recovered": row.recovered,
        "trace": [
            {"code": step["code"], "values": step["values"], "text": trace_words(step["code"], step["values"])}
            for step in row.trace
        ],
    }


def _story(access: Access, row: CallRecord) -> list[str]:
    """The call as lines for people: what came, what was decided, what each destination did, how it ended."""
    caller = caller_words(access=access, caller=row.caller, presentation=row.presentation)
    revision = "" if row.revision is None else f", revision {row.revision}"
    lines = [
        f"Call {row.id}",
        f"{local(row.setup_at)}  {caller} calls {display(row.number)}{revision}: "
        f"{words(OUTCOMES, row.outcome).lower()}",
        "",
        "Why",
        *(f"  {trace_words(step['code'], step['values'])}" for step in row.trace),
        "",
        "What happened",
    ]
    events = [(row.setup_at, "call arrives")]
    for attempt in row.attempts.all():
        events += _attempt_events(attempt)
    if row.answered_at is not None:
        events.append((row.answered_at, "caller and destination are connected"))
    events.append((row.ended_at, f"{words(SIDES, row.hung_up_by)} {words(REASONS, row.reason)}"))
    lines += [f"  {_offset(at - row.setup_at)}  {text}" for at, text in sorted(events, key=lambda event: event[0])]
    told = f"cause {row.cause}" + (f", SIP {row.sip_status}" if row.sip_status is not None else "")
    lines += [
        "",
        f"Waited {duration(row.wait_milliseconds)}, talked {duration(row.talk_milliseconds)}; the caller's side was "
        f"told {told}.",
    ]
    if row.recovered:
        lines.append("The end was found out after a crash; it may have been earlier.")
    return lines


def _attempt_events(attempt: Attempt) -> list[tuple[int, str]]:
    name = f"{attempt.ordinal}. {attempt.name}"
    events = [(attempt.started_at, f"{name}: called at {attempt.address}, for up to {attempt.ring_seconds} s")]
    if attempt.alerting_at is not None:
        events.append((attempt.alerting_at, f"{name}: rings"))
    if attempt.answered_at is not None:
        events.append((attempt.answered_at, f"{name}: answers"))
    elif attempt.ended_at is not None:
        status = f"SIP {attempt.sip_status}, " if attempt.sip_status is not None else ""
        outcome = words(ATTEMPT_OUTCOMES, attempt.outcome).lower()
        events.append((attempt.ended_at, f"{name}: {outcome} ({status}cause {attempt.cause})"))
    return events


def _offset(milliseconds: int) -> str:
    return f"{f'+{milliseconds / 1000:.3f} s':>12}"
