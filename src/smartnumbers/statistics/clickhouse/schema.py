"""The tables of the replica in ClickHouse.

`calls` is in the order of account, number and time. A call that is written again replaces its former row, which has the
same account, number and set-up: no write of a call changes these. `replica` has one row, its newest.
"""

VERSION = 1
"""Of another version, a replica is rebuilt."""

_WORD = "LowCardinality(String)"
COLUMNS = {
    "sequence": "Int64",
    "id": "String",
    "account": "Int64",
    "number": _WORD,
    "caller": "Int64",
    "caller_text": "String",
    "country": _WORD,
    "area": _WORD,
    "line": _WORD,
    "setup_at": "Int64",
    "day": "Date",
    "hour": "UInt8",
    "weekday": "UInt8",
    "result": _WORD,
    "outcome": _WORD,
    "hung_up_by": _WORD,
    "cause": "Int32",
    "wait": "Int64",
    "talk": "Int64",
    "currency": _WORD,
    "amount": "Nullable(Int64)",
    "cost": "Nullable(Int64)",
    "payout": "Nullable(Int64)",
    "corrected": "Bool",
    "tariff": _WORD,
    "treatment": _WORD,
    "agent": _WORD,
    "campaign": _WORD,
    "attempts": "Int32",
    "destination": "String",
    "destination_name": "String",
    "destination_address": "String",
    "attempt_outcome": _WORD,
    "attempt_ring": "Int64",
    "attempt_answered": "Bool",
    "other_destinations": "Array(String)",
    "other_names": "Array(String)",
    "other_addresses": "Array(String)",
    "other_outcomes": "Array(String)",
    "other_rings": "Array(Int64)",
    "other_answered": "Array(Bool)",
}


def statements(*, database: str) -> tuple[str, ...]:
    """What makes the tables, where they are not there yet."""
    columns = ", ".join(f"{name} {form}" for name, form in COLUMNS.items())
    return (
        f"CREATE DATABASE IF NOT EXISTS {database}",
        f"CREATE TABLE IF NOT EXISTS {database}.calls ({columns}) ENGINE = ReplacingMergeTree(sequence) "
        "ORDER BY (account, number, setup_at, id)",
        f"CREATE TABLE IF NOT EXISTS {database}.replica (only UInt8, written Int64, version Int32, zone String, "
        "record String, rebuilt_at Int64, sequence Int64) ENGINE = ReplacingMergeTree(written) ORDER BY only",
    )
