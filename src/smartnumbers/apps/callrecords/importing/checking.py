"""Checking the lines of a file: each gets the first fault it has, or becomes a call.

The checks are one query over all lines, for millions of them; what only this platform can tell (which numbers it has,
how a number is read) comes in small tables of distinct values.
"""

from collections.abc import Callable, Collection
from datetime import date, datetime

import duckdb
import numpy as np

from smartnumbers.apps.callrecords.importing.columns import Fault
from smartnumbers.core.callcontrol.record import AttemptOutcome, Outcome
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.numbering.dialled import NumberUnreadable, normalise

_CURRENCIES = ("CHF", "EUR")
_OFFSET = r"(Z|[+-]\d\d(:?\d\d)?)$"
_MONEY = r"^\d{1,12}(\.\d{1,6}0*)?$"
_SECONDS = r"^\d{1,9}(\.\d+)?$"
_UUID = r"^[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}$"
_TEXT_MAXIMUM = 200
_TARIFF_MAXIMUM = 40
_OLDEST = "TIMESTAMPTZ '2000-01-01 00:00:00+00'"
_ATTEMPTS = (
    '[{"destination":"VARCHAR","name":"VARCHAR","outcome":"VARCHAR","carrier":"VARCHAR","rang_seconds":"DOUBLE"}]'
)

_READ = f"""
CREATE TABLE readings AS SELECT lines.*,
  numbers.canonical AS service, numbers.account AS account, callers.canonical AS calling,
  try_cast(started_at AS TIMESTAMPTZ) AS begun, try_cast(answered_at AS TIMESTAMPTZ) AS taken,
  try_cast(ended_at AS TIMESTAMPTZ) AS over,
  coalesce(lines.outcome, CASE WHEN answered_at IS NULL THEN 'no-answer' ELSE 'answered' END) AS ended_as,
  CASE WHEN attempts IS NOT NULL THEN try_cast(TRY(from_json(attempts, '{_ATTEMPTS}')) AS
    STRUCT(destination VARCHAR, name VARCHAR, outcome VARCHAR, carrier VARCHAR, rang_seconds DOUBLE)[])
  WHEN destination IS NOT NULL THEN [{{
    'destination': destination, 'name': destination_name, 'outcome': coalesce(destination_outcome,
      CASE WHEN answered_at IS NULL THEN 'no-answer' ELSE 'answered' END), 'carrier': '', 'rang_seconds': NULL}}]
  ELSE [] END AS tried
FROM lines LEFT JOIN numbers ON numbers.written = lines.number LEFT JOIN callers ON callers.written = lines.caller
"""  # noqa: S608 - constants of this module

