"""The record as files of delimited text, which a store reads whole to fill itself at once.

What is read while calls go on being written need not be of one instant: whatever was written after the sequence a
store is then said to have is read again, and replaces what came by the files. Comma-separated, quoted by `"` where
needed; nothing between two commas is NULL, `""` is an empty text; no heading.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

CALL_COLUMNS = {
    "sequence": "BIGINT",
    "id": "UUID",
    "account": "BIGINT",
    "number": "VARCHAR",
    "caller": "VARCHAR",
    "shown": "TINYINT",
    "setup_at": "BIGINT",
    "answered_at": "BIGINT",
    "ended_at": "BIGINT",
    "result": "VARCHAR",
    "outcome": "VARCHAR",
    "hung_up_by": "VARCHAR",
    "cause": "INTEGER",
    "currency": "VARCHAR",
    "amount": "BIGINT",
    "holder_cost": "BIGINT",
    "payout": "BIGINT",
    "billed_ms": "BIGINT",
    "tariff": "VARCHAR",
    "treatment": "VARCHAR",
    "agent": "VARCHAR",
    "campaign": "VARCHAR",
}
"""Those of `rows.CallOfRecord`, its price as it was first rated; SQL types."""

ATTEMPT_COLUMNS = {
    "call": "UUID",
    "ordinal": "SMALLINT",
    "destination": "VARCHAR",
    "name": "VARCHAR",
    "address": "VARCHAR",
    "outcome": "VARCHAR",
    "carrier": "VARCHAR",
    "started_at": "BIGINT",
    "ring": "BIGINT",
    "answered": "TINYINT",
}
"""Those of `rows.AttemptOfRecord`. There may be attempts whose call is in no file: they are none of this replica."""

CORRECTION_COLUMNS = {
    "call": "UUID",
    "ordinal": "SMALLINT",
    "amount": "BIGINT",
    "holder_cost": "BIGINT",
    "payout": "BIGINT",
    "billed_ms": "BIGINT",
    "tariff": "VARCHAR",
}
"""What counts instead of what was first rated: of each call, the correction with the highest ordinal."""


class Kind(StrEnum):
    """What a file holds."""

    CALLS = "calls"
    ATTEMPTS = "attempts"
    CORRECTIONS = "corrections"


COLUMNS = {Kind.CALLS: CALL_COLUMNS, Kind.ATTEMPTS: ATTEMPT_COLUMNS, Kind.CORRECTIONS: CORRECTION_COLUMNS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A file of the record. `share` is how much of it all has been given with this one, from 0 to 1.

    Whoever reads it removes it afterwards. Parts come in no particular order, those of different kinds mixed.
    """

    kind: Kind
    file: Path
    share: float
