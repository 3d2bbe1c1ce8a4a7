"""Writing formed calls into the record, in batches: each batch whole or not at all, and in bulk on both databases."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import duckdb
from django.db import connection as database
from django.db import transaction

from smartnumbers.apps.callrecords.models import IMPORTED, Attempt, CallRecord
from smartnumbers.apps.callrecords.sequence import take_sequences
from smartnumbers.apps.plans.models import Destination

BATCH = 20_000
_KNOWN_AT_ONCE = 30_000

_CALL = (
    "id", "account", "number", "caller", "presentation", "setup_at", "answered_at", "ended_at", "outcome", "hung_up_by",
    "cause", "result", "local_day", "currency", "amount", "billed_ms", "charging_from", "holder_cost", "payout",
    "tariff_code", "treatment", "agent", "campaign",
)  # fmt: skip
_TRY = (
    "id", "ordinal", "name", "address", "kind", "started_at", "alerting_at", "answered_at", "ended_at", "outcome",
    "carrier", "ring_seconds", "account",
)  # fmt: skip
_CALLS = f"SELECT {', '.join(_CALL)} FROM calls WHERE place > ? AND place <= ? ORDER BY place"  # noqa: S608
_TRIES = """
SELECT id, ordinal, name, address, kind, started_at,
  CASE WHEN outcome IN ('answered', 'answered-elsewhere', 'no-answer', 'abandoned') THEN started_at END,
  CASE WHEN outcome = 'answered' THEN stops END, stops, outcome, carrier,
  CAST(ceil((stops - started_at) / 1000.0) AS INTEGER), account
FROM tries WHERE place > ? AND place <= ? ORDER BY place, ordinal
"""


def batches(*, connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[int, int]]:
    """The places of the batches' calls: after the first number, up to the second."""
    row = connection.execute("SELECT count(*) FROM calls").fetchone()
    assert row is not None
    for start in range(0, row[0], BATCH):
        yield start, min(start + BATCH, row[0])


def write_batch(
    *,
    connection: duckdb.DuckDBPyConnection,
    places: tuple[int, int],
    destinations: Mapping[tuple[int, str], str],
    empty: bool,
) -> int:
    """Write the calls of a batch that the record does not have, and return how many those were.

    `destinations` are the ids of the accounts' named destinations, by account and name. `empty`: the record had no
    call when the import began, so none needs to be looked for. To be called in a transaction.
    """
    calls = connection.execute(_CALLS, list(places)).fetchall()
    # The counter first: nobody else keeps a call from here to the end of the transaction, so what is known stays so.
    before = take_sequences(amount=len(calls))
    known = set() if empty else _known([row[0] for row in calls])
    fresh = [row for row in calls if row[0] not in known]
    tries = [row for row in connection.execute(_TRIES, list(places)).fetchall() if row[0] not in known]
    _insert(CallRecord, *_calls(fresh, before))
    _insert(Attempt, *_tries(tries, destinations))
    return len(fresh)


def new_in_batch(*, connection: duckdb.DuckDBPyConnection, places: tuple[int, int]) -> int:
    """How many calls of a batch the record does not have."""
    ids = [row[0] for row in connection.execute(_CALLS, list(places)).fetchall()]
    return len(ids) - len(_known(ids))


def named_destinations() -> dict[tuple[int, str], str]:
    """The ids of all named destinations, by account and name."""
    rows = Destination.objects.values_list("account_id", "name", "id")
    return {(account, name): str(key) for account, name, key in rows}


def _calls(rows: Sequence[tuple[Any, ...]], before: int) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    columns = [_CALL[0], "account_id", *_CALL[2:], "dialled", "sequence", "reason", "trace", "node", "recovered"]
    columns += ["said", "reported"]
    fixed = ("", "[]", IMPORTED, False, "[]", False)
    key = _key()
    values = ((key(row[0]), *row[1:], row[2], sequence, *fixed) for sequence, row in enumerate(rows, start=before + 1))
    return columns, values


def _tries(
    rows: Sequence[tuple[Any, ...]], destinations: Mapping[tuple[int, str], str]
) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    columns = ["call_id", *_TRY[1:-1], "position", "destination", "full", "tried"]
    key = _key()
    values = ((key(row[0]), *row[1:-1], row[1], destinations.get((row[-1], row[2]), ""), False, "[]") for row in rows)
    return columns, values


def _known(ids: Sequence[str]) -> set[str]:
    """Which of these calls the record has."""
    found: set[str] = set()
    for start in range(0, len(ids), _KNOWN_AT_ONCE):
        some = [UUID(item) for item in ids[start : start + _KNOWN_AT_ONCE]]
        found.update(key.hex for key in CallRecord.objects.filter(id__in=some).values_list("id", flat=True))
    return found


def _insert(model: type[CallRecord | Attempt], columns: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> None:
    """Insert rows the fastest way the database has: COPY on PostgreSQL, one prepared statement on SQLite."""
    names = ", ".join(f'"{name}"' for name in columns)
    with transaction.atomic(), database.cursor() as cursor:
        if database.vendor == "postgresql":
            with cursor.copy(f"COPY {model._meta.db_table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join("?" for _ in columns)
            raw = cursor.connection.cursor()
            raw.executemany(f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({marks})", rows)  # noqa: S608


def _key() -> Callable[[str], Any]:
    """How the database keeps a call's id: SQLite has no type for it, and keeps its digits."""
    return str if database.vendor == "sqlite" else UUID
