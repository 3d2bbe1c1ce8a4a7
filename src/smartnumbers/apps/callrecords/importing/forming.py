"""From lines without fault to calls and attempts as the record has them: `calls` and `tries`, in the order of time.

A call without an id gets one out of what identifies it, so that importing a file twice finds each of its calls again:
a UUID of version 7 (RFC 9562, section 5.7) with the call's start and, in place of chance, the MD5 of the file's
reference for it or, without one, of number, caller, start and end.
"""

import duckdb

from smartnumbers.apps.callrecords.models import RESULT_OF_OUTCOME, Result
from smartnumbers.core.foundation.money import MILLION
from smartnumbers.core.routing.decision import Presentation

_DIGEST = "md5(coalesce('r' || reference, concat_ws('|', service, calling, epoch_ms(begun), epoch_ms(over))))"
_ID = (
    "coalesce(lower(replace(id, '-', '')), printf('%012x', epoch_ms(begun)) || '7' || substr(digest, 1, 3) || "
    "substr('89ab', (ascii(substr(digest, 4, 1)) & 3) + 1, 1) || substr(digest, 5, 15))"
)


def _money(column: str) -> str:
    return f"CAST(CAST({column} AS DECIMAL(24, 6)) * {MILLION} AS BIGINT) AS {column}"


_RESULTS = " ".join(f"WHEN ended_as = '{outcome}' THEN '{result}'" for outcome, result in RESULT_OF_OUTCOME.items())
_SOUND = f"CREATE TABLE sound AS SELECT *, {_DIGEST} AS digest FROM judged WHERE verdict IS NULL"  # noqa: S608
_FORM = f"""
CREATE TABLE calls AS SELECT row_number() OVER (ORDER BY setup_at, id) AS place, * FROM (
  SELECT {_ID} AS id, account, service AS number, coalesce(calling, '') AS caller,
    CASE WHEN lower(withheld) = 'true' THEN '{Presentation.RESTRICTED}' WHEN calling IS NULL
      THEN '{Presentation.UNAVAILABLE}' ELSE '{Presentation.ALLOWED}' END AS presentation,
    epoch_ms(begun) AS setup_at, epoch_ms(taken) AS answered_at, epoch_ms(over) AS ended_at, ended_as AS outcome,
    coalesce(hung_up_by, 'caller') AS hung_up_by, coalesce(CAST(cause AS INTEGER), 16) AS cause,
    CASE WHEN ended_as = 'announced' AND len(tried) > 0 THEN '{Result.LOST}' {_RESULTS} END AS result,
    strftime(timezone($zone, begun), '%Y-%m-%d') AS local_day, coalesce(currency, '') AS currency,
    {_money("amount")}, CAST(round(CAST(billed_seconds AS DOUBLE) * 1000) AS BIGINT) AS billed_ms,
    CASE WHEN amount IS NOT NULL THEN epoch_ms(taken) END AS charging_from,
    {_money("holder_cost")}, {_money("payout")}, coalesce(tariff, '') AS tariff_code,
    coalesce(treatment, '') AS treatment, coalesce(agent, '') AS agent, coalesce(campaign, '') AS campaign, tried
  FROM sound QUALIFY row_number() OVER (PARTITION BY {_ID} ORDER BY line) = 1)
ORDER BY place
"""  # noqa: S608 - constants of this module
_TRIES = """
CREATE TABLE tries AS SELECT place, id, account, ordinal, one.destination AS address, coalesce(one.name, '') AS name,
  one.outcome AS outcome, coalesce(one.carrier, '') AS carrier,
  CASE WHEN regexp_matches(one.destination, '^[+0-9]') THEN 'telephone' ELSE 'sip' END AS kind,
  least(begins, finish) AS started_at, least(begins + rang, finish) AS stops, finish FROM (
  SELECT *, CAST(coalesce(sum(rang) OVER (PARTITION BY place ORDER BY ordinal ROWS BETWEEN UNBOUNDED PRECEDING AND
    1 PRECEDING), 0) AS BIGINT) + setup_at AS begins FROM (
    SELECT place, id, account, setup_at, coalesce(answered_at, ended_at) AS finish, ordinal, tried[ordinal] AS one,
      CAST(coalesce(tried[ordinal].rang_seconds * 1000, CASE WHEN ordinal = len(tried)
        THEN coalesce(answered_at, ended_at) - setup_at ELSE 0 END) AS BIGINT) AS rang
    FROM (SELECT *, unnest(generate_series(1, len(tried))) AS ordinal FROM calls)))
ORDER BY place, ordinal
"""


def form(*, connection: duckdb.DuckDBPyConnection, zone: str) -> int:
    """Make `calls` and `tries` out of `judged`, and return how many lines tell of a call that another line tells of."""
    connection.execute(_SOUND)
    sound = _count(connection, "sound")
    connection.execute(_FORM, {"zone": zone})
    connection.execute("DROP TABLE sound")
    connection.execute(_TRIES)
    connection.execute("ALTER TABLE calls DROP COLUMN tried")
    return sound - _count(connection, "calls")


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - a name of this module
    assert row is not None
    return int(row[0])
