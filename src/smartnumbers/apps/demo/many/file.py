"""The made-up calls as a file that `smartnumbers calls import` takes."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from smartnumbers.apps.demo.many.amounts import amounts, costs, payouts
from smartnumbers.apps.demo.many.callers import Pools, choose
from smartnumbers.apps.demo.many.outcomes import MAXIMUM_TRIES, run
from smartnumbers.apps.demo.many.shapes import Shape
from smartnumbers.apps.demo.many.times import Span, counts, instants

_WITHHELD, _WITHOUT = 0.04, 0.012
# -1 stands for an amount that the tariff has not.
_MONEY = "CAST(CAST(NULLIF({0}, -1) AS DECIMAL(18, 0)) / 1000000 AS DECIMAL(18, 6)) AS {0}"
_TRY = (
    "{{'destination': p{0}.address, 'name': p{0}.name, 'outcome': tried{0}, 'carrier': '', 'rang_seconds': "
    "rang{0} / 1000.0}}"
)
_TRIES = ", ".join(_TRY.format(ordinal) for ordinal in range(1, MAXIMUM_TRIES + 1))
_JOINS = " ".join(
    f"LEFT JOIN places AS p{ordinal} ON p{ordinal}.place = place{ordinal}" for ordinal in range(1, MAXIMUM_TRIES + 1)
)
_SELECT = f"""
SELECT ? AS reference_start, ? AS number, CASE WHEN caller > 0 THEN '+' || caller END AS caller, withheld,
  to_timestamp(begun / 1000.0) AS started_at,
  CASE WHEN outcome = 'answered' THEN to_timestamp((begun + wait) / 1000.0) END AS answered_at,
  to_timestamp((begun + wait + talk) / 1000.0) AS ended_at, outcome, hung_up_by, cause, ? AS currency,
  {_MONEY.format("amount")}, {_MONEY.format("payout")}, {_MONEY.format("holder_cost")},
  billed / 1000.0 AS billed_seconds,
  ? AS tariff, CAST(to_json(list_filter([{_TRIES}], lambda one: one.destination IS NOT NULL)) AS VARCHAR) AS attempts,
  'main' AS treatment, begun, number_of
FROM made {_JOINS}
"""  # noqa: S608 - constants of this module
_REFERENCE = "reference_start || '-' || number_of AS reference"


def write_file(*, file: Path, shapes: Sequence[Shape], calls: int, span: Span, random: Generator) -> None:
    """Write so many calls of these numbers, shared out by their weights, into a Parquet file, in the order of time."""
    weights = np.array([shape.weight for shape in shapes])
    shares = random.multinomial(calls, weights / weights.sum())
    pools = Pools(random=random)
    sizes: dict[int, int] = {}
    for shape, share in zip(shapes, shares, strict=True):
        sizes[shape.pool] = sizes.get(shape.pool, 0) + int(share)
    with duckdb.connect(f"{file}.making") as connection:
        connection.execute("SET memory_limit = '800MB'; SET TimeZone = 'UTC'")
        first = True
        for shape, share in zip(shapes, shares, strict=True):
            if share:
                callers = pools.of(pool=shape.pool, calls=sizes[shape.pool], repeat=shape.repeat)
                _add(connection, shape, _columns(shape, int(share), callers, span, random), first=first)
                first = False
        target = str(file).replace("'", "''")
        connection.execute(
            f"COPY (SELECT {_REFERENCE}, * EXCLUDE (reference_start, number_of, begun) FROM all_calls ORDER BY begun) "  # noqa: S608
            f"TO '{target}' (FORMAT parquet)"
        )
    Path(f"{file}.making").unlink()


def _columns(
    shape: Shape, calls: int, pool: NDArray[np.int64], span: Span, random: Generator
) -> dict[str, NDArray[Any]]:
    by_day = counts(shape=shape, calls=calls, span=span, random=random)
    at = instants(shape=shape, by_day=by_day, span=span, random=random)
    callers = choose(callers=pool, at=at, begin=int(span.starts[0]), end=span.until, random=random)
    hidden = random.random(calls)
    callers = np.where(hidden < _WITHOUT, 0, callers)
    found = dict(run(shape=shape, calls=calls, random=random))
    # No conversation goes on after the span: the last calls become short ones.
    found["talk"] = np.minimum(found["talk"], np.maximum(0, span.until - at - found["wait"]))
    amount, billed = amounts(shape=shape, talk=found["talk"])
    none = np.full(calls, -1, np.int64)
    paid = payouts(shape=shape, amounts=amount)
    cost = costs(shape=shape, talk=found["talk"], callers=callers)
    return found | {
        "begun": at,
        "number_of": np.arange(calls),
        "caller": callers,
        "withheld": (hidden >= _WITHOUT) & (hidden < _WITHOUT + _WITHHELD),
        "amount": amount,
        "billed": billed,
        "payout": none if paid is None else paid,
        "holder_cost": none if cost is None else cost,
    }


def _add(connection: duckdb.DuckDBPyConnection, shape: Shape, made: dict[str, NDArray[Any]], *, first: bool) -> None:
    connection.register("made", made)
    connection.register("places", _places(shape))
    verb = "CREATE TABLE all_calls AS" if first else "INSERT INTO all_calls"
    currency, code = shape.version.tariff.currency, shape.version.code
    connection.execute(f"{verb} {_SELECT}", [f"demo-{shape.number}", shape.number, currency, code])
    connection.unregister("made")
    connection.unregister("places")


def _places(shape: Shape) -> dict[str, NDArray[Any]]:
    def column(values: Iterable[Any]) -> NDArray[Any]:
        return np.array(list(values), object)

    return {
        "place": np.arange(len(shape.chain)),
        "name": column(place.name for place in shape.chain),
        "address": column(place.address for place in shape.chain),
    }
