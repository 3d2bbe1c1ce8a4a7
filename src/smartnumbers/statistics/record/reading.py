"""The statement that reads calls from the record, and the calls made of its rows.

The contract with the record is four tables: `callrecords_recordsequence` (last, record), `callrecords_callrecord`,
`callrecords_attempt` and `callrecords_correction`; a test keeps the two in step. One statement reads a call with its
attempts and its last correction, so that they are always those of one instant.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from smartnumbers.statistics.rows import AttemptOfRecord, CallOfRecord

SEQUENCE = "SELECT last, record FROM callrecords_recordsequence WHERE id = 1"

LAST_CORRECTION = (
    "LEFT JOIN callrecords_correction AS correction ON correction.call_id = call.id AND correction.ordinal = "
    "(SELECT max(ordinal) FROM callrecords_correction WHERE call_id = call.id)"
)

# In the order of CallOfRecord's fields. A caller who withheld his number is nobody to the statistics.
CALL = (
    "call.sequence, call.id, call.account_id, call.number, "
    "CASE WHEN call.presentation = 'allowed' THEN call.caller ELSE '' END, "
    "CASE WHEN call.presentation = 'allowed' AND call.caller <> '' THEN 1 ELSE 0 END, "
    "call.setup_at, call.answered_at, call.ended_at, call.result, call.outcome, call.hung_up_by, call.cause, "
    "call.currency, coalesce(correction.new_amount, call.amount), "
    "coalesce(correction.new_holder_cost, call.holder_cost), coalesce(correction.new_payout, call.payout), "
    "coalesce(correction.new_billed_ms, call.billed_ms), "
    "CASE WHEN correction.call_id IS NULL THEN 0 ELSE 1 END, "
    "coalesce(correction.tariff_code, call.tariff_code), call.treatment, call.agent, call.campaign"
)
_CALL_COLUMNS = 23

# In the order of AttemptOfRecord's fields. One that was neither answered nor ended tells of no ringing.
ATTEMPT = (
    "attempt.ordinal, attempt.destination, attempt.name, attempt.address, attempt.outcome, attempt.carrier, "
    "attempt.started_at, coalesce(attempt.answered_at, attempt.ended_at, attempt.started_at) - attempt.started_at, "
    "CASE WHEN attempt.answered_at IS NULL THEN 0 ELSE 1 END"
)


def calls_where(*, condition: str, order: str, limit: str) -> str:
    """The statement for the calls of a condition on `callrecords_callrecord`, at most so many, for `calls_of`.

    Both are SQL of the caller's own, with the placeholders of his database.
    """
    chosen = f"SELECT id FROM callrecords_callrecord WHERE {condition} ORDER BY {order} LIMIT {limit}"
    return (
        f"SELECT {CALL}, {ATTEMPT} FROM callrecords_callrecord AS call {LAST_CORRECTION} "
        f"LEFT JOIN callrecords_attempt AS attempt ON attempt.call_id = call.id WHERE call.id IN ({chosen}) "
        "ORDER BY call.sequence, attempt.ordinal"
    )


def calls_of(*, rows: Iterable[Sequence[Any]]) -> Iterator[CallOfRecord]:
    """The calls of the rows of such a statement: a row for each attempt, or one for a call without any."""
    for _, group in groupby(rows, key=lambda row: row[0]):
        found = list(group)
        yield _call(found[0], tuple(_attempt(row[_CALL_COLUMNS:]) for row in found if row[_CALL_COLUMNS] is not None))


def _call(row: Sequence[Any], attempts: tuple[AttemptOfRecord, ...]) -> CallOfRecord:
    return CallOfRecord(
        sequence=row[0],
        id=row[1] if isinstance(row[1], UUID) else UUID(row[1]),
        account=row[2],
        number=row[3],
        caller=row[4],
        shown=bool(row[5]),
        setup_at=row[6],
        answered_at=row[7],
        ended_at=row[8],
        result=row[9],
        outcome=row[10],
        hung_up_by=row[11],
        cause=row[12],
        currency=row[13],
        amount=row[14],
        holder_cost=row[15],
        payout=row[16],
        billed_ms=row[17],
        corrected=bool(row[18]),
        tariff=row[19],
        treatment=row[20],
        agent=row[21],
        campaign=row[22],
        attempts=attempts,
    )


def _attempt(row: Sequence[Any]) -> AttemptOfRecord:
    return AttemptOfRecord(
        ordinal=row[0],
        destination=row[1],
        name=row[2],
        address=row[3],
        outcome=row[4],
        carrier=row[5],
        started_at=row[6],
        ring=row[7],
        answered=bool(row[8]),
    )