_JUDGE = f"""
CREATE TABLE judged AS SELECT *, coalesce(fault, CASE
  WHEN service IS NULL THEN '{Fault.NUMBER}'
  WHEN account IS NULL THEN '{Fault.STOCK}'
  WHEN caller IS NOT NULL AND calling IS NULL THEN '{Fault.CALLER}'
  WHEN withheld IS NOT NULL AND lower(withheld) NOT IN ('true', 'false') THEN '{Fault.WITHHELD}'
  WHEN begun IS NULL OR begun < {_OLDEST} OR NOT ($zoned OR regexp_matches(started_at, '{_OFFSET}'))
    THEN '{Fault.START}'
  WHEN answered_at IS NOT NULL AND (taken IS NULL OR NOT ($zoned OR regexp_matches(answered_at, '{_OFFSET}')))
    THEN '{Fault.ANSWER}'
  WHEN over IS NULL OR NOT ($zoned OR regexp_matches(ended_at, '{_OFFSET}')) THEN '{Fault.END}'
  WHEN over < begun OR taken < begun OR taken > over THEN '{Fault.ORDER}'
  WHEN epoch_ms(over) > $now THEN '{Fault.FUTURE}'
  WHEN NOT list_contains($outcomes, ended_as) THEN '{Fault.OUTCOME}'
  WHEN (ended_as IN ('answered')) <> (taken IS NOT NULL) AND ended_as NOT IN ('message', 'abandoned', 'failed')
    THEN '{Fault.CONTRADICTION}'
  WHEN hung_up_by IS NOT NULL AND hung_up_by NOT IN ('caller', 'destination', 'platform') THEN '{Fault.SIDE}'
  WHEN cause IS NOT NULL AND coalesce(try_cast(cause AS INTEGER) NOT BETWEEN 1 AND 127, true) THEN '{Fault.CAUSE}'
  WHEN coalesce(amount, payout, holder_cost) IS NOT NULL AND coalesce(currency NOT IN {_CURRENCIES}, true)
    OR currency IS NOT NULL AND currency NOT IN {_CURRENCIES} THEN '{Fault.CURRENCY}'
  WHEN NOT (coalesce(regexp_matches(amount, '{_MONEY}'), true) AND coalesce(regexp_matches(payout, '{_MONEY}'), true)
    AND coalesce(regexp_matches(holder_cost, '{_MONEY}'), true)) THEN '{Fault.AMOUNT}'
  WHEN NOT coalesce(regexp_matches(billed_seconds, '{_SECONDS}'), true) THEN '{Fault.BILLED}'
  WHEN tried IS NULL OR len(tried) > 100 OR len(list_filter(tried, lambda one: one.destination IS NULL
    OR NOT coalesce(list_contains($attempt_outcomes, one.outcome), false) OR length(one.destination) > {_TEXT_MAXIMUM}
    OR coalesce(one.rang_seconds < 0 OR one.rang_seconds > 86400, false))) > 0 THEN '{Fault.ATTEMPTS}'
  WHEN NOT coalesce(regexp_matches(id, '{_UUID}'), true) THEN '{Fault.ID}'
  WHEN greatest(length(coalesce(destination_name, '')), length(coalesce(treatment, '')), length(coalesce(agent, '')),
    length(coalesce(campaign, ''))) > {_TEXT_MAXIMUM} OR length(coalesce(tariff, '')) > {_TARIFF_MAXIMUM}
    THEN '{Fault.LENGTH}'
  WHEN list_contains($settled, account || ' ' || strftime(timezone($zone, begun), '%Y-%m')) THEN '{Fault.SETTLED}'
  END) AS verdict
FROM readings
"""  # noqa: S608 - constants of this module


def judge(
    *,
    connection: duckdb.DuckDBPyConnection,
    stock: Callable[[], dict[str, int]],
    settled: Collection[tuple[int, date]],
    zone: str,
    zoned: bool,
    now: datetime,
) -> None:
    """Make the table `judged` out of `lines`, with a `verdict` (a fault, or NULL) for each line.

    `stock` gives the platform's numbers with their accounts; `settled` are the accounts' settled months. `zoned`: times
    without an offset are local ones of the connection's zone; `zone` is the platform's, which months belong to.
    """
    numbers = stock()
    _table(connection, "numbers", "number", lambda canonical: numbers.get(canonical))
    _table(connection, "callers", "caller", lambda canonical: None)
    connection.execute(_READ)
    connection.execute("DROP TABLE lines")
    connection.execute(
        _JUDGE,
        {
            "zoned": zoned,
            "zone": zone,
            "now": from_datetime(now),
            "outcomes": [str(item) for item in Outcome],
            "attempt_outcomes": [str(item) for item in AttemptOutcome],
            "settled": [f"{account} {month:%Y-%m}" for account, month in settled],
        },
    )
    connection.execute("DROP TABLE readings")


def _table(connection: duckdb.DuckDBPyConnection, name: str, column: str, account: Callable[[str], int | None]) -> None:
    """A table of the distinct values of a column: as written, as read (NULL where that fails), and its account."""
    connection.execute(f"CREATE TABLE {name} (written VARCHAR, canonical VARCHAR, account BIGINT)")
    found = connection.execute(f"SELECT DISTINCT {column} FROM lines WHERE {column} IS NOT NULL").fetchall()  # noqa: S608
    read = [(written, _read(written)) for (written,) in found]
    if read:
        connection.register(
            "read",
            {
                "written": np.array([written for written, _ in read], object),
                "canonical": np.array([canonical for _, canonical in read], object),
                "account": np.array([account(canonical) or 0 if canonical else 0 for _, canonical in read], np.int64),
            },
        )
        connection.execute(f"INSERT INTO {name} SELECT written, canonical, NULLIF(account, 0) FROM read")  # noqa: S608
        connection.unregister("read")


def _read(written: str) -> str | None:
    try:
        return normalise(written)
    except NumberUnreadable:
        return None
