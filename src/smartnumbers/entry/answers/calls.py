"""Answers about calls: a list, and the story of one."""

from typing import Any
from uuid import UUID

import click

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.callrecords.counting import money_of
from smartnumbers.apps.callrecords.destinations import last_attempt
from smartnumbers.apps.callrecords.models import Attempt, CallRecord, Correction, Result
from smartnumbers.apps.callrecords.queries import CallFilter, CallUnknown, call, calls
from smartnumbers.apps.callrecords.wording import OUTCOMES, caller_words, words
from smartnumbers.apps.numbers.queries import number as number_of
from smartnumbers.apps.plans.wording import trace_words
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.foundation.money import amount_text
from smartnumbers.core.numbering.dialled import display
from smartnumbers.entry.answers.callstory import amount, explanation, story
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
        ["TIME", "NUMBER", "CALLER", "OUTCOME", "WAITED", "TALKED", "PRICE", "DESTINATION", "CALL"],
        [_line(access, row) for row in found],
        right=(4, 5, 6),
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
    for line in story(access=access, row=found):
        click.echo(line)


def _line(access: Access, row: CallRecord) -> list[str]:
    last = last_attempt(call=row)
    return [
        local(row.setup_at),
        display(row.number),
        caller_words(access=access, caller=row.caller, presentation=row.presentation),
        words(OUTCOMES, row.outcome),
        duration(row.wait_milliseconds),
        duration(row.talk_milliseconds),
        amount(row.currency, money_of(row).amount),
        "" if last is None else f"{last.name} ({last.ordinal})",
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
        "price": _price(row),
        "treatment": row.treatment,
        "message": row.message,
        "reported": row.reported,
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
        "destination": attempt.destination or None,
        "carrier": attempt.carrier or None,
        "tried": attempt.tried,
        "full": attempt.full,
    }


def _price(row: CallRecord) -> dict[str, Any] | None:
    """What counts of the call's money; None where nothing is known of it."""
    if not row.currency:
        return None
    counts = money_of(row)
    return {
        "amount": _decimal(counts.amount),
        "currency": counts.currency,
        "billed_ms": row.billed_ms,
        "charging_from": iso(row.charging_from),
        "holder_cost": _decimal(counts.holder_cost),
        "payout": _decimal(counts.payout),
        "tariff": row.tariff_code,
        "version": row.tariff_version,
        "corrected": counts.corrected,
    }


def _decimal(amount: int | None) -> str | None:
    return None if amount is None else amount_text(amount)


def _correction(row: Correction) -> dict[str, Any]:
    return {
        "old": amount_text(row.old_amount),
        "new": amount_text(row.new_amount),
        "tariff": row.tariff_code,
        "version": row.tariff_version,
        "reason": row.reason,
        "by": row.by,
        "at": iso(from_datetime(row.at)),
        "run": str(row.run),
    }


def _whole(row: CallRecord) -> dict[str, Any]:
    return {
        **_summary(row),
        "charging": row.charging,
        "explanation": explanation(row),
        "corrections": [_correction(item) for item in row.corrections.all()],
        "dialled": row.dialled,
        "node": row.node,
        "recovered": row.recovered,
        "said": row.said,
        "trace": [
            {"code": step["code"], "values": step["values"], "text": trace_words(step["code"], step["values"])}
            for step in row.trace
        ],
    }
